// exposure/* of what keeps a backend from attaching the functions of its integrations: sources that
// Python cannot read, and lists of functions (`TOOLS = (search,)`) that lack them. Where a program
// told what is attached, that counts instead.
#include <algorithm>

#include <fmt/format.h>

#include "core/text.h"
#include "verify_oi_tools/judge.h"
#include "verify_oi_tools/rules.h"

namespace aether::verify_oi_tools {

namespace {

bool has(const std::vector<std::string>& all, std::string_view one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

class AttachedLists {
public:
  explicit AttachedLists(Judge& judge) : judge_(judge), world_(judge.world()) {}

  void check() {
    for (const IntegrationEntry& entry : world_.registry.integrations) {
      if (const UnreadablePython* broken = broken_of(entry)) {
        unreadable(entry, *broken);
        continue;
      }
      const PythonList* list = entry.module.empty() ? nullptr : world_.python.list(entry.module);
      const bool is_by_function = entry.attach_as.empty() || entry.attach_as == "functions";
      if (entry.enabled && list != nullptr && is_by_function && !entry.name_space.empty()) {
        compare(entry, *list);
      }
    }
  }

private:
  [[nodiscard]] const UnreadablePython* broken_of(const IntegrationEntry& entry) const {
    return entry.enabled && !entry.module.empty() ? world_.python.unreadable_of(entry.module)
                                                  : nullptr;
  }

  void unreadable(const IntegrationEntry& entry, const UnreadablePython& broken) {
    judge_
        .found(k_not_attached, broken.file, broken.at,
               fmt::format("{}: nothing of it can be attached: Python cannot read this: {}",
                           printable(entry.name), printable(broken.why)))
        .hint = "--python names the backend's own, should it be a newer one";
    for (const Tool& tool : world_.catalog.tools) {
      if (judge_.integration_of(tool) == entry.name) {
        judge_.shared(Group::exposure, tool);
      }
    }
  }

  void compare(const IntegrationEntry& entry, const PythonList& list) {
    std::vector<const Tool*> missing;
    for (const Tool& tool : world_.catalog.tools) {
      if (has(entry.tool_paths, tool.path) && parent(tool.path) == entry.name_space &&
          !has(list.members, last_part(tool.path))) {
        missing.push_back(&tool);
      }
    }
    std::vector<std::string> surplus;
    for (const std::string& member : list.members) {
      const std::string path = entry.name_space + "." + member;
      const bool is_promised = // there or elsewhere, which is told of the promise
          std::any_of(entry.tool_paths.begin(), entry.tool_paths.end(),
                      [&](const std::string& one) { return last_part(one) == member; });
      if (world_.by_path(path) == nullptr && !is_promised &&
          !world_.python.find(entry.module, member).empty()) {
        surplus.push_back(printable(path));
      }
    }
    if (!missing.empty()) {
      not_attached(entry, list, missing, surplus);
    } else if (!surplus.empty()) {
      not_told(entry, list, surplus);
    }
  }

  static std::string_view parent(std::string_view path) {
    const std::size_t dot = path.rfind('.');
    return dot == std::string_view::npos ? std::string_view() : path.substr(0, dot);
  }

  // What is attached in its place is the same mistake.
  void not_attached(const IntegrationEntry& entry, const PythonList& list,
                    const std::vector<const Tool*>& tools,
                    const std::vector<std::string>& instead) {
    std::vector<std::string> paths;
    for (const Tool* tool : tools) {
      paths.push_back(printable(tool->path));
    }
    Finding& made = judge_.found(
        k_unattached, list.file, list.at,
        fmt::format("{}: nothing is attached at {}: {} has {}", printable(entry.name),
                    fmt::join(paths, ", "), list.name,
                    instead.empty() ? "no such function"
                                    : fmt::format("what gives {}", fmt::join(instead, ", "))));
    made.cause =
        fmt::format("told at {}:{}", printable(tools.front()->file), tools.front()->at.line);
    for (const Tool* tool : tools) {
      judge_.shared(Group::exposure, *tool);
    }
  }

  void not_told(const IntegrationEntry& entry, const PythonList& list,
                const std::vector<std::string>& paths) {
    judge_
        .found(k_unlisted, list.file, list.at,
               fmt::format("{}: {} attaches {}, and no tool of the catalog is there",
                           printable(entry.name), list.name, fmt::join(paths, ", ")))
        .hint = "the agent is not told of it";
    for (const std::string& path : paths) {
      judge_.explain(path);
    }
  }

  Judge& judge_;
  const World& world_;
};

} // namespace

void check_attached_lists(Judge& judge) {
  if (!judge.world().attached) {
    AttachedLists(judge).check();
  }
}

} // namespace aether::verify_oi_tools
