#include "run_migrations/new_migration.h"

#include <algorithm>
#include <chrono>
#include <ctime>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "core/error.h"
#include "core/text.h"
#include "db/migrations/version.h"
#include "os/atomic_write.h"

namespace aether::run_migrations {

using namespace migrations;

namespace {

namespace fs = std::filesystem;

constexpr std::size_t k_time_digits = 14;

std::string newest_version(const fs::path& directory) {
  std::string newest;
  std::error_code failed;
  for (const fs::directory_entry& entry : fs::directory_iterator(directory, failed)) {
    const std::string name = entry.path().filename().string();
    const std::string_view digits = leading_digits(name);
    if (name.ends_with(".sql") && !digits.empty() && compare_numbers(digits, newest) > 0) {
      newest = digits;
    }
  }
  return newest;
}

// The next number, as wide as the one before.
std::string successor(std::string number) {
  for (auto digit = number.rbegin(); digit != number.rend(); ++digit) {
    if (*digit != '9') {
      ++*digit;
      return number;
    }
    *digit = '0';
  }
  return "1" + number;
}

std::string time_version() {
  const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  return fmt::format("{:%Y%m%d%H%M%S}", fmt::gmtime(now));
}

std::string file_name_of(std::string_view name) {
  std::string plain;
  for (const char c : name) {
    const bool kept = is_ascii_letter(c) || is_ascii_digit(c);
    plain += kept ? ascii_lower(c) : plain.empty() || plain.back() == '_' ? '\0' : '_';
  }
  std::erase(plain, '\0');
  while (plain.ends_with('_')) {
    plain.pop_back();
  }
  return plain;
}

} // namespace

fs::path make_migration(const fs::path& directory, std::string_view name) {
  const std::string plain = file_name_of(name);
  if (plain.empty()) {
    throw Error(ExitCode::usage, "--new needs a name with letters or digits");
  }
  const std::string newest = newest_version(directory);
  std::string version =
      newest.empty() || newest.size() >= k_time_digits ? time_version() : successor(newest);
  if (compare_numbers(version, newest) <= 0) {
    version = successor(newest); // two within a second, or a clock that went back
  }
  fs::path file = directory / (version + "_" + plain + ".sql");
  write_file_atomically(file, "-- migrate:up\n\n\n-- migrate:down\n\n");
  return file;
}

} // namespace aether::run_migrations
