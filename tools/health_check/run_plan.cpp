#include "health_check/run_plan.h"

#include <algorithm>
#include <exception>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>

#include <fmt/format.h>

#include "core/duration.h"
#include "core/window.h"
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

// Brings together what a piece of work reported of what is asked, and of what that needs and is
// down; and what it did not report.
class Collector {
public:
  Collector(const Work& work, std::vector<CheckResult>& results) : work_(work), results_(results) {
    for (const Check& one : work.checks) {
      open_.emplace(one.full_name(), &one);
    }
    for (const Check& one : work.unasked) {
      if (std::string name = one.full_name(); is_needed(name)) {
        unasked_.emplace(std::move(name), &one);
      }
    }
  }

  void collect(const TaskResult& task, std::chrono::milliseconds limit) {
    for (const std::string& record : task.records) {
      if (auto result = from_record(record, open_)) {
        open_.erase(result->check.full_name());
        results_.push_back(std::move(*result));
      } else if (auto other = from_record(record, unasked_); other && other->is_down) {
        results_.push_back(std::move(*other));
      }
    }
    tell_missing(task, limit);
  }

  void collect(std::vector<CheckResult> made, const TaskResult& task,
               std::chrono::milliseconds limit) {
    for (CheckResult& one : made) {
      const std::string name = one.check.full_name();
      if (open_.erase(name) > 0 || (unasked_.contains(name) && one.is_down)) {
        results_.push_back(std::move(one));
      }
    }
    tell_missing(task, limit);
  }

private:
  [[nodiscard]] bool is_needed(const std::string& name) const {
    return std::any_of(work_.checks.begin(), work_.checks.end(), [&](const Check& asked) {
      const auto& needs = asked.depends_on;
      return std::find(needs.begin(), needs.end(), name) != needs.end();
    });
  }

  void tell_missing(const TaskResult& task, std::chrono::milliseconds limit) {
    for (const auto& [name, check] : open_) {
      results_.push_back(missing(*check, task, limit));
    }
  }

  const Work& work_;
  std::vector<CheckResult>& results_;
  std::unordered_map<std::string, const Check*> open_;
  std::unordered_map<std::string, const Check*> unasked_;
};

std::size_t place_of(const std::string& component) {
  const auto& names = component_names();
  return static_cast<std::size_t>(std::find(names.begin(), names.end(), component) - names.begin());
}

// By component, then by name. Results are too large to be moved about more than once.
std::vector<CheckResult> sorted(std::vector<CheckResult> results) {
  using Key = std::tuple<std::size_t, std::string_view, std::size_t>;
  std::vector<Key> keys;
  keys.reserve(results.size());
  for (std::size_t i = 0; i < results.size(); ++i) {
    const Check& check = results[i].check;
    keys.emplace_back(place_of(check.component), check.name, i);
  }
  std::sort(keys.begin(), keys.end());
  std::vector<CheckResult> in_order;
  in_order.reserve(results.size());
  for (const auto& [component, name, place] : keys) {
    in_order.push_back(std::move(results[place]));
  }
  return in_order;
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

namespace {

Report reporting(const Context& context, const Report& take) {
  return [&context, take](CheckResult result) {
    if (!result.check.name.empty()) { // asked for
      context.hidden.hide_in(result);
      result.make_valid();
      take(std::move(result));
    }
  };
}

// The works of a plan: each in a process of its own, but for one that needs none.
class Works {
public:
  Works(const Context& context, const Plan& plan, std::vector<CheckResult>& results)
      : context_(context), plan_(plan), results_(results), here_(one_to_do_here()) {}

  void run() {
    ForkedTasks tasks(forked(), context_.all);
    if (here_ != nullptr) {
      run_here();
    }
    const std::vector<TaskResult> done = tasks.wait();
    auto task = done.begin();
    for (const Work& work : plan_.works) {
      if (&work != here_) {
        Collector(work, results_).collect(*task++, std::min(work.limit, context_.all));
      }
    }
  }

private:
  // The largest of those that are plain, since the time of a second would add to that of the first.
  // The processes must all go on meanwhile.
  [[nodiscard]] const Work* one_to_do_here() const {
    const Work* found = nullptr;
    for (const Work& work : plan_.works) {
      if (work.is_plain && (found == nullptr || work.checks.size() > found->checks.size())) {
        found = &work;
      }
    }
    return plan_.works.size() <= Window::k_first ? found : nullptr;
  }

  [[nodiscard]] std::vector<ForkedTask> forked() const {
    std::vector<ForkedTask> tasks;
    for (const Work& work : plan_.works) {
      if (&work != here_) {
        tasks.push_back({[&context = context_, &work](const HandOver& hand_over) {
                           work.run(reporting(context, [&](const CheckResult& result) {
                             hand_over(to_record(result));
                           }));
                         },
                         work.limit});
      }
    }
    return tasks;
  }

  void run_here() {
    TaskResult task;
    std::vector<CheckResult> made;
    made.reserve(here_->checks.size());
    try {
      here_->run(
          reporting(context_, [&](CheckResult result) { made.push_back(std::move(result)); }));
      task.end = TaskEnd::done;
    } catch (const std::exception& error) {
      task.end = TaskEnd::crashed;
      task.why = error.what();
    }
    Collector(*here_, results_).collect(std::move(made), task, context_.all);
  }

  const Context& context_;
  const Plan& plan_;
  std::vector<CheckResult>& results_;
  const Work* here_;
};

} // namespace

Round run_plan(const Context& context, const Plan& plan, std::vector<CheckResult> further) {
  Round round;
  round.at = std::chrono::system_clock::now();
  const auto begun = std::chrono::steady_clock::now();
  constexpr std::chrono::milliseconds k_patience{100};
  adopt_orphans(); // of commands whose check did not end them in time
  Works(context, plan, round.results).run();
  (void)end_orphans(k_patience);
  further.insert(further.end(), plan.settled.begin(), plan.settled.end());
  for (CheckResult& settled : further) {
    context.hidden.hide_in(settled);
    settled.make_valid();
    round.results.push_back(std::move(settled));
  }
  round.results = sorted(std::move(round.results));
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
