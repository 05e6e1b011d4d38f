// What the backend's own code makes of its settings: the one place where that code is run, and only
// when the user asks for it (--import-settings).
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <boost/json/value.hpp>

#include "backend/probe.h"
#include "backend/settings.h"

namespace aether {

struct ImportedSettings {
  bool done = false;
  std::string why_not;
  std::map<std::string, boost::json::value, std::less<>> values; // by dotted name
};

// A child with a deadline imports the module and calls the entry that read_settings() found.
[[nodiscard]] ImportedSettings import_settings(const std::filesystem::path& root,
                                               const Environment& environment,
                                               const Settings& settings,
                                               const ProbeOptions& options);

// A setting whose value, as it was read, is another than the code's own.
struct ReadingDifference {
  std::string name;
  boost::json::value read;
  boost::json::value imported;
};

// The code's own values win; what differed, or was unknown, is told.
[[nodiscard]] std::vector<ReadingDifference> take_imported(const ImportedSettings& imported,
                                                           Settings& settings);

} // namespace aether
