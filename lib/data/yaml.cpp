#include "data/yaml.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "data/characters.h"
#include "data/yaml_compose.h"
#include "data/yaml_construct.h"
#include "data/yaml_scan.h"

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
  yaml::Scan scan = yaml::scan(text, name);
  Document document = yaml::construct(yaml::compose(text, scan, name), name);
  std::vector<Ambiguity>& all = scan.ambiguities;
  all.insert(all.end(), std::make_move_iterator(document.ambiguities.begin()),
             std::make_move_iterator(document.ambiguities.end()));
  all.resize(std::min(all.size(), k_max_ambiguities));
  document.ambiguities = std::move(all);
  return document;
}

} // namespace aether
