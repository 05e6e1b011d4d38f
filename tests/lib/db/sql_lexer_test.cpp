// Where split_sql() ends the statements of SQLite and of PostgreSQL, after their manuals.
#include "db/sql_lexer.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aether {
namespace {

using testing::ElementsAre;

// A statement and the place where it begins: line and column from 1, the column in bytes.
struct Piece {
  std::string text;
  std::size_t line = 1;
  std::size_t column = 1;
};

struct LexerRow {
  const char* name;
  std::string script;
  std::vector<Piece> statements;
  std::optional<std::size_t> problem_at = {};
};

std::string shown(const Piece& piece) {
  return std::to_string(piece.line) + ":" + std::to_string(piece.column) + " " + piece.text;
}

std::vector<std::string> shown(const std::vector<Piece>& pieces) {
  std::vector<std::string> result;
  for (const Piece& piece : pieces) {
    result.push_back(shown(piece));
  }
  return result;
}

Piece piece_of(std::string_view script, const SqlStatement& statement) {
  const std::string_view before = script.substr(0, statement.begin);
  const std::size_t newline = before.rfind('\n');
  const std::size_t line_begin = newline == std::string_view::npos ? 0 : newline + 1;
  return {std::string(statement.text),
          static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n')) + 1,
          statement.begin - line_begin + 1};
}

std::vector<Piece> pieces_of(std::string_view script, const SqlScript& split) {
  std::vector<Piece> result;
  for (const SqlStatement& statement : split.statements) {
    result.push_back(piece_of(script, statement));
  }
  return result;
}

// The tokens lie in order and span the text of their statement, all of it views into the script.
void expect_tokens_fit(std::string_view script, const SqlStatement& statement) {
  EXPECT_EQ(statement.text.data(), script.data() + statement.begin);
  EXPECT_EQ(statement.whole.data(), script.data() + statement.begin);
  EXPECT_TRUE(statement.whole == statement.text || statement.whole.ends_with(';'));
  EXPECT_TRUE(statement.whole.starts_with(statement.text));
  ASSERT_FALSE(statement.tokens.empty());
  EXPECT_EQ(statement.tokens.front().begin, statement.begin);
  EXPECT_EQ(statement.tokens.back().end(), statement.begin + statement.text.size());
  std::size_t end = statement.begin;
  for (const SqlToken& token : statement.tokens) {
    EXPECT_GE(token.begin, end);
    EXPECT_GT(token.end(), token.begin);
    EXPECT_EQ(token.text, script.substr(token.begin, token.text.size()));
    end = token.end();
  }
}

void expect_rows(const std::vector<LexerRow>& rows, SqlDialect dialect) {
  for (const LexerRow& row : rows) {
    SCOPED_TRACE(row.name);
    const SqlScript split = split_sql(row.script, dialect);
    EXPECT_EQ(shown(pieces_of(row.script, split)), shown(row.statements));
    EXPECT_EQ(split.problem.has_value(), row.problem_at.has_value())
        << (split.problem ? split.problem->message : "no problem");
    if (split.problem && row.problem_at) {
      EXPECT_EQ(split.problem->at, *row.problem_at) << split.problem->message;
      EXPECT_FALSE(split.problem->message.empty());
    }
    for (const SqlStatement& statement : split.statements) {
      expect_tokens_fit(row.script, statement);
    }
  }
}

SqlStatement only_statement(std::string_view script, SqlDialect dialect) {
  const SqlScript split = split_sql(script, dialect);
  EXPECT_EQ(split.statements.size(), 1U);
  return split.statements.empty() ? SqlStatement{} : split.statements.front();
}

std::vector<std::string> token_texts(std::string_view script, SqlDialect dialect) {
  std::vector<std::string> result;
  for (const SqlToken& token : only_statement(script, dialect).tokens) {
    result.emplace_back(token.text);
  }
  return result;
}

std::vector<SqlTokenKind> token_kinds(std::string_view script, SqlDialect dialect) {
  std::vector<SqlTokenKind> result;
  for (const SqlToken& token : only_statement(script, dialect).tokens) {
    result.push_back(token.kind);
  }
  return result;
}

std::vector<std::string> token_names(std::string_view script, SqlDialect dialect) {
  std::vector<std::string> result;
  for (const SqlToken& token : only_statement(script, dialect).tokens) {
    result.push_back(token.name());
  }
  return result;
}

std::vector<LexerRow> postgres_plain_rows() {
  return {
      {"nothing", "", {}},
      {"blanks only", " \t\n\f \r\n", {}},
      {"semicolons only", ";;\n;", {}},
      {"one statement", "SELECT 1;", {{"SELECT 1"}}},
      {"no semicolon at the end", "SELECT 1", {{"SELECT 1"}}},
      {"no semicolon and a line break", "SELECT 1\n", {{"SELECT 1"}}},
      {"two on a line", "SELECT 1;SELECT 2;", {{"SELECT 1"}, {"SELECT 2", 1, 10}}},
      {"blanks before the semicolon", "SELECT 1 \n ;", {{"SELECT 1"}}},
      {"empty statements between",
       ";; SELECT 1;;\n ;SELECT 2;;",
       {{"SELECT 1", 1, 4}, {"SELECT 2", 2, 3}}},
      {"lines of one statement", "SELECT\n  1;\n\nSELECT 2", {{"SELECT\n  1"}, {"SELECT 2", 4, 1}}},
      {"a form feed between", "SELECT\f1;\fSELECT 2", {{"SELECT\f1"}, {"SELECT 2", 1, 11}}},
      {"carriage returns", "SELECT 1;\r\nSELECT\r\n2;\r\n", {{"SELECT 1"}, {"SELECT\r\n2", 2, 1}}},
      {"names beyond ASCII",
       "SELECT größe FROM straße; SELECT 2",
       {{"SELECT größe FROM straße"}, {"SELECT 2", 1, 30}}},
      {"strings beyond ASCII",
       "SELECT '日;本';SELECT 2",
       {{"SELECT '日;本'"}, {"SELECT 2", 1, 18}}},
      {"a transaction",
       "BEGIN; INSERT INTO t VALUES (1); END;",
       {{"BEGIN"}, {"INSERT INTO t VALUES (1)", 1, 8}, {"END", 1, 34}}},
      {"a parameter", "SELECT $1;SELECT $2", {{"SELECT $1"}, {"SELECT $2", 1, 11}}},
      {"casts",
       "SELECT '1;2'::text::varchar;SELECT 2",
       {{"SELECT '1;2'::text::varchar"}, {"SELECT 2", 1, 29}}},
      {"an array slice",
       "SELECT (a)[1:2] FROM t;SELECT 2",
       {{"SELECT (a)[1:2] FROM t"}, {"SELECT 2", 1, 24}}},
      {"operators of JSON",
       "SELECT a->>'b;c', a ? ';' FROM t;SELECT 2",
       {{"SELECT a->>'b;c', a ? ';' FROM t"}, {"SELECT 2", 1, 34}}},
      {"operators of many characters",
       "SELECT ||/ 27.0, @ -5, |/ 4, 'a' !~* 'b';SELECT 2",
       {{"SELECT ||/ 27.0, @ -5, |/ 4, 'a' !~* 'b'"}, {"SELECT 2", 1, 42}}},
      {"numbers",
       "SELECT 1.5e-3, .5, 4., 1E10;SELECT 2",
       {{"SELECT 1.5e-3, .5, 4., 1E10"}, {"SELECT 2", 1, 29}}},
  };
}

std::vector<LexerRow> postgres_comment_rows() {
  return {
      {"a comment on a line", "-- a; b\nSELECT 1;", {{"SELECT 1", 2, 1}}},
      {"comments only", "-- a;\n/* b; */ -- c", {}},
      {"an empty statement of comments",
       "/* a */; -- b\n; SELECT 1 /* c */;",
       {{"SELECT 1", 2, 3}}},
      {"a comment after the statement",
       "SELECT 1 -- a;\n;SELECT 2",
       {{"SELECT 1"}, {"SELECT 2", 2, 2}}},
      {"a comment within the statement",
       "SELECT -- it's; \"so\n 1;",
       {{"SELECT -- it's; \"so\n 1"}}},
      {"a comment at the very end", "SELECT 1--", {{"SELECT 1"}}},
      {"a line comment ends at a carriage return", "-- a\rSELECT 1;", {{"SELECT 1", 1, 6}}},
      {"a line comment before both line ends", "-- a;\r\nSELECT 1;", {{"SELECT 1", 2, 1}}},
      {"a block comment", "/* a;\n 'b */SELECT 1;", {{"SELECT 1", 2, 7}}},
      {"a nested block comment", "/* a /* b; */ c; */ SELECT 1;", {{"SELECT 1", 1, 21}}},
      {"a block comment nested at once", "/*/**/;*/SELECT 1;", {{"SELECT 1", 1, 10}}},
      {"a block comment of stars", "/*****/SELECT 1;/***/", {{"SELECT 1", 1, 8}}},
      {"a block comment that a slash does not end", "/*/;*/SELECT 1;", {{"SELECT 1", 1, 7}}},
      {"a line comment does not hide the end of a block",
       "/* -- */SELECT 1;",
       {{"SELECT 1", 1, 9}}},
      {"a line comment hides the beginning of a block", "-- /*\nSELECT 1;", {{"SELECT 1", 2, 1}}},
      {"a block comment as the only blank",
       "SELECT/*;*/1;SELECT 2",
       {{"SELECT/*;*/1"}, {"SELECT 2", 1, 14}}},
      {"comment marks in a string",
       "SELECT '--', '/*';SELECT 2",
       {{"SELECT '--', '/*'"}, {"SELECT 2", 1, 19}}},
      {"comment marks in a name",
       "SELECT 1 \"--\", 2 \"/*\";SELECT 2",
       {{"SELECT 1 \"--\", 2 \"/*\""}, {"SELECT 2", 1, 23}}},
      {"an operator and a line comment",
       "SELECT 1 +-- a;\n2;SELECT 2",
       {{"SELECT 1 +-- a;\n2"}, {"SELECT 2", 2, 3}}},
      {"an operator and a block comment",
       "SELECT 1 */*;*/ 2;SELECT 2",
       {{"SELECT 1 */*;*/ 2"}, {"SELECT 2", 1, 19}}},
      {"the end of a comment is an operator elsewhere",
       "SELECT 1 */ 2;SELECT 2",
       {{"SELECT 1 */ 2"}, {"SELECT 2", 1, 15}}},
      {"two signs apart are no comment",
       "SELECT 1 - -1;SELECT 2",
       {{"SELECT 1 - -1"}, {"SELECT 2", 1, 15}}},
  };
}

// Where psql forgets at the end of a line that it was in an E'' string, the rows follow the server.
std::vector<LexerRow> postgres_string_rows() {
  return {
      {"a semicolon in a string", "SELECT 'a;b';", {{"SELECT 'a;b'"}}},
      {"a doubled quote", "SELECT 'it''s;';SELECT 2", {{"SELECT 'it''s;'"}, {"SELECT 2", 1, 17}}},
      {"nothing but a doubled quote",
       "SELECT '''';SELECT ''",
       {{"SELECT ''''"}, {"SELECT ''", 1, 13}}},
      {"a backslash ends nothing",
       R"(SELECT 'C:\';SELECT 2)",
       {{R"(SELECT 'C:\')"}, {"SELECT 2", 1, 14}}},
      {"a string over lines",
       "SELECT 'a;\n;b';\nSELECT 2",
       {{"SELECT 'a;\n;b'"}, {"SELECT 2", 3, 1}}},
      {"a quote after a backslash",
       R"(SELECT E'it\'s;';SELECT 2)",
       {{R"(SELECT E'it\'s;')"}, {"SELECT 2", 1, 18}}},
      {"two backslashes before the quote",
       R"(SELECT e'a\\';SELECT 2)",
       {{R"(SELECT e'a\\')"}, {"SELECT 2", 1, 15}}},
      {"a doubled quote among backslashes",
       R"(SELECT E'a''\';';SELECT 2)",
       {{R"(SELECT E'a''\';')"}, {"SELECT 2", 1, 18}}},
      {"a backslash and a doubled quote",
       R"(SELECT E'\''';';SELECT 2)",
       {{R"(SELECT E'\''';')"}, {"SELECT 2", 1, 17}}},
      {"a name that ends with e",
       R"(SELECT name'a\';SELECT 2)",
       {{R"(SELECT name'a\')"}, {"SELECT 2", 1, 17}}},
      {"the letter apart from its string",
       R"(SELECT e 'a\';SELECT 2)",
       {{R"(SELECT e 'a\')"}, {"SELECT 2", 1, 15}}},
      {"a string of bits",
       R"(SELECT B'10', b'1;\';SELECT 2)",
       {{R"(SELECT B'10', b'1;\')"}, {"SELECT 2", 1, 22}}},
      {"a string of hexadecimal digits",
       R"(SELECT X'1F', x';\';SELECT 2)",
       {{R"(SELECT X'1F', x';\')"}, {"SELECT 2", 1, 21}}},
      {"a national string",
       R"(SELECT N'a;\', n'it''s;';SELECT 2)",
       {{R"(SELECT N'a;\', n'it''s;')"}, {"SELECT 2", 1, 26}}},
      {"a string of code points",
       R"(SELECT U&'d\0061t\+000061;', u&'\';SELECT 2)",
       {{R"(SELECT U&'d\0061t\+000061;', u&'\')"}, {"SELECT 2", 1, 36}}},
      {"an escape of one's own",
       "SELECT U&'d!0061;' UESCAPE '!';SELECT 2",
       {{"SELECT U&'d!0061;' UESCAPE '!'"}, {"SELECT 2", 1, 32}}},
      {"the operator & after u",
       "SELECT u & ';' FROM t;SELECT 2",
       {{"SELECT u & ';' FROM t"}, {"SELECT 2", 1, 23}}},
      {"a string goes on after a line break",
       "SELECT 'a;'\n  ';b';SELECT 2",
       {{"SELECT 'a;'\n  ';b'"}, {"SELECT 2", 2, 8}}},
      {"backslashes count in what goes on",
       "SELECT E'a'\n'it\\'s;';SELECT 2",
       {{"SELECT E'a'\n'it\\'s;'"}, {"SELECT 2", 2, 10}}},
      {"backslashes count in all that goes on",
       "SELECT E'a'\n'b'\n\n'it\\'s;';SELECT 2",
       {{"SELECT E'a'\n'b'\n\n'it\\'s;'"}, {"SELECT 2", 4, 10}}},
      {"what goes on after a carriage return",
       "SELECT E'a'\r\n\t'it\\'s;';SELECT 2",
       {{"SELECT E'a'\r\n\t'it\\'s;'"}, {"SELECT 2", 2, 11}}},
      {"what goes on after a comment",
       "SELECT E'a' -- it's;\n'it\\'s;';SELECT 2",
       {{"SELECT E'a' -- it's;\n'it\\'s;'"}, {"SELECT 2", 2, 10}}},
      {"a string on the same line is another",
       R"(SELECT E'a' 'b\';SELECT 2)",
       {{R"(SELECT E'a' 'b\')"}, {"SELECT 2", 1, 18}}},
      {"a block comment joins no strings",
       "SELECT E'a' /* b */\n'c\\';SELECT 2",
       {{"SELECT E'a' /* b */\n'c\\'"}, {"SELECT 2", 2, 6}}},
      {"a comma joins no strings",
       "SELECT E'a',\n'c\\';SELECT 2",
       {{"SELECT E'a',\n'c\\'"}, {"SELECT 2", 2, 6}}},
      {"a quoted name",
       "SELECT 1 AS \"a;b\";SELECT 2",
       {{"SELECT 1 AS \"a;b\""}, {"SELECT 2", 1, 19}}},
      {"a quoted name with a doubled quote",
       "SELECT 1 AS \"a\"\";'b\";SELECT 2",
       {{"SELECT 1 AS \"a\"\";'b\""}, {"SELECT 2", 1, 22}}},
      {"a quoted name with a backslash",
       R"(SELECT 1 AS "a\";SELECT 2)",
       {{R"(SELECT 1 AS "a\")"}, {"SELECT 2", 1, 18}}},
      {"a quoted name beyond ASCII",
       "SELECT 1 AS \"Ü;\";SELECT 2",
       {{"SELECT 1 AS \"Ü;\""}, {"SELECT 2", 1, 19}}},
      {"a name of code points",
       R"(SELECT 1 AS U&"d\0061;""\";SELECT 2)",
       {{R"(SELECT 1 AS U&"d\0061;""\")"}, {"SELECT 2", 1, 28}}},
  };
}

std::vector<LexerRow> postgres_dollar_rows() {
  return {
      {"dollar quotes", "SELECT $$a;'b$$;SELECT 2", {{"SELECT $$a;'b$$"}, {"SELECT 2", 1, 17}}},
      {"nothing between dollars", "SELECT $$$$;SELECT 2", {{"SELECT $$$$"}, {"SELECT 2", 1, 13}}},
      {"dollars with a tag",
       "SELECT $a$;$$;$a$;SELECT 2",
       {{"SELECT $a$;$$;$a$"}, {"SELECT 2", 1, 19}}},
      {"a tag within another",
       "SELECT $a$ $b$;$b$ ; $a$;SELECT 2",
       {{"SELECT $a$ $b$;$b$ ; $a$"}, {"SELECT 2", 1, 26}}},
      {"a tag has its case",
       "SELECT $a$;$A$;$a$;SELECT 2",
       {{"SELECT $a$;$A$;$a$"}, {"SELECT 2", 1, 20}}},
      {"a tag with digits",
       "SELECT $a_1$;$a$;$a_1$;SELECT 2",
       {{"SELECT $a_1$;$a$;$a_1$"}, {"SELECT 2", 1, 24}}},
      {"a tag beyond ASCII", "SELECT $é$;$é$;SELECT 2", {{"SELECT $é$;$é$"}, {"SELECT 2", 1, 18}}},
      {"a dollar before the end",
       "SELECT $a$b$$a$;SELECT 2",
       {{"SELECT $a$b$$a$"}, {"SELECT 2", 1, 17}}},
      {"half a tag before the end",
       "SELECT $ab$;$a$ab$;SELECT 2",
       {{"SELECT $ab$;$a$ab$"}, {"SELECT 2", 1, 20}}},
      {"a backslash between dollars",
       R"(SELECT $$\$$;SELECT 2)",
       {{R"(SELECT $$\$$)"}, {"SELECT 2", 1, 14}}},
      {"comments between dollars",
       "SELECT $$/* -- $$;SELECT 2",
       {{"SELECT $$/* -- $$"}, {"SELECT 2", 1, 19}}},
      {"a digit begins no tag", "SELECT $1+$1;SELECT 2", {{"SELECT $1+$1"}, {"SELECT 2", 1, 14}}},
      {"a parameter between dollars of no quote",
       "SELECT $1$2;SELECT $3",
       {{"SELECT $1$2"}, {"SELECT $3", 1, 13}}},
      {"dollars in a name quote nothing",
       "SELECT a$b$c;SELECT d$b$e",
       {{"SELECT a$b$c"}, {"SELECT d$b$e", 1, 14}}},
      {"two dollars in a name quote nothing",
       "SELECT a$$;SELECT b$$",
       {{"SELECT a$$"}, {"SELECT b$$", 1, 12}}},
      {"a tag that is not closed is none",
       "SELECT $a;SELECT $$;$$",
       {{"SELECT $a"}, {"SELECT $$;$$", 1, 11}}},
      {"dollars in a string", "SELECT '$$';SELECT '$$'", {{"SELECT '$$'"}, {"SELECT '$$'", 1, 13}}},
      {"dollars in a comment",
       "-- $$\nSELECT 1;/* $$ */SELECT 2",
       {{"SELECT 1", 2, 1}, {"SELECT 2", 2, 18}}},
      {"a block of code",
       "DO $$ BEGIN PERFORM 1; END; $$;SELECT 2",
       {{"DO $$ BEGIN PERFORM 1; END; $$"}, {"SELECT 2", 1, 32}}},
      {"a block of code with its language",
       "DO LANGUAGE plpgsql $do$\nBEGIN\n  PERFORM $$;$$;\nEND\n$do$;\nSELECT 2",
       {{"DO LANGUAGE plpgsql $do$\nBEGIN\n  PERFORM $$;$$;\nEND\n$do$"}, {"SELECT 2", 6, 1}}},
      {"a function between dollars",
       "CREATE FUNCTION f() RETURNS int AS $$ BEGIN RETURN 1; END; $$ LANGUAGE plpgsql;\nSELECT 2;",
       {{"CREATE FUNCTION f() RETURNS int AS $$ BEGIN RETURN 1; END; $$ LANGUAGE plpgsql"},
        {"SELECT 2", 2, 1}}},
      {"a function in a string",
       "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1; SELECT 2;';\nSELECT 2;",
       {{"CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1; SELECT 2;'"},
        {"SELECT 2", 2, 1}}},
  };
}

// Where psql takes every BEGIN, CASE and END of a routine for a key word, the rows follow the
// grammar of the server.
std::vector<LexerRow> postgres_body_rows() {
  return {
      {"parentheses of a rule",
       "CREATE RULE r AS ON INSERT TO t DO ALSO (DELETE FROM a; DELETE FROM b;);SELECT 2",
       {{"CREATE RULE r AS ON INSERT TO t DO ALSO (DELETE FROM a; DELETE FROM b;)"},
        {"SELECT 2", 1, 73}}},
      {"nested parentheses of a rule",
       "CREATE RULE r AS ON UPDATE TO t DO INSTEAD (\n  INSERT INTO a VALUES (1);\n  SELECT "
       "(2)\n);\n"
       "SELECT 2",
       {{"CREATE RULE r AS ON UPDATE TO t DO INSTEAD (\n  INSERT INTO a VALUES (1);\n  SELECT "
         "(2)\n)"},
        {"SELECT 2", 5, 1}}},
      {"a parenthesis in a string",
       "SELECT '(';SELECT \"(\";SELECT $$($$",
       {{"SELECT '('"}, {"SELECT \"(\"", 1, 12}, {"SELECT $$($$", 1, 23}}},
      {"a parenthesis too many", "SELECT 1);SELECT 2", {{"SELECT 1)"}, {"SELECT 2", 1, 11}}},
      {"a body",
       "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END;SELECT 3",
       {{"CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END"},
        {"SELECT 3", 1, 70}}},
      {"a body in small letters over lines",
       "create function f(a int) returns int\nlanguage sql\nbegin atomic\n  select "
       "a;\nend;\nselect 2;",
       {{"create function f(a int) returns int\nlanguage sql\nbegin atomic\n  select a;\nend"},
        {"select 2", 6, 1}}},
      {"an empty body",
       "CREATE PROCEDURE p() BEGIN ATOMIC END;SELECT 2",
       {{"CREATE PROCEDURE p() BEGIN ATOMIC END"}, {"SELECT 2", 1, 39}}},
      {"the body of a procedure",
       "CREATE PROCEDURE p() BEGIN ATOMIC DELETE FROM a; DELETE FROM b; END; SELECT 2",
       {{"CREATE PROCEDURE p() BEGIN ATOMIC DELETE FROM a; DELETE FROM b; END"},
        {"SELECT 2", 1, 70}}},
      {"the body of what is replaced",
       "CREATE OR REPLACE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; END; SELECT 2",
       {{"CREATE OR REPLACE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; END"},
        {"SELECT 2", 1, 72}}},
      {"the body of a procedure that is replaced",
       "CREATE OR REPLACE PROCEDURE p() BEGIN ATOMIC SELECT 1; END; SELECT 2",
       {{"CREATE OR REPLACE PROCEDURE p() BEGIN ATOMIC SELECT 1; END"}, {"SELECT 2", 1, 61}}},
      {"comments about a body",
       "/* a */ CREATE -- b\nFUNCTION f() RETURNS int BEGIN /* c; */ ATOMIC -- end;\nSELECT 1; END "
       "/* "
       "d */;SELECT 2",
       {{"CREATE -- b\nFUNCTION f() RETURNS int BEGIN /* c; */ ATOMIC -- end;\nSELECT 1; END", 1,
         9},
        {"SELECT 2", 3, 23}}},
      {"a case in a body",
       "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 ELSE 2 END; "
       "SELECT "
       "3; END; SELECT 4",
       {{"CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 ELSE 2 END; "
         "SELECT "
         "3; END"},
        {"SELECT 4", 1, 102}}},
      {"a case in a case in a body",
       "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC\nSELECT CASE 1 WHEN 2 THEN CASE WHEN true "
       "THEN 3 "
       "END END;\nEND;\nSELECT 4",
       {{"CREATE FUNCTION f() RETURNS int BEGIN ATOMIC\nSELECT CASE 1 WHEN 2 THEN CASE WHEN true "
         "THEN 3 "
         "END END;\nEND"},
        {"SELECT 4", 4, 1}}},
      {"a case in parentheses in a body",
       "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC\nSELECT (CASE WHEN true THEN 1 "
       "END);\nEND;\nSELECT "
       "4",
       {{"CREATE FUNCTION f() RETURNS int BEGIN ATOMIC\nSELECT (CASE WHEN true THEN 1 END);\nEND"},
        {"SELECT 4", 4, 1}}},
      {"a case as the default of an argument",
       "CREATE FUNCTION f(a int DEFAULT CASE WHEN true THEN 1 END) RETURNS int BEGIN "
       "ATOMIC\nSELECT "
       "1;\nEND;\nSELECT 4",
       {{"CREATE FUNCTION f(a int DEFAULT CASE WHEN true THEN 1 END) RETURNS int BEGIN "
         "ATOMIC\nSELECT "
         "1;\nEND"},
        {"SELECT 4", 4, 1}}},
      {"strings in a body",
       "CREATE FUNCTION f() RETURNS text BEGIN ATOMIC\nSELECT 'END;' || $$END;$$;\nEND;\nSELECT 4",
       {{"CREATE FUNCTION f() RETURNS text BEGIN ATOMIC\nSELECT 'END;' || $$END;$$;\nEND"},
        {"SELECT 4", 4, 1}}},
      {"quoted columns begin and end in a body",
       "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC\nSELECT \"begin\", \"end\" FROM "
       "t;\nEND;\nSELECT 4",
       {{"CREATE FUNCTION f() RETURNS int BEGIN ATOMIC\nSELECT \"begin\", \"end\" FROM t;\nEND"},
        {"SELECT 4", 4, 1}}},
      {"a column begin in a body",
       "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC\nSELECT begin FROM t;\nEND;\nSELECT 4",
       {{"CREATE FUNCTION f() RETURNS int BEGIN ATOMIC\nSELECT begin FROM t;\nEND"},
        {"SELECT 4", 4, 1}}},
      {"columns of a table in a body",
       "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC\nSELECT t.begin, t.end, t.case FROM "
       "t;\nEND;\nSELECT 4",
       {{"CREATE FUNCTION f() RETURNS int BEGIN ATOMIC\nSELECT t.begin, t.end, t.case FROM "
         "t;\nEND"},
        {"SELECT 4", 4, 1}}},
      {"labels in a body",
       "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC\nSELECT 1 AS begin, 2 AS end, 3 AS "
       "case;\nEND;\nSELECT 4",
       {{"CREATE FUNCTION f() RETURNS int BEGIN ATOMIC\nSELECT 1 AS begin, 2 AS end, 3 AS "
         "case;\nEND"},
        {"SELECT 4", 4, 1}}},
      {"labels begin and atomic in a body",
       "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC\nSELECT begin atomic FROM t;\nSELECT 1 "
       "begin;\nEND;\nSELECT 4",
       {{"CREATE FUNCTION f() RETURNS int BEGIN ATOMIC\nSELECT begin atomic FROM t;\nSELECT 1 "
         "begin;\nEND"},
        {"SELECT 4", 5, 1}}},
      {"a label end without AS in a body",
       "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC\nSELECT 1 end;\nSELECT 3;\nEND;\nSELECT 4",
       {{"CREATE FUNCTION f() RETURNS int BEGIN ATOMIC\nSELECT 1 end;\nSELECT 3;\nEND"},
        {"SELECT 4", 5, 1}}},
      {"a label case without AS in a body",
       "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC\nSELECT 1 case;\nSELECT 3;\nEND;\nSELECT 4",
       {{"CREATE FUNCTION f() RETURNS int BEGIN ATOMIC\nSELECT 1 case;\nSELECT 3;\nEND"},
        {"SELECT 4", 5, 1}}},
      {"a label end after a case in a body",
       "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC\nSELECT CASE WHEN true THEN 1 END "
       "end;\nSELECT 3;\nEND;\nSELECT 4",
       {{"CREATE FUNCTION f() RETURNS int BEGIN ATOMIC\nSELECT CASE WHEN true THEN 1 END "
         "end;\nSELECT 3;\nEND"},
        {"SELECT 4", 5, 1}}},
      {"names that hold end in a body",
       "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC\nSELECT weekend, end_date, begin_, end$ FROM "
       "t;\nEND;\nSELECT 4",
       {{"CREATE FUNCTION f() RETURNS int BEGIN ATOMIC\nSELECT weekend, end_date, begin_, end$ "
         "FROM "
         "t;\nEND"},
        {"SELECT 4", 4, 1}}},
      {"a function that is an expression",
       "CREATE FUNCTION f(a int) RETURNS int RETURN a + 1;SELECT 2",
       {{"CREATE FUNCTION f(a int) RETURNS int RETURN a + 1"}, {"SELECT 2", 1, 51}}},
      {"a function that is a case",
       "CREATE FUNCTION f(a int) RETURNS int RETURN CASE WHEN a > 0 THEN 1 END;SELECT 2",
       {{"CREATE FUNCTION f(a int) RETURNS int RETURN CASE WHEN a > 0 THEN 1 END"},
        {"SELECT 2", 1, 72}}},
      {"a function whose argument is begin",
       "CREATE FUNCTION f(begin int) RETURNS int RETURN 1;SELECT 2",
       {{"CREATE FUNCTION f(begin int) RETURNS int RETURN 1"}, {"SELECT 2", 1, 51}}},
      {"a function whose argument begin is of type atomic",
       "CREATE FUNCTION f(begin atomic) RETURNS int RETURN 1;SELECT 2",
       {{"CREATE FUNCTION f(begin atomic) RETURNS int RETURN 1"}, {"SELECT 2", 1, 54}}},
      {"a label atomic in parentheses",
       "CREATE FUNCTION f() RETURNS int RETURN (SELECT begin atomic FROM t);SELECT 2",
       {{"CREATE FUNCTION f() RETURNS int RETURN (SELECT begin atomic FROM t)"},
        {"SELECT 2", 1, 69}}},
      {"a function whose name is begin",
       "CREATE FUNCTION begin() RETURNS int RETURN 1;SELECT 2",
       {{"CREATE FUNCTION begin() RETURNS int RETURN 1"}, {"SELECT 2", 1, 46}}},
      {"a table whose columns are begin and atomic",
       "CREATE TABLE t (begin int, atomic int);SELECT begin atomic FROM t;SELECT 2",
       {{"CREATE TABLE t (begin int, atomic int)"},
        {"SELECT begin atomic FROM t", 1, 40},
        {"SELECT 2", 1, 67}}},
      {"a trigger has no body of its own",
       "CREATE TRIGGER g AFTER INSERT ON t EXECUTE FUNCTION f();SELECT 2",
       {{"CREATE TRIGGER g AFTER INSERT ON t EXECUTE FUNCTION f()"}, {"SELECT 2", 1, 57}}},
  };
}

std::vector<LexerRow> postgres_problem_rows() {
  return {
      {"a file to include", "\\i x.sql\n", {}, 0},
      {"a file to include later", "SELECT 1;\n  \\i x.sql\nSELECT 2;", {{"SELECT 1"}}, 12},
      {"a copy by the client", "SELECT 1;\n\\copy t FROM 'x;y'\n", {{"SELECT 1"}}, 10},
      {"a connection", "\\connect other\nSELECT 1;", {}, 0},
      {"a backslash instead of a semicolon", "SELECT 1 \\g\nSELECT 2;", {}, 9},
      {"a backslash before the semicolon", "SELECT 1\\; SELECT 2;", {}, 8},
      {"the data of a copy", "COPY t FROM STDIN;\n1\t2\n\\.\n", {{"COPY t FROM STDIN"}}, 23},
      {"a backslash in a comment or string is none",
       "-- \\i x\nSELECT '\\i';/* \\q */",
       {{"SELECT '\\i'", 2, 1}}},
      {"a string without end", "SELECT 1;SELECT 'a;\n", {{"SELECT 1"}}, 16},
      {"a string whose last quote is doubled", "SELECT 'a'';", {}, 7},
      {"a string whose last quote is escaped", "SELECT E'a\\';", {}, 7},
      {"a string of bits without end", "SELECT B'10;", {}, 7},
      {"a string of hexadecimal digits without end", "SELECT x'10;", {}, 7},
      {"a string of code points without end", "SELECT U&'10;", {}, 7},
      {"a quoted name without end", "SELECT 1; SELECT \"a;", {{"SELECT 1"}}, 17},
      {"a quoted name whose last quote is doubled", "SELECT \"a\"\";", {}, 7},
      {"a name of code points without end", "SELECT U&\"a;", {}, 7},
      {"dollars without end", "SELECT 1;\nDO $$ BEGIN; END; $;", {{"SELECT 1"}}, 13},
      {"dollars whose tag does not return", "SELECT $a$;$$;$A$;", {}, 7},
      {"a block comment without end", "SELECT 1; /* a; ", {{"SELECT 1"}}, 10},
      {"a nested block comment without end", "/* a /* b */ SELECT 1;", {}, 0},
      {"a block comment of three characters", "SELECT 1;/*/", {{"SELECT 1"}}, 9},
      {"a parenthesis without end", "SELECT 1;SELECT (1, (2);SELECT 3;", {{"SELECT 1"}}, 16},
      {"a body without end",
       "SELECT 1;CREATE PROCEDURE p() BEGIN ATOMIC SELECT 1;SELECT 2;",
       {{"SELECT 1"}},
       30},
      {"beyond ASCII the place is in bytes", "SELECT 'é', 'a;", {}, 13},
  };
}

std::vector<LexerRow> sqlite_plain_rows() {
  return {
      {"nothing", "", {}},
      {"blanks only", " \t\n\f \r\n", {}},
      {"semicolons only", ";;\n;", {}},
      {"one statement", "SELECT 1;", {{"SELECT 1"}}},
      {"no semicolon at the end", "SELECT 1\n", {{"SELECT 1"}}},
      {"two on a line", "SELECT 1;SELECT 2;", {{"SELECT 1"}, {"SELECT 2", 1, 10}}},
      {"blanks before the semicolon", "SELECT 1 \n ;", {{"SELECT 1"}}},
      {"empty statements between",
       ";; SELECT 1;;\n ;SELECT 2;;",
       {{"SELECT 1", 1, 4}, {"SELECT 2", 2, 3}}},
      {"lines of one statement", "SELECT\n  1;\n\nSELECT 2", {{"SELECT\n  1"}, {"SELECT 2", 4, 1}}},
      {"a form feed between", "SELECT\f1;\fSELECT 2", {{"SELECT\f1"}, {"SELECT 2", 1, 11}}},
      {"carriage returns", "SELECT 1;\r\nSELECT\r\n2;\r\n", {{"SELECT 1"}, {"SELECT\r\n2", 2, 1}}},
      {"a byte order mark",
       "\xEF\xBB\xBFSELECT 1;\nSELECT 2;",
       {{"SELECT 1", 1, 4}, {"SELECT 2", 2, 1}}},
      {"a byte order mark between words",
       "SELECT \xEF\xBB\xBF"
       "1;\xEF\xBB\xBF",
       {{"SELECT \xEF\xBB\xBF"
         "1"}}},
      {"names beyond ASCII",
       "SELECT 1 AS größe; SELECT 2",
       {{"SELECT 1 AS größe"}, {"SELECT 2", 1, 22}}},
      {"strings beyond ASCII",
       "SELECT '日;本';SELECT 2",
       {{"SELECT '日;本'"}, {"SELECT 2", 1, 18}}},
      {"a transaction",
       "BEGIN; INSERT INTO t VALUES (1); END;",
       {{"BEGIN"}, {"INSERT INTO t VALUES (1)", 1, 8}, {"END", 1, 34}}},
      {"a case",
       "SELECT CASE WHEN 1 THEN 2 END; SELECT 2",
       {{"SELECT CASE WHEN 1 THEN 2 END"}, {"SELECT 2", 1, 32}}},
      {"numbers",
       "SELECT 1.5e-3, .5, 4., 0x1F;SELECT 2",
       {{"SELECT 1.5e-3, .5, 4., 0x1F"}, {"SELECT 2", 1, 29}}},
      {"operators",
       "SELECT 1<<2|3||'a;'<>4;SELECT 2",
       {{"SELECT 1<<2|3||'a;'<>4"}, {"SELECT 2", 1, 24}}},
      {"operators of JSON",
       "SELECT '{}'->>'$.a;b';SELECT 2",
       {{"SELECT '{}'->>'$.a;b'"}, {"SELECT 2", 1, 23}}},
      {"an explanation",
       "EXPLAIN SELECT ';';EXPLAIN QUERY PLAN SELECT 2;",
       {{"EXPLAIN SELECT ';'"}, {"EXPLAIN QUERY PLAN SELECT 2", 1, 20}}},
      {"a table that is temporary",
       "CREATE TEMP TABLE a(x);SELECT 2;END;",
       {{"CREATE TEMP TABLE a(x)"}, {"SELECT 2", 1, 24}, {"END", 1, 33}}},
  };
}

std::vector<LexerRow> sqlite_comment_rows() {
  return {
      {"a comment on a line", "-- a; b\nSELECT 1;", {{"SELECT 1", 2, 1}}},
      {"comments only", "-- a;\n/* b; */ -- c", {}},
      {"an empty statement of comments",
       "/* a */; -- b\n; SELECT 1 /* c */;",
       {{"SELECT 1", 2, 3}}},
      {"a comment after the statement",
       "SELECT 1 -- a;\n;SELECT 2",
       {{"SELECT 1"}, {"SELECT 2", 2, 2}}},
      {"a comment within the statement",
       "SELECT -- it's; \"so [`\n 1;",
       {{"SELECT -- it's; \"so [`\n 1"}}},
      {"a comment at the very end", "SELECT 1--", {{"SELECT 1"}}},
      {"a carriage return does not end a line comment",
       "-- a\rSELECT 1;\nSELECT 2;",
       {{"SELECT 2", 2, 1}}},
      {"a block comment", "/* a;\n 'b */SELECT 1;", {{"SELECT 1", 2, 7}}},
      {"block comments do not nest", "/* a /* b; */ SELECT 1;", {{"SELECT 1", 1, 15}}},
      {"a block comment of stars", "/*****/SELECT 1;/***/", {{"SELECT 1", 1, 8}}},
      {"the shortest block comment", "/**/SELECT 1;", {{"SELECT 1", 1, 5}}},
      {"a block comment that a slash does not end", "/*/;*/SELECT 1;", {{"SELECT 1", 1, 7}}},
      {"a line comment does not hide the end of a block",
       "/* -- */SELECT 1;",
       {{"SELECT 1", 1, 9}}},
      {"a line comment hides the beginning of a block", "-- /*\nSELECT 1;", {{"SELECT 1", 2, 1}}},
      {"a block comment as the only blank",
       "SELECT/*;*/1;SELECT 2",
       {{"SELECT/*;*/1"}, {"SELECT 2", 1, 14}}},
      {"a block comment without end", "SELECT 1; /* a; ", {{"SELECT 1"}}},
      {"a block comment without end in a statement", "SELECT 1 /* a; SELECT 2;", {{"SELECT 1"}}},
      {"an operator and a line comment",
       "SELECT 1 +-- a;\n2;SELECT 2",
       {{"SELECT 1 +-- a;\n2"}, {"SELECT 2", 2, 3}}},
      {"an operator and a block comment",
       "SELECT 1 */*;*/ 2;SELECT 2",
       {{"SELECT 1 */*;*/ 2"}, {"SELECT 2", 1, 19}}},
      {"comment marks in quotes",
       "SELECT '--', '/*' AS \"--\", 1 AS [/*], 2 AS `--`;SELECT 2",
       {{"SELECT '--', '/*' AS \"--\", 1 AS [/*], 2 AS `--`"}, {"SELECT 2", 1, 49}}},
  };
}

std::vector<LexerRow> sqlite_quote_rows() {
  return {
      {"a semicolon in a string", "SELECT 'a;b';", {{"SELECT 'a;b'"}}},
      {"a doubled quote", "SELECT 'it''s;';SELECT 2", {{"SELECT 'it''s;'"}, {"SELECT 2", 1, 17}}},
      {"nothing but a doubled quote",
       "SELECT '''';SELECT ''",
       {{"SELECT ''''"}, {"SELECT ''", 1, 13}}},
      {"a backslash ends nothing",
       R"(SELECT 'C:\';SELECT 2)",
       {{R"(SELECT 'C:\')"}, {"SELECT 2", 1, 14}}},
      {"the letter E means nothing",
       R"(SELECT E'a\' FROM (SELECT 1 AS E);SELECT 2)",
       {{R"(SELECT E'a\' FROM (SELECT 1 AS E))"}, {"SELECT 2", 1, 35}}},
      {"a string over lines",
       "SELECT 'a;\n;b';\nSELECT 2",
       {{"SELECT 'a;\n;b'"}, {"SELECT 2", 3, 1}}},
      {"a blob", "SELECT X'3B', x'00';SELECT 2", {{"SELECT X'3B', x'00'"}, {"SELECT 2", 1, 21}}},
      {"a name in double quotes",
       "SELECT 1 AS \"a;b\";SELECT 2",
       {{"SELECT 1 AS \"a;b\""}, {"SELECT 2", 1, 19}}},
      {"a doubled double quote",
       "SELECT 1 AS \"a\"\";'b\";SELECT 2",
       {{"SELECT 1 AS \"a\"\";'b\""}, {"SELECT 2", 1, 22}}},
      {"a name in backquotes",
       "SELECT 1 AS `a;'b`;SELECT 2",
       {{"SELECT 1 AS `a;'b`"}, {"SELECT 2", 1, 20}}},
      {"a doubled backquote",
       "SELECT 1 AS `a``;\"b`;SELECT 2",
       {{"SELECT 1 AS `a``;\"b`"}, {"SELECT 2", 1, 22}}},
      {"a name in brackets",
       "SELECT 1 AS [a;'b];SELECT 2",
       {{"SELECT 1 AS [a;'b]"}, {"SELECT 2", 1, 20}}},
      {"brackets do not nest",
       "SELECT 1 AS [a[;b];SELECT 2",
       {{"SELECT 1 AS [a[;b]"}, {"SELECT 2", 1, 20}}},
      {"a bracket that closes in a string",
       "SELECT 1 AS [a];SELECT '];'",
       {{"SELECT 1 AS [a]"}, {"SELECT '];'", 1, 17}}},
      {"names beyond ASCII in all quotes",
       "SELECT 1 AS \"ü;\", 2 AS `ü;`, 3 AS [ü;];SELECT 2",
       {{"SELECT 1 AS \"ü;\", 2 AS `ü;`, 3 AS [ü;]"}, {"SELECT 2", 1, 43}}},
      {"parameters",
       "SELECT ?, ?1, :a, @b, $c;SELECT 2",
       {{"SELECT ?, ?1, :a, @b, $c"}, {"SELECT 2", 1, 26}}},
      {"a parameter of Tcl",
       "SELECT $a::b, $a(b;c), $d::e(');SELECT 2",
       {{"SELECT $a::b, $a(b;c), $d::e(')"}, {"SELECT 2", 1, 33}}},
      {"dollars quote nothing",
       "SELECT 1 AS a$$;SELECT 2 AS b$$",
       {{"SELECT 1 AS a$$"}, {"SELECT 2 AS b$$", 1, 17}}},
      {"a dollar begins no quote",
       "SELECT $a$;SELECT $a$;",
       {{"SELECT $a$"}, {"SELECT $a$", 1, 12}}},
  };
}

std::vector<LexerRow> sqlite_trigger_rows() {
  return {
      {"a trigger",
       "CREATE TRIGGER g AFTER INSERT ON t BEGIN DELETE FROM a; DELETE FROM b; END;SELECT 2",
       {{"CREATE TRIGGER g AFTER INSERT ON t BEGIN DELETE FROM a; DELETE FROM b; END"},
        {"SELECT 2", 1, 76}}},
      {"a trigger over lines in small letters",
       "create trigger g\nafter insert on t\nbegin\n  delete from a;\nend;\nselect 2;",
       {{"create trigger g\nafter insert on t\nbegin\n  delete from a;\nend"}, {"select 2", 6, 1}}},
      {"a trigger with carriage returns",
       "CREATE TRIGGER g AFTER INSERT ON t BEGIN\r\n  SELECT 1;\r\nEND;\r\nSELECT 2;\r\n",
       {{"CREATE TRIGGER g AFTER INSERT ON t BEGIN\r\n  SELECT 1;\r\nEND"}, {"SELECT 2", 4, 1}}},
      {"a trigger written without blanks",
       "CREATE TRIGGER g DELETE ON t BEGIN SELECT 1;END;SELECT 2",
       {{"CREATE TRIGGER g DELETE ON t BEGIN SELECT 1;END"}, {"SELECT 2", 1, 49}}},
      {"a trigger without a semicolon",
       "CREATE TRIGGER g DELETE ON t BEGIN SELECT 1; END\n",
       {{"CREATE TRIGGER g DELETE ON t BEGIN SELECT 1; END"}}},
      {"a temporary trigger",
       "CREATE TEMP TRIGGER g DELETE ON t BEGIN SELECT 1; END; SELECT 2",
       {{"CREATE TEMP TRIGGER g DELETE ON t BEGIN SELECT 1; END"}, {"SELECT 2", 1, 56}}},
      {"a trigger that is temporary in full",
       "CREATE TEMPORARY TRIGGER g DELETE ON t BEGIN SELECT 1; END; SELECT 2",
       {{"CREATE TEMPORARY TRIGGER g DELETE ON t BEGIN SELECT 1; END"}, {"SELECT 2", 1, 61}}},
      {"a trigger that may be there",
       "CREATE TRIGGER IF NOT EXISTS g DELETE ON t BEGIN SELECT 1; END; SELECT 2",
       {{"CREATE TRIGGER IF NOT EXISTS g DELETE ON t BEGIN SELECT 1; END"}, {"SELECT 2", 1, 65}}},
      {"an explained trigger",
       "EXPLAIN CREATE TRIGGER g DELETE ON t BEGIN SELECT 1; END; SELECT 2",
       {{"EXPLAIN CREATE TRIGGER g DELETE ON t BEGIN SELECT 1; END"}, {"SELECT 2", 1, 59}}},
      {"the plan of a temporary trigger",
       "EXPLAIN QUERY PLAN CREATE TEMP TRIGGER g DELETE ON t BEGIN SELECT 1; END; SELECT 2",
       {{"EXPLAIN QUERY PLAN CREATE TEMP TRIGGER g DELETE ON t BEGIN SELECT 1; END"},
        {"SELECT 2", 1, 75}}},
      {"a case in a trigger",
       "CREATE TRIGGER g DELETE ON t BEGIN\nSELECT CASE WHEN 1 THEN 2 END;\nSELECT "
       "3;\nEND;\nSELECT 4",
       {{"CREATE TRIGGER g DELETE ON t BEGIN\nSELECT CASE WHEN 1 THEN 2 END;\nSELECT 3;\nEND"},
        {"SELECT 4", 5, 1}}},
      {"a case in the condition of a trigger",
       "CREATE TRIGGER g UPDATE ON t WHEN CASE old.x WHEN 1 THEN 1 END BEGIN\nSELECT "
       "3;\nEND;\nSELECT "
       "4",
       {{"CREATE TRIGGER g UPDATE ON t WHEN CASE old.x WHEN 1 THEN 1 END BEGIN\nSELECT 3;\nEND"},
        {"SELECT 4", 4, 1}}},
      {"a case in a case in a trigger",
       "CREATE TRIGGER g DELETE ON t BEGIN\nSELECT CASE 1 WHEN 2 THEN CASE WHEN 3 THEN 4 END "
       "END;\nEND;\nSELECT 4",
       {{"CREATE TRIGGER g DELETE ON t BEGIN\nSELECT CASE 1 WHEN 2 THEN CASE WHEN 3 THEN 4 END "
         "END;\nEND"},
        {"SELECT 4", 4, 1}}},
      {"names that hold end in a trigger",
       "CREATE TRIGGER end_g DELETE ON weekend BEGIN\nSELECT end_date;\nDELETE FROM end_a;\nEND;\n"
       "SELECT 4",
       {{"CREATE TRIGGER end_g DELETE ON weekend BEGIN\nSELECT end_date;\nDELETE FROM end_a;\nEND"},
        {"SELECT 4", 5, 1}}},
      {"names that are end in a trigger",
       "CREATE TRIGGER [end] DELETE ON t BEGIN\nUPDATE \"end\" SET `end` = 1;\nEND;\nSELECT 4",
       {{"CREATE TRIGGER [end] DELETE ON t BEGIN\nUPDATE \"end\" SET `end` = 1;\nEND"},
        {"SELECT 4", 4, 1}}},
      {"the end of a trigger in its strings",
       "CREATE TRIGGER g DELETE ON t BEGIN\nSELECT ';END;', \";END;\";\nEND;\nSELECT 4",
       {{"CREATE TRIGGER g DELETE ON t BEGIN\nSELECT ';END;', \";END;\";\nEND"},
        {"SELECT 4", 4, 1}}},
      {"the end of a trigger in its comments",
       "CREATE TRIGGER g DELETE ON t BEGIN\nSELECT 1 /* ;END; */; -- ;END;\nEND -- a\n/* b */ "
       ";\nSELECT "
       "4",
       {{"CREATE TRIGGER g DELETE ON t BEGIN\nSELECT 1 /* ;END; */; -- ;END;\nEND"},
        {"SELECT 4", 5, 1}}},
      {"comments about a trigger",
       "/* a */ CREATE -- b;\nTRIGGER g DELETE ON t BEGIN SELECT 1;\n-- c;\nEND;SELECT 4",
       {{"CREATE -- b;\nTRIGGER g DELETE ON t BEGIN SELECT 1;\n-- c;\nEND", 1, 9},
        {"SELECT 4", 4, 5}}},
      {"two triggers",
       "CREATE TRIGGER g DELETE ON t BEGIN SELECT 1; END;\nCREATE TRIGGER h DELETE ON t BEGIN "
       "SELECT "
       "1; END;",
       {{"CREATE TRIGGER g DELETE ON t BEGIN SELECT 1; END"},
        {"CREATE TRIGGER h DELETE ON t BEGIN SELECT 1; END", 2, 1}}},
      {"a trigger to drop", "DROP TRIGGER g;SELECT 2", {{"DROP TRIGGER g"}, {"SELECT 2", 1, 16}}},
      {"a table whose name is trigger",
       "CREATE TABLE trigger(x);SELECT 2",
       {{"CREATE TABLE trigger(x)"}, {"SELECT 2", 1, 25}}},
      {"an index whose name is trigger",
       "CREATE INDEX trigger ON t(x);SELECT 2",
       {{"CREATE INDEX trigger ON t(x)"}, {"SELECT 2", 1, 30}}},
  };
}

std::vector<LexerRow> sqlite_problem_rows() {
  return {
      {"a string without end", "SELECT 1;SELECT 'a;\n", {{"SELECT 1"}}, 16},
      {"a string whose last quote is doubled", "SELECT 'a'';", {}, 7},
      {"a blob without end", "SELECT X'3B;", {}, 7},
      {"a name in double quotes without end", "SELECT 1; SELECT \"a;", {{"SELECT 1"}}, 17},
      {"a name whose last double quote is doubled", "SELECT \"a\"\";", {}, 7},
      {"a name in backquotes without end", "SELECT 1; SELECT `a;", {{"SELECT 1"}}, 17},
      {"a name whose last backquote is doubled", "SELECT `a``;", {}, 7},
      {"a name in brackets without end", "SELECT 1; SELECT [a;", {{"SELECT 1"}}, 17},
      {"beyond ASCII the place is in bytes", "SELECT 'é', 'a;", {}, 13},
      {"a string without end in a trigger",
       "CREATE TRIGGER g DELETE ON t BEGIN SELECT 'a; END;",
       {},
       42},
  };
}

TEST(SqlLexer, ends_statements_where_postgres_does) {
  expect_rows(postgres_plain_rows(), SqlDialect::postgres);
}

TEST(SqlLexer, passes_over_comments_as_postgres_does) {
  expect_rows(postgres_comment_rows(), SqlDialect::postgres);
}

TEST(SqlLexer, reads_strings_and_names_as_postgres_does) {
  expect_rows(postgres_string_rows(), SqlDialect::postgres);
}

TEST(SqlLexer, reads_dollar_quotes_as_postgres_does) {
  expect_rows(postgres_dollar_rows(), SqlDialect::postgres);
}

TEST(SqlLexer, keeps_bodies_and_parentheses_of_postgres_together) {
  expect_rows(postgres_body_rows(), SqlDialect::postgres);
}

TEST(SqlLexer, says_where_a_script_of_postgres_cannot_be_split) {
  expect_rows(postgres_problem_rows(), SqlDialect::postgres);
}

TEST(SqlLexer, ends_statements_where_sqlite_does) {
  expect_rows(sqlite_plain_rows(), SqlDialect::sqlite);
}

TEST(SqlLexer, passes_over_comments_as_sqlite_does) {
  expect_rows(sqlite_comment_rows(), SqlDialect::sqlite);
}

TEST(SqlLexer, reads_strings_names_and_parameters_as_sqlite_does) {
  expect_rows(sqlite_quote_rows(), SqlDialect::sqlite);
}

TEST(SqlLexer, keeps_triggers_of_sqlite_together) {
  expect_rows(sqlite_trigger_rows(), SqlDialect::sqlite);
}

TEST(SqlLexer, says_where_a_script_of_sqlite_cannot_be_split) {
  expect_rows(sqlite_problem_rows(), SqlDialect::sqlite);
}

TEST(SqlLexer, keeps_the_semicolon_in_the_whole_of_a_statement) {
  for (const SqlDialect dialect : {SqlDialect::postgres, SqlDialect::sqlite}) {
    const SqlStatement ended = only_statement(" SELECT 1 /* a; */ ; -- b", dialect);
    EXPECT_EQ(ended.text, "SELECT 1");
    EXPECT_EQ(ended.whole, "SELECT 1 /* a; */ ;");
    EXPECT_EQ(only_statement("SELECT 1 -- a;", dialect).whole, "SELECT 1");
  }
}

TEST(SqlLexer, leaves_comments_out_of_the_tokens) {
  EXPECT_THAT(token_texts("SELECT /* a */ b.c -- d\n, 'e'", SqlDialect::postgres),
              ElementsAre("SELECT", "b", ".", "c", ",", "'e'"));
  EXPECT_THAT(token_texts("SELECT /* a */ [b].c -- d\n, 'e'", SqlDialect::sqlite),
              ElementsAre("SELECT", "[b]", ".", "c", ",", "'e'"));
}

TEST(SqlLexer, knows_the_kinds_of_the_tokens) {
  using enum SqlTokenKind;
  EXPECT_THAT(token_kinds("a \"b\" 'c' $$d$$ E'e' 1.5 $1 +", SqlDialect::postgres),
              ElementsAre(word, quoted_name, string, string, string, number, parameter, symbol));
  EXPECT_THAT(token_kinds("a \"b\" `c` [d] 'e' X'00' 1.5 ?1 :f @g $h +", SqlDialect::sqlite),
              ElementsAre(word, quoted_name, quoted_name, quoted_name, string, string, number,
                          parameter, parameter, parameter, parameter, symbol));
}

TEST(SqlLexer, folds_words_and_unquotes_names) {
  EXPECT_THAT(token_names(R"(Ab "Ab" "a""b")", SqlDialect::postgres),
              ElementsAre("ab", "Ab", "a\"b"));
  EXPECT_THAT(token_names(R"(Ab "a""B" `a``B` [a B])", SqlDialect::sqlite),
              ElementsAre("ab", "a\"B", "a`B", "a B"));
}

TEST(SqlLexer, matches_key_words_without_regard_to_case) {
  const SqlStatement statement = only_statement("Select \"select\" , 1", SqlDialect::postgres);
  ASSERT_EQ(statement.tokens.size(), 4U);
  EXPECT_TRUE(statement.tokens[0].is_word("SELECT"));
  EXPECT_TRUE(statement.tokens[0].is_word("select"));
  EXPECT_FALSE(statement.tokens[0].is_word("selects"));
  EXPECT_FALSE(statement.tokens[1].is_word("select"));
  EXPECT_TRUE(statement.tokens[2].is_symbol(','));
  EXPECT_FALSE(statement.tokens[3].is_symbol('1'));
}

} // namespace
} // namespace aether
