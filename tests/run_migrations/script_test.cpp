#include "run_migrations/script.h"

#include <array>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "db/database_error.h"
#include "db/sqlite.h"
#include "support/temporary_directory.h"

namespace aether::run_migrations {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr DatabaseEngine k_sqlite = DatabaseEngine::sqlite;
constexpr DatabaseEngine k_postgres = DatabaseEngine::postgres;
constexpr std::array k_both = {k_sqlite, k_postgres};

Script script_of(std::string text) {
  Script script;
  script.file = "1_a.sql";
  script.text = std::move(text);
  return script;
}

// What was found in a script; nothing in it points into the script.
struct Check {
  std::vector<std::string> statements;
  bool transaction = true;
  bool changes_settings = false;
  std::vector<std::string> notes;
  std::vector<std::string> problems; // LINE:COLUMN MESSAGE
};

Check check(const Script& script, DatabaseEngine engine) {
  const CheckedScript checked = check_script(script, engine);
  EXPECT_EQ(checked.script, &script);
  Check result{{}, checked.transaction, checked.changes_settings, checked.notes, {}};
  for (const SqlStatement& statement : checked.statements) {
    result.statements.emplace_back(statement.text);
  }
  for (const Finding& problem : checked.problems) {
    EXPECT_EQ(problem.severity, Severity::error);
    EXPECT_EQ(problem.file, "1_a.sql");
    result.problems.push_back(
        fmt::format("{}:{} {}", problem.begin.line, problem.begin.column, problem.message));
  }
  return result;
}

Check check(std::string text, DatabaseEngine engine) {
  return check(script_of(std::move(text)), engine);
}

TEST(CheckScript, splits_a_script_into_its_statements) {
  for (const DatabaseEngine engine : k_both) {
    const Check checked = check("-- a\nCREATE TABLE a (x);\n\nINSERT INTO a VALUES (';');", engine);
    EXPECT_THAT(checked.statements,
                ElementsAre("CREATE TABLE a (x)", "INSERT INTO a VALUES (';')"));
    EXPECT_TRUE(checked.transaction);
    EXPECT_FALSE(checked.changes_settings);
    EXPECT_THAT(checked.notes, IsEmpty());
    EXPECT_THAT(checked.problems, IsEmpty());
  }
}

TEST(CheckScript, takes_a_script_without_statements) {
  for (const DatabaseEngine engine : k_both) {
    for (const std::string text : {"", "\n", "-- a", "/* a */;;"}) {
      const Check checked = check(text, engine);
      EXPECT_THAT(checked.statements, IsEmpty()) << text;
      EXPECT_THAT(checked.problems, IsEmpty()) << text;
    }
  }
}

TEST(CheckScript, runs_without_a_transaction_where_the_file_says_so) {
  Script script = script_of("SELECT 1");
  script.transaction = false;
  for (const DatabaseEngine engine : k_both) {
    const Check checked = check(script, engine);
    EXPECT_FALSE(checked.transaction);
    EXPECT_THAT(checked.notes, IsEmpty());
  }
}

TEST(CheckScript, drops_one_pair_of_begin_and_commit_round_the_whole) {
  for (const DatabaseEngine engine : k_both) {
    for (const std::string_view begin :
         {"BEGIN", "begin transaction", "BEGIN /* a */", "Begin\nTransaction"}) {
      for (const std::string_view end :
           {"COMMIT", "end", "COMMIT TRANSACTION", "END TRANSACTION"}) {
        const Check checked = check(fmt::format("-- a\n{};\nSELECT 1;\n{};\n", begin, end), engine);
        EXPECT_THAT(checked.statements, ElementsAre("SELECT 1")) << begin << ' ' << end;
        EXPECT_THAT(checked.problems, IsEmpty()) << begin << ' ' << end;
        EXPECT_THAT(checked.notes, ElementsAre(HasSubstr("BEGIN and COMMIT"))) << begin;
        EXPECT_TRUE(checked.transaction);
      }
    }
  }
  EXPECT_THAT(check("START TRANSACTION; SELECT 1; COMMIT", k_postgres).statements,
              ElementsAre("SELECT 1"));
  EXPECT_THAT(check("BEGIN IMMEDIATE; SELECT 1; COMMIT", k_sqlite).statements,
              ElementsAre("SELECT 1"));
  EXPECT_THAT(check("BEGIN; COMMIT", k_sqlite).statements, IsEmpty());
}

TEST(CheckScript, refuses_other_control_of_transactions) {
  struct Row {
    std::string_view text;
    std::vector<std::string> places; // and the word
  };
  for (const DatabaseEngine engine : k_both) {
    for (const auto& [text, places] : {
             Row{"BEGIN; SELECT 1;", {"1:1 `BEGIN`"}},
             Row{"SELECT 1;\n  commit;", {"2:3 `COMMIT`"}},
             Row{"SELECT 1; BEGIN; SELECT 2; COMMIT;", {"1:11 `BEGIN`", "1:28 `COMMIT`"}},
             Row{"BEGIN; SELECT 1; COMMIT; BEGIN; SELECT 2; COMMIT;",
                 {"1:18 `COMMIT`", "1:26 `BEGIN`"}},
             Row{"BEGIN; BEGIN; COMMIT; COMMIT", {"1:8 `BEGIN`", "1:15 `COMMIT`"}},
             Row{"BEGIN; SELECT 1; ROLLBACK;", {"1:1 `BEGIN`", "1:18 `ROLLBACK`"}},
             Row{"SAVEPOINT a; RELEASE a;", {"1:1 `SAVEPOINT`", "1:14 `RELEASE`"}},
             Row{"ROLLBACK TO a", {"1:1 `ROLLBACK`"}},
             Row{"/* \xC3\xA9 */ END;", {"1:9 `END`"}},
             Row{"COMMIT", {"1:1 `COMMIT`"}},
         }) {
      const Check checked = check(std::string(text), engine);
      ASSERT_EQ(checked.problems.size(), places.size()) << text;
      for (std::size_t i = 0; i < places.size(); ++i) {
        EXPECT_THAT(checked.problems[i], testing::StartsWith(places[i])) << text;
      }
    }
  }
  for (const std::string text :
       {"ABORT", "START TRANSACTION", "PREPARE TRANSACTION 'a'", "COMMIT PREPARED 'a'",
        "ROLLBACK PREPARED 'a'", "BEGIN; SELECT 1; COMMIT PREPARED 'a'"}) {
    EXPECT_FALSE(check(text, k_postgres).problems.empty()) << text;
  }
}

TEST(CheckScript, refuses_a_pair_of_begin_and_commit_in_a_script_without_a_transaction) {
  Script script = script_of("BEGIN;\nSELECT 1;\nCOMMIT;");
  script.transaction = false;
  for (const DatabaseEngine engine : k_both) {
    EXPECT_THAT(check(script, engine).problems,
                ElementsAre(HasSubstr("1:1 `BEGIN`"), HasSubstr("3:1 `COMMIT`")));
  }
}

TEST(CheckScript, takes_the_words_of_bodies_and_strings_for_no_control_of_transactions) {
  for (const std::string text :
       {"CREATE TRIGGER a AFTER INSERT ON b BEGIN SELECT 1; DELETE FROM c; END;",
        "SELECT 'COMMIT'; SELECT \"COMMIT\"", "-- COMMIT;\nSELECT 1 /* ; COMMIT; */",
        "CREATE TABLE a (\"begin\" TEXT, end_at TEXT)",
        "SELECT CASE WHEN 1 THEN 2 END; SELECT 1 AS savepoint_"}) {
    EXPECT_THAT(check(text, k_sqlite).problems, IsEmpty()) << text;
  }
  for (const std::string text :
       {"CREATE FUNCTION a() RETURNS void AS $$ BEGIN COMMIT; END; $$ LANGUAGE plpgsql;",
        "DO $a$ BEGIN RAISE NOTICE 'x'; END $a$;",
        "CREATE FUNCTION a() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END;",
        "CREATE RULE a AS ON INSERT TO b DO (DELETE FROM c; DELETE FROM d);",
        "PREPARE a AS SELECT 1; DEALLOCATE a;", "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE",
        "SELECT E'\\'; COMMIT; '"}) {
    EXPECT_THAT(check(text, k_postgres).problems, IsEmpty()) << text;
  }
}

TEST(CheckScript, runs_what_postgresql_refuses_in_a_transaction_without_one) {
  for (const std::string text : {
           "CREATE INDEX CONCURRENTLY a ON b (c)",
           "create unique index concurrently if not exists a on b (c)",
           "DROP INDEX CONCURRENTLY IF EXISTS a",
           "REINDEX INDEX CONCURRENTLY a",
           "REINDEX (CONCURRENTLY) TABLE a",
           "REINDEX DATABASE a",
           "REINDEX SYSTEM a",
           "REINDEX SCHEMA a",
           "REINDEX (VERBOSE) SCHEMA a",
           "ALTER TABLE a DETACH PARTITION b CONCURRENTLY",
           "VACUUM",
           "VACUUM (ANALYZE) a",
           "CREATE DATABASE a",
           "DROP DATABASE IF EXISTS a",
           "ALTER DATABASE a SET TABLESPACE b",
           "CREATE TABLESPACE a LOCATION '/b'",
           "DROP TABLESPACE a",
           "ALTER SYSTEM SET work_mem = '5MB'",
           "CREATE SUBSCRIPTION a CONNECTION 'b' PUBLICATION c",
           "DROP SUBSCRIPTION a",
           "CLUSTER",
           "CLUSTER VERBOSE",
       }) {
    const Check checked = check("SELECT 1; " + text + ";", k_postgres);
    EXPECT_FALSE(checked.transaction) << text;
    EXPECT_THAT(checked.notes, ElementsAre(HasSubstr("without a transaction"))) << text;
    EXPECT_THAT(checked.problems, IsEmpty()) << text;
  }
}

TEST(CheckScript, refuses_what_gives_up_the_lock_of_the_run) {
  for (const std::string text : {"DISCARD ALL", "SELECT pg_advisory_unlock_all()"}) {
    EXPECT_THAT(check(text, k_postgres).problems, Not(IsEmpty())) << text;
  }
}

TEST(CheckScript, keeps_a_transaction_for_what_postgresql_takes_in_one) {
  for (const std::string text : {
           "CREATE INDEX a ON b (c)",
           "CREATE INDEX \"concurrently\" ON b (c)",
           "DROP INDEX a",
           "REINDEX TABLE a",
           "REFRESH MATERIALIZED VIEW CONCURRENTLY a",
           "COMMENT ON INDEX a IS 'built CONCURRENTLY'",
           "-- CREATE INDEX CONCURRENTLY a ON b (c)\nSELECT 1",
           "ALTER TABLE a DETACH PARTITION b",
           "ANALYZE a",
           "CLUSTER a USING b",
           "ALTER TYPE a ADD VALUE 'b'",
           "ALTER DATABASE a SET search_path TO b",
           "DISCARD PLANS",
           "DISCARD TEMP",
           "CREATE TABLE vacuum_log (x int)",
           "SELECT 'VACUUM'",
           "DO $$ BEGIN EXECUTE 'VACUUM'; END $$",
       }) {
    const Check checked = check(text, k_postgres);
    EXPECT_TRUE(checked.transaction) << text;
    EXPECT_THAT(checked.notes, IsEmpty()) << text;
  }
}

// SQLite itself is asked in a database on disk.
bool sqlite_takes_in_a_transaction(const std::string& text) {
  const test::TemporaryDirectory directory;
  const SqliteDatabase database(directory.path() / "x.db", SqliteAccess::read_write_create);
  database.execute("CREATE TABLE t (n); ATTACH ':memory:' AS other; CREATE TABLE other.u (n);"
                   "BEGIN; INSERT INTO t VALUES (1); INSERT INTO other.u VALUES (1);");
  try {
    database.execute(text);
  } catch (const DatabaseError&) {
    return false;
  }
  return true;
}

TEST(CheckScript, runs_what_sqlite_refuses_in_a_transaction_without_one) {
  for (const std::string text :
       {"VACUUM", "vacuum main", "VACUUM INTO 'y.db'", "DETACH other", "DETACH DATABASE other",
        "PRAGMA synchronous = OFF", "PRAGMA main.synchronous(1)", "PRAGMA wal_checkpoint"}) {
    ASSERT_FALSE(sqlite_takes_in_a_transaction(text)) << text;
    EXPECT_FALSE(check("SELECT 1; " + text + ";", k_sqlite).transaction) << text;
    EXPECT_THAT(check("SELECT 1; " + text + ";", k_sqlite).notes,
                ElementsAre(HasSubstr("without a transaction")))
        << text;
  }
  // This one it takes, and does nothing.
  EXPECT_FALSE(check("PRAGMA journal_mode = WAL", k_sqlite).transaction);
  EXPECT_FALSE(check("PRAGMA main.journal_mode(DELETE)", k_sqlite).transaction);
}

TEST(CheckScript, keeps_a_transaction_for_what_sqlite_takes_in_one) {
  for (const std::string text :
       {"CREATE INDEX i ON t (n)", "REINDEX", "ANALYZE", "PRAGMA user_version = 3",
        "PRAGMA foreign_key_check", "PRAGMA table_info(t)", "PRAGMA synchronous",
        "PRAGMA defer_foreign_keys = ON", "ATTACH ':memory:' AS third", "SELECT 'VACUUM'",
        "CREATE TABLE vacuum (x)", "ALTER TABLE t RENAME TO v", "PRAGMA legacy_alter_table = ON"}) {
    ASSERT_TRUE(sqlite_takes_in_a_transaction(text)) << text;
    const Check checked = check(text, k_sqlite);
    EXPECT_TRUE(checked.transaction) << text;
    EXPECT_THAT(checked.notes, IsEmpty()) << text;
    EXPECT_THAT(checked.problems, IsEmpty()) << text;
  }
}

TEST(CheckScript, says_but_once_why_there_is_no_transaction) {
  EXPECT_THAT(check("VACUUM a; VACUUM b", k_postgres).notes, testing::SizeIs(1));
}

TEST(CheckScript, refuses_to_set_foreign_keys_where_that_would_do_nothing) {
  for (const std::string text :
       {"PRAGMA foreign_keys = OFF", "PRAGMA foreign_keys=0", "pragma FOREIGN_KEYS(on)",
        "PRAGMA main.foreign_keys = ON", "PRAGMA \"foreign_keys\" = OFF"}) {
    Script script = script_of("SELECT 1;\n " + text + ";");
    EXPECT_THAT(check(script, k_sqlite).problems, ElementsAre(HasSubstr("2:2 PRAGMA foreign_keys")))
        << text;
    EXPECT_THAT(check_script(script, k_sqlite).problems[0].hint,
                HasSubstr("-- migrate:foreign-keys off"));
    script.foreign_keys_off = true;
    EXPECT_THAT(check(script, k_sqlite).problems, IsEmpty()) << text;
  }
}

TEST(CheckScript, lets_a_script_ask_for_foreign_keys) {
  for (const std::string text :
       {"PRAGMA foreign_keys", "PRAGMA main.foreign_keys", "PRAGMA foreign_key_check",
        "PRAGMA foreign_key_list(a)", "PRAGMA table_info(foreign_keys)",
        "SELECT 'PRAGMA foreign_keys = OFF'", "SELECT * FROM pragma_foreign_keys"}) {
    EXPECT_THAT(check(text, k_sqlite).problems, IsEmpty()) << text;
  }
}

TEST(CheckScript, refuses_copies_from_and_to_the_client) {
  for (const std::string text : {"COPY a FROM STDIN", "copy a (b, c) from stdin with (format csv)",
                                 "COPY (SELECT 1) TO STDOUT", "COPY a TO STDOUT"}) {
    EXPECT_THAT(check("SELECT 1;\n" + text + ";", k_postgres).problems,
                ElementsAre(HasSubstr("2:1 COPY")))
        << text;
  }
  for (const std::string text : {"COPY a FROM '/stdin'", "COPY a FROM PROGRAM 'cat stdin'",
                                 "INSERT INTO copy VALUES ('stdin')", "SELECT stdin FROM a"}) {
    EXPECT_THAT(check(text, k_postgres).problems, IsEmpty()) << text;
  }
}

TEST(CheckScript, refuses_a_copy_with_its_data) {
  EXPECT_THAT(check("COPY a FROM stdin;\n1\tb\n\\.\nSELECT 1;", k_postgres).problems,
              Contains(HasSubstr("1:1 COPY")));
}

TEST(CheckScript, refuses_commands_of_psql) {
  for (const std::string command : {"\\i", "\\restrict", "\\copy", "\\set", "\\connect", "\\."}) {
    EXPECT_THAT(check("SELECT 1;\n  " + command + " a\n", k_postgres).problems,
                ElementsAre(HasSubstr("2:3 `" + command + "` is a command of psql")))
        << command;
  }
}

TEST(CheckScript, says_where_something_begins_that_never_ends) {
  struct Row {
    std::string_view text;
    std::string_view place;
  };
  for (const auto& [text, place] : {
           Row{"SELECT 1;\nSELECT 'a;\nSELECT 2;", "2:8 "},
           Row{"SELECT \"a", "1:8 "},
           Row{"/* \xC3\xA9 */ SELECT 'a", "1:16 "},
       }) {
    for (const DatabaseEngine engine : k_both) {
      EXPECT_THAT(check(std::string(text), engine).problems,
                  ElementsAre(testing::StartsWith(std::string(place))))
          << text;
    }
  }
  for (const std::string text : {"/* a", "$$ a", "(a", "/* a /* b */", "$a$ b $A$", "E'a\\'"}) {
    EXPECT_THAT(check("SELECT 1;\n" + text, k_postgres).problems,
                ElementsAre(testing::StartsWith("2:1 ")))
        << text;
  }
}

TEST(CheckScript, counts_lines_from_the_one_where_the_section_begins) {
  Script script = script_of("SELECT 1;\nCOMMIT;");
  script.first_line = 10;
  EXPECT_THAT(check(script, k_sqlite).problems, ElementsAre(HasSubstr("11:1 `COMMIT`")));
}

TEST(CheckScript, tells_that_settings_of_the_session_are_changed) {
  for (const std::string text :
       {"SET search_path TO a", "set local work_mem = '1MB'", "RESET ALL", "DISCARD ALL",
        "SELECT pg_catalog.set_config('search_path', '', false)", "SELECT 1; SET ROLE a"}) {
    EXPECT_TRUE(check(text, k_postgres).changes_settings) << text;
  }
  for (const std::string text :
       {"UPDATE a SET b = 1", "ALTER TABLE a ALTER b SET NOT NULL", "SELECT 'set_config'",
        "INSERT INTO a VALUES (1) ON CONFLICT DO UPDATE SET b = 1"}) {
    EXPECT_FALSE(check(text, k_postgres).changes_settings) << text;
  }
}

TEST(PositionIn, counts_lines_and_code_points) {
  Script script = script_of("a\n\xC3\xA9\xE6\x97\xA5 b\n\tc\n");
  script.first_line = 5;
  struct Row {
    std::size_t at = 0;
    Position position;
  };
  for (const auto& [at, position] : {
           Row{0, {5, 1}},
           Row{1, {5, 2}},
           Row{2, {6, 1}},
           Row{4, {6, 2}},
           Row{8, {6, 4}},
           Row{11, {7, 2}},
           Row{13, {8, 1}},
           Row{1000, {8, 1}},
       }) {
    EXPECT_EQ(position_in(script, at), position) << at;
  }
}

TEST(FindingAt, is_about_the_file_of_the_script) {
  Script script = script_of("a\n b");
  script.first_line = 3;
  const Finding finding = finding_at(script, 3, "rule", "message", "hint");
  EXPECT_EQ(finding.rule, "rule");
  EXPECT_EQ(finding.file, "1_a.sql");
  EXPECT_EQ(finding.message, "message");
  EXPECT_EQ(finding.hint, "hint");
  EXPECT_EQ(finding.begin, (Position{4, 2}));
  EXPECT_EQ(finding.end, Position());
}

} // namespace
} // namespace aether::run_migrations
