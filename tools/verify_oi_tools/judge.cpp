#include "verify_oi_tools/judge.h"

#include "verify_oi_tools/rules.h"

namespace aether::verify_oi_tools {

Judge::Judge(const World& world) : world_(world) {
  for (const Tool& tool : world.catalog.tools) {
    begin(tool, Origin::catalog);
  }
  for (const Tool& tool : world.served) {
    begin(tool, Origin::mcp);
  }
}

void Judge::begin(const Tool& tool, Origin origin) {
  ToolReport made;
  made.name = tool.name;
  made.path = tool.path;
  made.integration = tool.integration;
  made.file = tool.file;
  made.pointer = tool.pointer;
  made.at = tool.at;
  made.seen_in = {origin};
  tools_.push_back(std::move(made));
}

ToolReport* Judge::report_of(const Tool& tool) {
  std::size_t before = 0;
  for (const std::vector<Tool>* all : {&world_.catalog.tools, &world_.served}) {
    if (!all->empty() && &tool >= all->data() && &tool < all->data() + all->size()) {
      return &tools_[before + static_cast<std::size_t>(&tool - all->data())];
    }
    before += all->size();
  }
  return nullptr;
}

void Judge::set(Outcome outcome, Group group, const Tool& tool) {
  if (ToolReport* report = report_of(tool)) {
    GroupOutcome& one = report->outcomes[static_cast<std::size_t>(group)];
    if (outcome > one.outcome) {
      one = {outcome, ""};
    }
  }
}

Finding& Judge::found(std::string_view rule, Group group, const Tool& tool, std::string message) {
  return found(rule, rule_named(rule).severity, group, tool, std::move(message));
}

Finding& Judge::found(std::string_view rule, Severity severity, Group group, const Tool& tool,
                      std::string message) {
  Finding& made = found(rule, tool.file, tool.at, std::move(message));
  made.severity = severity;
  made.pointer = tool.pointer;
  if (severity != Severity::note) {
    set(severity == Severity::error ? Outcome::failed : Outcome::warned, group, tool);
  }
  return made;
}

Finding& Judge::found(std::string_view rule, const std::string& file, Position at,
                      std::string message) {
  Finding made;
  made.rule = rule;
  made.severity = rule_named(rule).severity;
  made.file = file;
  made.begin = at;
  made.message = std::move(message);
  findings_.push_back(std::move(made));
  return findings_.back();
}

void Judge::passed(Group group, const Tool& tool) { set(Outcome::passed, group, tool); }

void Judge::skipped(Group group, const Tool& tool, std::string why) {
  if (ToolReport* report = report_of(tool)) {
    GroupOutcome& one = report->outcomes[static_cast<std::size_t>(group)];
    if (one.outcome == Outcome::skipped) {
      one.why = std::move(why);
    }
  }
}

void Judge::blocked(const Tool& tool, std::string by) {
  if (ToolReport* report = report_of(tool)) {
    report->blocked_by = std::move(by);
  }
}

void Judge::seen(const Tool& tool, Origin origin) {
  if (ToolReport* report = report_of(tool)) {
    report->seen_in.push_back(origin);
  }
}

} // namespace aether::verify_oi_tools
