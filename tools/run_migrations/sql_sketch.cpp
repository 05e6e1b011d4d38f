#include "run_migrations/sql_sketch.h"

#include <algorithm>
#include <array>

namespace aether::run_migrations {

namespace {

bool is_name(const SqlToken& token) {
  return token.kind == SqlTokenKind::word || token.kind == SqlTokenKind::quoted_name;
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

std::string take_type(TokenCursor& cursor) {
  std::string type;
  int depth = 0;
  while (!cursor.at_end() && (depth > 0 || !ends_type(cursor.here()))) {
    depth += cursor.here().is_symbol('(') ? 1 : cursor.here().is_symbol(')') ? -1 : 0;
    if (depth == 0 && !cursor.here().is_symbol(')')) {
      type += (type.empty() || !is_name(cursor.here()) ? "" : " ") + cursor.here().name();
    }
    cursor.skip();
  }
  return type;
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

std::string TokenCursor::take_name() {
  std::string name;
  while (!at_end() && is_name(here())) {
    name = here().name();
    skip();
    if (!take_symbol('.')) {
      break;
    }
  }
  return name;
}

void SqlSketch::take(const SqlStatement& statement, bool fresh) {
  TokenCursor cursor(statement.tokens);
  if (cursor.take("create")) {
    (void)cursor.take({"or", "replace"});
    for (const std::string_view word :
         {"global", "local", "temp", "temporary", "unlogged", "virtual"}) {
      (void)cursor.take(word);
    }
    if (cursor.take("table")) {
      take_table(cursor, fresh);
    } else if (cursor.take("view") || cursor.take({"materialized", "view"}) ||
               cursor.take({"recursive", "view"})) {
      take_view(cursor);
    } else if (cursor.take("extension")) {
      (void)cursor.take({"if", "not", "exists"});
      extensions_.insert(cursor.take_name());
    }
  } else if (cursor.take({"alter", "table"})) {
    take_alter(cursor);
  } else if (cursor.take("drop")) {
    take_drop(cursor);
  }
}

void SqlSketch::take_table(TokenCursor& cursor, bool fresh) {
  (void)cursor.take({"if", "not", "exists"});
  const std::string name = cursor.take_name();
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
  constexpr std::array<std::string_view, 7> k_constraints = {
      "constraint", "primary", "unique", "check", "foreign", "exclude", "like"};
  int depth = 1;
  bool at_start = true; // of a column or constraint
  while (!cursor.at_end() && depth > 0) {
    const SqlToken& token = cursor.here();
    const bool constraint = std::any_of(k_constraints.begin(), k_constraints.end(),
                                        [&](std::string_view word) { return token.is_word(word); });
    if (at_start && depth == 1 && !constraint && is_name(token)) {
      const std::string column = cursor.take_name();
      table.columns[column] = take_type(cursor);
      at_start = false;
      continue;
    }
    at_start = depth == 1 && token.is_symbol(',');
    depth += token.is_symbol('(') ? 1 : token.is_symbol(')') ? -1 : 0;
    const bool references = token.is_word("references");
    cursor.skip();
    if (references) {
      table.references.insert(cursor.take_name());
    }
  }
}

void SqlSketch::take_view(TokenCursor& cursor) {
  (void)cursor.take({"if", "not", "exists"});
  SketchedView& view = views_[cursor.take_name()];
  view.words.clear();
  for (; !cursor.at_end(); cursor.skip()) {
    if (is_name(cursor.here()) || cursor.here().is_symbol('*')) {
      view.words.insert(cursor.here().name());
    }
  }
}

void SqlSketch::take_alter(TokenCursor& cursor) {
  (void)cursor.take({"if", "exists"});
  (void)cursor.take("only");
  SketchedTable& table = tables_[cursor.take_name()];
  while (!cursor.at_end()) {
    if (cursor.take("add") && !cursor.at_end()) {
      (void)cursor.take("column");
      (void)cursor.take({"if", "not", "exists"});
      constexpr std::array<std::string_view, 6> k_constraints = {
          "constraint", "primary", "unique", "check", "foreign", "exclude"};
      const bool constraint =
          std::any_of(k_constraints.begin(), k_constraints.end(),
                      [&](std::string_view word) { return cursor.here().is_word(word); });
      if (!constraint && is_name(cursor.here())) {
        const std::string column = cursor.take_name();
        table.columns[column] = take_type(cursor);
      }
    } else if (cursor.take("references")) {
      table.references.insert(cursor.take_name());
    } else if (cursor.take("type")) {
      continue;
    } else {
      cursor.skip();
    }
  }
}

void SqlSketch::take_drop(TokenCursor& cursor) {
  const bool view = cursor.take("view") || cursor.take({"materialized", "view"});
  const bool table = !view && cursor.take("table");
  if (!view && !table) {
    return;
  }
  (void)cursor.take({"if", "exists"});
  do {
    const std::string name = cursor.take_name();
    view ? views_.erase(name) : tables_.erase(name);
  } while (cursor.take_symbol(','));
}

const SketchedTable* SqlSketch::table(const std::string& name) const {
  const auto found = tables_.find(name);
  return found == tables_.end() ? nullptr : &found->second;
}

bool SqlSketch::has_extension(const std::string& name) const { return extensions_.contains(name); }

std::string SqlSketch::view_on(const std::string& table, const std::string& column) const {
  for (const auto& [name, view] : views_) {
    const bool names_column =
        column.empty() || view.words.contains(column) || view.words.contains("*");
    if (view.words.contains(table) && names_column) {
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

} // namespace aether::run_migrations
