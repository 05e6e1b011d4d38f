// Whether the backend's interpreter is there and has the packages that the backend asks for, by
// their metadata: none of them is imported.
#include <algorithm>
#include <set>
#include <sstream>

#include <fmt/format.h>

#include "backend/requirements.h"
#include "core/error.h"
#include "core/text.h"
#include "health_check/plan.h"
#include "os/process.h"

namespace aether::health_check {

namespace {

// Isolated, but for the packages of the interpreter's own environment.
constexpr const char* k_script = R"(
import sys
from importlib import metadata
print("%d.%d.%d" % sys.version_info[:3])
for one in metadata.distributions():
    print(one.metadata["Name"], one.version)
)";

CheckResult not_started(const Check& check, const std::string& why) {
  CheckResult result = result_of(check, State::critical, why);
  result.cause = "missing";
  result.is_down = true;
  return result;
}

void look(const Check& python, const Check& packages, const Context& context,
          const std::set<std::string>& wanted, const Report& report) {
  ProcessResult ended;
  try {
    ended = run_process({{context.options.python, "-I", "-c", k_script},
                         {},
                         "",
                         context.timeout(context.rules("dependencies"))});
  } catch (const Error& error) {
    report(not_started(python, error.what()));
    return;
  }
  if (ended.status != 0) {
    report(not_started(
        python, ended.timed_out ? "it did not end in time"
                : ended.status == 127
                    ? fmt::format("there is no program {}", printable(context.options.python))
                    : fmt::format("it ended with status {}: {}", ended.status,
                                  printable(ended.err.substr(0, 200)))));
    return;
  }
  std::istringstream lines(ended.out);
  std::string version;
  std::getline(lines, version);
  report(result_of(python, State::healthy, "Python " + version));
  std::set<std::string> installed;
  for (std::string name, number; lines >> name; std::getline(lines, number)) {
    installed.insert(normalized_distribution(name));
  }
  std::vector<std::string> missing;
  std::set_difference(wanted.begin(), wanted.end(), installed.begin(), installed.end(),
                      std::back_inserter(missing));
  CheckResult result = result_of(packages, State::healthy,
                                 fmt::format("all {} packages are installed", wanted.size()));
  result.details = {{"wanted", wanted.size()},
                    {"missing", boost::json::array(missing.begin(), missing.end())}};
  if (!missing.empty()) {
    result.worsen(State::critical,
                  fmt::format("{} of {} packages are not installed for {}: {}", missing.size(),
                              wanted.size(), printable(context.options.python),
                              fmt::join(missing, ", ")),
                  "missing");
  }
  report(result);
}

} // namespace

void plan_dependencies(const Context& context, Plan& plan) {
  if (!context.wants("dependencies")) {
    return;
  }
  Check python = context.check("dependencies", "python");
  Check packages = context.check("dependencies", "packages");
  python.target = context.options.python;
  python.is_critical = packages.is_critical = true;
  apply(context.rules("dependencies"), python);
  apply(context.rules("dependencies"), packages);
  packages.depends_on.emplace_back("dependencies.python");
  const Requirements wanted =
      read_requirements(context.targets.backend.root, context.targets.backend.documents);
  packages.target = fmt::format("{}", fmt::join(wanted.files, ", "));
  if (!wanted.files.empty() && packages.next_step.empty()) {
    packages.next_step =
        fmt::format("{} -m pip install -r {}", context.options.python, wanted.files.front());
  }
  if (context.options.quick) {
    plan.settled.push_back(skipped(python, "--quick starts no process"));
    plan.settled.push_back(skipped(packages, "--quick starts no process"));
    return;
  }
  std::set<std::string> names;
  for (const Requirement& one : wanted.all) {
    names.insert(one.name);
  }
  Work work{{python}, {}, context.limit(context.rules("dependencies"))};
  if (!wanted.unreadable.empty()) {
    CheckResult unread =
        result_of(packages, State::unknown, fmt::format("{}", fmt::join(wanted.unreadable, "; ")));
    unread.cause = "not_looked";
    plan.settled.push_back(std::move(unread));
  } else if (names.empty()) {
    plan.settled.push_back(skipped(packages, "nothing says which packages the backend needs"));
  } else {
    work.checks.push_back(packages);
  }
  work.run = [&context, python, packages, names](const Report& report) {
    look(python, packages, context, names, report);
  };
  plan.works.push_back(std::move(work));
}

} // namespace aether::health_check
