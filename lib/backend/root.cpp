#include "backend/root.h"

#include <cstdlib>
#include <system_error>

#include "core/error.h"
#include "core/text.h"

namespace aether {

namespace {

namespace fs = std::filesystem;

bool looks_like_a_root(const fs::path& directory) {
  std::error_code ignored;
  return fs::is_directory(directory / ".architecture", ignored) ||
         fs::exists(directory / "config/settings.py", ignored) ||
         fs::exists(directory / "config/integrations_registry.yaml", ignored);
}

fs::path named_directory(const std::string& name, const std::string& origin) {
  if (name.empty()) {
    throw Error(ExitCode::usage, origin + ": the name of the directory is empty");
  }
  std::error_code failed;
  fs::path path = fs::canonical(name, failed);
  if (failed) {
    throw system_error(ExitCode::no_input, origin + ": cannot open directory " + printable(name),
                       failed.value());
  }
  if (!fs::is_directory(path, failed)) {
    throw system_error(ExitCode::no_input, origin + ": cannot open directory " + printable(name),
                       ENOTDIR);
  }
  return path;
}

} // namespace

Root find_root(const std::optional<std::string>& option) {
  if (option) {
    return {named_directory(*option, "--root"), RootSource::option};
  }
  if (const char* variable = std::getenv("AETHER_BACKEND_ROOT");
      variable != nullptr && *variable != '\0') {
    return {named_directory(variable, "AETHER_BACKEND_ROOT"), RootSource::environment};
  }
  std::error_code failed;
  const fs::path current = fs::current_path(failed);
  if (failed) {
    throw system_error(ExitCode::no_input, "cannot tell the current directory", failed.value());
  }
  for (fs::path at = current;; at = at.parent_path()) {
    if (looks_like_a_root(at)) {
      return {at, RootSource::found};
    }
    if (at == at.root_path()) {
      return {current, RootSource::current_directory};
    }
  }
}

} // namespace aether
