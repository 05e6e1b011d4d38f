#include "data/yaml.h"

#include <cstddef>

#include <fmt/format.h>

#include "data/characters.h"
#include "data/yaml_compose.h"
#include "data/yaml_construct.h"

namespace aether {

namespace {

constexpr std::size_t k_max_text_bytes = std::size_t{1} << 30U; // yaml-cpp counts in int

} // namespace

Document parse_yaml(std::string_view text, std::string_view name) {
  if (text.starts_with("\xEF\xBB\xBF")) {
    text.remove_prefix(3);
  }
  if (text.size() > k_max_text_bytes) {
    throw Error(ExitCode::bad_input, fmt::format("{}: is larger than 1 GiB", name));
  }
  check_characters(text, name);
  return yaml::construct(yaml::compose(text, name), name);
}

} // namespace aether
