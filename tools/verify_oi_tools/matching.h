// Which route is behind which entry of the catalog, also where the entry names another one: what
// moved or was written wrongly is one mistake, and not a tool that is gone and another that is new.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "verify_oi_tools/derive.h"
#include "verify_oi_tools/world.h"

namespace aether::verify_oi_tools {

struct Match {
  enum class Kind : std::uint8_t {
    none,
    route, // the one that the entry names
    name,  // the one of which a tool of this name is made; the entry names another
    guess, // one that nobody else is made of, and that looks like it
  };
  Kind kind = Kind::none;
  const Operation* operation = nullptr;
  const DerivedTool* derived = nullptr; // nothing where the backend makes no tool of the operation
};

class Matching {
public:
  // Keeps pointers into the world.
  explicit Matching(const World& world);

  [[nodiscard]] const Match& of(const Tool& tool) const; // of the catalog
  [[nodiscard]] const DerivedCatalog& derived() const { return derived_; }
  [[nodiscard]] const DerivedCategory& category_of(const DerivedTool& tool) const;
  // Those of which the catalog has no entry.
  [[nodiscard]] std::vector<const DerivedTool*> unlisted() const;

private:
  using Tools = std::vector<const DerivedTool*>;

  void by_route();
  void by_name();
  void by_likeness();
  [[nodiscard]] const DerivedTool* only_of_name(const std::string& name) const;
  [[nodiscard]] const DerivedTool* like(const Tool& tool, const Tools& free) const;
  [[nodiscard]] bool is_free(const DerivedTool& derived) const;
  void take(std::size_t tool, const DerivedTool& derived, Match::Kind kind);

  const World& world_;
  DerivedCatalog derived_;
  Tools all_;
  std::map<const DerivedTool*, const DerivedCategory*> categories_;
  std::map<std::string, Tools> routes_;
  std::map<std::string, Tools> names_;
  std::map<const DerivedTool*, std::vector<std::size_t>> taken_; // by tools of the catalog
  std::vector<Match> matches_;
};

} // namespace aether::verify_oi_tools
