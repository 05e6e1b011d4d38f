#include "db/migrations/load_migrations.h"

#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "core/error.h"
#include "core/sha256.h"
#include "support/temporary_directory.h"

namespace aether::migrations {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class LoadMigrations : public testing::Test {
protected:
  void write(const std::string& name, std::string_view content = "SELECT 1;\n") {
    directory_.write(name, content);
  }

  [[nodiscard]] LoadedMigrations load(const LoadOptions& options = {}) const {
    return load_migrations(directory_.path(), options);
  }

  // Each as VERSION NAME, in their order.
  [[nodiscard]] std::vector<std::string> loaded(const LoadOptions& options = {}) const {
    std::vector<std::string> all;
    for (const Migration& migration : load(options).migrations) {
      all.push_back(migration.version + " " + migration.name);
    }
    return all;
  }

  [[nodiscard]] std::string refusal(ExitCode code, const LoadOptions& options = {}) const {
    try {
      (void)load(options);
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), code) << error.what();
      return error.what();
    }
    return "";
  }

  [[nodiscard]] std::string shown(const std::string& name) const {
    return (directory_.path() / name).string();
  }

  test::TemporaryDirectory directory_;
};

TEST_F(LoadMigrations, finds_nothing_in_an_empty_directory) {
  EXPECT_THAT(load().migrations, IsEmpty());
  EXPECT_THAT(load().skipped, IsEmpty());
}

TEST_F(LoadMigrations, tells_that_there_is_no_directory) {
  write("file", "");
  for (const std::string name : {"absent", "file"}) {
    try {
      (void)load_migrations(directory_.path() / name, {});
      ADD_FAILURE() << name;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ExitCode::no_input) << name;
      EXPECT_THAT(error.what(), HasSubstr(shown(name)));
    }
  }
}

TEST_F(LoadMigrations, reads_what_a_file_says) {
  write("001_create_a.sql", "CREATE TABLE a (x);\n");
  const LoadedMigrations result = load();
  ASSERT_EQ(result.migrations.size(), 1U);
  const Migration& migration = result.migrations[0];
  EXPECT_EQ(migration.version, "001");
  EXPECT_EQ(migration.name, "create_a");
  EXPECT_EQ(migration.stem, "001_create_a");
  EXPECT_EQ(migration.file, shown("001_create_a.sql"));
  EXPECT_FALSE(migration.base);
  EXPECT_EQ(migration.up.text, "CREATE TABLE a (x);\n");
  EXPECT_EQ(migration.up.file, migration.file);
  EXPECT_EQ(migration.checksum, sha256("CREATE TABLE a (x);\n"));
  EXPECT_EQ(migration.raw_checksum, migration.checksum);
  EXPECT_FALSE(migration.down);
}

TEST_F(LoadMigrations, orders_versions_as_numbers_of_any_length) {
  for (const std::string name :
       {"10_c", "9_b", "20251105120000_d", "001_a", "99999999999999999999999_e",
        "100000000000000000000000_f", "0000000000000000000000000002_a2"}) {
    write(name + ".sql");
  }
  EXPECT_THAT(loaded(), ElementsAre("001 a", "0000000000000000000000000002 a2", "9 b", "10 c",
                                    "20251105120000 d", "99999999999999999999999 e",
                                    "100000000000000000000000 f"));
}

TEST_F(LoadMigrations, takes_the_name_from_behind_the_digits) {
  for (const std::string name : {"1", "2_", "3_a_b", "4-a", "5__a", "6a", "7_1_b", "8_\xC3\xA9"}) {
    write(name + ".sql");
  }
  EXPECT_THAT(loaded(),
              ElementsAre("1 ", "2 ", "3 a_b", "4 a", "5 a", "6 a", "7 1_b", "8 \xC3\xA9"));
}

