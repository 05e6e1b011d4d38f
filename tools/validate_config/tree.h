// What the cross-checks look at: a backend with all its models, read once.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/value.hpp>

#include "backend/backend.h"
#include "backend/catalog.h"
#include "backend/registry.h"
#include "backend/requirements.h"
#include "backend/services.h"
#include "backend/start_scripts.h"

namespace aether::validate_config {

struct Job { // that a block names
  std::string name;
  std::string file;
  Position at;
};

struct Tree {
  Backend backend;
  Services services;
  std::vector<Integration> integrations;
  std::vector<CatalogTool> tools;
  Requirements requirements;
  StartFacts start;
  std::vector<Job> jobs;                            // of the sources' blocks
  std::set<std::string, std::less<>> set_elsewhere; // --env-names
  std::string environment;                          // --environment; empty: all

  // Whether the Python sources could be looked at.
  [[nodiscard]] bool has_code() const { return backend.settings.looked; }
  [[nodiscard]] const PythonCode& code() const { return backend.settings.code; }

  // Null where there is none, or it cannot be read.
  [[nodiscard]] ConfigDocument* document(std::string_view path);
  // The models file: config/models_config.toml or config/models.toml; "" where there is none.
  [[nodiscard]] std::string models_file();
  // "production" of config/environments/production.yaml; "" for other files.
  [[nodiscard]] static std::string environment_of(std::string_view path);
};

// A scalar of a document, and where its key, or the item, is written.
struct Leaf {
  std::string pointer;
  std::string name; // dotted; items of lists by their number
  const boost::json::value* value = nullptr;
  Position at;
};

// All scalars of a document in their order.
[[nodiscard]] std::vector<Leaf> leaves_of(ConfigDocument& document);

// Whether a path below the root is there.
[[nodiscard]] bool exists_below(const Tree& tree, std::string_view path);

} // namespace aether::validate_config
