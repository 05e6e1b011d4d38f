// What there is before each statement of a series of scripts, as far as the database and the
// text of the scripts tell: tables with the types of their columns, views, extensions. For lint
// rules.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "db/sql_lexer.h"
#include "run_migrations/catalogue.h"

namespace aether::run_migrations {

struct SketchedConstraint {
  std::string not_null;   // the column of CHECK (... IS NOT NULL)
  bool valid = true;      // not NOT VALID, or validated since
  std::size_t script = 0; // that adds it, counted by begin_script
};

struct SketchedTable {
  std::map<std::string, std::string> columns; // name to type, both in lower case
  std::map<std::string, SketchedConstraint> constraints;
  std::set<std::string> references; // tables that its foreign keys name
  bool fresh = false;               // made by a script that has not run yet
};

struct SketchedView {
  std::set<std::string> words; // every name in its query
  Catalogue::Needs needs;      // what the database knows of it
};

// Some of a statement's tokens, and where the first of them stands.
struct TokenSlice {
  std::vector<SqlToken> tokens;
  std::size_t place = 0;
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
  // The name of a table, view or type with its schema, unless that is the usual one.
  std::string take_relation();
  // A column's type with its length, the words parted by one space.
  std::string take_type();

private:
  std::vector<std::string> take_parts();

  const std::vector<SqlToken>& tokens_;
  std::size_t at_ = 0;
};

// The actions of ALTER TABLE, from this token on: what commas part.
[[nodiscard]] std::vector<TokenSlice> alter_actions(const std::vector<SqlToken>& tokens,
                                                    std::size_t from);

class SqlSketch {
public:
  explicit SqlSketch(const Catalogue& catalogue);

  void begin_script() { ++script_; }
  // What a statement that ran, or will have run, makes and drops.
  void take(const SqlStatement& statement, bool fresh);

  [[nodiscard]] const SketchedTable* table(const std::string& name) const;
  // The table of an index that the scripts make; null: not known.
  [[nodiscard]] const SketchedTable* table_of_index(const std::string& index) const;
  [[nodiscard]] bool has_extension(const std::string& name) const;
  [[nodiscard]] bool is_fresh_type(const std::string& name) const;
  [[nodiscard]] bool is_checked_domain(const std::string& name) const;
  // A domain's type; any other type as it is.
  [[nodiscard]] std::string base_type(const std::string& type) const;
  // A view, but for those `besides`, whose query names the table (and the column, where one is
  // given); empty: none.
  [[nodiscard]] std::string view_on(const std::string& table, const std::string& column = {},
                                    const std::set<std::string>& besides = {}) const;
  // A table with a foreign key to this one; empty: none.
  [[nodiscard]] std::string child_of(const std::string& table) const;
  // Whether a valid constraint of the table keeps NULL out of the column.
  [[nodiscard]] bool is_known_not_null(const std::string& name, const std::string& column) const;
  // Whether the script at hand has added the constraint to the table NOT VALID.
  [[nodiscard]] bool added_now(const std::string& name, const std::string& constraint) const;

private:
  void take_create(TokenCursor& cursor, bool fresh);
  void take_table(TokenCursor& cursor, bool fresh);
  void take_columns(TokenCursor& cursor, SketchedTable& table);
  void take_view(TokenCursor& cursor);
  void take_index(TokenCursor& cursor);
  void take_domain(TokenCursor& cursor, bool fresh);
  void take_alter(TokenCursor& cursor, const std::vector<SqlToken>& tokens);
  void take_action(const std::string& name, const std::vector<SqlToken>& action);
  void take_add(TokenCursor& cursor, SketchedTable& table);
  void take_constraint(TokenCursor& cursor, SketchedTable& table);
  void take_rename(TokenCursor& cursor, const std::string& name);
  void rename_table(const std::string& from, const std::string& to);
  void take_drop(TokenCursor& cursor);
  void drop_views_on(const std::string& table, const std::string& column = {}); // CASCADE

  std::map<std::string, SketchedTable> tables_;
  std::map<std::string, SketchedView> views_;
  std::map<std::string, std::string> indexes_; // to table
  std::map<std::string, Catalogue::Domain> domains_;
  std::set<std::string> fresh_types_;
  std::set<std::string> extensions_;
  std::size_t script_ = 0;
};

} // namespace aether::run_migrations
