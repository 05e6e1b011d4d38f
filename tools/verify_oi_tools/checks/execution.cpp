// execution/*: whether the tools that were called answer as they should. None is called unless that
// was asked for.
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "core/text.h"
#include "verify_oi_tools/judge.h"
#include "verify_oi_tools/rules.h"

namespace aether::verify_oi_tools {

namespace {

void judge_call(Judge& judge, const Tool& tool, const CallReport& call) {
  if (call.outcome != CallReport::Outcome::skipped) {
    judge.took(tool, call.took);
  }
  switch (call.outcome) {
  case CallReport::Outcome::passed:
    judge.passed(Group::execution, tool);
    return;
  case CallReport::Outcome::skipped:
    judge.skipped(Group::execution, tool, call.message);
    return;
  case CallReport::Outcome::refused:
    judge.skipped(Group::execution, tool, "it refuses the arguments that its schema gives");
    judge
        .found(k_call_refused, Group::execution, tool,
               fmt::format("{}: {}, called with what its schema gives", printable(tool.path),
                           call.message))
        .hint = "--args gives it others";
    return;
  case CallReport::Outcome::failed:
    judge.found(k_call_failed, Group::execution, tool,
                fmt::format("{}: {}", printable(tool.path), call.message));
    return;
  }
}

} // namespace

void check_execution(Judge& judge) {
  const World& world = judge.world();
  std::map<std::string, const CallReport*> calls; // by path
  std::map<std::string, const McpVisit*> lost;
  for (const McpVisit& visit : world.visits) {
    for (const CallReport& call : visit.calls) {
      calls[visit.server.name + "/" + call.tool] = &call;
    }
    if (!visit.lost_in.empty()) {
      lost[visit.server.name + "/" + visit.lost_in] = &visit;
    }
  }
  for (const CalledRoute& one : world.called_routes) {
    if (const Tool* tool = world.by_path(one.path)) {
      judge_call(judge, *tool, one.call);
    }
  }
  for (const Tool& tool : world.served) {
    const auto found = calls.find(tool.path);
    if (const auto in_call = lost.find(tool.path); in_call != lost.end()) {
      judge.found(k_call_failed, Group::execution, tool,
                  fmt::format("{}: its server was lost when it was called: {}",
                              printable(tool.path), in_call->second->why_not));
    } else if (found == calls.end()) {
      judge.skipped(Group::execution, tool, "it was not called");
    } else {
      judge_call(judge, tool, *found->second);
    }
  }
}

} // namespace aether::verify_oi_tools
