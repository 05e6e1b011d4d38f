#include "health_check/run_plan.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "core/duration.h"
#include "health_check/checks/backend.h"
#include "os/forked_tasks.h"
#include "os/orphans.h"

namespace aether::health_check {

namespace {

std::string why_missing(const TaskResult& task, std::chrono::milliseconds limit) {
  switch (task.end) {
  case TaskEnd::timed_out:
    return fmt::format("no result within {}: it hangs", duration_text(limit));
  case TaskEnd::crashed:
    return "the check itself failed: " + task.why;
  case TaskEnd::not_started:
    return task.why;
  case TaskEnd::done:
    break;
  }
  return "";
}

// A check that reported nothing: for some this is as it should be, since what they depend on
// failed.
CheckResult missing(const Check& check, const TaskResult& task, std::chrono::milliseconds limit) {
  if (task.end == TaskEnd::timed_out) {
    CheckResult result = result_of(check, failed_state(check), why_missing(task, limit));
    result.cause = "timed_out";
    result.next_step = check.next_step.empty()
                           ? "see what it hangs on; --check-timeout gives it more time"
                           : check.next_step;
    result.is_down = true;
    result.took = task.took;
    return result;
  }
  CheckResult result = result_of(check, State::unknown, why_missing(task, limit));
  result.cause = "not_looked";
  if (result.message.empty()) {
    result.message = "it was not looked at";
  }
  return result;
}

void collect(const Work& work, const TaskResult& task, std::chrono::milliseconds limit,
             std::vector<CheckResult>& results) {
  std::map<std::string, const Check*> open;
  for (const Check& one : work.checks) {
    open.emplace(one.full_name(), &one);
  }
  std::map<std::string, const Check*> unasked;
  for (const Check& one : work.unasked) {
    const std::string name = one.full_name();
    if (std::any_of(work.checks.begin(), work.checks.end(), [&](const Check& asked) {
          const auto& needs = asked.depends_on;
          return std::find(needs.begin(), needs.end(), name) != needs.end();
        })) {
      unasked.emplace(name, &one);
    }
  }
  for (const std::string& record : task.records) {
    if (auto result = from_record(record, open)) {
      open.erase(result->check.full_name());
      results.push_back(std::move(*result));
    } else if (auto other = from_record(record, unasked); other && other->is_down) {
      results.push_back(std::move(*other));
    }
  }
  for (const auto& [name, check] : open) {
    results.push_back(missing(*check, task, limit));
  }
}

std::size_t place_of(const std::string& component) {
  const auto& names = component_names();
  return static_cast<std::size_t>(std::find(names.begin(), names.end(), component) - names.begin());
}

class Blocker {
public:
  explicit Blocker(std::vector<CheckResult>& results) : results_(results) {
    for (CheckResult& one : results_) {
      if (one.is_down) {
        const Check& check = one.check;
        for (const std::string& name : {check.component, check.name, check.full_name()}) {
          down_[name].push_back(&one);
        }
      }
    }
  }

  void run() {
    for (CheckResult& one : results_) {
      if (one.state != State::skipped) {
        if (CheckResult* root = root_of(one)) {
          one.blocked_by = root->check.full_name();
          root->blocks.push_back(one.check.full_name());
        }
      }
    }
  }

private:
  // The end of the chain of what is down; nothing where it leads in a circle, so that all of that
  // counts.
  CheckResult* root_of(const CheckResult& result) {
    std::set<const CheckResult*> seen{&result};
    CheckResult* root = nullptr;
    for (CheckResult* next = cause_of(result); next != nullptr; next = cause_of(*next)) {
      if (!seen.insert(next).second) {
        return nullptr;
      }
      root = next;
    }
    return root;
  }

  CheckResult* cause_of(const CheckResult& result) {
    for (const std::string& name : result.check.depends_on) {
      const auto found = down_.find(name);
      if (found == down_.end()) {
        continue;
      }
      const auto other = std::find_if(found->second.begin(), found->second.end(),
                                      [&](const CheckResult* one) { return one != &result; });
      if (other != found->second.end()) {
        return *other;
      }
    }
    return nullptr;
  }

  std::vector<CheckResult>& results_;
  std::map<std::string, std::vector<CheckResult*>> down_; // by each of their names
};

} // namespace

State Round::state() const {
  for (const State one : {State::critical, State::unknown, State::degraded}) {
    if (count(one) > 0) {
      return one;
    }
  }
  return State::healthy;
}

std::size_t Round::count(State state) const {
  return static_cast<std::size_t>(
      std::count_if(results.begin(), results.end(), [&](const CheckResult& one) {
        return one.state == state && one.blocked_by.empty();
      }));
}

std::size_t Round::blocked() const {
  return static_cast<std::size_t>(
      std::count_if(results.begin(), results.end(),
                    [](const CheckResult& one) { return !one.blocked_by.empty(); }));
}

void find_blocked(std::vector<CheckResult>& results) { Blocker(results).run(); }

Round run_plan(const Context& context, const Plan& plan, std::vector<CheckResult> further) {
  Round round;
  round.at = std::chrono::system_clock::now();
  const auto begun = std::chrono::steady_clock::now();
  std::vector<ForkedTask> tasks;
  for (const Work& work : plan.works) {
    tasks.push_back({[&context, &work](const HandOver& hand_over) {
                       work.run([&](CheckResult result) {
                         if (!result.check.name.empty()) { // asked for
                           context.hidden.hide_in(result);
                           result.make_valid();
                           hand_over(to_record(result));
                         }
                       });
                     },
                     work.limit});
  }
  constexpr std::chrono::milliseconds k_patience{100};
  adopt_orphans(); // of commands whose check did not end them in time
  const std::vector<TaskResult> done = run_forked(tasks, context.all);
  (void)end_orphans(k_patience);
  for (std::size_t i = 0; i < done.size(); ++i) {
    collect(plan.works[i], done[i], std::min(plan.works[i].limit, context.all), round.results);
  }
  further.insert(further.end(), plan.settled.begin(), plan.settled.end());
  for (CheckResult& settled : further) {
    context.hidden.hide_in(settled);
    settled.make_valid();
    round.results.push_back(std::move(settled));
  }
  std::sort(round.results.begin(), round.results.end(),
            [](const CheckResult& a, const CheckResult& b) {
              return std::pair(place_of(a.check.component), a.check.name) <
                     std::pair(place_of(b.check.component), b.check.name);
            });
  find_blocked(round.results);
  compare_own_word(round.results);
  round.took = std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::steady_clock::now() - begun);
  return round;
}

ExitCode exit_code_of(const Round& round, bool only_critical) {
  switch (round.state()) {
  case State::critical:
    return ExitCode::problem;
  case State::unknown:
    return ExitCode::unavailable;
  case State::degraded:
    return only_critical ? ExitCode::ok : ExitCode::degraded;
  case State::healthy:
  case State::skipped:
    break;
  }
  return ExitCode::ok;
}

} // namespace aether::health_check
