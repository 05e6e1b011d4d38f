#include "db/database_url.h"

#include <gmock/gmock.h>

#include "core/error.h"

namespace aether {
namespace {

using testing::HasSubstr;
using testing::Not;

DatabaseUrl parse(std::string_view text) { return parse_database_url(text, "/base"); }

// What stands in the message where the text is refused.
std::string refusal_of_url(std::string_view text) {
  try {
    const DatabaseUrl url = parse(text);
    return "taken as " + url.shown;
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::usage) << text;
    return error.what();
  }
}

TEST(DatabaseUrl, of_sqlite_names_a_file_below_the_base) {
  struct Row {
    std::string_view text;
    std::string_view file;
  };
  for (const auto& [text, file] : {
           Row{"sqlite:data/aether.db", "/base/data/aether.db"},
           Row{"sqlite:/var/aether.db", "/var/aether.db"},
           Row{"sqlite:../x.db", "/x.db"},
           Row{"sqlite:./a//b/../x.db", "/base/a/x.db"},
           Row{"sqlite:///data/aether.db", "/base/data/aether.db"},
           Row{"sqlite:////var/aether.db", "/var/aether.db"},
           Row{"sqlite+aiosqlite:///x.db", "/base/x.db"},
           Row{"sqlite+pysqlite:////x.db", "/x.db"},
           Row{"SQLite:x.db", "/base/x.db"},
       }) {
    const DatabaseUrl url = parse(text);
    EXPECT_EQ(url.engine, DatabaseEngine::sqlite) << text;
    EXPECT_EQ(url.file, file) << text;
    EXPECT_EQ(url.shown, "sqlite:" + std::string(file)) << text;
    EXPECT_EQ(url.conninfo, "") << text;
  }
}

TEST(DatabaseUrl, of_sqlite_takes_nothing_in_a_path_for_encoded) {
  EXPECT_EQ(parse("sqlite:///a%20b.db").file, "/base/a%20b.db");
  EXPECT_EQ(parse("sqlite:a%20b?c#d.db").file, "/base/a%20b?c#d.db");
  EXPECT_EQ(parse("sqlite:C:/x.db").file, "/base/C:/x.db");
}

TEST(DatabaseUrl, of_sqlite_leaves_the_parameters_of_a_driver_out) {
  EXPECT_EQ(parse("sqlite:///x.db?check_same_thread=false").file, "/base/x.db");
  EXPECT_EQ(parse("sqlite:////x.db?timeout=5&a=/b").file, "/x.db");
}

TEST(DatabaseUrl, of_sqlite_has_to_name_a_file) {
  for (const std::string_view text : {"sqlite:", "sqlite://", "sqlite:///", "sqlite::memory:",
                                      "sqlite:///:memory:", "sqlite+aiosqlite://"}) {
    EXPECT_THAT(refusal_of_url(text), HasSubstr("in memory")) << text;
  }
  EXPECT_THAT(refusal_of_url("sqlite://data/aether.db"), HasSubstr("three slashes"));
  EXPECT_THAT(refusal_of_url("sqlite:file:x.db?mode=ro"), HasSubstr("file:..."));
  EXPECT_THAT(refusal_of_url("sqlite:///file:x.db?uri=true"), HasSubstr("file:..."));
}

TEST(DatabaseUrl, of_postgresql_is_given_to_libpq) {
  struct Row {
    std::string_view text;
    std::string_view conninfo;
  };
  for (const auto& [text, conninfo] : {
           Row{"postgresql://localhost/db", "postgresql://localhost/db"},
           Row{"postgres://localhost:5433/db", "postgresql://localhost:5433/db"},
           Row{"postgresql+asyncpg://ann@h/db", "postgresql://ann@h/db"},
           Row{"postgresql+psycopg2://ann:pw@h/db", "postgresql://ann:pw@h/db"},
           Row{"PostgreSQL://h/db", "postgresql://h/db"},
           Row{"postgresql:///db", "postgresql:///db"},
           Row{"postgresql://", "postgresql://"},
           Row{"postgresql://[::1]:5432/db", "postgresql://[::1]:5432/db"},
           Row{"postgresql://ann@[::1]/db", "postgresql://ann@[::1]/db"},
           Row{"postgresql://a:1,b:2/db", "postgresql://a:1,b:2/db"},
           Row{"postgresql://%2Fvar%2Frun/db", "postgresql://%2Fvar%2Frun/db"},
           Row{"postgresql:///db?host=/run/pg", "postgresql:///db?host=/run/pg"},
       }) {
    const DatabaseUrl url = parse(text);
    EXPECT_EQ(url.engine, DatabaseEngine::postgres) << text;
    EXPECT_EQ(url.conninfo, conninfo) << text;
    EXPECT_EQ(url.file, "") << text;
  }
}

TEST(DatabaseUrl, encodes_what_a_driver_takes_in_a_password_as_it_is) {
  struct Row {
    std::string_view text;
    std::string_view conninfo;
  };
  for (const auto& [text, conninfo] : {
           Row{"postgresql://u:p@ss@h/db", "postgresql://u:p%40ss@h/db"},
           Row{"postgresql://u:p/ss@h/db", "postgresql://u:p%2Fss@h/db"},
           Row{"postgresql://u:p?s=s@h/db", "postgresql://u:p%3Fs=s@h/db"},
           Row{"postgresql://u:12/34@h:5432/db", "postgresql://u:12%2F34@h:5432/db"},
           Row{"postgresql://u:100%@h/db", "postgresql://u:100%25@h/db"},
           Row{"postgresql://u:a%zz@h/db", "postgresql://u:a%25zz@h/db"},
           Row{"postgresql://u:a%4g@h/db", "postgresql://u:a%254g@h/db"},
           Row{"postgresql://u:p%40ss@h/db", "postgresql://u:p%40ss@h/db"},
           Row{"postgresql://u:a:b@h/db", "postgresql://u:a:b@h/db"},
           Row{"postgresql://u@x.org:p@h/db", "postgresql://u%40x.org:p@h/db"},
           Row{"postgresql://u:@h/db", "postgresql://u:@h/db"},
       }) {
    EXPECT_EQ(parse(text).conninfo, conninfo) << text;
  }
}

TEST(DatabaseUrl, takes_an_at_sign_among_the_parameters_for_no_login) {
  for (const std::string_view text :
       {"postgresql://h/db?options=a@b", "postgresql://h:5432/db?options=a@b",
        "postgresql://h:/db?options=a@b", "postgresql://a:1,b:2/db?options=a@b",
        "postgresql://[::1]:5432/db?options=a@b"}) {
    EXPECT_EQ(parse(text).conninfo, text);
  }
}

TEST(DatabaseUrl, takes_an_at_sign_before_any_slash_for_the_end_of_a_login_as_libpq_does) {
  EXPECT_EQ(parse("postgresql://h:5432?options=a@b").conninfo, "postgresql://h:5432%3Foptions=a@b");
  EXPECT_EQ(parse("postgresql://h:5432?options=a@b").shown, "postgresql://h:***@b");
  EXPECT_EQ(parse("postgresql://h?options=a@b").conninfo, "postgresql://h%3Foptions=a@b");
}

TEST(DatabaseUrl, keeps_the_parameters_that_libpq_knows) {
  struct Row {
    std::string_view parameters;
    std::string_view kept;
  };
  for (const auto& [parameters, kept] : {
           Row{"?sslmode=require&connect_timeout=3", "?sslmode=require&connect_timeout=3"},
           Row{"?ssl=true", "?sslmode=require"},
           Row{"?ssl=verify-full", "?sslmode=verify-full"},
           Row{"?prepared_statement_cache_size=0", ""},
           Row{"?command_timeout=5&user=ann&server_settings=x", "?user=ann"},
           Row{"?", ""},
           Row{"?&&user=ann&", "?user=ann"},
           Row{"?users=ann", ""},
       }) {
    EXPECT_EQ(parse("postgresql://h/db" + std::string(parameters)).conninfo,
              "postgresql://h/db" + std::string(kept));
  }
}

TEST(DatabaseUrl, shows_no_password) {
  struct Row {
    std::string_view text;
    std::string_view shown;
  };
  for (const auto& [text, shown] : {
           Row{"postgresql://u:secret@h/db", "postgresql://u:***@h/db"},
           Row{"postgresql://u:@h/db", "postgresql://u:***@h/db"},
           Row{"postgresql://u@h/db", "postgresql://u@h/db"},
           Row{"postgresql://:secret@h/db", "postgresql://:***@h/db"},
           Row{"postgresql://u:sec@ret@h/db", "postgresql://u:***@h/db"},
           Row{"postgresql://u:sec/ret@h/db", "postgresql://u:***@h/db"},
           Row{"postgresql://u:sec?r=et@h/db", "postgresql://u:***@h/db"},
           Row{"postgresql://u:secret@h/db?sslmode=require",
               "postgresql://u:***@h/db?sslmode=require"},
           Row{"postgresql://h/db?password=secret", "postgresql://h/db?password=***"},
           Row{"postgresql://h/db?user=u&password=secret&port=1",
               "postgresql://h/db?user=u&password=***&port=1"},
           Row{"postgresql://h/db?sslpassword=secret", "postgresql://h/db?sslpassword=***"},
           Row{"postgresql://h/db?password=sec@ret", "postgresql://h/db?password=***"},
           Row{"postgresql://h:1/db?password=sec@ret", "postgresql://h:1/db?password=***"},
       }) {
    EXPECT_EQ(parse(text).shown, shown) << text;
  }
}

TEST(DatabaseUrl, shows_nothing_of_a_password_with_a_slash_and_an_at_sign) {
  EXPECT_THAT(parse("postgresql://u:one/two@three@h/db").shown, Not(HasSubstr("three")));
}

TEST(DatabaseUrl, keeps_a_password_among_the_parameters_for_libpq) {
  EXPECT_EQ(parse("postgresql://h/db?password=secret").conninfo,
            "postgresql://h/db?password=secret");
}

TEST(DatabaseUrl, refuses_what_is_no_address) {
  for (const std::string_view text : {"", ":", "x.db", "/var/x.db", "sqlite", "postgresql",
                                      "C:\\x.db", "host=h dbname=db", "u:secret@h/db"}) {
    EXPECT_THAT(refusal_of_url(text), HasSubstr("this is no address of a database")) << text;
  }
  EXPECT_THAT(refusal_of_url("postgresql:h/db"), HasSubstr("begins with `postgresql://`"));
}

TEST(DatabaseUrl, refuses_other_engines_without_telling_a_password) {
  const std::string message = refusal_of_url("mysql+pymysql://u:secret@h/db");
  EXPECT_THAT(message, HasSubstr("the engine `mysql` is not supported"));
  EXPECT_THAT(message, Not(HasSubstr("secret")));
  EXPECT_THAT(refusal_of_url("u:secret@h/db"), Not(HasSubstr("secret")));
  EXPECT_THAT(refusal_of_url("postgresql:u:secret@h/db"), Not(HasSubstr("secret")));
  EXPECT_THAT(refusal_of_url("sqlites:///x.db"), HasSubstr("the engine `sqlites`"));
}

TEST(DatabaseEngineName, is_that_of_its_addresses) {
  EXPECT_EQ(to_string(DatabaseEngine::sqlite), "sqlite");
  EXPECT_EQ(to_string(DatabaseEngine::postgres), "postgresql");
}

} // namespace
} // namespace aether
