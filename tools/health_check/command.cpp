#include "health_check/command.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <map>
#include <memory>
#include <ostream>
#include <sstream>
#include <thread>

#include <fmt/format.h>

#include "core/error.h"
#include "core/text.h"
#include "health_check/memory.h"
#include "health_check/render.h"
#include "health_check/run_plan.h"
#include "health_check/sight.h"
#include "os/atomic_write.h"
#include "os/watchdog.h"

namespace aether::health_check {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds k_between{500}; // rounds of --wait

class Command {
public:
  Command(const Options& options, cli::Streams& streams)
      : options_(options), streams_(streams), begun_(Clock::now()) {
    if (options_.state_file) {
      (void)Memory::load(*options_.state_file); // wrong input is told before anything is looked at
    }
    see_anew();
  }

  ExitCode run() {
    if (options_.list) {
      list();
      return ExitCode::ok;
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
        look_around();
        round = next_round();
      }
    }
    render(round);
    return end(round);
  }

private:
  // What is configured may lie on a mount that is dead.
  void see_anew() {
    constexpr std::string_view k_hangs = "the backend's files cannot be read in time: they hang\n";
    const bool is_plugin = options_.format == Format::nagios;
    const Watchdog watchdog(
        options_.timeout.value_or(k_timeout), is_plugin ? STDOUT_FILENO : STDERR_FILENO,
        fmt::format("{}{}", is_plugin ? "HEALTH UNKNOWN - " : "health_check: ", k_hangs),
        is_plugin ? nagios_status(State::unknown) : static_cast<int>(ExitCode::unavailable));
    const bool has_rounds = options_.watch || options_.wait;
    sight_ = std::make_unique<Sight>(options_, has_rounds ? std::nullopt : std::optional(begun_));
  }

  // Between rounds: what is configured may have changed. Where it cannot be read now, the targets
  // of the round before are looked at again, and that is said.
  void look_around() {
    cannot_see_.clear();
    if (options_.env_file == "-" || options_.config_file == "-") {
      return; // it was read
    }
    try {
      see_anew();
    } catch (const Error& error) {
      cannot_see_ = error.what();
    }
  }

  Round next_round() {
    std::vector<CheckResult> further;
    if (!cannot_see_.empty()) {
      CheckResult result = result_of(sight_->context().check("configuration", "targets"),
                                     State::unknown, cannot_see_);
      result.cause = "not_looked";
      further.push_back(std::move(result));
    }
    Round round = run_plan(sight_->context(), sight_->plan(), std::move(further));
    not_written_.clear();
    remember(round);
    if (options_.textfile) {
      written([&] { write_textfile(round); });
    }
    return round;
  }

  void remember(Round& round) {
    const HealthConfig& config = sight_->config();
    const auto of = [](const std::optional<unsigned>& option, const std::optional<unsigned>& said) {
      return option.value_or(said.value_or(1));
    };
    const unsigned down_after = of(options_.down_after, config.down_after);
    const unsigned up_after = of(options_.up_after, config.up_after);
    if (options_.state_file) {
      const Memory::Lock lock(*options_.state_file);
      memory_ = Memory::load(*options_.state_file);
      memory_.update(round, down_after, up_after);
      written([&] { write_file_atomically(*options_.state_file, memory_.text()); });
    } else if (options_.watch) {
      memory_.update(round, down_after, up_after);
    }
  }

  // A full disk must not keep the verdict from being told.
  template <typename Write> void written(const Write& write) {
    try {
      write();
    } catch (const Error& error) {
      not_written_.emplace_back(error.what());
    }
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

  void tell_what_was_not_written() {
    for (const std::string& one : not_written_) {
      streams_.err << "health_check: " << one << '\n';
    }
  }

  // What could not be written counts as what could not be looked at: it hides no failure.
  ExitCode end(const Round& round) {
    tell_what_was_not_written();
    const ExitCode code = exit_code_of(round, options_.only_critical);
    if (options_.format == Format::nagios) {
      const State state = round.state();
      const int status =
          options_.only_critical && state == State::degraded ? 0 : nagios_status(state);
      return static_cast<ExitCode>(not_written_.empty() || status == 2 ? status : 3);
    }
    return not_written_.empty() || code == ExitCode::problem ? code : ExitCode::unavailable;
  }

  [[nodiscard]] std::string root() const {
    return printable(sight_->targets().backend.root.string());
  }

  [[nodiscard]] JsonShape shape() const {
    if (options_.format == Format::ndjson) {
      return JsonShape::records;
    }
    return options_.pretty.value_or(streams_.terminal) && !options_.watch ? JsonShape::pretty
                                                                          : JsonShape::compact;
  }

  [[nodiscard]] View view(const Round& round) const {
    return {round,   root(),      streams_.colour, options_.quiet, options_.verbose,
            shape(), not_written_};
  }

  void render(const Round& round) {
    switch (options_.format) {
    case Format::text:
      render_text(streams_.out, view(round));
      break;
    case Format::json:
    case Format::ndjson:
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
    for (Clock::time_point next = Clock::now();;) {
      const Round round = next_round();
      tell_what_was_not_written();
      options_.format == Format::text ? render_round(round, before) : render(round);
      if (!streams_.out) {
        throw Error(ExitCode::unavailable, "standard output cannot be written");
      }
      next =
          std::max(next + *options_.watch, Clock::now()); // rounds that were missed are not made up
      std::this_thread::sleep_until(next);
      look_around();
    }
  }

  void render_round(const Round& round, std::map<std::string, State>& before) {
    std::ostringstream text;
    View shown = view(round);
    shown.verbose = shown.quiet = false;
    render_text(text, shown);
    const std::string all = text.str();
    streams_.out << utc(round.at) << ' ' << all.substr(all.rfind('\n', all.size() - 2) + 1);
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
    tell_gone(round, before);
    streams_.out.flush();
  }

  // Checks that are no longer configured.
  void tell_gone(const Round& round, std::map<std::string, State>& before) {
    if (before.size() == round.results.size()) {
      return;
    }
    std::map<std::string, State> now;
    for (const CheckResult& one : round.results) {
      now.insert(*before.find(one.check.full_name()));
    }
    for (const auto& [name, state] : before) {
      if (!now.contains(name)) {
        streams_.out << fmt::format("  {} -> gone {}\n", to_string(state), printable(name));
      }
    }
    before = std::move(now);
  }

  void list() {
    if (options_.format != Format::text) {
      render_list_json(streams_.out, sight_->plan(), root(), shape());
    } else {
      render_list_text(streams_.out, sight_->plan());
    }
  }

  const Options& options_;
  cli::Streams& streams_;
  Clock::time_point begun_;
  std::unique_ptr<Sight> sight_;
  std::string cannot_see_; // why the sight is that of an earlier round
  Memory memory_;
  std::vector<std::string> not_written_; // of this round
};

} // namespace

ExitCode run_command(const Options& options, cli::Streams& streams) {
  return Command(options, streams).run();
}

} // namespace aether::health_check
