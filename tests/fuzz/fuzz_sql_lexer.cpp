// Whatever the bytes, in both dialects: statements lie within the script, in order and apart, each
// begins with its first token and ends with its last, and splitting one alone gives it back.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "db/sql_lexer.h"

namespace {

void require(bool truth) {
  if (!truth) {
    std::abort();
  }
}

void check(std::string_view script, aether::SqlDialect dialect) {
  const aether::SqlScript split = aether::split_sql(script, dialect);
  std::size_t end = 0;
  for (const aether::SqlStatement& statement : split.statements) {
    require(!statement.tokens.empty() && statement.begin >= end);
    require(statement.begin + statement.text.size() <= script.size());
    require(script.substr(statement.begin, statement.text.size()) == statement.text);
    require(statement.tokens.front().begin == statement.begin);
    end = statement.begin + statement.text.size();
    require(statement.tokens.back().end() == end);
    const aether::SqlScript alone = aether::split_sql(statement.text, dialect);
    require(!alone.problem && alone.statements.size() == 1);
    require(alone.statements.front().text == statement.text);
    require(alone.statements.front().tokens.size() == statement.tokens.size());
    for (const aether::SqlToken& token : statement.tokens) {
      require(!token.text.empty() && token.end() <= end);
      static_cast<void>(token.name());
    }
  }
  require(!split.problem || split.problem->at < script.size());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(data, data + size);
  check(text, aether::SqlDialect::sqlite);
  check(text, aether::SqlDialect::postgres);
  return 0;
}
