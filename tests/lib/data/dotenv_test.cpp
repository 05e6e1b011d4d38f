#include "data/dotenv.h"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>
#include <gmock/gmock.h>

namespace aether {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

// Each line as KEY=[VALUE].
std::vector<std::string> lines(std::string_view text) {
  std::vector<std::string> all;
  for (const EnvironmentLine& line : parse_dotenv(text, ".env")) {
    all.push_back(line.key + "=[" + line.value + "]");
  }
  return all;
}

// Each line's number and the places of key and value.
std::vector<std::string> places(std::string_view text) {
  std::vector<std::string> all;
  for (const EnvironmentLine& line : parse_dotenv(text, ".env")) {
    all.push_back(fmt::format("{} {} {}:{} {}:{}", line.line, line.key, line.key_at.line,
                              line.key_at.column, line.value_at.line, line.value_at.column));
  }
  return all;
}

std::string refusal_of_dotenv(std::string_view text) {
  try {
    (void)parse_dotenv(text, ".env");
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::bad_input) << text;
    return error.what();
  }
  return "";
}

TEST(Dotenv, reads_a_value_without_quotes_up_to_a_comment) {
  struct Row {
    std::string_view text;
    std::string_view value;
  };
  for (const auto& [text, value] : {
           Row{"K=v", "v"},
           Row{"K=", ""},
           Row{"K=  ", ""},
           Row{"K = v ", "v"},
           Row{"K\t=\tv\t", "v"},
           Row{"  K=v", "v"},
           Row{"K=a b  c", "a b  c"},
           Row{"K=a # b", "a"},
           Row{"K=a\t# b", "a"},
           Row{"K=a#b", "a#b"},
           Row{"K=a#b # c", "a#b"},
           Row{"K=#a", "#a"},
           Row{"K= # a", "# a"},
           Row{"K=\xC2\xA0"
               "a\xE2\x80\x83# b",
               "a"},
           Row{"'K' = v", "v"},
           Row{"K=a=b", "a=b"},
           Row{"K==", "="},
           Row{"K=$HOME ${X}", "$HOME ${X}"},
           Row{"K=a\\nb\\", "a\\nb\\"},
           Row{"K=it's", "it's"},
           Row{"K=a \"b\"", "a \"b\""},
           Row{"K=\xC3\xA9", "\xC3\xA9"},
           Row{"K=postgresql://u:p@h/db?a=b&c=d", "postgresql://u:p@h/db?a=b&c=d"},
       }) {
    EXPECT_THAT(lines(text), ElementsAre(fmt::format("K=[{}]", value))) << text;
  }
}

TEST(Dotenv, knows_two_escapes_in_single_quotes) {
  struct Row {
    std::string_view text;
    std::string_view value;
  };
  for (const auto& [text, value] : {
           Row{"K='a b'", "a b"},
           Row{"K=''", ""},
           Row{"K=' a '", " a "},
           Row{"K='a # b'", "a # b"},
           Row{"K='a\\n$b\\\\'", "a\\n$b\\"},
           Row{"K='it\\'s'", "it's"},
           Row{"K='a\\\"\\b'", "a\\\"\\b"},
           Row{"K='a\r\nb'", "a\nb"},
           Row{"K='a\"b'", "a\"b"},
           Row{"K = 'a' ", "a"},
           Row{"K='a' # b", "a"},
           Row{"K='a'#b", "a"},
           Row{"K='a\nb'", "a\nb"},
       }) {
    EXPECT_THAT(lines(text), ElementsAre(fmt::format("K=[{}]", value))) << text;
  }
}

TEST(Dotenv, reads_escapes_in_double_quotes) {
  struct Row {
    std::string_view text;
    std::string_view value;
  };
  for (const auto& [text, value] : {
           Row{R"(K="a b")", "a b"},
           Row{R"(K="")", ""},
           Row{R"(K="a\nb\tc\rd")", "a\nb\tc\rd"},
           Row{R"(K="a\"b")", "a\"b"},
           Row{R"(K="a\\")", "a\\"},
           Row{R"(K="a\\nb")", "a\\nb"},
           Row{R"(K="\$A $B ${C}")", R"(\$A $B ${C})"},
           Row{R"(K="a\qb\'")", R"(a\qb')"},
           Row{R"(K="\a\b\f\v")", "\a\b\f\v"},
           Row{R"(K="C:\")", R"(C:\)"},
           Row{R"(K="it's # one" # two)", "it's # one"},
           Row{"K=\"a\nb\"", "a\nb"},
           Row{"K=\"a\\\nb\"", "a\\\nb"},
           Row{"K=\"a\n\n# b\nC=d\n\"", "a\n\n# b\nC=d\n"},
       }) {
    EXPECT_THAT(lines(text), ElementsAre(fmt::format("K=[{}]", value))) << text;
  }
}

