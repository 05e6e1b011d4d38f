#include "verify_oi_tools/matching.h"

#include <algorithm>

#include "core/nearest.h"
#include "core/text.h"

namespace aether::verify_oi_tools {

Matching::Matching(const World& world) : world_(world), matches_(world.catalog.tools.size()) {
  if (!world.openapi) {
    return;
  }
  derived_ = derive_catalog(*world.openapi, world.registry, world.catalog);
  for (const DerivedCategory& category : derived_.categories) {
    for (const DerivedTool& one : category.tools) {
      all_.push_back(&one);
      categories_[&one] = &category;
      routes_[one.method + " " + one.endpoint].push_back(&one);
      names_[one.name].push_back(&one);
    }
  }
  by_route();
  by_name();
  by_likeness();
}

const Match& Matching::of(const Tool& tool) const {
  return matches_.at(static_cast<std::size_t>(&tool - world_.catalog.tools.data()));
}

const DerivedCategory& Matching::category_of(const DerivedTool& tool) const {
  return *categories_.at(&tool);
}

std::vector<const DerivedTool*> Matching::unlisted() const {
  Tools made;
  std::copy_if(all_.begin(), all_.end(), std::back_inserter(made),
               [&](const DerivedTool* one) { return is_free(*one); });
  return made;
}

bool Matching::is_free(const DerivedTool& derived) const {
  const auto found = taken_.find(&derived);
  return found == taken_.end() || found->second.empty();
}

const DerivedTool* Matching::only_of_name(const std::string& name) const {
  const auto found = names_.find(name);
  return found != names_.end() && found->second.size() == 1 ? found->second.front() : nullptr;
}

void Matching::take(std::size_t tool, const DerivedTool& derived, Match::Kind kind) {
  Match& match = matches_[tool];
  if (match.derived != nullptr) {
    std::erase(taken_[match.derived], tool);
  }
  match = {kind, world_.openapi->find(derived.method, derived.endpoint), &derived};
  taken_[&derived].push_back(tool);
}

void Matching::by_route() {
  for (std::size_t i = 0; i < matches_.size(); ++i) {
    const Operation* operation = world_.operation_of(world_.catalog.tools[i]);
    if (operation == nullptr) {
      continue;
    }
    matches_[i] = {Match::Kind::route, operation, nullptr};
    const auto found = routes_.find(operation->tool.method + " " + operation->tool.endpoint);
    if (found != routes_.end()) {
      take(i, *found->second.front(), Match::Kind::route);
    }
  }
}

// A tool whose name is made of another route, which no tool of that name has.
void Matching::by_name() {
  for (std::size_t i = 0; i < matches_.size(); ++i) {
    const Tool& tool = world_.catalog.tools[i];
    const DerivedTool* named = tool.endpoint.empty() ? nullptr : only_of_name(tool.name);
    if (named == nullptr || matches_[i].derived == named ||
        (matches_[i].derived != nullptr && matches_[i].derived->name == tool.name)) {
      continue;
    }
    const std::vector<std::size_t>& owners = taken_[named];
    const bool is_owned = std::any_of(owners.begin(), owners.end(), [&](std::size_t owner) {
      return world_.catalog.tools[owner].name == named->name;
    });
    if (!is_owned) {
      take(i, *named, Match::Kind::name);
    }
  }
}

void Matching::by_likeness() {
  Tools free = unlisted();
  for (std::size_t i = 0; i < matches_.size() && !free.empty(); ++i) {
    const Tool& tool = world_.catalog.tools[i];
    if (tool.endpoint.empty() || matches_[i].operation != nullptr) {
      continue;
    }
    if (const DerivedTool* found = like(tool, free)) {
      take(i, *found, Match::Kind::guess);
      std::erase(free, found);
    }
  }
}

// The same path by another method, the same text of the same integration, or a path like it.
const DerivedTool* Matching::like(const Tool& tool, const Tools& free) const {
  const auto first = [&](const auto& fits) -> const DerivedTool* {
    const auto found =
        std::find_if(free.begin(), free.end(), [&](const DerivedTool* one) { return fits(*one); });
    return found == free.end() ? nullptr : *found;
  };
  if (const auto* same =
          first([&](const DerivedTool& one) { return one.endpoint == tool.endpoint; })) {
    return same;
  }
  if (const auto* same = first([&](const DerivedTool& one) {
        return one.integration == tool.integration && !tool.description.empty() &&
               one.description == tool.description && one.method == tool.method;
      })) {
    return same;
  }
  std::vector<std::string_view> paths;
  for (const DerivedTool* one : free) {
    paths.emplace_back(one->endpoint);
  }
  const std::vector<std::string> nearest = nearest_names(tool.endpoint, paths, 1);
  return nearest.empty()
             ? nullptr
             : first([&](const DerivedTool& one) { return one.endpoint == nearest.front(); });
}

} // namespace aether::verify_oi_tools
