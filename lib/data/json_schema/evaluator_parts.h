// What the parts of the Evaluator share. Internal to data/json_schema.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "data/json_schema/evaluator.h"

namespace aether::json_schema {

// From here on results are kept, since the same is being asked over and over.
inline constexpr std::size_t k_steps_before_memory = 200'000;

// Goes to a member or an item, and back at its end.
class Evaluator::Descent {
public:
  Descent(Evaluator& evaluator, Step step) : path_(evaluator.path_) { path_.push_back(step); }
  Descent(const Descent&) = delete;
  Descent& operator=(const Descent&) = delete;
  ~Descent() { path_.pop_back(); }

private:
  std::vector<Step>& path_;
};

// Problems are not collected while it holds, or into another list.
class Evaluator::Silence {
public:
  explicit Silence(Evaluator& evaluator, std::vector<Problem>* instead = nullptr)
      : evaluator_(evaluator), problems_(evaluator.problems_) {
    evaluator.problems_ = instead;
  }
  Silence(const Silence&) = delete;
  Silence& operator=(const Silence&) = delete;
  ~Silence() { evaluator_.problems_ = problems_; }

private:
  Evaluator& evaluator_;
  std::vector<Problem>* problems_;
};

// Enters the resource of a node, and leaves it at its end.
class Evaluator::Scope {
public:
  Scope(Evaluator& evaluator, const Resource* resource)
      : evaluator_(evaluator), outer_(evaluator.resource_), scope_id_(evaluator.scope_id_) {
    evaluator.resource_ = resource;
    if (resource != outer_ && !evaluator.bound_.empty()) {
      bind(resource);
    }
  }
  Scope(const Scope&) = delete;
  Scope& operator=(const Scope&) = delete;
  ~Scope() {
    evaluator_.resource_ = outer_;
    evaluator_.scope_id_ = scope_id_;
    for (const std::size_t anchor : bound_) {
      evaluator_.bound_[anchor] = nullptr;
    }
  }

private:
  void bind(const Resource* resource) {
    const auto anchors = evaluator_.compiled_.dynamic_anchors.find(resource);
    if (anchors == evaluator_.compiled_.dynamic_anchors.end()) {
      return;
    }
    for (const auto& [anchor, target] : anchors->second) {
      if (evaluator_.bound_[anchor] == nullptr) {
        evaluator_.bound_[anchor] = target;
        bound_.push_back(anchor);
      }
    }
    if (!bound_.empty()) {
      auto& ids = evaluator_.scope_ids_;
      evaluator_.scope_id_ = ids.emplace(evaluator_.bound_, ids.size() + 1).first->second;
    }
  }

  Evaluator& evaluator_;
  const Resource* outer_;
  std::size_t scope_id_;
  std::vector<std::size_t> bound_;
};

template <typename Message>
bool Evaluator::fail(const Node& node, std::string_view keyword, const Message& message,
                     const std::string& hint) {
  if (collecting()) {
    if (full()) {
      ++more_;
    } else {
      add_problem(node, keyword, message(), hint);
    }
  }
  return false;
}

} // namespace aether::json_schema
