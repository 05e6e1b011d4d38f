// What a database holds, as far as lint rules ask for it.
#pragma once

#include <map>
#include <set>
#include <string>

namespace aether::run_migrations {

// Names are in lower case where SQL folds them, with their schema unless that is `public`.
struct Catalogue {
  struct NotNullCheck { // CHECK (... IS NOT NULL)
    std::string column;
    bool valid = true; // not NOT VALID
  };
  struct Table {
    std::map<std::string, std::string> columns; // name to type; a domain's is its own
    std::map<std::string, NotNullCheck> not_null_checks;
  };
  struct Domain {
    std::string type;
    bool checked = false; // by CHECK or NOT NULL
  };
  using Needs = std::map<std::string, std::set<std::string>>; // tables and views to columns

  bool asked = false; // otherwise the migrations that have run are all there is to go by
  std::map<std::string, Table> tables;
  std::map<std::string, Needs> views;
  std::map<std::string, Domain> domains;
  std::set<std::string> extensions;
  std::string script; // SQLite: the statements that made all there is
};

} // namespace aether::run_migrations
