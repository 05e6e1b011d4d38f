#include "run_migrations/script.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "core/text.h"

namespace aether::run_migrations {

namespace {

using Tokens = std::vector<SqlToken>;

bool word_at(const Tokens& tokens, std::size_t at, std::string_view word) {
  return at < tokens.size() && tokens[at].is_word(word);
}

bool has_word(const Tokens& tokens, std::string_view word) {
  return std::any_of(tokens.begin(), tokens.end(),
                     [&](const SqlToken& token) { return token.is_word(word); });
}

bool begins_transaction(const Tokens& tokens) {
  return word_at(tokens, 0, "begin") ||
         (word_at(tokens, 0, "start") && word_at(tokens, 1, "transaction"));
}

bool commits(const Tokens& tokens) {
  return (word_at(tokens, 0, "commit") || word_at(tokens, 0, "end")) &&
         !word_at(tokens, 1, "prepared");
}

bool controls_transaction(const Tokens& tokens) {
  constexpr std::array<std::string_view, 6> k_words = {"commit",    "end",     "rollback",
                                                       "savepoint", "release", "abort"};
  return begins_transaction(tokens) ||
         (word_at(tokens, 0, "prepare") && word_at(tokens, 1, "transaction")) ||
         std::any_of(k_words.begin(), k_words.end(),
                     [&](std::string_view word) { return word_at(tokens, 0, word); });
}

// What PostgreSQL refuses within a transaction, as it would be called in a message.
std::string_view refused_by_postgres(const Tokens& tokens) {
  const auto first = [&](std::string_view word) { return word_at(tokens, 0, word); };
  const auto second = [&](std::string_view word) { return word_at(tokens, 1, word); };
  const bool concurrently = has_word(tokens, "concurrently");
  if (first("create") && concurrently && has_word(tokens, "index")) {
    return "CREATE INDEX CONCURRENTLY";
  }
  if (first("drop") && second("index") && concurrently) {
    return "DROP INDEX CONCURRENTLY";
  }
  if (first("reindex") && (concurrently || has_word(tokens, "schema") ||
                           has_word(tokens, "database") || has_word(tokens, "system"))) {
    return "REINDEX of more than a table, or CONCURRENTLY,";
  }
  if (first("alter") && second("table") && has_word(tokens, "detach") && concurrently) {
    return "DETACH PARTITION CONCURRENTLY";
  }
  if (first("vacuum")) {
    return "VACUUM";
  }
  if ((first("create") || first("drop")) && second("database")) {
    return "CREATE or DROP DATABASE";
  }
  if (first("alter") && second("database") && has_word(tokens, "tablespace")) {
    return "ALTER DATABASE SET TABLESPACE";
  }
  if ((first("create") || first("drop")) && second("tablespace")) {
    return "CREATE or DROP TABLESPACE";
  }
  if (first("alter") && second("system")) {
    return "ALTER SYSTEM";
  }
  if ((first("create") || first("drop")) && second("subscription")) {
    return "CREATE or DROP SUBSCRIPTION";
  }
  if (first("cluster") && (tokens.size() == 1 || (tokens.size() == 2 && second("verbose")))) {
    return "CLUSTER of all tables";
  }
  return {};
}

std::string_view refused_by_sqlite(const Tokens& tokens) {
  if (word_at(tokens, 0, "vacuum")) {
    return "VACUUM";
  }
  if (word_at(tokens, 0, "pragma")) {
    const bool sets = std::any_of(tokens.begin(), tokens.end(), [](const SqlToken& token) {
      return token.is_symbol('=') || token.is_symbol('(');
    });
    return has_word(tokens, "journal_mode")          ? "PRAGMA journal_mode"
           : has_word(tokens, "wal_checkpoint")      ? "PRAGMA wal_checkpoint"
           : sets && has_word(tokens, "synchronous") ? "PRAGMA synchronous"
                                                     : std::string_view();
  }
  return word_at(tokens, 0, "detach") ? "DETACH" : std::string_view();
}

bool gives_up_locks(const Tokens& tokens) {
  return (word_at(tokens, 0, "discard") && word_at(tokens, 1, "all")) ||
         has_word(tokens, "pg_advisory_unlock_all");
}

bool copies_with_client(const Tokens& tokens) {
  return word_at(tokens, 0, "copy") && (has_word(tokens, "stdin") || has_word(tokens, "stdout"));
}

// `PRAGMA [SCHEMA.]foreign_keys = ...` or `PRAGMA foreign_keys(...)`; asking for it is harmless.
bool sets_foreign_keys(const Tokens& tokens) {
  if (!word_at(tokens, 0, "pragma")) {
    return false;
  }
  const std::size_t at = tokens.size() > 2 && tokens[2].is_symbol('.') ? 3 : 1;
  return at + 1 < tokens.size() && equals_ignoring_case(tokens[at].name(), "foreign_keys") &&
         (tokens[at + 1].is_symbol('=') || tokens[at + 1].is_symbol('('));
}

bool sets_something(const Tokens& tokens) {
  return word_at(tokens, 0, "set") || word_at(tokens, 0, "reset") ||
         word_at(tokens, 0, "discard") || has_word(tokens, "set_config");
}

class Checker {
public:
  Checker(const Script& script, DatabaseEngine engine) : script_(script), engine_(engine) {}

