// Evaluates an instance against compiled nodes. First without a word, which is fast; where the
// instance fails, once more with all that is wrong. Internal to data/json_schema.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "data/json_schema/compiler.h"
#include "data/json_schema/evaluated.h"
#include "data/json_schema/schema.h"

namespace aether::json_schema {

class Evaluator {
public:
  explicit Evaluator(const Compiled& compiled);

  [[nodiscard]] bool is_valid(const boost::json::value& instance);
  // What is wrong; never empty for an instance that is not valid.
  [[nodiscard]] std::vector<Problem> problems(const boost::json::value& instance);
  // How many more there were than are kept.
  [[nodiscard]] std::size_t more() const { return more_; }

private:
  using Value = boost::json::value;

  struct Step { // of the path to the value being looked at
    std::string_view key;
    std::size_t index = 0;
    bool is_key = false;
  };

  struct Key {
    const Node* node = nullptr;
    const Value* value = nullptr;
    std::size_t scope = 0;
    bool operator==(const Key&) const = default;
  };
  struct KeyHash {
    std::size_t operator()(const Key& key) const;
  };
  struct Known {
    bool valid = false;
    std::unique_ptr<Evaluated> evaluated; // where that was asked too
  };

  class Descent;
  class Silence;
  class Scope;

  bool run(const Node& node, const Value& value, Evaluated* evaluated);
  bool look_up(const Node& node, const Value& value, Evaluated* evaluated);
  bool check(const Node& node, const Value& value, Evaluated* evaluated);
  bool check_any(const Node& node, const Value& value);
  bool check_combinators(const Node& node, const Value& value, Evaluated* evaluated);
  bool check_any_of(const Node& node, const Value& value, Evaluated* evaluated);
  bool check_one_of(const Node& node, const Value& value, Evaluated* evaluated);
  bool check_condition(const Combinators& all, const Value& value, Evaluated* evaluated);
  bool check_number(const Node& node, const Value& value);
  bool check_string(const Node& node, const Value& value);
  bool check_array(const Node& node, const Value& value, Evaluated* evaluated);
  bool check_contains(const Node& node, const Value& value, Evaluated* evaluated);
  bool check_object(const Node& node, const Value& value, Evaluated* evaluated);
  bool check_members(const Node& node, const Value& value, Evaluated* evaluated);
  bool fits_name(const Node& names, std::string_view key);
  bool check_dependencies(const Node& node, const Value& value, Evaluated* evaluated);
  bool check_unevaluated(const Node& node, const Value& value, Evaluated& evaluated);
  const Node& dynamic_target(const Combinators& all) const;
  bool quietly(const Node& node, const Value& value, Evaluated* evaluated);

  [[nodiscard]] bool collecting() const { return problems_ != nullptr; }
  // Whether no more problems are kept.
  [[nodiscard]] bool full() const;
  [[nodiscard]] bool is_secret(const Node& node) const; // the value, by its key or the schema
  // A value for a message.
  [[nodiscard]] std::string shown_here(const Node& node, const Value& value) const;
  // Reports where problems are collected; false in any case.
  template <typename Message>
  bool fail(const Node& node, std::string_view keyword, const Message& message,
            const std::string& hint = {});
  void add_problem(const Node& node, std::string_view keyword, std::string message,
                   std::string hint);
  // `names`: the schema of keys, where that is what the key does not fit.
  bool fail_key(const Node& node, std::string_view keyword, std::string_view key,
                const Node* names);
  void report_alternatives(const Node& node, std::string_view keyword,
                           const std::vector<const Node*>& branches, const Value& value);
  std::vector<Problem> problems_of_branch(const Node& branch, const Value& value);
  [[nodiscard]] std::string pointer() const;

  const Compiled& compiled_;
  std::vector<Problem>* problems_ = nullptr;
  std::vector<Step> path_;
  std::size_t steps_ = 0;
  std::size_t alternative_steps_ = 0; // of them, to find the nearest alternative
  std::size_t depth_ = 0;
  std::size_t branch_depth_ = 0;
  std::size_t passing_ = 0; // values that do not last are being looked at
  std::size_t kept_bytes_ = 0;
  std::size_t more_ = 0;
  MatchBudget budget_;
  std::unordered_map<Key, Known, KeyHash> known_;
  std::unordered_set<Key, KeyHash> told_;
  // The dynamic scope is what it makes of each dynamic anchor: the target in the first resource
  // that has one.
  const Resource* resource_ = nullptr;
  std::vector<const Node*> bound_;
  std::size_t scope_id_ = 0;
  std::map<std::vector<const Node*>, std::size_t> scope_ids_;
};

} // namespace aether::json_schema
