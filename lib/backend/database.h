// Which database a backend has, as its settings say it.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "backend/settings.h"

namespace aether {

struct ConfiguredDatabase {
  std::string url;         // with its password; empty where it is not known
  std::string unknown;     // then: why, and of which setting
  std::string source;      // "database.url, config/settings.py:52:16 (default)"
  bool is_default = false; // only a default of the code says so
};

// The setting whose name says that it is a database's address. Unknown, too, where the settings
// have only the parts of an address, or cannot be followed at all; nothing where they know of none.
[[nodiscard]] std::optional<ConfiguredDatabase> find_configured_database(const Settings& settings);

// Whether there is Python below the root that may hold settings: without any, no interpreter needs
// to be started to learn that there are none.
[[nodiscard]] bool may_have_settings(const std::filesystem::path& root);

} // namespace aether
