// Functions and types of extensions that nothing has created.
#include "run_migrations/lint_statement.h"

#include <array>

#include <fmt/format.h>

namespace aether::run_migrations {

namespace {

struct FromExtension {
  std::string_view name;
  std::string_view extension;
};
constexpr std::array k_from_extensions = {FromExtension{"uuid_generate_v1", "uuid-ossp"},
                                          FromExtension{"uuid_generate_v4", "uuid-ossp"},
                                          FromExtension{"citext", "citext"},
                                          FromExtension{"hstore", "hstore"},
                                          FromExtension{"vector", "vector"},
                                          FromExtension{"halfvec", "vector"},
                                          FromExtension{"gin_trgm_ops", "pg_trgm"},
                                          FromExtension{"gist_trgm_ops", "pg_trgm"},
                                          FromExtension{"similarity", "pg_trgm"},
                                          FromExtension{"crypt", "pgcrypto"},
                                          FromExtension{"gen_salt", "pgcrypto"},
                                          FromExtension{"digest", "pgcrypto"},
                                          FromExtension{"ltree", "ltree"},
                                          FromExtension{"cube", "cube"},
                                          FromExtension{"unaccent", "unaccent"},
                                          FromExtension{"geometry", "postgis"},
                                          FromExtension{"geography", "postgis"}};

} // namespace

void StatementLinter::lint_extensions() {
  std::set<std::string_view> told;
  for (std::size_t i = 0; i < tokens_.size(); ++i) {
    for (const FromExtension& one : k_from_extensions) {
      const bool used = tokens_[i].is_word(one.name) && !names_something_else(i, one.name);
      if (used && !sketch_.has_extension(std::string(one.extension)) &&
          told.insert(one.extension).second) {
        report("missing-extension", i,
               fmt::format("`{}` comes from the extension {}, which nothing has created", one.name,
                           one.extension),
               fmt::format("CREATE EXTENSION IF NOT EXISTS \"{}\" before it", one.extension));
      }
    }
  }
}

// Functions are followed by a bracket, types by none or a length after a column's name.
bool StatementLinter::names_something_else(std::size_t i, std::string_view name) const {
  const bool call = i + 1 < tokens_.size() && tokens_[i + 1].is_symbol('(');
  const bool function = name == "similarity" || name == "crypt" || name == "digest" ||
                        name == "unaccent" || name == "gen_salt" || name.starts_with("uuid_");
  const bool begins = i == 0 || tokens_[i - 1].is_symbol('(') || tokens_[i - 1].is_symbol(',') ||
                      tokens_[i - 1].is_symbol('.') || tokens_[i - 1].is_word("extension") ||
                      tokens_[i - 1].is_word("exists") || tokens_[i - 1].is_word("table") ||
                      tokens_[i - 1].is_word("column") || tokens_[i - 1].is_word("on");
  return function ? !call : begins && !name.ends_with("_ops");
}

} // namespace aether::run_migrations