TEST(Dotenv, passes_over_blank_lines_and_comments) {
  EXPECT_THAT(lines("\n  \n# A=1\n  # B=2\nC=3\n\n"), ElementsAre("C=[3]"));
  for (const std::string_view text : {"", "\n", "#", "# A=1", "\xEF\xBB\xBF", " \t\r\n"}) {
    EXPECT_THAT(lines(text), IsEmpty()) << text;
  }
}

TEST(Dotenv, drops_export_before_a_key) {
  EXPECT_THAT(lines("export A=1\nexport\tB=2\n  export   C = 3\nexport=4\nexported=5"),
              ElementsAre("A=[1]", "B=[2]", "C=[3]", "export=[4]", "exported=[5]"));
}

TEST(Dotenv, takes_the_keys_that_others_take) {
  EXPECT_THAT(lines("a=1\n_=2\nA_B2=3\na.b-c=4"),
              ElementsAre("a=[1]", "_=[2]", "A_B2=[3]", "a.b-c=[4]"));
}

TEST(Dotenv, keeps_every_line_of_a_key_that_is_there_twice) {
  EXPECT_THAT(lines("A=1\nB=2\nA=3"), ElementsAre("A=[1]", "B=[2]", "A=[3]"));
}

TEST(Dotenv, reads_files_of_other_systems) {
  EXPECT_THAT(lines("\xEF\xBB\xBF"
                    "A=1\r\nB=\"2\"\r\n# c\r\n\r\nC='3' # d\r\nD=4 # e\r\nE=\r\n"),
              ElementsAre("A=[1]", "B=[2]", "C=[3]", "D=[4]", "E=[]"));
}

TEST(Dotenv, knows_where_keys_and_values_are) {
  EXPECT_THAT(places("A=1\n\n  export B = 2\nC=\n"),
              ElementsAre("1 A 1:1 1:3", "3 B 3:10 3:14", "4 C 4:1 4:3"));
  EXPECT_THAT(places("A='x\ny' # z\nB=\"\n\n\"\nC=1"),
              ElementsAre("1 A 1:1 1:3", "3 B 3:1 3:3", "6 C 6:1 6:3"));
  EXPECT_THAT(places("# \xC3\xA9\r\nA=1\r\n"), ElementsAre("2 A 2:1 2:3"));
}

TEST(Dotenv, does_not_count_a_byte_order_mark_as_a_column) {
  EXPECT_THAT(places("\xEF\xBB\xBF"
                     "A=1\nB=2"),
              ElementsAre("1 A 1:1 1:3", "2 B 2:1 2:3"));
}

TEST(Dotenv, refuses_a_line_that_is_no_assignment) {
  for (const std::string_view line :
       {"A", "export", "export=", "=1", "A B=1", "1A=1", "\xC3\xA9=1", "A:b=1", "A # b", "A#b=1",
        "'A B'=1", "''=1", "'A", "\"A\"=1", "-- A", "a;b=c", "set -a"}) {
    EXPECT_EQ(refusal_of_dotenv("# one\nOK=1\n" + std::string(line) + "\nB=2"),
              line == "export=" ? "" : ".env:3:1: expected KEY=VALUE")
        << line;
  }
  EXPECT_EQ(refusal_of_dotenv(" = 1"), ".env:1:2: expected KEY=VALUE");
  EXPECT_EQ(refusal_of_dotenv("export A"), ".env:1:8: expected KEY=VALUE");
  EXPECT_EQ(refusal_of_dotenv("export  A B=1"), ".env:1:9: expected KEY=VALUE");
  EXPECT_EQ(refusal_of_dotenv("export = 1"), ".env:1:8: expected KEY=VALUE");
}

TEST(Dotenv, refuses_a_quote_that_never_ends) {
  for (const std::string_view text :
       {"A=\"b", "A='b", "A=\"", "A='", "A=\"b\\", "A=\"b\nC=d\n", "A='b\n\n\n"}) {
    EXPECT_EQ(refusal_of_dotenv("\n" + std::string(text)),
              ".env:2:3: the quote that opens here is never closed")
        << text;
  }
  EXPECT_EQ(refusal_of_dotenv("\xC3\xA9=1"), ".env:1:1: expected KEY=VALUE");
}

