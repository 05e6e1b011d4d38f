#include "db/migrations/migration_file.h"

#include <gmock/gmock.h>

#include "core/error.h"

namespace aether::migrations {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

FileContent read(std::string_view text) { return read_migration(text, "db/1_a.sql"); }

std::string refusal(std::string_view text) {
  try {
    (void)read(text);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::bad_input) << text;
    return error.what();
  }
  return "";
}

TEST(Normalise, strips_one_byte_order_mark_and_carriage_returns_before_a_line_end) {
  struct Row {
    std::string_view bytes;
    std::string_view text;
  };
  for (const auto& [bytes, text] : {
           Row{"", ""},
           Row{"a\nb", "a\nb"},
           Row{"a\r\nb\r\n", "a\nb\n"},
           Row{"\r\n\r\n", "\n\n"},
           Row{"a\rb", "a\rb"},
           Row{"a\r", "a\r"},
           Row{"a\r\r\nb", "a\r\nb"},
           Row{"\n\r", "\n\r"},
           Row{"\xEF\xBB\xBFx", "x"},
           Row{"\xEF\xBB\xBF", ""},
           Row{"\xEF\xBB\xBF\xEF\xBB\xBFx", "\xEF\xBB\xBFx"},
           Row{"\xEF\xBBx", "\xEF\xBBx"},
           Row{"a\xEF\xBB\xBF", "a\xEF\xBB\xBF"},
           Row{"\xEF\xBB\xBF-- a\r\n", "-- a\n"},
       }) {
    EXPECT_EQ(normalise(bytes), text);
  }
  EXPECT_EQ(normalise(std::string_view("a\0\r\n", 4)), std::string("a\0\n", 3));
}

TEST(ReadMigration, takes_a_plain_file_for_the_script_that_goes_up) {
  constexpr std::string_view k_text = "-- A table.\n\nCREATE TABLE a (x);\n";
  const FileContent content = read(k_text);
  EXPECT_EQ(content.up.text, k_text);
  EXPECT_EQ(content.up.file, "db/1_a.sql");
  EXPECT_EQ(content.up.first_line, 1U);
  EXPECT_TRUE(content.up.transaction);
  EXPECT_FALSE(content.up.foreign_keys_off);
  EXPECT_FALSE(content.down);
  EXPECT_FALSE(content.version);
}

TEST(ReadMigration, takes_an_empty_file) {
  EXPECT_EQ(read("").up.text, "");
  EXPECT_EQ(read("\n").up.text, "\n");
  EXPECT_FALSE(read("").down);
}

TEST(ReadMigration, reads_the_sections_of_dbmate) {
  const FileContent content = read("-- A table.\n\n"
                                   "-- migrate:up\n"
                                   "CREATE TABLE a (x);\n"
                                   "\n"
                                   "-- migrate:down\n"
                                   "DROP TABLE a;\n");
  EXPECT_EQ(content.up.text, "CREATE TABLE a (x);\n\n");
  EXPECT_EQ(content.up.first_line, 4U);
  EXPECT_EQ(content.up.file, "db/1_a.sql");
  ASSERT_TRUE(content.down);
  EXPECT_EQ(content.down->text, "DROP TABLE a;\n");
  EXPECT_EQ(content.down->first_line, 7U);
  EXPECT_EQ(content.down->file, "db/1_a.sql");
}

TEST(ReadMigration, needs_no_down_section) { EXPECT_FALSE(read("-- migrate:up\nSELECT 1;").down); }

TEST(ReadMigration, takes_empty_sections) {
  const FileContent content = read("-- migrate:up\n-- migrate:down");
  EXPECT_EQ(content.up.text, "");
  ASSERT_TRUE(content.down);
  EXPECT_EQ(content.down->text, "");
  EXPECT_EQ(read("-- migrate:up").up.text, "");
}

TEST(ReadMigration, knows_a_section_by_the_start_of_its_line) {
  for (const std::string mark : {"-- migrate:up", "--migrate:up", "--  migrate:up",
                                 "--\tmigrate:up", "-- migrate:up ", "-- migrate:up\t"}) {
    EXPECT_EQ(read(mark + "\nSELECT 1;").up.text, "SELECT 1;") << mark;
    EXPECT_EQ(read(mark + "\nSELECT 1;").up.first_line, 2U) << mark;
  }
  for (const std::string line :
       {" -- migrate:down", "SELECT 1; -- migrate:down", "--- migrate:down", "-- see migrate:down",
        "# migrate:down", "- migrate:down", "/* -- migrate:down */", "-- migrates:down"}) {
    const FileContent content = read("-- migrate:up\n" + line + "\nSELECT 1;");
    EXPECT_FALSE(content.down) << line;
    EXPECT_EQ(content.up.text, line + "\nSELECT 1;") << line;
  }
}