TEST_F(LoadMigrations, passes_over_files_that_are_no_migrations) {
  for (const std::string name : {"001_a.sql~", "001_a.sql.bak", ".001_a.sql", "README.md", "001_a",
                                 "001_asql", "#001_a.sql#", ".sql", "001_a.txt"}) {
    write(name, "\xFF");
  }
  write("sub/002_b.sql");
  fs::create_directory(directory_.path() / "001_x.sql");
  EXPECT_THAT(loaded(), IsEmpty());
}

TEST_F(LoadMigrations, reads_what_a_link_leads_to) {
  write("elsewhere/a.sql", "SELECT 2;\n");
  fs::create_symlink("elsewhere/a.sql", directory_.path() / "003_c.sql");
  ASSERT_THAT(loaded(), ElementsAre("003 c"));
  EXPECT_EQ(load().migrations[0].up.text, "SELECT 2;\n");
}

TEST_F(LoadMigrations, refuses_two_files_of_one_version) {
  struct Row {
    std::string one;
    std::string other;
  };
  for (const auto& [one, other] : {
           Row{"001_a.sql", "001_b.sql"},
           Row{"001_a.sql", "1_b.sql"},
           Row{"1_b.sql", "0000000000000000000000000001_a.sql"},
           Row{"001_a.sql", "001_a.up.sql"},
           Row{"20251105120000_a.sql", "20251105120000_b.up.sql"},
       }) {
    write(one);
    write("000002_between.sql");
    write(other);
    EXPECT_THAT(
        refusal(ExitCode::bad_input),
        AllOf(HasSubstr("two files have version"), HasSubstr(shown(one)), HasSubstr(shown(other))));
    fs::remove(directory_.path() / one);
    fs::remove(directory_.path() / other);
  }
}

TEST_F(LoadMigrations, finds_a_version_that_a_file_states_twice_over) {
  write("seed.sql", "-- migrate:version 0001\n");
  write("1_a.sql");
  EXPECT_THAT(refusal(ExitCode::bad_input),
              AllOf(HasSubstr(shown("seed.sql")), HasSubstr(shown("1_a.sql"))));
}

TEST_F(LoadMigrations, joins_a_down_script_to_its_up_script) {
  write("001_a.sql", "SELECT 1;");
  write("001_a.down.sql", "\xEF\xBB\xBFSELECT -1;\r\n");
  write("2_b.up.sql", "SELECT 2;");
  write("2_b.down.sql", "-- migrate:transaction false\nSELECT -2;");
  const std::vector<Migration> all = load().migrations;
  ASSERT_THAT(loaded(), ElementsAre("001 a", "2 b"));
  ASSERT_TRUE(all[0].down);
  EXPECT_EQ(all[0].up.text, "SELECT 1;");
  EXPECT_EQ(all[0].down->text, "SELECT -1;\n");
  EXPECT_EQ(all[0].down->file, shown("001_a.down.sql"));
  EXPECT_EQ(all[0].checksum, sha256("SELECT 1;"));
  ASSERT_TRUE(all[1].down);
  EXPECT_EQ(all[1].stem, "2_b");
  EXPECT_EQ(all[1].file, shown("2_b.up.sql"));
  EXPECT_TRUE(all[1].up.transaction);
  EXPECT_FALSE(all[1].down->transaction);
}

TEST_F(LoadMigrations, takes_an_up_script_without_a_down_script) {
  write("1_a.up.sql");
  EXPECT_THAT(loaded(), ElementsAre("1 a"));
  EXPECT_FALSE(load().migrations[0].down);
}

TEST_F(LoadMigrations, takes_all_formats_side_by_side) {
  write("1_a.sql");
  write("2_b.up.sql");
  write("2_b.down.sql");
  write("3_c.sql", "-- migrate:up\nSELECT 3;\n-- migrate:down\nSELECT -3;\n");
  write("d.sql", "-- migrate:version 4\nSELECT 4;\n");
  EXPECT_THAT(loaded(), ElementsAre("1 a", "2 b", "3 c", "4 d"));
  EXPECT_EQ(load().migrations[2].down->text, "SELECT -3;\n");
}

