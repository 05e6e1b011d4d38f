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

// The dynamic scope: the resources that evaluation went through.
class Evaluator::Scope {
public:
  Scope(Evaluator& evaluator, const Resource* resource)
      : scope_(evaluator.scope_), entered_(scope_.empty() || scope_.back() != resource) {
    if (entered_) {
      scope_.push_back(resource);
    }
  }
  Scope(const Scope&) = delete;
  Scope& operator=(const Scope&) = delete;
  ~Scope() {
    if (entered_) {
      scope_.pop_back();
    }
  }

private:
  std::vector<const Resource*>& scope_;
  bool entered_;
};

template <typename Message>
bool Evaluator::fail(const Node& node, std::string_view keyword, const Message& message,
                     std::string hint) {
  if (collecting()) {
    add_problem(node, keyword, message(), std::move(hint));
  }
  return false;
}

} // namespace aether::json_schema
