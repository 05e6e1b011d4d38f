#include "run_migrations/sql_type.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>
#include <vector>

namespace aether::run_migrations {

namespace {

struct Type {
  std::string name;         // without what is in brackets, and by one of its names
  std::vector<long> limits; // varchar(20): 20; numeric(10,2): 10, 2
};

std::string common_name(const std::string& name) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 7> k_names = {{
      {"character varying", "varchar"},
      {"character", "char"},
      {"decimal", "numeric"},
      {"int", "integer"},
      {"int4", "integer"},
      {"int8", "bigint"},
      {"bit varying", "varbit"},
  }};
  const auto* const known = std::find_if(k_names.begin(), k_names.end(),
                                         [&](const auto& one) { return one.first == name; });
  return known == k_names.end() ? name : std::string(known->second);
}

Type parse(const std::string& text) {
  const std::size_t open = text.find('(');
  const std::size_t close = text.find(')');
  if (open == std::string::npos || close == std::string::npos) {
    return {common_name(text), {}};
  }
  Type type{common_name(text.substr(0, open) + text.substr(close + 1)), {}};
  for (std::size_t at = open; at < close; at = std::min(text.find(',', at + 1), close)) {
    type.limits.push_back(std::strtol(text.c_str() + at + 1, nullptr, 10));
  }
  return type;
}

// numeric(10) is numeric(10,0).
long scale_of(const Type& type) { return type.limits.size() > 1 ? type.limits[1] : 0; }

struct ClassFits {
  std::string_view operator_class;
  std::vector<std::string_view> types; // a column's type begins with one of them
};

// Which types an operator class takes.
const std::vector<ClassFits>& classes() {
  static const std::vector<ClassFits> k_classes = {
      {"gin_trgm_ops", {"text", "varchar", "character", "citext", "char"}},
      {"gist_trgm_ops", {"text", "varchar", "character", "citext", "char"}},
      {"text_pattern_ops", {"text", "varchar", "character varying"}},
      {"varchar_pattern_ops", {"text", "varchar", "character varying"}},
      {"bpchar_pattern_ops", {"char", "character"}},
      {"jsonb_ops", {"jsonb"}},
      {"jsonb_path_ops", {"jsonb"}},
      {"vector_cosine_ops", {"vector"}},
      {"vector_l2_ops", {"vector"}},
      {"vector_ip_ops", {"vector"}},
      {"inet_ops", {"inet", "cidr"}},
      {"int4_ops", {"int", "integer", "serial"}},
      {"int8_ops", {"bigint", "bigserial"}},
      {"uuid_ops", {"uuid"}},
  };
  return k_classes;
}

bool is_array(const std::string& type) {
  return type.find('[') != std::string::npos || type.ends_with(" array");
}

} // namespace

bool only_widens(const std::string& from, const std::string& to) {
  const Type old = parse(from);
  const Type wider = parse(to);
  const bool no_narrower =
      wider.limits.empty() || (!old.limits.empty() && wider.limits.front() >= old.limits.front());
  const bool text = (old.name == "text" || old.name == "varchar") &&
                    (wider.name == "text" || wider.name == "varchar");
  if (text || (old.name == "varbit" && wider.name == "varbit")) {
    return no_narrower;
  }
  if (old.name == "numeric" && wider.name == "numeric") {
    return no_narrower && (wider.limits.empty() || scale_of(old) == scale_of(wider));
  }
  const bool same = old.name == wider.name && old.limits == wider.limits;
  return same || (old.name == "cidr" && wider.name == "inet");
}

bool refuses_type(std::string_view operator_class, const std::string& type) {
  const auto known = std::find_if(classes().begin(), classes().end(), [&](const ClassFits& one) {
    return one.operator_class == operator_class;
  });
  return known != classes().end() &&
         (is_array(type) ||
          std::none_of(known->types.begin(), known->types.end(),
                       [&](std::string_view one) { return type.starts_with(one); }));
}

bool needs_class(std::string_view method, const std::string& type) {
  if (method == "gin") {
    return !is_array(type) && !type.starts_with("jsonb") && !type.starts_with("tsvector") &&
           !type.starts_with("hstore");
  }
  constexpr std::array<std::string_view, 9> k_unordered = {
      "json", "xml", "point", "line", "lseg", "box", "path", "polygon", "circle"};
  return (method == "btree" || method == "hash") &&
         std::find(k_unordered.begin(), k_unordered.end(), type) != k_unordered.end();
}

} // namespace aether::run_migrations
