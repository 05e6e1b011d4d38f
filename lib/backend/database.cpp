#include "backend/database.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <string_view>

#include <fmt/format.h>

#include "core/text.h"
#include "os/walk.h"

namespace aether {

namespace {

constexpr std::array<std::string_view, 7> k_address_names = {
    "database.url",          "database_url", "db.url",      "db_url",
    "database.database_url", "database.dsn", "database.uri"};

constexpr std::array<std::string_view, 10> k_part_names = {
    "database.host", "database.name",     "database.path", "database.file", "database.database",
    "database.port", "database.filename", "db.host",       "db.name",       "db.path"};

template <typename Names> const Setting* named_any(const Settings& settings, const Names& names) {
  for (const std::string_view name : names) {
    for (const Setting& setting : settings.settings) {
      if (equals_ignoring_case(setting.name, name)) {
        return &setting;
      }
    }
  }
  return nullptr;
}

bool is_address(const Setting& setting) {
  return setting.value && setting.value->is_string() && !setting.value->get_string().empty();
}

std::optional<ConfiguredDatabase> unknown_for(std::string why) {
  ConfiguredDatabase made;
  made.unknown = std::move(why);
  return made;
}

std::optional<ConfiguredDatabase> unknown_address(const Settings& settings) {
  for (const std::string_view name : k_address_names) {
    const Setting* setting = named_any(settings, std::array{name});
    if (setting != nullptr && !setting->value) {
      return unknown_for(fmt::format("the setting {} cannot be followed: {}", setting->name,
                                     setting->reason.empty() ? "it is computed" : setting->reason));
    }
  }
  if (const Setting* part = named_any(settings, k_part_names)) {
    return unknown_for(
        fmt::format("the settings make its address of parts, such as {}", part->name));
  }
  if (settings.settings.empty() && !settings.notes.empty()) {
    const SettingNote& note = settings.notes.front();
    return unknown_for(note.file.empty() ? note.message
                                         : fmt::format("{}: {}", note.file, note.message));
  }
  return std::nullopt;
}

} // namespace

std::optional<ConfiguredDatabase> find_configured_database(const Settings& settings) {
  for (const std::string_view name : k_address_names) {
    const Setting* setting = named_any(settings, std::array{name});
    if (setting == nullptr || !is_address(*setting)) {
      continue;
    }
    const SettingSource* source = setting->effective();
    ConfiguredDatabase found;
    found.url = std::string(setting->value->get_string());
    found.source =
        source == nullptr ? setting->name : fmt::format("{}, {}", setting->name, source->shown());
    found.is_default = source == nullptr || source->kind == SourceKind::literal;
    return found;
  }
  return unknown_address(settings);
}

bool may_have_settings(const std::filesystem::path& root) {
  std::error_code failed;
  for (const char* usual : {"config/settings.py", "settings.py", "config.py"}) {
    if (std::filesystem::is_regular_file(root / usual, failed)) {
      return true;
    }
  }
  // As the probe looks for them: share/probes/backend_probe/settings.py.
  std::atomic<bool> found = false;
  const WalkRules rules{[&](std::string_view /*directory*/, std::string_view name) {
                          return !found && !name.starts_with('.') && name != "node_modules" &&
                                 name != "site-packages" && name != "__pycache__";
                        },
                        [&](std::string_view directory, std::string_view name) {
                          const bool is_package =
                              name == "__init__.py" &&
                              (directory.ends_with("settings") || directory.ends_with("config"));
                          return is_package || name == "settings.py" || name == "config.py";
                        }};
  (void)walk(root, 1, rules, [&](const WalkedFile& /*file*/) { found = true; });
  return found;
}

} // namespace aether
