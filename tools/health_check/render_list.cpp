// --list: the checks that there are, their targets, and who named these.
#include <algorithm>
#include <ostream>

#include "cli/table.h"
#include "core/text.h"
#include "health_check/render.h"

namespace aether::health_check {

namespace {

// With why it is not made; empty: it is.
using Listed = std::pair<const Check*, std::string>;

std::pair<std::size_t, std::string> place(const Check& check) {
  const auto& names = component_names();
  return {static_cast<std::size_t>(std::find(names.begin(), names.end(), check.component) -
                                   names.begin()),
          check.name};
}

std::vector<Listed> checks_of(const Plan& plan) {
  std::vector<Listed> checks;
  for (const Work& work : plan.works) {
    for (const Check& one : work.checks) {
      checks.emplace_back(&one, "");
    }
  }
  for (const CheckResult& one : plan.settled) {
    const bool is_made = one.state != State::skipped && one.state != State::unknown;
    checks.emplace_back(&one.check, is_made ? "" : one.message);
  }
  std::stable_sort(checks.begin(), checks.end(), [](const Listed& a, const Listed& b) {
    return place(*a.first) < place(*b.first);
  });
  return checks;
}

} // namespace

void render_list_text(std::ostream& out, const Plan& plan) {
  cli::Table table({cli::Align::left, cli::Align::left, cli::Align::left, cli::Align::left});
  for (const auto& [check, why] : checks_of(plan)) {
    table.add_row({printable(check->component), printable(check->name), printable(check->target),
                   printable(!why.empty()        ? "not made: " + why
                             : check->is_default ? "only a default: " + check->source
                                                 : check->source)});
  }
  table.print(out);
}

void render_list_json(std::ostream& stream, const Plan& plan, const std::string& root,
                      JsonShape shape) {
  JsonReport report(stream, "health_check", "list", shape);
  report.members().member("root", root);
  report.list("checks", checks_of(plan), [](JsonWriter& out, const Listed& listed) {
    const auto& [check, why] = listed;
    out.begin_object();
    out.member("name", check->name);
    out.member("component", check->component);
    out.member("target", check->target);
    out.member("source", check->source);
    out.member("default", check->is_default);
    out.member("critical", check->is_critical);
    out.member("depends_on", check->depends_on);
    if (!why.empty()) {
      out.member("skipped", why);
    }
    out.end_object();
  });
  report.end();
}

} // namespace aether::health_check
