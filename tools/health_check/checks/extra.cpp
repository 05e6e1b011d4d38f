// The TCP, command and file checks of config/health.yaml. Its HTTP checks are asked with the
// services.
#include <fcntl.h>
#include <unistd.h>

#include <fmt/format.h>

#include "core/duration.h"
#include "core/error.h"
#include "core/text.h"
#include "health_check/checks/http.h"
#include "net/connection.h"
#include "os/orphans.h"
#include "os/process.h"

namespace aether::health_check {

namespace {

namespace fs = std::filesystem;

CheckResult look(const Context& context, const Check& check, const TcpCheck& tcp,
                 std::chrono::milliseconds limit) {
  const auto begun = std::chrono::steady_clock::now();
  try {
    net::Connection connection((tcp.tls ? "tls://" : "tcp://") + tcp.address, begun + limit);
    CheckResult result = result_of(check, State::healthy, "it takes connections");
    connection.send(tcp.send);
    std::string received;
    constexpr std::size_t k_most = 65536;
    while (!tcp.expect.empty() && received.find(tcp.expect) == std::string::npos &&
           received.size() < k_most) {
      if (!connection.receive(received)) {
        break;
      }
    }
    if (!tcp.expect.empty() && received.find(tcp.expect) == std::string::npos) {
      result.worsen(failed_state(check),
                    fmt::format("it answers `{}`, without `{}`", printable(received.substr(0, 80)),
                                printable(tcp.expect)),
                    "unexpected_answer");
      result.is_down = true;
    }
    const double took =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    result.measure({"latency", Unit::seconds, took, {}, {}, 0.0, {}},
                   tcp.latency.value_or(context.limits("service_latency")),
                   fmt::format("it took {} to answer", shown_number(took, Unit::seconds)));
    return result;
  } catch (const net::ConnectionError& error) {
    return not_answered(check, error.result());
  } catch (const Error& error) {
    return result_of(check, State::unknown, error.what());
  }
}

CheckResult look(const Context& context, const Check& check, const CommandCheck& command,
                 std::chrono::milliseconds limit) {
  std::vector<std::string> argv = command.run;
  const fs::path directory = context.targets.backend.root / command.directory;
  if (::chdir(directory.c_str()) != 0) { // we are in a process of our own
    return result_of(check, failed_state(check),
                     fmt::format("there is no directory {}", printable(directory.string())));
  }
  constexpr std::chrono::milliseconds k_patience{100};
  ProcessResult ended;
  try {
    ended = run_process({argv, {}, "", limit, std::size_t{1} << 20U});
    (void)end_orphans(k_patience); // what it left behind
  } catch (const Error& error) {
    return result_of(check, failed_state(check), error.what());
  }
  const std::string said =
      printable(ended.out.substr(0, std::min<std::size_t>(ended.out.find('\n'), 200)));
  if (ended.timed_out) {
    CheckResult result = result_of(check, failed_state(check),
                                   fmt::format("it did not end within {}", duration_text(limit)));
    result.cause = "timed_out";
    return result;
  }
  CheckResult result =
      result_of(check, State::healthy, said.empty() ? "it ended with status 0" : said);
  const int critical = command.exit_codes == ExitCodes::nagios ? 2 : 1;
  if (ended.status != 0) {
    const std::string message =
        said.empty() ? fmt::format("it ended with status {}", ended.status) : said;
    const bool is_degraded = ended.status == 3 - critical;
    const State state = is_degraded ? State::degraded
                        : command.exit_codes == ExitCodes::nagios && ended.status == 3
                            ? State::unknown
                            : State::critical;
    result.worsen(state, message, "status");
    result.is_down = state == State::critical;
  }
  result.details["exit_status"] = ended.status;
  return result;
}

CheckResult look(const Context& context, const Check& check, const FileCheck& file) {
  const fs::path path = context.targets.backend.root / file.path;
  std::error_code failed;
  const fs::file_status status = fs::status(path, failed);
  const bool is_there =
      status.type() != fs::file_type::not_found && status.type() != fs::file_type::none;
  CheckResult result = result_of(check, State::healthy, is_there ? "it is there" : "it is absent");
  const State bad = failed_state(check);
  if (is_there != file.exists) {
    result.is_down = true;
    result.worsen(bad, is_there ? "it is there, and has to be absent" : "it is not there",
                  is_there ? "present" : "missing");
    return result;
  }
  if (!is_there) {
    return result;
  }
  if (file.writable && ::faccessat(AT_FDCWD, path.c_str(), W_OK, AT_EACCESS) != 0) {
    result.worsen(bad, "it is not writable for this user", "not_writable");
  }
  if (file.max_age) {
    const auto age = fs::file_time_type::clock::now() - fs::last_write_time(path, failed);
    const auto old = std::chrono::duration_cast<std::chrono::milliseconds>(age);
    result.figures.push_back(
        {"age", Unit::seconds, std::chrono::duration<double>(old).count(), {}, {}, {}, {}});
    if (!failed && old > *file.max_age) {
      result.worsen(bad,
                    fmt::format("it was written {} ago, longer than {}",
                                duration_text(std::chrono::floor<std::chrono::seconds>(old)),
                                duration_text(*file.max_age)),
                    "too_old");
    }
  }
  if (status.type() == fs::file_type::regular) {
    const auto size = static_cast<double>(fs::file_size(path, failed));
    result.figures.push_back({"size", Unit::bytes, size, {}, {}, 0.0, {}});
    if (file.min_bytes && size < *file.min_bytes) {
      result.worsen(bad,
                    fmt::format("it has {}, less than {}", shown_number(size, Unit::bytes),
                                shown_number(*file.min_bytes, Unit::bytes)),
                    "too_small");
    }
    if (file.max_bytes && size > *file.max_bytes) {
      result.worsen(bad,
                    fmt::format("it has {}, more than {}", shown_number(size, Unit::bytes),
                                shown_number(*file.max_bytes, Unit::bytes)),
                    "too_large");
    }
  }
  return result;
}

template <typename Look>
void add(const Context& context, const std::string& name, const std::string& target,
         const CheckRules& rules, const char* not_quick, Plan& plan, Look make) {
  Check check = context.check("checks", name);
  apply(rules, check);
  check.target = printable(target);
  check.source = context.config.file;
  if (!rules.enabled.value_or(true)) {
    plan.settled.push_back(skipped(check, "it is disabled"));
  } else if (context.options.quick && not_quick != nullptr) {
    plan.settled.push_back(skipped(check, not_quick));
  } else {
    const auto run = [&context, &rules, check, make](const Report& report) {
      with_retries(context, rules, report,
                   [&](std::chrono::milliseconds limit) { return make(check, limit); });
    };
    plan.works.push_back({{check}, run, context.limit(rules)});
  }
}

} // namespace

void plan_extra(const Context& context, Plan& plan) {
  if (!context.wants("checks")) {
    return;
  }
  for (const TcpCheck& one : context.config.tcp) {
    add(context, one.name, one.address, one.rules, "--quick asks no network", plan,
        [&context, &one](const Check& check, std::chrono::milliseconds limit) {
          return look(context, check, one, limit);
        });
  }
  for (const CommandCheck& one : context.config.commands) {
    add(context, one.name, context.hidden.without(fmt::format("{}", fmt::join(one.run, " "))),
        one.rules, "--quick starts no process", plan,
        [&context, &one](const Check& check, std::chrono::milliseconds limit) {
          end_family_with_parent();
          return look(context, check, one, limit);
        });
  }
  for (const FileCheck& one : context.config.files) {
    add(context, one.name, one.path, one.rules, nullptr, plan,
        [&context, &one](const Check& check, std::chrono::milliseconds) {
          return look(context, check, one);
        });
  }
}

} // namespace aether::health_check
