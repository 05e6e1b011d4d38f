#include "validate_config/families/service_routes.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <string_view>
#include <vector>

namespace aether::validate_config {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t k_max_source = std::size_t{2} << 20U;

// `{name:healthz|livez}` has /healthz.
bool names_alternative(std::string_view text, const std::string& tail) {
  const std::string last = tail.substr(1);
  for (const char before : {':', '|'}) {
    for (const char after : {'|', '}'}) {
      if (text.find(before + last + after) != std::string_view::npos) {
        return true;
      }
    }
  }
  return false;
}

} // namespace

bool has_route(const fs::path& directory, const std::string& path) {
  std::error_code failed;
  bool any = false;
  std::vector<std::string> tails = {path};
  for (std::size_t at = path.find('/', 1); at != std::string::npos; at = path.find('/', at + 1)) {
    tails.push_back(path.substr(at));
  }
  std::set<std::string> found;
  auto walk = fs::recursive_directory_iterator(
      directory, fs::directory_options::skip_permission_denied, failed);
  for (const fs::directory_entry& entry : walk) {
    if (entry.is_directory(failed) && entry.path().filename() == "node_modules") {
      walk.disable_recursion_pending();
    }
    const std::string extension = entry.path().extension().string();
    static const std::set<std::string> k_sources = {".py", ".js", ".ts", ".tsx", ".mjs",
                                                    ".go", ".rs", ".rb", ".java"};
    if (!entry.is_regular_file(failed) || !k_sources.contains(extension) ||
        entry.file_size(failed) > k_max_source) {
      continue;
    }
    any = true;
    if (entry.path().generic_string().find(path + "/") != std::string::npos) {
      return true;
    }
    std::ifstream in(entry.path(), std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    for (const std::string& tail : tails) {
      for (const char quote : {'"', '\'', '`'}) {
        if (text.find(quote + tail + quote) != std::string::npos) {
          found.insert(tail);
        }
      }
      if (names_alternative(text, tail)) {
        found.insert(tail);
      }
      const std::string head = path.substr(0, path.size() - tail.size());
      for (const char quote : {'"', '\'', '`'}) {
        if (!head.empty() && text.find(quote + head + quote) != std::string::npos) {
          found.insert("^" + tail);
        }
      }
    }
  }
  return !any || found.contains(path) ||
         std::any_of(tails.begin(), tails.end(), [&](const std::string& tail) {
           return found.contains(tail) && found.contains("^" + tail);
         });
}

} // namespace aether::validate_config
