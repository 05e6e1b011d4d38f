#include "backend/config_files.h"

#include <algorithm>
#include <array>

#include "core/error.h"
#include "core/text.h"
#include "os/file.h"

namespace aether {

namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 4> k_directories = {"", "config", "config/environments",
                                                           ".architecture"};

// In the root itself only what is known to be the backend's.
bool is_config(std::string_view directory, std::string_view name) {
  const auto format = format_of(name);
  if (!format) {
    return false;
  }
  return !directory.empty() || *format == DocumentFormat::dotenv || name == "pyproject.toml" ||
         name.starts_with("docker-compose") || name.starts_with("compose.");
}

} // namespace

std::vector<std::string> find_config_files(const fs::path& root) {
  std::vector<std::string> files;
  for (const std::string_view directory : k_directories) {
    std::error_code failed;
    if (!fs::is_directory(root / directory, failed)) {
      continue;
    }
    for (const auto& [name, kind] : Directory(root / directory).files()) {
      if (is_config(directory, name)) {
        files.push_back(directory.empty() ? name : std::string(directory) + "/" + name);
      }
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

Position ConfigDocument::position_of(std::string_view pointer) {
  locate(document, text, format);
  const std::optional<Place> place = document.find(pointer);
  if (!place) {
    return {};
  }
  return place->key.line > 0 ? place->key : place->value;
}

ConfigDocument read_config_document(const fs::path& root, const std::string& path,
                                    std::size_t max_size) {
  ConfigDocument made;
  made.format = format_of(path).value_or(DocumentFormat::yaml);
  try {
    made.text = read_named(root / path, max_size);
    made.document = parse_document(made.text, printable(path), made.format);
  } catch (const InputError& error) {
    made.error = std::to_string(error.at().line) + ":" + std::to_string(error.at().column) + ": " +
                 error.message();
  } catch (const Error& error) {
    made.error = error.what();
  }
  return made;
}

} // namespace aether
