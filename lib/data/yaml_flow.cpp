#include "data/yaml_flow.h"

namespace aether::yaml {

namespace {

constexpr std::size_t k_any_line = std::string_view::npos;

} // namespace

bool FlowStack::close(std::string_view text, char bracket) {
  if ((text[last_bracket()] == '[') != (bracket == ']')) {
    return false;
  }
  open_.pop_back();
  end_node();
  return true;
}

bool FlowStack::begin_node(std::size_t line, bool is_explicit_key) {
  if (open_.empty()) {
    return true;
  }
  Flow& flow = open_.back();
  if (flow.entry == Entry::complete) {
    return false;
  }
  if (flow.entry == Entry::none) {
    flow.key_line = is_explicit_key ? k_any_line : line;
  }
  flow.entry = Entry::begun;
  return true;
}

void FlowStack::end_node() {
  if (!open_.empty()) {
    open_.back().entry = Entry::complete;
  }
}

bool FlowStack::take_comma() {
  const bool is_complete = open_.back().entry != Entry::none;
  open_.back().entry = Entry::none;
  return is_complete;
}

bool FlowStack::take_colon(std::size_t line) {
  if (open_.empty()) {
    return true;
  }
  Flow& flow = open_.back();
  const bool has_key_on_line =
      flow.entry != Entry::complete || flow.key_line == k_any_line || flow.key_line == line;
  flow.entry = Entry::begun;
  flow.key_line = k_any_line;
  return has_key_on_line;
}

} // namespace aether::yaml