TEST_F(LoadMigrations, refuses_a_down_script_without_its_up_script) {
  write("1_a.sql");
  write("2_b.down.sql");
  EXPECT_THAT(refusal(ExitCode::bad_input),
              AllOf(HasSubstr(shown("2_b.down.sql")), HasSubstr("without its up script"),
                    HasSubstr("2_b.up.sql")));
  write("2_c.sql");
  EXPECT_THAT(refusal(ExitCode::bad_input), HasSubstr("without its up script"));
}

TEST_F(LoadMigrations, refuses_two_down_scripts_of_one_migration) {
  write("1_a.sql", "-- migrate:up\nSELECT 1;\n-- migrate:down\nSELECT 2;\n");
  write("1_a.down.sql");
  EXPECT_THAT(refusal(ExitCode::bad_input),
              AllOf(HasSubstr(shown("1_a.sql")), HasSubstr(shown("1_a.down.sql"))));
}

TEST_F(LoadMigrations, refuses_sections_in_a_down_script) {
  write("1_a.sql");
  for (const std::string_view content :
       {"-- migrate:up\nSELECT 1;\n-- migrate:down\nSELECT 2;\n", "-- migrate:down\nSELECT 2;\n",
        "-- migrate:up\nSELECT 1;\n"}) {
    write("1_a.down.sql", content);
    EXPECT_THAT(refusal(ExitCode::bad_input), HasSubstr(shown("1_a.down.sql"))) << content;
  }
}

TEST_F(LoadMigrations, counts_neither_line_ends_nor_a_byte_order_mark_for_a_change) {
  write("1_a.sql", "SELECT 1;\nSELECT 2;\n");
  write("2_b.sql", "\xEF\xBB\xBFSELECT 1;\r\nSELECT 2;\r\n");
  const std::vector<Migration> all = load().migrations;
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].checksum, all[1].checksum);
  EXPECT_EQ(all[1].raw_checksum, sha256("\xEF\xBB\xBFSELECT 1;\r\nSELECT 2;\r\n"));
  EXPECT_NE(all[1].raw_checksum, all[1].checksum);
  EXPECT_EQ(all[0].up.text, all[1].up.text);
}

TEST_F(LoadMigrations, refuses_files_without_a_version_and_names_each) {
  write("1_a.sql");
  write("schema.sql");
  write("seed.sql");
  EXPECT_THAT(refusal(ExitCode::bad_input),
              AllOf(HasSubstr(shown("schema.sql")), HasSubstr(shown("seed.sql")),
                    Not(HasSubstr("1_a.sql")), HasSubstr("-- migrate:version N"),
                    HasSubstr("--base"), HasSubstr("--skip-unnumbered")));
}

TEST_F(LoadMigrations, leaves_files_without_a_version_out_where_that_is_asked_for) {
  write("1_a.sql");
  write("schema.sql");
  write("seed.sql");
  EXPECT_THAT(loaded({{}, true}), ElementsAre("1 a"));
  EXPECT_THAT(load({{}, true}).skipped, ElementsAre(shown("schema.sql"), shown("seed.sql")));
  EXPECT_THAT(loaded({{"seed.sql"}, true}), ElementsAre("seed seed", "1 a"));
}

TEST_F(LoadMigrations, leaves_the_down_script_of_a_file_without_a_version_out_too) {
  write("1_a.sql");
  write("seed.sql");
  write("seed.down.sql");
  EXPECT_EQ(refusal(ExitCode::bad_input, {{}, true}), "");
}

TEST_F(LoadMigrations, calls_a_file_without_a_version_so_though_it_has_a_down_script) {
  write("seed.sql");
  write("seed.down.sql");
  EXPECT_THAT(refusal(ExitCode::bad_input),
              AllOf(HasSubstr("no order is stated"), Not(HasSubstr("without its up script"))));
}

TEST_F(LoadMigrations, takes_the_version_that_a_file_states) {
  write("2_b.sql", "-- migrate:version 002\n");
  write("seed.sql", "-- migrate:version 3\nSELECT 1;\n");
  write("seed.down.sql");
  write("1_a.sql");
  EXPECT_THAT(loaded(), ElementsAre("1 a", "2 b", "3 seed"));
  EXPECT_TRUE(load().migrations[2].down);
  EXPECT_FALSE(load().migrations[2].base);
}

