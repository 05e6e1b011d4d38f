// Where a file is in its repository, as systems that annotate a checkout name it.
#pragma once

#include <filesystem>
#include <map>
#include <string>

namespace aether {

class Repositories {
public:
  // The path of a file from the root of its repository: GITHUB_WORKSPACE where the file is below
  // it, else the nearest directory above it that holds `.git`. Empty where it is in none.
  [[nodiscard]] std::string path_of(const std::filesystem::path& file);

private:
  [[nodiscard]] static std::filesystem::path find_root(const std::filesystem::path& directory);

  std::map<std::filesystem::path, std::string> below_; // directories, as "services/backend/"
};

} // namespace aether