TEST(ReadMigration, reads_the_options_of_each_section) {
  struct Row {
    std::string_view text;
    bool up;
    bool down;
  };
  for (const auto& [text, up, down] : {
           Row{"-- migrate:up\n-- migrate:down\n", true, true},
           Row{"-- migrate:up transaction:false\n-- migrate:down\n", false, true},
           Row{"-- migrate:up\n-- migrate:down transaction:false\n", true, false},
           Row{"-- migrate:up transaction:true\n-- migrate:down \t transaction:false \n", true,
               false},
           Row{"-- migrate:up other:1 transaction:false\n-- migrate:down other\n", false, true},
           Row{"-- migrate:up\n-- migrate:transaction false\n-- migrate:down\n", false, true},
           Row{"-- migrate:up\n-- migrate:down\n-- migrate:transaction false\n", true, false},
       }) {
    const FileContent content = read(text);
    EXPECT_EQ(content.up.transaction, up) << text;
    ASSERT_TRUE(content.down) << text;
    EXPECT_EQ(content.down->transaction, down) << text;
  }
}

TEST(ReadMigration, reads_directives_in_a_plain_file) {
  const FileContent content = read("-- migrate:version 007\n"
                                   "-- migrate:transaction false\n"
                                   "-- migrate:foreign-keys off\n"
                                   "SELECT 1;\n");
  EXPECT_EQ(content.version, "007");
  EXPECT_FALSE(content.up.transaction);
  EXPECT_TRUE(content.up.foreign_keys_off);
  EXPECT_EQ(content.up.first_line, 1U);
  EXPECT_THAT(content.up.text, HasSubstr("SELECT 1;"));
  EXPECT_FALSE(read("-- migrate:transaction:false\n").up.transaction);
  EXPECT_TRUE(read("-- migrate:transaction true\n").up.transaction);
  EXPECT_EQ(read("SELECT 1;\n-- migrate:version 12345678901234567890123").version,
            "12345678901234567890123");
}

TEST(ReadMigration, turns_foreign_keys_off_for_the_section_that_says_so_or_for_both) {
  struct Row {
    std::string_view text;
    bool up;
    bool down;
  };
  for (const auto& [text, up, down] : {
           Row{"-- migrate:foreign-keys off\n-- migrate:up\n-- migrate:down\n", true, true},
           Row{"-- migrate:up\n-- migrate:foreign-keys off\n-- migrate:down\n", true, false},
           Row{"-- migrate:up\n-- migrate:down\n-- migrate:foreign-keys OFF\n", false, true},
       }) {
    const FileContent content = read(text);
    EXPECT_EQ(content.up.foreign_keys_off, up) << text;
    ASSERT_TRUE(content.down) << text;
    EXPECT_EQ(content.down->foreign_keys_off, down) << text;
  }
}

TEST(ReadMigration, takes_blank_and_comments_before_the_first_section) {
  for (const std::string before :
       {"", "\n \t\n", "-- a\n--b\n", "/* a */\n", "/* a\nCREATE TABLE b (x);\n*/\n",
        "/* a */ /* b */ -- c\n", "/*/ a */\n", "/** a **/\n", "-- migrate:version 1\n",
        "/* a\n*/ /* b\n*/\n", "  -- a\n", "\f\v\n"}) {
    EXPECT_EQ(read(before + "-- migrate:up\nSELECT 1;").up.text, "SELECT 1;") << before;
  }
}

TEST(ReadMigration, refuses_other_text_before_the_first_section) {
  struct Row {
    std::string_view before;
    std::string_view line;
  };
  for (const auto& [before, line] : {
           Row{"CREATE TABLE a (x);\n", "1"},
           Row{"-- a\n\nSELECT 1;\n-- b\n", "3"},
           Row{"/* a */ SELECT 1;\n", "1"},
           Row{"/* a\n*/ SELECT 1;\n", "2"},
           Row{";\n", "1"},
           Row{"- a\n", "1"},
           Row{"\xEF\xBB\xBF\n", "1"},
       }) {
    EXPECT_THAT(refusal(std::string(before) + "-- migrate:up\nSELECT 1;"),
                StartsWith("db/1_a.sql:" + std::string(line) +
                           ": only blank lines and comments may stand before"))
        << before;
  }
}

