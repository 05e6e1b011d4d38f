#include "health_check/command.h"

#include <sys/stat.h>

#include <algorithm>
#include <map>
#include <ostream>
#include <sstream>
#include <thread>

#include <fmt/format.h>

#include "cli/table.h"
#include "core/error.h"
#include "core/text.h"
#include "core/version.h"
#include "data/json_writer.h"
#include "health_check/health_config.h"
#include "health_check/memory.h"
#include "health_check/render.h"
#include "health_check/run_plan.h"
#include "os/atomic_write.h"

namespace aether::health_check {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::string_view k_tool = "health_check";
constexpr std::chrono::milliseconds k_between{500}; // rounds of --wait
constexpr std::chrono::milliseconds k_least{100};   // that the checks get of a deadline

class Command {
public:
  Command(const Options& options, cli::Streams& streams)
      : options_(options), streams_(streams), begun_(Clock::now()),
        targets_(find_targets(options, needs_settings(options))),
        config_(read_health_config(targets_.backend.root, options.config_file,
                                   targets_.backend.environment)),
        context_{options_, config_, targets_,
                 left_of(options.timeout.value_or(config_.timeout.value_or(k_timeout))),
                 options.check_timeout.value_or(config_.check_timeout.value_or(k_check_timeout))} {
    for (const std::string& one : options.thresholds) {
      config_.thresholds.set(one);
    }
    plan_ = make_plan(context_);
  }

  ExitCode run() {
    if (options_.list) {
      return list();
    }
    if (options_.watch) {
      watch();
    }
    Round round = next_round();
    if (options_.wait) {
      const Clock::time_point end = Clock::now() + *options_.wait;
      while (exit_code_of(round, options_.only_critical) != ExitCode::ok &&
             Clock::now() + k_between < end) {
        std::this_thread::sleep_for(k_between);
        round = next_round();
      }
    }
    render(round);
    return options_.format == Format::nagios ? nagios_code(round)
                                             : exit_code_of(round, options_.only_critical);
  }

private:
  // The deadline holds from the beginning, with finding the targets; rounds that follow one another
  // have all of it each.
  [[nodiscard]] std::chrono::milliseconds left_of(std::chrono::milliseconds all) const {
    if (options_.watch || options_.wait) {
      return all;
    }
    const auto used = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begun_);
    return std::max(all - used, k_least);
  }

  [[nodiscard]] ExitCode nagios_code(const Round& round) const {
    const State state = round.state();
    return static_cast<ExitCode>(
        options_.only_critical && state == State::degraded ? 0 : nagios_status(state));
  }

  Round next_round() {
    Round round = run_plan(context_, plan_);
    if (options_.state_file) {
      memory_ = Memory::load(*options_.state_file);
    }
    const auto of = [](const std::optional<unsigned>& option, const std::optional<unsigned>& said) {
      return option.value_or(said.value_or(1));
    };
    if (options_.state_file || options_.watch) {
      memory_.update(round, of(options_.down_after, config_.down_after),
                     of(options_.up_after, config_.up_after));
    }
    if (options_.state_file) {
      write_file_atomically(*options_.state_file, memory_.text());
    }
    if (options_.textfile) {
      write_textfile(round);
    }
    return round;
  }

  // Its reader is another user.
  void write_textfile(const Round& round) {
    std::ostringstream text;
    render_prometheus(text, view(round));
    const mode_t before = ::umask(022);
    try {
      write_file_atomically(*options_.textfile, text.str());
    } catch (...) {
      ::umask(before);
      throw;
    }
    ::umask(before);
    ::chmod(options_.textfile->c_str(), 0644);
  }

  [[nodiscard]] View view(const Round& round) const {
    return {round,
            printable(targets_.backend.root.string()),
            streams_.colour,
            options_.quiet,
            options_.verbose,
            options_.pretty.value_or(streams_.terminal) && !options_.watch ? JsonLayout::pretty
                                                                           : JsonLayout::compact};
  }

  void render(const Round& round) {
    switch (options_.format) {
    case Format::text:
      render_text(streams_.out, view(round));
      break;
    case Format::json:
      render_json(streams_.out, view(round));
      break;
    case Format::health_json:
      render_health_json(streams_.out, view(round));
      break;
    case Format::nagios:
      render_nagios(streams_.out, view(round));
      break;
    case Format::prometheus:
      render_prometheus(streams_.out, view(round));
      break;
    }
    streams_.out.flush();
  }

