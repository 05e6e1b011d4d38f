// What a series of scripts makes, as far as their text tells: tables with the types of their
// columns, views, extensions. For lint rules; the database itself is not asked.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "db/sql_lexer.h"

namespace aether::run_migrations {

struct SketchedTable {
  std::map<std::string, std::string> columns; // name to type, both in lower case
  std::set<std::string> references;           // tables that its foreign keys name
  bool fresh = false;                         // made by a script that has not run yet
};

struct SketchedView {
  std::set<std::string> words; // every name in its query
};

// Walks over the tokens of a statement.
class TokenCursor {
public:
  explicit TokenCursor(const std::vector<SqlToken>& tokens) : tokens_(tokens) {}

  [[nodiscard]] bool at_end() const { return at_ >= tokens_.size(); }
  [[nodiscard]] const SqlToken& here() const { return tokens_[at_]; }
  [[nodiscard]] std::size_t place() const { return at_; }
  void skip() { ++at_; }
  // Skips the words if they all stand here, in this order.
  bool take(std::initializer_list<std::string_view> words);
  bool take(std::string_view word) { return take({word}); }
  bool take_symbol(char c);
  // A name, `schema.name` giving the last part; empty when there is none.
  std::string take_name();

private:
  const std::vector<SqlToken>& tokens_;
  std::size_t at_ = 0;
};

class SqlSketch {
public:
  // What a statement that ran, or will have run, makes and drops.
  void take(const SqlStatement& statement, bool fresh);

  [[nodiscard]] const SketchedTable* table(const std::string& name) const;
  [[nodiscard]] bool has_extension(const std::string& name) const;
  // A view whose query names the table (and the column, where one is given); empty: none.
  [[nodiscard]] std::string view_on(const std::string& table, const std::string& column = {}) const;
  // A table with a foreign key to this one; empty: none.
  [[nodiscard]] std::string child_of(const std::string& table) const;

private:
  void take_table(TokenCursor& cursor, bool fresh);
  void take_columns(TokenCursor& cursor, SketchedTable& table);
  void take_view(TokenCursor& cursor);
  void take_alter(TokenCursor& cursor);
  void take_drop(TokenCursor& cursor);

  std::map<std::string, SketchedTable> tables_;
  std::map<std::string, SketchedView> views_;
  std::set<std::string> extensions_;
};

} // namespace aether::run_migrations