TEST_F(LoadMigrations, refuses_a_version_that_contradicts_the_name) {
  write("2_b.sql", "-- migrate:version 3\n");
  EXPECT_THAT(refusal(ExitCode::bad_input),
              AllOf(HasSubstr(shown("2_b.sql")), HasSubstr("2"), HasSubstr("`migrate:version` 3")));
}

TEST_F(LoadMigrations, puts_base_files_first_in_the_order_given) {
  write("0_a.sql");
  write("a_schema.sql");
  write("b_seed.sql");
  write("b_seed.down.sql");
  EXPECT_THAT(loaded({{"b_seed.sql", "a_schema"}, false}),
              ElementsAre("b_seed b_seed", "a_schema a_schema", "0 a"));
  const std::vector<Migration> all = load({{"b_seed", shown("a_schema.sql")}, false}).migrations;
  EXPECT_TRUE(all[0].base);
  EXPECT_TRUE(all[0].down);
  EXPECT_TRUE(all[1].base);
  EXPECT_FALSE(all[2].base);
  EXPECT_THAT(loaded({{"a_schema", "b_seed", "a_schema.sql"}, false}),
              ElementsAre("a_schema a_schema", "b_seed b_seed", "0 a"));
}

TEST_F(LoadMigrations, takes_a_numbered_file_for_a_base_file_where_that_is_asked_for) {
  write("1_a.sql");
  write("2_b.sql");
  EXPECT_THAT(loaded({{"2_b.sql"}, false}), ElementsAre("2_b 2_b", "1 a"));
}

TEST_F(LoadMigrations, tells_that_a_base_file_is_not_there) {
  write("schema.sql");
  EXPECT_THAT(refusal(ExitCode::no_input, {{"schema", "shema.sql"}, false}),
              AllOf(HasSubstr("--base shema.sql"), HasSubstr("schema.sql")));
  EXPECT_THAT(refusal(ExitCode::no_input, {{"schema", ""}, false}), HasSubstr("--base"));
  EXPECT_THAT(refusal(ExitCode::no_input, {{"schema", "../schema.sql"}, false}),
              HasSubstr("--base ../schema.sql"));
}

TEST_F(LoadMigrations, says_where_a_file_is_no_migration) {
  struct Row {
    std::string content;
    std::string message;
  };
  for (const auto& [content, message] : {
           Row{std::string("SELECT 1;\n\0", 11), ":2: a NUL byte"},
           Row{std::string("\xFF\xFES\0", 4), ": the file is UTF-16"},
           Row{"-- caf\xE9\n", ":1:7: invalid UTF-8"},
           Row{"-- migrate:down\n", ":1: `migrate:down` without"},
           Row{"\xEF\xBB\xBF-- a\r\n-- migrate:upp\r\n", ":2: unknown directive"},
       }) {
    write("1_a.sql", content);
    EXPECT_THAT(refusal(ExitCode::bad_input), HasSubstr(shown("1_a.sql") + message));
  }
}

TEST_F(LoadMigrations, takes_an_empty_file) {
  write("1_a.sql", "");
  write("2_b.sql", "\xEF\xBB\xBF");
  const std::vector<Migration> all = load().migrations;
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].up.text, "");
  EXPECT_EQ(all[1].up.text, "");
  EXPECT_EQ(all[1].checksum, sha256(""));
}

TEST_F(LoadMigrations, tells_that_a_link_leads_nowhere_or_to_a_directory) {
  fs::create_symlink("absent", directory_.path() / "1_a.sql");
  EXPECT_THAT(refusal(ExitCode::no_input), HasSubstr(shown("1_a.sql")));
  fs::remove(directory_.path() / "1_a.sql");
  fs::create_directory(directory_.path() / "sub");
  fs::create_symlink("sub", directory_.path() / "1_a.sql");
  EXPECT_THAT(refusal(ExitCode::no_input), HasSubstr(shown("1_a.sql")));
}