  // A line a round, and what changed; until it is interrupted.
  [[noreturn]] void watch() {
    std::map<std::string, State> before;
    for (Clock::time_point next = Clock::now();; next += *options_.watch) {
      std::this_thread::sleep_until(next);
      const Round round = next_round();
      if (!streams_.out) {
        throw Error(ExitCode::unavailable, "standard output cannot be written");
      }
      if (options_.format == Format::json) {
        render(round);
        continue;
      }
      streams_.out << utc(round.at) << ' ';
      std::ostringstream text;
      View shown = view(round);
      shown.verbose = shown.quiet = false;
      render_text(text, shown);
      const std::string all = text.str();
      streams_.out << all.substr(all.rfind('\n', all.size() - 2) + 1);
      for (const CheckResult& one : round.results) {
        const State now = one.blocked_by.empty() ? one.state : State::skipped;
        const auto [found, is_new] = before.try_emplace(one.check.full_name(), State::healthy);
        if (found->second != now && now != State::skipped) {
          streams_.out << fmt::format(
              "  {} -> {} {} {}: {}\n", is_new ? "new" : to_string(found->second), to_string(now),
              printable(one.check.component), printable(one.check.name), printable(sentence(one)));
        }
        found->second = now == State::skipped ? found->second : now;
      }
      streams_.out.flush();
    }
  }

  ExitCode list() {
    std::vector<std::pair<const Check*, std::string>> checks; // and why it is not made
    for (const Work& work : plan_.works) {
      for (const Check& one : work.checks) {
        checks.emplace_back(&one, "");
      }
    }
    for (const CheckResult& one : plan_.settled) {
      checks.emplace_back(&one.check, one.state == State::skipped || one.state == State::unknown
                                          ? one.message
                                          : "");
    }
    std::stable_sort(checks.begin(), checks.end(), [](const auto& a, const auto& b) {
      return place(*a.first) < place(*b.first);
    });
    options_.format == Format::json ? list_json(checks) : list_text(checks);
    return ExitCode::ok;
  }

  static std::pair<std::size_t, std::string> place(const Check& check) {
    const auto& names = component_names();
    return {static_cast<std::size_t>(std::find(names.begin(), names.end(), check.component) -
                                     names.begin()),
            check.name};
  }

  void list_text(const std::vector<std::pair<const Check*, std::string>>& checks) {
    cli::Table table({cli::Align::left, cli::Align::left, cli::Align::left, cli::Align::left});
    for (const auto& [check, why] : checks) {
      table.add_row({check->component, check->name, check->target,
                     !why.empty()        ? "not made: " + why
                     : check->is_default ? "only a default: " + check->source
                                         : check->source});
    }
    table.print(streams_.out);
  }

  void list_json(const std::vector<std::pair<const Check*, std::string>>& checks) {
    JsonWriter out(streams_.out, options_.pretty.value_or(streams_.terminal) ? JsonLayout::pretty
                                                                             : JsonLayout::compact);
    out.begin_object();
    out.member("schema", "aether/health_check/list/1");
    out.member("tool", k_tool);
    out.member("version", version());
    out.member("root", printable(targets_.backend.root.string()));
    out.key("checks").begin_array();
    for (const auto& [check, why] : checks) {
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
    }
    out.end_array();
    out.end_object();
    out.end_line();
  }

  const Options& options_;
  cli::Streams& streams_;
  Clock::time_point begun_;
  Targets targets_;
  HealthConfig config_;
  Context context_;
  Plan plan_;
  Memory memory_;
};

} // namespace

ExitCode run_command(const Options& options, cli::Streams& streams) {
  if (options.format != Format::nagios) {
    return Command(options, streams).run();
  }
  try { // what runs plugins knows four statuses
    return Command(options, streams).run();
  } catch (const Error& error) {
    streams.out << "HEALTH UNKNOWN - " << printable(error.what()) << '\n';
    return static_cast<ExitCode>(3);
  }
}

} // namespace aether::health_check
