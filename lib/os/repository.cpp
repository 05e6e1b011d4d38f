#include "os/repository.h"

#include <cstdlib>
#include <system_error>

namespace aether {

namespace fs = std::filesystem;

namespace {

bool is_below(const fs::path& directory, const fs::path& root) {
  const fs::path relative = directory.lexically_relative(root);
  return !relative.empty() && *relative.begin() != "..";
}

} // namespace

fs::path Repositories::find_root(const fs::path& directory) {
  std::error_code failed;
  const char* workspace = std::getenv("GITHUB_WORKSPACE");
  if (workspace != nullptr && *workspace != '\0') {
    fs::path root = fs::weakly_canonical(workspace, failed);
    if (!failed && is_below(directory, root)) {
      return root;
    }
  }
  for (fs::path root = directory;; root = root.parent_path()) {
    if (fs::exists(root / ".git", failed)) {
      return root;
    }
    if (root == root.parent_path()) {
      return {};
    }
  }
}

std::string Repositories::path_of(const fs::path& file) {
  const fs::path given = file.parent_path();
  const auto [known, is_new] = below_.try_emplace(given);
  if (is_new) {
    std::error_code failed;
    const fs::path directory = fs::weakly_canonical(given.empty() ? "." : given, failed);
    if (const fs::path root = failed ? fs::path() : find_root(directory); !root.empty()) {
      known->second = (directory.lexically_relative(root) / "").generic_string();
    }
  }
  const std::string name = file.filename().generic_string();
  return known->second == "./" ? name : known->second.empty() ? "" : known->second + name;
}

} // namespace aether