// Root may read everything, so it gives its rights up for a while.
class AsNobody {
public:
  AsNobody() : done_(::geteuid() != 0 || ::seteuid(65'534) == 0) {}
  AsNobody(const AsNobody&) = delete;
  AsNobody& operator=(const AsNobody&) = delete;
  ~AsNobody() { (void)(::getuid() == 0 && ::seteuid(0) == 0); }

  [[nodiscard]] bool done() const { return done_; }

private:
  bool done_;
};

TEST_F(LoadMigrations, tells_that_a_file_cannot_be_read) {
  write("1_a.sql");
  write("2_b.sql");
  ASSERT_EQ(::chmod(directory_.path().c_str(), 0755), 0);
  ASSERT_EQ(::chmod(shown("1_a.sql").c_str(), 0644), 0);
  ASSERT_EQ(::chmod(shown("2_b.sql").c_str(), 0), 0);
  const AsNobody nobody;
  if (!nobody.done() || ::eaccess(directory_.path().c_str(), R_OK | X_OK) != 0) {
    GTEST_SKIP() << "there is no other user who reaches the directory";
  }
  EXPECT_THAT(refusal(ExitCode::no_input),
              AllOf(HasSubstr("cannot open " + shown("2_b.sql")), HasSubstr("denied")));
}

TEST_F(LoadMigrations, tells_that_the_directory_cannot_be_read) {
  ASSERT_EQ(::chmod(directory_.path().c_str(), 0), 0);
  {
    const AsNobody nobody;
    if (nobody.done()) {
      EXPECT_THAT(refusal(ExitCode::no_input), HasSubstr(directory_.path().string()));
    }
  }
  ASSERT_EQ(::chmod(directory_.path().c_str(), 0755), 0);
}

TEST_F(LoadMigrations, does_not_wait_for_a_pipe_that_nobody_writes) {
  ASSERT_EQ(::mkfifo(shown("1_a.sql").c_str(), 0600), 0);
  EXPECT_EXIT(
      {
        ::alarm(2);
        try {
          (void)load();
        } catch (const Error&) {
          ::_exit(0);
        }
        ::_exit(1);
      },
      testing::ExitedWithCode(0), "");
}

TEST_F(LoadMigrations, shows_names_so_that_they_can_be_printed) {
  write("1_a\x1B[31m.sql", "-- migrate:upp");
  EXPECT_THAT(refusal(ExitCode::bad_input),
              AllOf(Not(HasSubstr("\x1B")), HasSubstr("unknown directive")));
  fs::remove(directory_.path() / "1_a\x1B[31m.sql");
  write("1_\xFF.sql");
  ASSERT_EQ(load().migrations.size(), 1U);
  EXPECT_EQ(load().migrations[0].file, shown("1_\\xff.sql"));
}

TEST_F(LoadMigrations, reads_hundreds_of_files) {
  for (int i = 1; i <= 450; ++i) {
    write(fmt::format("{}_m.sql", i), fmt::format("SELECT {};", i));
  }
  const std::vector<Migration> all = load().migrations;
  ASSERT_EQ(all.size(), 450U);
  for (std::size_t i = 0; i < all.size(); ++i) {
    EXPECT_EQ(all[i].up.text, fmt::format("SELECT {};", i + 1));
    EXPECT_EQ(all[i].version, std::to_string(i + 1));
    EXPECT_EQ(all[i].checksum, sha256(all[i].up.text));
  }
}

TEST_F(LoadMigrations, tells_the_first_of_many_files_that_cannot_be_read) {
  for (int i = 100; i < 500; ++i) {
    write(fmt::format("{}_m.sql", i), i % 50 == 17 ? "-- migrate:upp" : "SELECT 1;");
  }
  EXPECT_THAT(refusal(ExitCode::bad_input), HasSubstr(shown("117_m.sql")));
}

} // namespace
} // namespace aether::migrations
