#include "run_migrations/statement_parts.h"

#include <algorithm>
#include <iterator>
#include <map>

namespace aether::run_migrations {

namespace {

using Tokens = std::vector<SqlToken>;

// From a token to the end of the brackets that it stands in.
TokenSlice slice_from(const Tokens& tokens, std::size_t begin) {
  TokenSlice slice{{}, begin};
  int depth = 0;
  for (std::size_t i = begin; i < tokens.size(); ++i) {
    depth += tokens[i].is_symbol('(') ? 1 : tokens[i].is_symbol(')') ? -1 : 0;
    if (depth < 0) {
      break;
    }
    slice.tokens.push_back(tokens[i]);
  }
  return slice;
}

// A body of DO without what stands before a statement in PL/pgSQL, such as IF ... THEN.
std::size_t begin_of_statement(const Tokens& tokens) {
  std::size_t at = 0;
  while (at < tokens.size()) {
    const SqlToken& first = tokens[at];
    std::string_view last; // of the words to leave out
    if (first.is_word("begin") || first.is_word("else") || first.is_word("loop")) {
      last = tokens[at].text;
    } else if (first.is_word("if") || first.is_word("elsif") || first.is_word("case") ||
               first.is_word("when") || first.is_word("exception")) {
      last = "then";
    } else if (first.is_word("for") || first.is_word("while")) {
      last = "loop";
    } else {
      return at;
    }
    at = find(tokens, {last}, at) + 1;
  }
  return at;
}

// The statements in the body of DO, with their places in the script.
std::vector<SqlStatement> statements_of_do(const SqlToken& body) {
  std::vector<SqlStatement> statements;
  const std::size_t quote = body.text.find_first_of("'$");
  const bool dollar = body.text[quote] == '$';
  const std::size_t open = dollar ? body.text.find('$', 1) + 1 : quote + 1;
  const std::size_t close = body.text.size() - (dollar ? open : 1);
  const std::string_view inside = body.text.substr(open, close - open);
  for (SqlStatement& statement : split_sql(inside, SqlDialect::postgres).statements) {
    Tokens& tokens = statement.tokens;
    tokens.erase(tokens.begin(), tokens.begin() + static_cast<std::ptrdiff_t>(std::min(
                                                      begin_of_statement(tokens), tokens.size())));
    for (SqlToken& token : tokens) {
      token.begin += body.begin + open;
    }
    if (!tokens.empty()) {
      statement.begin = tokens.front().begin;
      statements.push_back(std::move(statement));
    }
  }
  return statements;
}

// The body of DO rather than its language, which may be quoted too; null: there is none.
const SqlToken* longest_string(const Tokens& tokens) {
  const SqlToken* longest = nullptr;
  for (const SqlToken& token : tokens) {
    const bool longer = longest == nullptr || token.text.size() > longest->text.size();
    longest = token.kind == SqlTokenKind::string && longer ? &token : longest;
  }
  return longest;
}

} // namespace

bool has(const Tokens& tokens, std::string_view word, std::size_t from) {
  return std::any_of(tokens.begin() + static_cast<std::ptrdiff_t>(std::min(from, tokens.size())),
                     tokens.end(), [&](const SqlToken& token) { return token.is_word(word); });
}

std::size_t find(const Tokens& tokens, std::initializer_list<std::string_view> words,
                 std::size_t from) {
  const auto found =
      std::search(tokens.begin() + static_cast<std::ptrdiff_t>(std::min(from, tokens.size())),
                  tokens.end(), words.begin(), words.end(),
                  [](const SqlToken& token, std::string_view word) { return token.is_word(word); });
  return static_cast<std::size_t>(found - tokens.begin());
}

bool has_outside_brackets(const Tokens& tokens, std::string_view word) {
  int depth = 0;
  return std::any_of(tokens.begin(), tokens.end(), [&](const SqlToken& token) {
    depth += token.is_symbol('(') ? 1 : token.is_symbol(')') ? -1 : 0;
    return depth == 0 && token.is_word(word);
  });
}

std::vector<TokenSlice> changes_of_with(const Tokens& tokens) {
  std::vector<TokenSlice> changes;
  for (std::size_t i = 1; i < tokens.size(); ++i) {
    const bool begins = tokens[i - 1].is_symbol('(') || tokens[i - 1].is_symbol(')');
    if (begins && (tokens[i].is_word("update") || tokens[i].is_word("delete"))) {
      changes.push_back(slice_from(tokens, i));
    }
  }
  return changes;
}

std::vector<SqlStatement> with_bodies_of_do(std::vector<SqlStatement> statements) {
  std::vector<SqlStatement> all;
  for (SqlStatement& statement : statements) {
    const Tokens& tokens = statement.tokens;
    const SqlToken* body = tokens.front().is_word("do") ? longest_string(tokens) : nullptr;
    if (body == nullptr) {
      all.push_back(std::move(statement));
      continue;
    }
    std::vector<SqlStatement> inner = statements_of_do(*body);
    std::move(inner.begin(), inner.end(), std::back_inserter(all));
  }
  return all;
}

std::set<std::string> rebuilt_tables(const std::vector<SqlStatement>& statements) {
  std::map<std::string, std::set<std::string>> copied; // by the table that takes the rows
  std::set<std::string> rebuilt;
  for (const SqlStatement& statement : statements) {
    const Tokens& tokens = statement.tokens;
    TokenCursor cursor(tokens);
    if (cursor.take({"insert", "into"})) {
      std::set<std::string>& from = copied[cursor.take_relation()];
      for (; !cursor.at_end(); cursor.skip()) {
        if (cursor.take("from")) {
          from.insert(cursor.take_relation());
        }
      }
    } else if (cursor.take({"alter", "table"})) {
      const std::string table = cursor.take_relation();
      const std::string name = cursor.take({"rename", "to"}) ? cursor.take_relation() : "";
      if (copied[table].contains(name)) {
        rebuilt.insert(name);
      }
    }
  }
  return rebuilt;
}

} // namespace aether::run_migrations
