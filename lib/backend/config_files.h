// The files in which an Aether backend keeps its configuration, read with their positions.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "data/document_reader.h"

namespace aether {

// Their paths below the root, sorted: YAML, TOML, JSON and .env files in the root (there only those
// whose names are known), config/, config/environments/ and .architecture/. Nothing below these.
[[nodiscard]] std::vector<std::string> find_config_files(const std::filesystem::path& root);

struct ConfigDocument {
  DocumentFormat format = DocumentFormat::yaml;
  std::string text;
  Document document; // null where there is an error
  std::string error; // why it cannot be read, without its name

  // Of the value, or of the key where there is one, that a JSON pointer leads to.
  [[nodiscard]] Position position_of(std::string_view pointer);
};

// By path below the root; files that cannot be read are there with their error.
using ConfigDocuments = std::map<std::string, ConfigDocument, std::less<>>;

[[nodiscard]] ConfigDocument read_config_document(const std::filesystem::path& root,
                                                  const std::string& path, std::size_t max_size);

} // namespace aether
