#include "db/migrations/history.h"

#include <gmock/gmock.h>

#include "db/sqlite.h"

namespace aether::migrations {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

using Columns = std::vector<std::string>;

const Columns k_old = {"id",          "version",           "name",    "checksum",
                       "executed_at", "execution_time_ms", "success", "error_message"};

History recognise(const Columns& columns) {
  History history;
  recognise_table(columns, history);
  return history;
}

// The columns that SQLite gives a table which was made so.
Columns columns_of(const std::string& definition) {
  const SqliteDatabase database(":memory:", SqliteAccess::read_write_create);
  database.execute("CREATE TABLE schema_migrations " + definition);
  SqliteStatement statement =
      database.prepare("SELECT name FROM pragma_table_info('schema_migrations')");
  Columns columns;
  while (statement.step()) {
    columns.push_back(statement.text(0));
  }
  return columns;
}

TEST(RecogniseTable, knows_its_own) {
  Columns columns = k_old;
  columns.emplace_back("applied_by");
  const History history = recognise(columns);
  EXPECT_EQ(history.state, TableState::ours);
  EXPECT_THAT(history.missing, IsEmpty());
  EXPECT_EQ(history.foreign, "");
  EXPECT_THAT(history.rows, IsEmpty());
}

TEST(RecogniseTable, knows_that_of_the_earlier_runner) {
  const History history =
      recognise(columns_of("(id INTEGER PRIMARY KEY AUTOINCREMENT, version TEXT NOT NULL UNIQUE,"
                           " name TEXT NOT NULL, checksum TEXT NOT NULL, executed_at TIMESTAMP,"
                           " execution_time_ms INTEGER, success BOOLEAN, error_message TEXT)"));
  EXPECT_EQ(history.state, TableState::ours);
  EXPECT_THAT(history.missing, ElementsAre("applied_by"));
}

TEST(RecogniseTable, names_the_columns_that_may_be_added) {
  const History history =
      recognise({"id", "version", "name", "checksum", "executed_at", "success"});
  EXPECT_EQ(history.state, TableState::ours);
  EXPECT_THAT(history.missing, ElementsAre("execution_time_ms", "error_message", "applied_by"));
}

TEST(RecogniseTable, does_not_mind_order_case_and_further_columns) {
  const History history =
      recognise({"Success", "EXECUTED_AT", "note", "Checksum", "NAME", "version", "ID",
                 "Execution_Time_Ms", "Error_Message", "Applied_By", "batch"});
  EXPECT_EQ(history.state, TableState::ours);
  EXPECT_THAT(history.missing, IsEmpty());
}

TEST(RecogniseTable, refuses_that_of_dbmate_by_name) {
  for (const Columns& columns :
       {columns_of("(version varchar(128) PRIMARY KEY)"), Columns{"VERSION"}}) {
    const History history = recognise(columns);
    EXPECT_EQ(history.state, TableState::foreign);
    EXPECT_THAT(history.foreign, HasSubstr("dbmate"));
    EXPECT_THAT(history.missing, IsEmpty());
  }
}

TEST(RecogniseTable, refuses_that_of_golang_migrate_by_name) {
  for (const Columns& columns :
       {columns_of("(version uint64, dirty bool)"), Columns{"Dirty", "Version"}}) {
    const History history = recognise(columns);
    EXPECT_EQ(history.state, TableState::foreign);
    EXPECT_THAT(history.foreign, HasSubstr("golang-migrate"));
    EXPECT_THAT(history.missing, IsEmpty());
  }
}

TEST(RecogniseTable, refuses_another_that_lacks_a_column_and_names_it) {
  for (const std::string name : {"id", "version", "name", "checksum", "executed_at", "success"}) {
    Columns columns = k_old;
    std::erase(columns, name);
    const History history = recognise(columns);
    EXPECT_EQ(history.state, TableState::foreign) << name;
    EXPECT_THAT(history.foreign, HasSubstr("it lacks " + name + ")"));
    EXPECT_THAT(history.missing, IsEmpty()) << name;
  }
  EXPECT_THAT(recognise({"version", "inserted_at"}).foreign,
              HasSubstr("it lacks id, name, checksum, executed_at, success"));
  EXPECT_EQ(recognise({"filename"}).state, TableState::foreign);
  EXPECT_EQ(recognise({"id"}).state, TableState::foreign);
}

TEST(RecogniseTable, takes_no_table_with_other_columns_for_that_of_dbmate_or_golang_migrate) {
  for (const Columns& columns :
       {Columns{"version", "applied"}, Columns{"version", "dirty", "sequence"}, Columns{"dirty"},
        Columns{"versions"}, Columns{"version "}, Columns{}}) {
    const History history = recognise(columns);
    EXPECT_EQ(history.state, TableState::foreign);
    EXPECT_THAT(history.foreign, HasSubstr("another program's"));
  }
}

} // namespace
} // namespace aether::migrations
