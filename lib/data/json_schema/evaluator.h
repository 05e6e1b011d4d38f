// Evaluates an instance against compiled nodes. First without a word, which is fast; where the
// instance fails, once more with all that is wrong. Internal to data/json_schema.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "data/json_schema/compiler.h"
#include "data/json_schema/schema.h"

namespace aether::json_schema {

// The members and items that a schema object has looked at (annotations of 2020-12, section 11).
struct Evaluated {
  bool all_members = false;
  bool all_items = false;
  std::size_t first_items = 0;
  std::vector<bool> members; // by index; as long as need be
  std::vector<bool> items;

  void add(const Evaluated& other);
  void add_member(std::size_t index);
  void add_item(std::size_t index);
  [[nodiscard]] bool has_member(std::size_t index) const;
  [[nodiscard]] bool has_item(std::size_t index) const;
};

class Evaluator {
public:
  explicit Evaluator(const Compiled& compiled) : compiled_(compiled) {}

  [[nodiscard]] bool is_valid(const boost::json::value& instance);
  // What is wrong; never empty for an instance that is not valid.
  [[nodiscard]] std::vector<Problem> problems(const boost::json::value& instance);

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
    Evaluated evaluated;
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
  bool check_dependencies(const Node& node, const Value& value, Evaluated* evaluated);
  bool check_unevaluated(const Node& node, const Value& value, Evaluated& evaluated);
  const Node& dynamic_target(const Combinators& all) const;
  bool quietly(const Node& node, const Value& value, Evaluated* evaluated);

  [[nodiscard]] bool collecting() const { return problems_ != nullptr; }
  // Reports where problems are collected; false in any case.
  template <typename Message>
  bool fail(const Node& node, std::string_view keyword, const Message& message,
            std::string hint = {});
  void add_problem(const Node& node, std::string_view keyword, std::string message,
                   std::string hint);
  bool fail_key(const Node& node, std::string_view keyword, std::string_view key,
                const ObjectRules* rules);
  void report_alternatives(const Node& node, std::string_view keyword,
                           const std::vector<const Node*>& branches, const Value& value);
  std::vector<Problem> problems_of_branch(const Node& branch, const Value& value);
  [[nodiscard]] std::string pointer() const;
  std::size_t scope_id();

  const Compiled& compiled_;
  std::vector<Problem>* problems_ = nullptr;
  std::vector<Step> path_;
  std::vector<const Resource*> scope_;
  std::size_t steps_ = 0;
  std::size_t depth_ = 0;
  std::size_t branch_depth_ = 0;
  std::unordered_map<Key, Known, KeyHash> known_;
  std::unordered_set<Key, KeyHash> collected_;
  std::map<std::vector<const Resource*>, std::size_t> scope_ids_;
};

} // namespace aether::json_schema