TEST(ReadMigration, refuses_sections_in_another_order) {
  struct Row {
    std::string_view text;
    std::string_view message;
  };
  for (const auto& [text, message] : {
           Row{"-- migrate:down\n-- migrate:up\n", "db/1_a.sql:1: "},
           Row{"-- migrate:down\nSELECT 1;", "db/1_a.sql:1: `migrate:down` without"},
           Row{"SELECT 1;\n-- migrate:down\nSELECT 2;", "db/1_a.sql:2: `migrate:down` without"},
           Row{"-- migrate:up\n\n-- migrate:up\n", "db/1_a.sql:3: a second `migrate:up`"},
           Row{"-- migrate:up\n-- migrate:down\n-- migrate:up\n", "db/1_a.sql:3: "},
           Row{"-- migrate:up\n-- migrate:down\n\n-- migrate:down\n",
               "db/1_a.sql:4: a second `migrate:down`"},
       }) {
    EXPECT_THAT(refusal(text), StartsWith(std::string(message))) << text;
  }
}

TEST(ReadMigration, refuses_directives_that_it_does_not_know) {
  for (const std::string_view line :
       {"-- migrate:upp", "-- migrate:", "-- migrate: up", "-- migrate:up:", "-- migrate:redo",
        "-- migrate:transaction:true", "-- migrate:foreign_keys off"}) {
    EXPECT_THAT(refusal("\n" + std::string(line) + "\nSELECT 1;"),
                StartsWith("db/1_a.sql:2: unknown directive"))
        << line;
  }
  EXPECT_THAT(refusal("-- migrate:dwon"), HasSubstr("down"));
  EXPECT_THAT(refusal("-- migrate:\x1B[31m"), testing::Not(HasSubstr("\x1B")));
}

TEST(ReadMigration, refuses_directives_that_say_nothing_it_can_do) {
  for (const std::string_view line :
       {"-- migrate:version", "-- migrate:version x", "-- migrate:version 1a",
        "-- migrate:version -1", "-- migrate:version 1 2", "-- migrate:foreign-keys",
        "-- migrate:foreign-keys on", "-- migrate:transaction", "-- migrate:transaction no",
        "-- migrate:up transaction:", "-- migrate:up transaction:no",
        "-- migrate:up transaction:False"}) {
    EXPECT_THAT(refusal("-- a\n" + std::string(line)), StartsWith("db/1_a.sql:2: ")) << line;
  }
  EXPECT_THAT(refusal("-- migrate:version 1\n-- migrate:version 1"),
              StartsWith("db/1_a.sql:2: a second"));
}

TEST(ReadMigration, refuses_what_is_no_text_in_utf_8) {
  struct Row {
    std::string text;
    std::string_view message;
  };
  for (const auto& [text, message] : {
           Row{std::string("SELECT 1;\n--\0", 13), "db/1_a.sql:2: a NUL byte"},
           Row{std::string("\0", 1), "db/1_a.sql:1: a NUL byte"},
           Row{std::string("S\0E\0L\0", 6), "db/1_a.sql:1: a NUL byte"},
           Row{std::string("\xFF\xFES\0", 4), "db/1_a.sql: the file is UTF-16"},
           Row{std::string("\xFE\xFF\0S", 4), "db/1_a.sql: the file is UTF-16"},
           Row{"-- a\n-- \xC3\xA9 caf\xE9\n", "db/1_a.sql:2:9: invalid UTF-8"},
           Row{"\xC0\xAF", "db/1_a.sql:1:1: invalid UTF-8"},
           Row{"-- \xED\xA0\x80", "db/1_a.sql:1:4: invalid UTF-8"},
           Row{"SELECT '\xC3", "db/1_a.sql:1:9: invalid UTF-8"},
       }) {
    EXPECT_THAT(refusal(text), StartsWith(std::string(message)));
  }
}

TEST(ReadMigration, takes_text_of_any_language) {
  const std::string text = "INSERT INTO a VALUES ('\xC3\xA9 \xE6\x97\xA5 \xF0\x9F\x98\x80');\n";
  EXPECT_EQ(read("-- migrate:up\n" + text).up.text, text);
}

TEST(ReadMigration, reads_a_file_of_another_system_once_it_is_normalised) {
  const FileContent content =
      read(normalise("\xEF\xBB\xBF-- migrate:up transaction:false\r\nSELECT 1;\r\n"
                     "-- migrate:down\r\nSELECT 2;\r\n"));
  EXPECT_FALSE(content.up.transaction);
  EXPECT_EQ(content.up.text, "SELECT 1;\n");
  ASSERT_TRUE(content.down);
  EXPECT_EQ(content.down->text, "SELECT 2;\n");
}

} // namespace
} // namespace aether::migrations
