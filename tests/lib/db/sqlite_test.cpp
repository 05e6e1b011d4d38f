#include "db/sqlite.h"

#include <algorithm>
#include <functional>
#include <limits>
#include <utility>
#include <vector>

#include <gmock/gmock.h>

#include "db/database_error.h"
#include "support/temporary_directory.h"

namespace aether {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

SqliteDatabase in_memory() { return {":memory:", SqliteAccess::read_write_create}; }

// What the database says of the action; its message is empty where nothing is refused.
DatabaseErrorDetails refusal_of_sqlite(const std::function<void()>& action) {
  try {
    action();
  } catch (const DatabaseError& error) {
    return error.details();
  }
  return {};
}

DatabaseErrorDetails refusal_of_opening(const fs::path& file, SqliteAccess access) {
  return refusal_of_sqlite([&] {
    const SqliteDatabase database(file, access);
    (void)database.query_value("SELECT count(*) FROM sqlite_schema");
  });
}

std::vector<std::string> names_in(const fs::path& directory) {
  std::vector<std::string> names;
  for (const fs::directory_entry& entry : fs::directory_iterator(directory)) {
    names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

void make_table(const fs::path& file, const std::string& before = "") {
  const SqliteDatabase database(file, SqliteAccess::read_write_create);
  database.execute(before + "CREATE TABLE t (n); INSERT INTO t VALUES (1), (2);");
}

TEST(SqliteStatement, gives_back_what_was_bound) {
  const SqliteDatabase database = in_memory();
  SqliteStatement statement = database.prepare("SELECT ?1 AS a, ?2 AS \"b c\", ?3, ?4, ?5");
  const std::string bytes("a\0b\xC3\xA9", 5);
  statement.bind(1, bytes).bind(2, "").bind(3, nullptr);
  statement.bind(4, std::numeric_limits<std::int64_t>::min());
  statement.bind(5, std::numeric_limits<std::int64_t>::max());
  ASSERT_TRUE(statement.step());
  EXPECT_EQ(statement.columns(), 5);
  EXPECT_EQ(statement.column_name(0), "a");
  EXPECT_EQ(statement.column_name(1), "b c");
  EXPECT_EQ(statement.text(0), bytes);
  EXPECT_EQ(statement.text(1), "");
  EXPECT_FALSE(statement.is_null(1));
  EXPECT_TRUE(statement.is_null(2));
  EXPECT_EQ(statement.text(2), "");
  EXPECT_EQ(statement.number(2), 0);
  EXPECT_EQ(statement.number(3), std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(statement.number(4), std::numeric_limits<std::int64_t>::max());
  EXPECT_FALSE(statement.step());
}

TEST(SqliteStatement, binds_a_text_without_bytes_as_no_null) {
  const SqliteDatabase database = in_memory();
  SqliteStatement statement = database.prepare("SELECT ?1 IS NULL");
  statement.bind(1, std::string_view());
  ASSERT_TRUE(statement.step());
  EXPECT_EQ(statement.number(0), 0);
}

TEST(SqliteStatement, keeps_a_copy_of_the_text) {
  const SqliteDatabase database = in_memory();
  SqliteStatement statement = database.prepare("SELECT ?1");
  {
    std::string text(1000, 'x');
    statement.bind(1, text);
    text.assign(1000, 'y');
  }
  ASSERT_TRUE(statement.step());
  EXPECT_EQ(statement.text(0), std::string(1000, 'x'));
}

TEST(SqliteStatement, runs_again_after_a_reset) {
  const SqliteDatabase database = in_memory();
  database.execute("CREATE TABLE t (n INTEGER)");
  SqliteStatement insert = database.prepare("INSERT INTO t VALUES (?1)");
  for (const std::int64_t n : {1, 2, 3}) {
    EXPECT_FALSE(insert.bind(1, n).step());
    insert.reset();
  }
  EXPECT_EQ(database.query_value("SELECT group_concat(n) FROM t"), "1,2,3");
}

TEST(SqliteStatement, refuses_an_index_that_it_does_not_have) {
  const SqliteDatabase database = in_memory();
  SqliteStatement statement = database.prepare("SELECT ?1");
  EXPECT_THROW(statement.bind(2, "x"), DatabaseError);
  EXPECT_THROW(statement.bind(0, std::int64_t{1}), DatabaseError);
  EXPECT_THROW(statement.bind(2, nullptr), DatabaseError);
}

TEST(SqliteDatabase, takes_a_script_apart_one_statement_at_a_time) {
  const SqliteDatabase database = in_memory();
  constexpr std::string_view k_script = "SELECT 1; -- one\nSELECT 2 /* two */;\n-- end\n";
  std::string_view rest = k_script;
  std::vector<std::string> parts;
  std::vector<std::string> values;
  while (!rest.empty()) {
    SqliteDatabase::Prepared prepared = database.prepare_next(rest);
    parts.emplace_back(rest.substr(0, prepared.consumed));
    if (prepared.statement && prepared.statement->step()) {
      values.push_back(prepared.statement->text(0));
    }
    rest.remove_prefix(prepared.consumed);
  }
  EXPECT_THAT(parts, ElementsAre("SELECT 1;", " -- one\nSELECT 2 /* two */;", "\n-- end\n"));
  EXPECT_THAT(values, ElementsAre("1", "2"));
}

TEST(SqliteDatabase, finds_no_statement_in_blank_and_comments) {
  const SqliteDatabase database = in_memory();
  for (const std::string_view sql : {"", " \n", "-- a", "/* a */", ";"}) {
    const SqliteDatabase::Prepared prepared = database.prepare_next(sql);
    EXPECT_FALSE(prepared.statement) << sql;
    EXPECT_EQ(prepared.consumed, sql.size()) << sql;
    EXPECT_THROW((void)database.prepare(sql), DatabaseError) << sql;
    EXPECT_NO_THROW(database.execute(sql)) << sql;
  }
}

TEST(SqliteDatabase, does_not_read_beyond_the_view_it_is_given) {
  const SqliteDatabase database = in_memory();
  constexpr std::string_view k_script = "SELECT 12345";
  EXPECT_EQ(database.query_value(k_script.substr(0, 9)), "12");
}

TEST(SqliteDatabase, places_an_error_at_a_byte_of_the_statement) {
  const SqliteDatabase database = in_memory();
  struct Row {
    std::string sql;
    std::size_t at;
    std::string_view message;
  };
  for (const Row& row : {
           Row{"SELEC 1", 0, "near \"SELEC\": syntax error"},
           Row{"SELECT '\xC3\xA9', FROM t", 13, "near \"FROM\": syntax error"},
           Row{"-- a\nSELECT x", 12, "no such column: x"},
       }) {
    const DatabaseErrorDetails error =
        refusal_of_sqlite([&] { (void)database.prepare_next(row.sql); });
    EXPECT_EQ(error.message, row.message);
    EXPECT_EQ(error.sqlstate, "SQLITE_ERROR") << row.sql;
    EXPECT_EQ(error.at, row.at) << row.sql;
    EXPECT_FALSE(error.busy) << row.sql;
  }
  EXPECT_FALSE(
      refusal_of_sqlite([&] { database.execute("SELECT * FROM absent"); }).message.empty());
}

TEST(SqliteDatabase, refuses_a_nul_byte_rather_than_to_pass_over_what_follows) {
  const SqliteDatabase database = in_memory();
  for (const std::string& sql :
       {std::string("CREATE TABLE a (x);\0CREATE TABLE b (x);", 39),
        std::string("\0CREATE TABLE b (x);", 20), std::string("SELECT 1\0, 2;", 13)}) {
    EXPECT_THAT(refusal_of_sqlite([&] { database.execute(sql); }).message, HasSubstr("NUL"));
  }
  EXPECT_EQ(database.query_value("SELECT count(*) FROM sqlite_schema WHERE name = 'b'"), "0");
}

TEST(SqliteDatabase, names_the_code_of_what_it_refuses) {
  const SqliteDatabase database = in_memory();
  database.execute("CREATE TABLE t (n UNIQUE NOT NULL); INSERT INTO t VALUES (1)");
  for (const std::string_view sql : {"INSERT INTO t VALUES (1)", "INSERT INTO t VALUES (NULL)"}) {
    const DatabaseErrorDetails error = refusal_of_sqlite([&] { database.execute(sql); });
    EXPECT_EQ(error.sqlstate, "SQLITE_CONSTRAINT") << sql;
    EXPECT_THAT(error.message, HasSubstr("constraint failed: t.n")) << sql;
  }
}

TEST(SqliteDatabase, runs_the_statements_before_one_that_fails) {
  const SqliteDatabase database = in_memory();
  EXPECT_THROW(database.execute("CREATE TABLE a (x); CREATE TABL b (x); CREATE TABLE c (x)"),
               DatabaseError);
  EXPECT_EQ(database.query_value("SELECT group_concat(name) FROM sqlite_schema"), "a");
}

TEST(SqliteDatabase, runs_a_statement_with_rows_to_its_end) {
  const SqliteDatabase database = in_memory();
  database.execute("CREATE TABLE t (n); INSERT INTO t VALUES (1), (2), (3) RETURNING n;");
  EXPECT_EQ(database.query_value("SELECT count(*) FROM t"), "3");
}

TEST(SqliteDatabase, gives_the_first_value_or_nothing) {
  const SqliteDatabase database = in_memory();
  EXPECT_EQ(database.query_value("SELECT 7, 8 UNION SELECT 9, 10"), "7");
  EXPECT_EQ(database.query_value("SELECT ''"), "");
  EXPECT_EQ(database.query_value("SELECT NULL"), std::nullopt);
  EXPECT_EQ(database.query_value("SELECT 1 WHERE 0"), std::nullopt);
}

TEST(SqliteDatabase, makes_a_file_only_where_that_is_asked_for) {
  const test::TemporaryDirectory directory;
  const fs::path file = directory.path() / "new.db";
  for (const SqliteAccess access :
       {SqliteAccess::read_write, SqliteAccess::read_only, SqliteAccess::immutable}) {
    EXPECT_EQ(refusal_of_opening(file, access).sqlstate, "SQLITE_CANTOPEN");
  }
  EXPECT_THAT(names_in(directory.path()), IsEmpty());
  make_table(file);
  EXPECT_THAT(names_in(directory.path()), ElementsAre("new.db"));
  EXPECT_EQ(
      refusal_of_opening(directory.path() / "absent" / "new.db", SqliteAccess::read_write_create)
          .sqlstate,
      "SQLITE_CANTOPEN");
}

TEST(SqliteDatabase, writes_nothing_that_was_opened_to_be_read) {
  const test::TemporaryDirectory directory;
  const fs::path file = directory.path() / "x.db";
  make_table(file);
  for (const SqliteAccess access : {SqliteAccess::read_only, SqliteAccess::immutable}) {
    const SqliteDatabase database(file, access);
    EXPECT_EQ(database.query_value("SELECT count(*) FROM t"), "2");
    EXPECT_EQ(refusal_of_sqlite([&] { database.execute("DELETE FROM t"); }).sqlstate,
              "SQLITE_READONLY");
    EXPECT_EQ(refusal_of_sqlite([&] { database.execute("CREATE TABLE u (x)"); }).sqlstate,
              "SQLITE_READONLY");
  }
  EXPECT_EQ(SqliteDatabase(file, SqliteAccess::read_only).query_value("SELECT count(*) FROM t"),
            "2");
}

TEST(SqliteDatabase, leaves_the_directory_of_an_immutable_file_alone) {
  const test::TemporaryDirectory directory;
  const fs::path file = directory.path() / "wal.db";
  make_table(file, "PRAGMA journal_mode = WAL;");
  ASSERT_THAT(names_in(directory.path()), ElementsAre("wal.db"));
  {
    const SqliteDatabase database(file, SqliteAccess::immutable);
    EXPECT_EQ(database.query_value("SELECT count(*) FROM t"), "2");
    EXPECT_THAT(names_in(directory.path()), ElementsAre("wal.db"));
  }
  EXPECT_THAT(names_in(directory.path()), ElementsAre("wal.db"));
}

TEST(SqliteDatabase, opens_files_of_any_name) {
  const test::TemporaryDirectory directory;
  for (const std::string name : {"a b", "a?mode=ro", "a#b", "a%20b", "\xC3\xA9", "a&b=c", "a\nb",
                                 "\xFF", "file:x", "a'b\"c\\d", ":memory:"}) {
    const fs::path file = directory.path() / name;
    make_table(file);
    EXPECT_TRUE(fs::exists(file)) << name;
    for (const SqliteAccess access :
         {SqliteAccess::read_write, SqliteAccess::read_only, SqliteAccess::immutable}) {
      EXPECT_EQ(SqliteDatabase(file, access).query_value("SELECT count(*) FROM t"), "2") << name;
    }
  }
}

TEST(SqliteDatabase, opens_an_immutable_file_below_a_path_that_begins_with_two_slashes) {
  const test::TemporaryDirectory directory;
  const fs::path file = directory.path() / "x.db";
  make_table(file);
  const SqliteDatabase database("/" + file.string(), SqliteAccess::immutable);
  EXPECT_EQ(database.query_value("SELECT count(*) FROM t"), "2");
}

TEST(SqliteDatabase, tells_a_file_that_is_no_database) {
  const test::TemporaryDirectory directory;
  const fs::path text = directory.write("text", std::string(5000, 'x'));
  for (const SqliteAccess access : {SqliteAccess::read_write_create, SqliteAccess::read_only}) {
    EXPECT_EQ(refusal_of_opening(text, access).sqlstate, "SQLITE_NOTADB");
    EXPECT_NE(refusal_of_opening(directory.path(), access).message, "");
  }
  EXPECT_EQ(refusal_of_opening(directory.write("empty", ""), SqliteAccess::read_only).message, "");
}

TEST(SqliteDatabase, says_what_an_interrupted_program_left) {
  const test::TemporaryDirectory directory;
  const fs::path file = directory.path() / "x.db";
  make_table(file);
  const SqliteDatabase writer(file, SqliteAccess::read_write);
  // So few pages are kept in memory that some are written before the commit.
  writer.execute("PRAGMA cache_size = 2; BEGIN; CREATE TABLE u (x);"
                 "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)"
                 "INSERT INTO u SELECT hex(zeroblob(100)) FROM n; UPDATE t SET n = 0;");
  const fs::path left = directory.path() / "left.db";
  fs::copy_file(file, left);
  fs::copy_file(directory.path() / "x.db-journal", directory.path() / "left.db-journal");
  writer.execute("ROLLBACK");
  const DatabaseErrorDetails error = refusal_of_opening(left, SqliteAccess::read_only);
  EXPECT_EQ(error.sqlstate, "SQLITE_READONLY");
  EXPECT_THAT(error.message, HasSubstr("interrupted"));
  EXPECT_EQ(SqliteDatabase(left, SqliteAccess::read_write).query_value("SELECT sum(n) FROM t"),
            "3");
}

TEST(SqliteDatabase, says_that_another_holds_the_lock) {
  const test::TemporaryDirectory directory;
  const fs::path file = directory.path() / "x.db";
  make_table(file);
  const SqliteDatabase holder(file, SqliteAccess::read_write);
  SqliteDatabase other(file, SqliteAccess::read_write);
  holder.execute("BEGIN IMMEDIATE");
  other.set_busy_timeout(std::chrono::milliseconds(0));
  const DatabaseErrorDetails error = refusal_of_sqlite([&] { other.execute("BEGIN IMMEDIATE"); });
  EXPECT_TRUE(error.busy);
  EXPECT_EQ(error.sqlstate, "SQLITE_BUSY");
  holder.execute("COMMIT");
  EXPECT_EQ(refusal_of_sqlite([&] { other.execute("BEGIN IMMEDIATE"); }).message, "");
}

TEST(SqliteDatabase, waits_as_long_as_it_was_told_for_a_lock) {
  const test::TemporaryDirectory directory;
  const fs::path file = directory.path() / "x.db";
  make_table(file);
  const SqliteDatabase holder(file, SqliteAccess::read_write);
  SqliteDatabase other(file, SqliteAccess::read_write);
  holder.execute("BEGIN IMMEDIATE");
  other.set_busy_timeout(std::chrono::milliseconds(60));
  const auto begun = std::chrono::steady_clock::now();
  EXPECT_TRUE(refusal_of_sqlite([&] { other.execute("BEGIN IMMEDIATE"); }).busy);
  EXPECT_GE(std::chrono::steady_clock::now() - begun, std::chrono::milliseconds(50));
  other.set_busy_timeout(std::chrono::milliseconds::max());
  holder.execute("COMMIT");
  EXPECT_EQ(refusal_of_sqlite([&] { other.execute("BEGIN IMMEDIATE"); }).message, "");
}

TEST(SqliteDatabase, knows_whether_it_is_in_a_transaction) {
  const SqliteDatabase database = in_memory();
  EXPECT_FALSE(database.in_transaction());
  database.execute("BEGIN");
  EXPECT_TRUE(database.in_transaction());
  database.execute("ROLLBACK; SAVEPOINT a");
  EXPECT_TRUE(database.in_transaction());
  database.execute("RELEASE a");
  EXPECT_FALSE(database.in_transaction());
}

TEST(SqliteDatabase, tells_that_the_file_was_changed) {
  const test::TemporaryDirectory directory;
  const fs::path file = directory.path() / "x.db";
  make_table(file);
  const SqliteDatabase one(file, SqliteAccess::read_write);
  const SqliteDatabase two(file, SqliteAccess::read_write);
  const auto version = [&] {
    one.execute("BEGIN; SELECT * FROM t");
    const unsigned seen = one.data_version();
    one.execute("COMMIT");
    return seen;
  };
  const unsigned first = version();
  EXPECT_EQ(version(), first);
  two.execute("INSERT INTO t VALUES (3)");
  const unsigned second = version();
  EXPECT_GT(second, first);
  one.execute("INSERT INTO t VALUES (4)");
  EXPECT_GT(version(), second);
}

TEST(SqliteDatabase, refuses_control_of_transactions_while_that_is_asked_for) {
  const SqliteDatabase database = in_memory();
  database.execute("BEGIN; CREATE TABLE t (n)");
  {
    const SqliteDatabase::NoTransactionControl guard(database);
    for (const std::string_view sql : {"BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT a",
                                       "RELEASE a", "ROLLBACK TO a", "commit transaction"}) {
      const DatabaseErrorDetails error = refusal_of_sqlite([&] { (void)database.prepare(sql); });
      EXPECT_EQ(error.sqlstate, "SQLITE_AUTH") << sql;
      EXPECT_TRUE(database.in_transaction()) << sql;
    }
    EXPECT_NO_THROW(database.execute("INSERT INTO t VALUES (1); SELECT * FROM t; DROP TABLE t"));
    EXPECT_NO_THROW(database.execute("CREATE TABLE u (n); CREATE TRIGGER v AFTER INSERT ON u "
                                     "BEGIN DELETE FROM u; END"));
  }
  EXPECT_NO_THROW(database.execute("COMMIT"));
  EXPECT_FALSE(database.in_transaction());
}

TEST(SqliteDatabase, copies_all_that_another_holds) {
  const test::TemporaryDirectory directory;
  const fs::path file = directory.path() / "x.db";
  make_table(file);
  const SqliteDatabase source(file, SqliteAccess::read_only);
  const SqliteDatabase copy = in_memory();
  copy.execute("CREATE TABLE before (x)");
  copy.copy_from(source);
  EXPECT_EQ(copy.query_value("SELECT group_concat(name) FROM sqlite_schema"), "t");
  copy.execute("DELETE FROM t");
  EXPECT_EQ(source.query_value("SELECT count(*) FROM t"), "2");
}

TEST(SqliteDatabase, does_not_copy_what_another_is_writing) {
  const test::TemporaryDirectory directory;
  const fs::path file = directory.path() / "x.db";
  make_table(file);
  const SqliteDatabase holder(file, SqliteAccess::read_write);
  const SqliteDatabase source(file, SqliteAccess::read_only);
  holder.execute("BEGIN EXCLUSIVE");
  EXPECT_TRUE(refusal_of_sqlite([&] { in_memory().copy_from(source); }).busy);
  holder.execute("COMMIT");
  EXPECT_EQ(refusal_of_sqlite([&] { in_memory().copy_from(source); }).message, "");
}

TEST(SqliteDatabase, keeps_its_guard_when_it_is_moved) {
  SqliteDatabase first = in_memory();
  const SqliteDatabase second = std::move(first);
  const SqliteDatabase::NoTransactionControl guard(second);
  EXPECT_EQ(refusal_of_sqlite([&] { (void)second.prepare("BEGIN"); }).sqlstate, "SQLITE_AUTH");
}

} // namespace
} // namespace aether
