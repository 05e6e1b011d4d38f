#include "validate_config/families/unread_fields.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include <fmt/format.h>

#include "core/text.h"
#include "validate_config/families/said.h"

namespace aether::validate_config {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view k_unread_field = "settings/inert";
constexpr std::uintmax_t k_max_template = std::uintmax_t{1} << 20U;

class Finder {
public:
  explicit Finder(const Tree& tree) : tree_(tree), settings_(tree.backend.settings) {
    for (const DeclaredClass& one : settings_.classes) {
      classes_.insert(one.name);
      files_.insert(one.file);
    }
    for (const HandedOn& one : tree.code().whole) {
      handed_on(one);
    }
  }

  // Fields by the class that they are of, in the order of their places.
  std::map<std::string, std::vector<const Setting*>> find() {
    std::map<std::string, std::vector<const Setting*>> unread;
    bool any_is_read = false;
    for (const Setting& setting : settings_.settings) {
      if (!setting.field || setting.field->file.empty()) {
        continue;
      }
      if (is_read(setting)) {
        any_is_read = true;
      } else {
        unread[setting.field->class_name].push_back(&setting);
      }
    }
    if (!any_is_read) {
      unread.clear();
    }
    leave_out_what_templates_read(unread);
    return unread;
  }

private:
  // Where the whole settings, or a section of them, go to something that cannot be followed.
  void handed_on(const HandedOn& one) {
    const bool is_call = one.name.ends_with("()");
    const std::string name = is_call ? one.name.substr(0, one.name.size() - 2) : one.name;
    if (!one.taker.empty() && tree_.code().defines(one.taker)) {
      return;
    }
    if (is_call ||
        (!name.starts_with("get_") && !name.starts_with("load_") &&
         !classes_.contains(name))) { // a function or class that is handed on gives nothing yet
      everything_ = everything_ || names_settings(name, one.file);
      whole_.insert(name);
    }
  }

  [[nodiscard]] bool names_settings(const std::string& name, const std::string& file) const {
    const std::string lower = to_lower(name);
    const bool called_config = settings_.entry.find("onfig") != std::string::npos;
    return lower.ends_with("settings") || (name == "self" && files_.contains(file)) ||
           (called_config && (lower.ends_with("config") || lower == "cfg" || lower == "conf"));
  }

  [[nodiscard]] bool is_read(const Setting& setting) const {
    const std::vector<std::string>& uses = tree_.code().uses;
    if (everything_ ||
        std::binary_search(uses.begin(), uses.end(), last_part(setting.name), std::less<>())) {
      return true;
    }
    std::string_view section = setting.name;
    while (section.find('.') != std::string_view::npos) {
      section = section.substr(0, section.rfind('.'));
      if (whole_.contains(last_part(section))) {
        return true;
      }
    }
    return false;
  }

  // `{{ settings.title }}`
  void
  leave_out_what_templates_read(std::map<std::string, std::vector<const Setting*>>& unread) const {
    if (unread.empty()) {
      return;
    }
    const std::vector<std::string> texts = templates();
    for (auto& [name, fields] : unread) {
      std::erase_if(fields, [&](const Setting* one) {
        return std::any_of(texts.begin(), texts.end(), [&](const std::string& text) {
          return has_word(text, last_part(one->name));
        });
      });
    }
    std::erase_if(unread, [](const auto& one) { return one.second.empty(); });
  }

  [[nodiscard]] std::vector<std::string> templates() const {
    constexpr std::array<std::string_view, 7> k_endings = {".html", ".j2",   ".jinja", ".jinja2",
                                                           ".tmpl", ".mako", ".ipynb"};
    std::vector<std::string> texts;
    std::error_code failed;
    auto walk = fs::recursive_directory_iterator(
        tree_.backend.root, fs::directory_options::skip_permission_denied, failed);
    for (; !failed && walk != fs::recursive_directory_iterator(); walk.increment(failed)) {
      const std::string name = walk->path().filename().string();
      std::error_code unknown;
      if (walk->is_directory(unknown)) {
        if (name == "node_modules" || name == "venv" || name.starts_with('.')) {
          walk.disable_recursion_pending();
        }
      } else if (std::find(k_endings.begin(), k_endings.end(), walk->path().extension().string()) !=
                     k_endings.end() &&
                 walk->is_regular_file(unknown) && walk->file_size(unknown) <= k_max_template) {
        std::ifstream in(walk->path(), std::ios::binary);
        texts.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
      }
    }
    return texts;
  }

  const Tree& tree_;
  const Settings& settings_;
  std::set<std::string> classes_;
  std::set<std::string> files_;              // of these classes
  std::set<std::string, std::less<>> whole_; // names of what is handed on
  bool everything_ = false;                  // the settings are
};

std::size_t fields_of(const Settings& settings, const std::string& class_name) {
  return static_cast<std::size_t>(
      std::count_if(settings.settings.begin(), settings.settings.end(), [&](const Setting& one) {
        return one.field && one.field->class_name == class_name;
      }));
}

void tell_class(const DeclaredClass& one, const std::vector<const Setting*>& fields,
                Reporter& report) {
  std::string shown;
  for (std::size_t i = 0; i < std::min<std::size_t>(fields.size(), 3); ++i) {
    shown += fmt::format("{}{}", i == 0 ? "" : ", ", last_part(fields[i]->name));
  }
  Finding& made = report.add(k_unread_field,
                             fmt::format("no code reads any setting of {} ({}{})", one.name, shown,
                                         fields.size() > 3 ? " and others" : ""),
                             one.file, {one.line, 0}, "take the class out, or read it");
  made.count = fields.size();
}

} // namespace

void check_unread_fields(const Tree& tree, const std::vector<Finding>& before, Reporter& report) {
  const Settings& settings = tree.backend.settings;
  if (!tree.has_code() || !settings.sources.unreadable.empty()) {
    return;
  }
  std::set<std::pair<std::string, std::uint32_t>> told;
  for (const Finding& one : before) {
    told.emplace(one.file, one.begin.line);
  }
  const auto is_mended_here = [&](const DeclaredField& field) {
    const std::string place = fmt::format("{}:{}:", field.file, field.line);
    return std::any_of(before.begin(), before.end(),
                       [&](const Finding& one) { return one.fix_at.starts_with(place); });
  };
  for (const auto& [name, fields] : Finder(tree).find()) {
    const auto declared =
        std::find_if(settings.classes.begin(), settings.classes.end(),
                     [&, &wanted = name](const DeclaredClass& one) { return one.name == wanted; });
    if (fields.size() > 1 && fields.size() == fields_of(settings, name) &&
        declared != settings.classes.end()) {
      tell_class(*declared, fields, report);
      continue;
    }
    for (const Setting* one : fields) {
      if (!is_mended_here(*one->field) && told.emplace(one->field->file, one->field->line).second) {
        report.add(k_unread_field,
                   fmt::format("no code reads {} of {}", last_part(one->name), name),
                   one->field->file, {one->field->line, 0}, "take it out, or read it");
      }
    }
  }
}

} // namespace aether::validate_config
