// The directories in which the backend keeps what it stores.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <fmt/format.h>

#include "core/text.h"
#include "health_check/plan.h"

namespace aether::health_check {

namespace {

namespace fs = std::filesystem;

bool may_write(const fs::path& path) {
  return ::faccessat(AT_FDCWD, path.c_str(), W_OK | X_OK, AT_EACCESS) == 0;
}

CheckResult missing(const Check& check, const fs::path& directory) {
  fs::path parent = directory.parent_path();
  std::error_code failed;
  while (parent.has_relative_path() && !fs::exists(parent, failed)) {
    parent = parent.parent_path();
  }
  const bool can_be_made = may_write(parent);
  CheckResult result = result_of(
      check, can_be_made && !check.is_critical ? State::degraded : State::critical,
      can_be_made
          ? "there is no such directory yet"
          : fmt::format("there is no such directory, and {} is not writable for it to be made",
                        printable(parent.string())));
  result.cause = "missing";
  result.next_step = fmt::format("mkdir -p {}", printable(directory.string()));
  return result;
}

// A file that is made and removed again, as --write-test asks for.
void write_test(const fs::path& directory, CheckResult& result) {
  std::string name = (directory / ".health_check.XXXXXX").string();
  const int fd = ::mkstemp(name.data());
  int error = fd < 0 ? errno : 0;
  if (fd >= 0) {
    constexpr std::string_view k_text = "health_check";
    if (::write(fd, k_text.data(), k_text.size()) < 0 || ::fsync(fd) != 0) {
      error = errno;
    }
    ::close(fd);
    ::unlink(name.c_str());
  }
  if (error != 0) {
    result.worsen(State::critical,
                  fmt::format("a file cannot be written: {}", std::strerror(error)),
                  error == ENOSPC ? "disk_full" : "not_writable");
  }
}

CheckResult look(const Context& context, const Check& check, const fs::path& directory) {
  std::error_code failed;
  const fs::file_status status = fs::status(directory, failed);
  if (status.type() == fs::file_type::not_found) {
    return missing(check, directory);
  }
  CheckResult result = result_of(check, State::healthy, "it is there and writable");
  if (status.type() == fs::file_type::none) {
    result.worsen(State::critical, fmt::format("it cannot be looked at: {}", failed.message()),
                  "unreadable");
  } else if (status.type() != fs::file_type::directory) {
    result.worsen(State::critical, "it is no directory", "not_a_directory");
  } else if (!may_write(directory)) {
    result.worsen(State::critical, "it is not writable for this user", "not_writable");
  } else if (context.options.write_test) {
    write_test(directory, result);
  }
  return result;
}

// Its last part, or its whole path where another has the same.
std::string name_of(const fs::path& directory, const Targets& targets) {
  const auto others =
      std::count_if(targets.storage.begin(), targets.storage.end(), [&](const StorageTarget& one) {
        return one.directory.filename() == directory.filename();
      });
  return printable(others > 1 ? directory.lexically_proximate(targets.backend.root).string()
                              : directory.filename().string());
}

} // namespace

void plan_storage(const Context& context, Plan& plan) {
  if (!context.wants("storage")) {
    return;
  }
  const Settings& settings = context.targets.backend.settings;
  if (context.targets.asked_settings && !settings.looked) {
    CheckResult none = result_of(context.check("storage", "directories"), State::unknown,
                                 "the settings cannot be read: " + settings.why_not);
    none.cause = "no_target";
    plan.settled.push_back(std::move(none));
  }
  for (const StorageTarget& one : context.targets.storage) {
    Check check = context.check("storage", name_of(one.directory, context.targets));
    check.target = printable(one.directory.string());
    check.source = one.source;
    check.is_default = one.is_default;
    const auto run = [&context, check, directory = one.directory](const Report& report) {
      with_retries(context, context.rules("storage"), report,
                   [&](std::chrono::milliseconds) { return look(context, check, directory); });
    };
    plan.works.push_back({{check}, run, context.limit(context.rules("storage"))});
  }
}

} // namespace aether::health_check
