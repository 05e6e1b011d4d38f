#include "health_check/memory.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <sstream>
#include <thread>

#include <boost/json/object.hpp>
#include <fmt/format.h>

#include "backend/lenient_json.h"
#include "core/error.h"
#include "core/text.h"
#include "core/version.h"
#include "data/json.h"
#include "data/json_writer.h"
#include "os/file.h"

namespace aether::health_check {

namespace {

namespace json = boost::json;

constexpr std::string_view k_state_schema = "aether/health_check/state/1";

bool is_bad(State state) { return state == State::degraded || state == State::critical; }

std::optional<State> state_of(const std::string& name) {
  for (const State one : {State::healthy, State::degraded, State::critical}) {
    if (to_string(one) == name) {
      return one;
    }
  }
  return std::nullopt;
}

// Within what a calendar shows; another number is that of a clock that was wrong.
std::chrono::sys_seconds time_at(const json::object& object, const char* key) {
  constexpr std::int64_t k_last = 253'402'300'799; // 9999-12-31T23:59:59Z
  const json::value* value = object.if_contains(key);
  const std::int64_t seconds =
      value != nullptr && value->is_int64() ? value->get_int64() : std::int64_t{0};
  return std::chrono::sys_seconds(
      std::chrono::seconds(std::clamp(seconds, std::int64_t{0}, k_last)));
}

unsigned times_at(const json::object& object) {
  constexpr std::int64_t k_most = 1'000'000;
  const json::value* value = object.if_contains("times");
  return value != nullptr && value->is_int64()
             ? static_cast<unsigned>(std::clamp(value->get_int64(), std::int64_t{0}, k_most))
             : 0U;
}

} // namespace

// The file is replaced by each run: the lock counts on the one that has the name when it is held.
Memory::Lock::Lock(const std::string& file) {
  constexpr std::chrono::milliseconds k_patience{1'000};
  constexpr std::chrono::milliseconds k_pause{5};
  const auto end = std::chrono::steady_clock::now() + k_patience;
  while (std::chrono::steady_clock::now() < end) {
    file_ = Descriptor(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!file_) {
      return; // the first run
    }
    if (::flock(file_.get(), LOCK_EX | LOCK_NB) != 0) {
      std::this_thread::sleep_for(k_pause);
      continue;
    }
    struct stat held {};
    struct stat named {};
    if (::fstat(file_.get(), &held) == 0 && ::stat(file.c_str(), &named) == 0 &&
        held.st_ino == named.st_ino && held.st_dev == named.st_dev) {
      return;
    }
  }
}

Memory Memory::load(const std::string& file) {
  Memory memory;
  std::error_code failed;
  if (!std::filesystem::exists(file, failed)) {
    return memory;
  }
  const std::string name = printable(file);
  const json::value document =
      read_document(read_named(file), name, k_state_schema, "health_check --state",
                    Records{"checks", json::kind::object});
  for (const auto& [key, value] : document.get_object().at("checks").get_object()) {
    const json::object* one = value.if_object();
    const auto state = one == nullptr ? std::nullopt : state_of(text_at(*one, "state"));
    const auto seen = one == nullptr ? std::nullopt : state_of(text_at(*one, "seen"));
    if (!state || !seen) {
      throw Error(ExitCode::bad_input,
                  fmt::format("{}: the check `{}` has no state; remove the file to begin anew",
                              name, printable(std::string(key))));
    }
    memory.checks_[std::string(key)] = {
        *state,         time_at(*one, "since"),      *seen,
        times_at(*one), time_at(*one, "seen_since"), text_at(*one, "message")};
  }
  return memory;
}

void Memory::update(Round& round, unsigned down_after, unsigned up_after) {
  const auto now = std::chrono::floor<std::chrono::seconds>(round.at);
  for (CheckResult& result : round.results) {
    if (result.state == State::skipped || result.state == State::unknown ||
        !result.blocked_by.empty()) {
      continue; // no verdict: what is remembered stands
    }
    const auto [found, is_new] = checks_.try_emplace(result.check.full_name());
    Remembered& one = found->second;
    if (is_new) {
      one = {result.state, now, result.state, 0, now, result.message};
    }
    const bool changes = is_bad(result.state) != is_bad(one.state);
    one.since = std::min(one.since, now); // a clock that was ahead when it was written
    one.seen_since = std::min(one.seen_since, now);
    if (result.state != one.seen) {
      one.seen = result.state;
      one.times = 0;
      one.seen_since = now;
    }
    ++one.times;
    const unsigned wanted = is_bad(result.state) ? down_after : up_after;
    if (changes && one.times < wanted) {
      result.details["found"] = to_string(result.state);
      result.details["found_times"] = one.times;
      result.message = fmt::format("{} (found {} {} of {} times: {})", to_string(one.state),
                                   to_string(result.state), one.times, wanted, result.message);
      result.state = one.state;
      result.damped = true;
    } else {
      if (result.state != one.state) {
        one.state = result.state;
        one.since = one.seen_since;
      }
      one.message = result.message;
    }
    result.since = one.since;
  }
}

std::string Memory::text() const {
  std::ostringstream text;
  JsonWriter out(text, JsonLayout::compact);
  out.begin_object();
  out.member("schema", k_state_schema);
  out.member("tool", "health_check");
  out.member("version", version());
  out.key("checks").begin_object();
  for (const auto& [name, one] : checks_) {
    out.key(name).begin_object();
    out.member("state", to_string(one.state));
    out.member("since", one.since.time_since_epoch().count());
    out.member("seen", to_string(one.seen));
    out.member("times", one.times);
    out.member("seen_since", one.seen_since.time_since_epoch().count());
    out.member("message", one.message);
    out.end_object();
  }
  out.end_object();
  out.end_object();
  out.end_line();
  out.flush();
  return text.str();
}

} // namespace aether::health_check