  CheckedScript check() {
    const bool postgres = engine_ == DatabaseEngine::postgres;
    SqlScript split = split_sql(script_.text, postgres ? SqlDialect::postgres : SqlDialect::sqlite);
    checked_.script = &script_;
    checked_.transaction = script_.transaction;
    checked_.statements = std::move(split.statements);
    if (split.problem) {
      refuse(split.problem->at, split.problem->message, "");
    }
    drop_outer_pair();
    for (const SqlStatement& statement : checked_.statements) {
      check_statement(statement, postgres);
    }
    return std::move(checked_);
  }

private:
  void refuse(std::size_t at, std::string message, std::string hint) {
    checked_.problems.push_back(
        finding_at(script_, at, "statement", std::move(message), std::move(hint)));
  }

  // A file may be written to be run by psql or sqlite3 as a whole.
  void drop_outer_pair() {
    std::vector<SqlStatement>& statements = checked_.statements;
    if (statements.size() < 2 || !begins_transaction(statements.front().tokens) ||
        !commits(statements.back().tokens) || !script_.transaction) {
      return;
    }
    statements.pop_back();
    statements.erase(statements.begin());
    checked_.notes.emplace_back("its own BEGIN and COMMIT are left out: a migration and its "
                                "history commit together");
  }

  void check_statement(const SqlStatement& statement, bool postgres) {
    const Tokens& tokens = statement.tokens;
    if (controls_transaction(tokens)) {
      refuse(statement.begin,
             fmt::format("`{}` within a migration: its statements and its history have to commit "
                         "together",
                         to_upper(statement.tokens.front().text)),
             "leave it out, or split the file in two migrations");
    } else if (postgres && gives_up_locks(tokens)) {
      refuse(statement.begin, "this gives up the lock that keeps other runs out",
             "leave it out: settings are put back after each migration");
    } else if (postgres && copies_with_client(tokens)) {
      refuse(statement.begin, "COPY from or to the client, which only psql can do",
             "write INSERT statements");
    } else if (!postgres && sets_foreign_keys(tokens) && !script_.foreign_keys_off) {
      refuse(statement.begin,
             "PRAGMA foreign_keys does nothing within a transaction, and a table that is rebuilt "
             "with keys on loses the rows that refer to it",
             "write a line `-- migrate:foreign-keys off` in the file");
    }
    const std::string_view refused =
        postgres ? refused_by_postgres(tokens) : refused_by_sqlite(tokens);
    if (!refused.empty() && checked_.transaction) {
      checked_.transaction = false;
      checked_.notes.push_back(
          fmt::format("runs without a transaction: {} cannot be in one", refused));
    }
    checked_.changes_settings = checked_.changes_settings || sets_something(tokens);
  }

  static std::string to_upper(std::string_view text) {
    std::string upper(text);
    std::transform(upper.begin(), upper.end(), upper.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    return upper;
  }

  const Script& script_;
  DatabaseEngine engine_;
  CheckedScript checked_;
};

} // namespace

CheckedScript check_script(const Script& script, DatabaseEngine engine) {
  return Checker(script, engine).check();
}

Position position_in(const Script& script, std::size_t at) {
  const std::string_view before = std::string_view(script.text).substr(0, at);
  const auto lines = static_cast<std::uint32_t>(std::count(before.begin(), before.end(), '\n'));
  const std::size_t newline = before.rfind('\n');
  const std::string_view line = before.substr(newline == std::string_view::npos ? 0 : newline + 1);
  return {script.first_line + lines, static_cast<std::uint32_t>(count_code_points(line)) + 1};
}

Finding finding_at(const Script& script, std::size_t at, std::string_view rule, std::string message,
                   std::string hint) {
  Finding finding;
  finding.rule = rule;
  finding.file = script.file;
  finding.begin = position_in(script, at);
  finding.message = std::move(message);
  finding.hint = std::move(hint);
  return finding;
}

} // namespace aether::run_migrations