TEST(Dotenv, refuses_text_after_a_closing_quote) {
  struct Row {
    std::string_view text;
    std::string_view at;
  };
  for (const auto& [text, at] :
       {Row{"A=\"b\"c", "1:6"}, Row{"A='b'c", "1:6"}, Row{"A='b' c", "1:7"},
        Row{"A='it''s'", "1:7"}, Row{"A=\"\"\"b\"\"\"", "1:5"}, Row{"A='b'; B=c", "1:6"},
        Row{"A='b\nc' d", "2:4"}, Row{"A='\xC3\xA9' d", "1:7"},
        Row{"A=\"a\\\\\"\nB=\"x\"", "2:4"}}) {
    EXPECT_EQ(refusal_of_dotenv(text), fmt::format(".env:{}: text after the closing quote", at))
        << text;
  }
}

TEST(Dotenv, refuses_bytes_that_are_no_text) {
  struct Row {
    std::string_view text;
    std::string_view error;
  };
  for (const auto& [text, error] :
       {Row{std::string_view("A=1\nB=\0b", 8), "2:3: control character \\x00"},
        Row{"A=\x1b[1m", "1:3: control character \\x1b"}, Row{"A=\xFF", "1:3: invalid UTF-8"},
        Row{"\xC3\xA9 \xC0\x80", "1:3: invalid UTF-8"}, Row{"# \xED\xA0\x80", "1:3: invalid UTF-8"},
        Row{"A=1\rB=2", "1:4: a carriage return without a line feed"},
        Row{std::string_view("\xFF\xFE"
                             "A\0",
                             4),
            "1:1: this is UTF-16: save it as UTF-8"}}) {
    EXPECT_EQ(refusal_of_dotenv(text), fmt::format(".env:{}", error));
  }
}

TEST(Dotenv, takes_half_a_million_variables) {
  std::string text;
  for (int i = 0; i < 500'000; ++i) {
    text += "K=\n";
  }
  // All before it are taken, then.
  EXPECT_EQ(refusal_of_dotenv(text + " K=\n"), ".env:500001:2: more than 500000 variables");
}

TEST(Dotenv, tells_no_value_in_a_message) {
  for (const std::string_view text : {"secret", "A B=secret", "A='secret", "A=\"secret\" secret",
                                      "export secret", "secret:secret@host"}) {
    EXPECT_THAT(refusal_of_dotenv(text), Not(HasSubstr("secret"))) << text;
  }
}

TEST(DotenvDocument, is_an_object_of_strings) {
  const Document document = parse_dotenv_document("A=1\nexport B='x y'\nC=\nD=true", ".env");
  EXPECT_EQ(boost::json::serialize(document.root), R"({"A":"1","B":"x y","C":"","D":"true"})");
  EXPECT_EQ(boost::json::serialize(parse_dotenv_document("", ".env").root), "{}");
}

TEST(DotenvDocument, refuses_a_key_that_is_there_twice) {
  try {
    (void)parse_dotenv_document("A=1\nB='\n'\n export A=3\nC=4", ".env");
    FAIL();
  } catch (const InputError& error) {
    EXPECT_STREQ(error.what(), ".env:4:9: duplicate key `A`, first on line 1");
  }
}

TEST(DotenvDocument, knows_where_its_parts_are) {
  const Document document = parse_dotenv_document("# a\nexport A.b-c = 'x\ny'\nD=1", ".env");
  ASSERT_TRUE(document.find("/A.b-c"));
  EXPECT_EQ(document.find("/A.b-c")->key, (Position{2, 8}));
  EXPECT_EQ(document.find("/A.b-c")->value, (Position{2, 16}));
  ASSERT_TRUE(document.find("/D"));
  EXPECT_EQ(document.find("/D")->key, (Position{4, 1}));
  ASSERT_TRUE(document.find(""));
  EXPECT_FALSE(document.find("/E"));
  EXPECT_FALSE(document.find("/D/x"));
}

TEST(DotenvDocument, may_have_more_members_than_a_small_object) {
  std::string text;
  for (int i = 0; i < 200; ++i) {
    text += fmt::format("K{}={}\n", i, i + 100);
  }
  const Document document = parse_dotenv_document(text, ".env");
  EXPECT_EQ(document.root.as_object().size(), 200U);
  for (unsigned i = 0; i < 200; ++i) {
    const std::string key = fmt::format("K{}", i);
    EXPECT_EQ(document.root.at(key).as_string(), std::to_string(i + 100));
    ASSERT_TRUE(document.find("/" + key));
    EXPECT_EQ(document.find("/" + key)->key.line, i + 1);
  }
}

} // namespace
} // namespace aether
