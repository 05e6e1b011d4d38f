#include "run_migrations/sql_sketch.h"

#include <algorithm>
#include <array>

namespace aether::run_migrations {

namespace {

bool is_name(const SqlToken& token) {
  return token.kind == SqlTokenKind::word || token.kind == SqlTokenKind::quoted_name;
}

int depth_change(const SqlToken& token) {
  return token.is_symbol('(') ? 1 : token.is_symbol(')') ? -1 : 0;
}

// The words that end the type of a column.
bool ends_type(const SqlToken& token) {
  constexpr std::array<std::string_view, 13> k_words = {
      "not",     "null",  "default",    "primary",   "unique",  "references", "check",
      "collate", "using", "constraint", "generated", "storage", "as"};
  return token.is_symbol(',') || token.is_symbol(')') ||
         std::any_of(k_words.begin(), k_words.end(),
                     [&](std::string_view word) { return token.is_word(word); });
}

bool begins_constraint(const SqlToken& token) {
  constexpr std::array<std::string_view, 7> k_words = {"constraint", "primary", "unique", "check",
                                                       "foreign",    "exclude", "like"};
  return std::any_of(k_words.begin(), k_words.end(),
                     [&](std::string_view word) { return token.is_word(word); });
}

std::string last_part(const std::string& name) { return name.substr(name.rfind('.') + 1); }

// The schema of a name with the dot after it; empty for the usual one.
std::string schema_part(const std::string& name) { return name.substr(0, name.rfind('.') + 1); }

std::string in_schema(const std::string& schema, const std::string& name) {
  return schema.empty() || schema == "public" || schema == "main" ? name : schema + "." + name;
}

bool needs(const SketchedView& view, const std::string& table, const std::string& column) {
  const auto known = view.needs.find(table);
  if (known != view.needs.end() && (column.empty() || known->second.contains(column))) {
    return true;
  }
  return view.words.contains(last_part(table)) &&
         (column.empty() || view.words.contains(column) || view.words.contains("*"));
}

} // namespace

bool TokenCursor::take(std::initializer_list<std::string_view> words) {
  std::size_t at = at_;
  for (const std::string_view word : words) {
    if (at >= tokens_.size() || !tokens_[at].is_word(word)) {
      return false;
    }
    ++at;
  }
  at_ = at;
  return true;
}

bool TokenCursor::take_symbol(char c) {
  const bool there = !at_end() && here().is_symbol(c);
  at_ += there ? 1U : 0U;
  return there;
}

std::vector<std::string> TokenCursor::take_parts() {
  std::vector<std::string> parts;
  while (!at_end() && is_name(here())) {
    parts.push_back(here().name());
    skip();
    if (!take_symbol('.')) {
      break;
    }
  }
  return parts;
}

std::string TokenCursor::take_name() {
  const std::vector<std::string> parts = take_parts();
  return parts.empty() ? std::string() : parts.back();
}

std::string TokenCursor::take_relation() {
  const std::vector<std::string> parts = take_parts();
  const std::string schema = parts.size() < 2 ? "" : parts[parts.size() - 2];
  return parts.empty() ? std::string() : in_schema(schema, parts.back());
}

std::string TokenCursor::take_type() {
  std::string type = at_end() || ends_type(here()) ? std::string() : take_relation();
  int depth = 0;
  while (!at_end() && (depth > 0 || !ends_type(here()))) {
    depth += depth_change(here());
    type += (is_name(here()) && !type.empty() ? " " : "") + here().name();
    skip();
  }
  return type;
}

std::vector<TokenSlice> alter_actions(const std::vector<SqlToken>& tokens, std::size_t from) {
  std::vector<TokenSlice> actions;
  int depth = 0;
  bool begins = true;
  for (std::size_t i = from; i < tokens.size(); ++i) {
    depth += depth_change(tokens[i]);
    if (depth == 0 && tokens[i].is_symbol(',')) {
      begins = true;
      continue;
    }
    if (begins) {
      actions.push_back({{}, i});
      begins = false;
    }
    actions.back().tokens.push_back(tokens[i]);
  }
  return actions;
}

SqlSketch::SqlSketch(const Catalogue& catalogue)
    : domains_(catalogue.domains), extensions_(catalogue.extensions) {
  for (const auto& [name, known] : catalogue.tables) {
    SketchedTable& table = tables_[name];
    table.columns = known.columns;
    for (const auto& [constraint, check] : known.not_null_checks) {
      table.constraints[constraint] = {check.column, check.valid, 0};
    }
  }
  for (const auto& [name, known] : catalogue.views) {
    views_[name].needs = known;
  }
  for (const SqlStatement& made : split_sql(catalogue.script, SqlDialect::sqlite).statements) {
    take(made, false);
  }
}

void SqlSketch::take(const SqlStatement& statement, bool fresh) {
  TokenCursor cursor(statement.tokens);
  if (cursor.take("create")) {
    take_create(cursor, fresh);
  } else if (cursor.take({"alter", "table"})) {
    take_alter(cursor, statement.tokens);
  } else if (cursor.take("drop")) {
    take_drop(cursor);
  }
}

void SqlSketch::take_create(TokenCursor& cursor, bool fresh) {
  (void)cursor.take({"or", "replace"});
  for (const std::string_view word :
       {"global", "local", "temp", "temporary", "unlogged", "virtual", "foreign", "unique"}) {
    (void)cursor.take(word);
  }
  if (cursor.take("table")) {
    take_table(cursor, fresh);
  } else if (cursor.take({"materialized", "view"})) {
    TokenCursor again = cursor;
    take_table(again, fresh); // it has rows and indexes as a table has
    take_view(cursor);
  } else if (cursor.take("view") || cursor.take({"recursive", "view"})) {
    take_view(cursor);
  } else if (cursor.take("index")) {
    take_index(cursor);
  } else if (cursor.take("extension")) {
    (void)cursor.take({"if", "not", "exists"});
    extensions_.insert(cursor.take_name());
  } else if (cursor.take("type") && fresh) {
    fresh_types_.insert(cursor.take_relation());
  } else if (cursor.take("domain")) {
    take_domain(cursor, fresh);
  }
}

void SqlSketch::take_table(TokenCursor& cursor, bool fresh) {
  (void)cursor.take({"if", "not", "exists"});
  const std::string name = cursor.take_relation();
  if (tables_.contains(name)) {
    return; // IF NOT EXISTS
  }
  SketchedTable& table = tables_[name];
  table.fresh = fresh;
  if (cursor.take_symbol('(')) {
    take_columns(cursor, table);
  }
}

void SqlSketch::take_columns(TokenCursor& cursor, SketchedTable& table) {
  int depth = 1;
  bool at_start = true; // of a column or constraint
  while (!cursor.at_end() && depth > 0) {
    const SqlToken& token = cursor.here();
    if (at_start && depth == 1 && !begins_constraint(token) && is_name(token)) {
      const std::string column = cursor.take_name();
      table.columns[column] = cursor.take_type();
      at_start = false;
      continue;
    }
    at_start = depth == 1 && token.is_symbol(',');
    depth += depth_change(token);
    const bool references = token.is_word("references");
    cursor.skip();
    if (references) {
      table.references.insert(cursor.take_relation());
    }
  }
}

void SqlSketch::take_view(TokenCursor& cursor) {
  (void)cursor.take({"if", "not", "exists"});
  SketchedView& view = views_[cursor.take_relation()];
  view = {};
  bool in_call = false; // count(*) names no column
  for (; !cursor.at_end(); cursor.skip()) {
    if (is_name(cursor.here()) || (cursor.here().is_symbol('*') && !in_call)) {
      view.words.insert(cursor.here().name());
    }
    in_call = cursor.here().is_symbol('(');
  }
}

void SqlSketch::take_index(TokenCursor& cursor) {
  (void)cursor.take("concurrently");
  (void)cursor.take({"if", "not", "exists"});
  if (cursor.take("on")) {
    return; // without a name nobody drops it
  }
  const std::string index = cursor.take_name();
  (void)cursor.take("on");
  (void)cursor.take("only");
  const std::string table = cursor.take_relation();
  indexes_[schema_part(table) + index] = table;
}

void SqlSketch::take_domain(TokenCursor& cursor, bool fresh) {
  const std::string name = cursor.take_relation();
  (void)cursor.take("as");
  Catalogue::Domain& domain = domains_[name];
  domain = {cursor.take_type(), false};
  if (fresh) {
    fresh_types_.insert(name);
  }
  for (; !cursor.at_end(); cursor.skip()) {
    domain.checked =
        domain.checked || cursor.here().is_word("check") || cursor.take({"not", "null"});
  }
}

void SqlSketch::take_alter(TokenCursor& cursor, const std::vector<SqlToken>& tokens) {
  (void)cursor.take({"if", "exists"});
  (void)cursor.take("only");
  const std::string name = cursor.take_relation();
  for (const TokenSlice& action : alter_actions(tokens, cursor.place())) {
    take_action(name, action.tokens);
  }
}

void SqlSketch::take_action(const std::string& name, const std::vector<SqlToken>& action) {
  TokenCursor cursor(action);
  SketchedTable& table = tables_[name];
  if (cursor.take("add")) {
    take_add(cursor, table);
  } else if (cursor.take({"drop", "constraint"})) {
    (void)cursor.take({"if", "exists"});
    table.constraints.erase(cursor.take_name());
  } else if (cursor.take("drop")) {
    (void)cursor.take("column");
    (void)cursor.take({"if", "exists"});
    const std::string column = cursor.take_name();
    table.columns.erase(column);
    if (cursor.take("cascade")) {
      drop_views_on(name, column);
    }
  } else if (cursor.take("alter")) {
    (void)cursor.take("column");
    const std::string column = cursor.take_name();
    (void)cursor.take({"set", "data"});
    if (cursor.take("type")) {
      table.columns[column] = cursor.take_type();
    }
  } else if (cursor.take({"validate", "constraint"})) {
    table.constraints[cursor.take_name()].valid = true;
  } else if (cursor.take("rename")) {
    take_rename(cursor, name);
  } else if (cursor.take({"set", "schema"})) {
    rename_table(name, in_schema(cursor.take_name(), last_part(name)));
  }
}

void SqlSketch::take_add(TokenCursor& cursor, SketchedTable& table) {
  (void)cursor.take("column");
  (void)cursor.take({"if", "not", "exists"});
  if (cursor.take("constraint")) {
    take_constraint(cursor, table);
  } else if (!cursor.at_end() && !begins_constraint(cursor.here())) {
    const std::string column = cursor.take_name();
    table.columns[column] = cursor.take_type();
  }
  while (!cursor.at_end()) {
    if (cursor.take("references")) {
      table.references.insert(cursor.take_relation());
    } else {
      cursor.skip();
    }
  }
}

void SqlSketch::take_constraint(TokenCursor& cursor, SketchedTable& table) {
  SketchedConstraint& constraint = table.constraints[cursor.take_name()];
  constraint = {{}, true, script_};
  TokenCursor rest = cursor;
  if (rest.take("check") && rest.take_symbol('(')) {
    const std::string column = rest.take_name();
    const bool whole = rest.take({"is", "not", "null"}) && rest.take_symbol(')');
    constraint.not_null = whole ? column : std::string();
  }
  while (!rest.at_end() && constraint.valid) {
    constraint.valid = !rest.take({"not", "valid"});
    rest.skip();
  }
}

void SqlSketch::take_rename(TokenCursor& cursor, const std::string& name) {
  if (cursor.take("to")) {
    rename_table(name, schema_part(name) + cursor.take_name());
    return;
  }
  if (cursor.take("constraint")) {
    return;
  }
  (void)cursor.take("column");
  const std::string from = cursor.take_name();
  (void)cursor.take("to");
  auto column = tables_[name].columns.extract(from);
  if (!column.empty()) {
    column.key() = cursor.take_name();
    tables_[name].columns.insert(std::move(column));
  }
}

void SqlSketch::rename_table(const std::string& from, const std::string& to) {
  tables_[to] = std::move(tables_[from]);
  tables_.erase(from);
  std::map<std::string, std::string> indexes;
  for (const auto& [index, table] : indexes_) { // they move with it to another schema
    const bool moves = table == from;
    indexes[moves ? schema_part(to) + last_part(index) : index] = moves ? to : table;
  }
  indexes_ = std::move(indexes);
  for (auto& [name, view] : views_) {
    auto needed = view.needs.extract(from);
    if (!needed.empty()) {
      needed.key() = to;
      view.needs.insert(std::move(needed));
    }
    if (view.words.contains(last_part(from))) {
      view.words.insert(last_part(to));
    }
  }
}

void SqlSketch::take_drop(TokenCursor& cursor) {
  const bool materialized = cursor.take({"materialized", "view"});
  const bool view = materialized || cursor.take("view");
  const bool index = !view && cursor.take("index");
  if (!view && !index && !cursor.take("table")) {
    return;
  }
  (void)cursor.take("concurrently");
  (void)cursor.take({"if", "exists"});
  std::vector<std::string> names;
  do {
    names.push_back(cursor.take_relation());
    if (index) {
      indexes_.erase(names.back());
    }
    if (view) {
      views_.erase(names.back());
    }
    if (!index && (!view || materialized)) {
      tables_.erase(names.back());
    }
  } while (cursor.take_symbol(','));
  if (!index && cursor.take("cascade")) {
    for (const std::string& name : names) {
      drop_views_on(name);
    }
  }
}

void SqlSketch::drop_views_on(const std::string& table, const std::string& column) {
  for (std::string view = view_on(table, column); !view.empty(); view = view_on(table, column)) {
    views_.erase(view);
    tables_.erase(view); // where it is materialized
    drop_views_on(view);
  }
}

const SketchedTable* SqlSketch::table(const std::string& name) const {
  const auto found = tables_.find(name);
  return found == tables_.end() ? nullptr : &found->second;
}

const SketchedTable* SqlSketch::table_of_index(const std::string& index) const {
  const auto found = indexes_.find(index);
  return found == indexes_.end() ? nullptr : table(found->second);
}

bool SqlSketch::has_extension(const std::string& name) const { return extensions_.contains(name); }

bool SqlSketch::is_fresh_type(const std::string& name) const { return fresh_types_.contains(name); }

bool SqlSketch::is_checked_domain(const std::string& name) const {
  const auto found = domains_.find(name);
  return found != domains_.end() && found->second.checked;
}

std::string SqlSketch::base_type(const std::string& type) const {
  const auto found = domains_.find(type);
  return found == domains_.end() ? type : found->second.type;
}

std::string SqlSketch::view_on(const std::string& table, const std::string& column,
                               const std::set<std::string>& besides) const {
  for (const auto& [name, view] : views_) {
    if (name != table && !besides.contains(name) && needs(view, table, column)) {
      return name;
    }
  }
  return {};
}

std::string SqlSketch::child_of(const std::string& table) const {
  for (const auto& [name, other] : tables_) {
    if (name != table && other.references.contains(table)) {
      return name;
    }
  }
  return {};
}

bool SqlSketch::is_known_not_null(const std::string& name, const std::string& column) const {
  const SketchedTable* known = table(name);
  return known != nullptr &&
         std::any_of(known->constraints.begin(), known->constraints.end(), [&](const auto& one) {
           return one.second.valid && one.second.not_null == column;
         });
}

bool SqlSketch::added_now(const std::string& name, const std::string& constraint) const {
  const SketchedTable* known = table(name);
  if (known == nullptr) {
    return false;
  }
  const auto found = known->constraints.find(constraint);
  return found != known->constraints.end() && !found->second.valid &&
         found->second.script == script_;
}

} // namespace aether::run_migrations
