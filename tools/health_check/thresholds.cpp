#include <cmath>

#include <fmt/format.h>

#include "core/duration.h"
#include "core/error.h"
#include "core/nearest.h"
#include "health_check/health_config.h"

namespace aether::health_check {

namespace {

constexpr double k_mebi = 1024.0 * 1024.0;

// A number, a duration in seconds, or nothing for `-` and `null`.
std::optional<double> limit_of(const std::string& option, const std::string& text) {
  if (text.empty() || text == "-" || text == "null") {
    return std::nullopt;
  }
  try {
    std::size_t used = 0;
    const double number = std::stod(text, &used);
    if (used == text.size() && number >= 0 && std::isfinite(number)) {
      return number;
    }
  } catch (const std::exception&) { // none
  }
  if (const auto duration = parse_duration(text)) {
    return std::chrono::duration<double>(*duration).count();
  }
  throw Error(ExitCode::usage,
              fmt::format("--threshold {}: `{}` is no limit: a number, a duration, or - for none",
                          option, text));
}

} // namespace

Thresholds::Thresholds()
    : limits_{{"cpu_load_per_core", {4, 10}},
              {"cpu_pressure_percent", {95, {}}},
              {"memory_used_percent", {90, 97}},
              {"memory_pressure_percent", {20, 60}},
              {"disk_used_percent", {85, 95}},
              {"inodes_used_percent", {85, 95}},
              {"file_descriptors_used_percent", {80, 95}},
              {"database_latency", {1, {}}},
              {"database_connections_percent", {80, 95}},
              {"database_wal_bytes", {256 * k_mebi, {}}},
              {"replication_lag", {30, 300}},
              {"oldest_transaction", {600, {}}},
              {"redis_memory_percent", {85, 95}},
              {"service_latency", {2, {}}},
              {"tls_expiry_days", {30, 14}}} {}

const Limits& Thresholds::of(std::string_view name) const { return limits_.find(name)->second; }

void Thresholds::set(std::string_view name, const Limits& limits) {
  limits_.insert_or_assign(std::string(name), limits);
}

std::string Thresholds::wrong_order(std::string_view name, const Limits& limits) {
  const bool low_is_bad = name == "tls_expiry_days"; // days that are left
  if (!limits.warn || !limits.crit ||
      (low_is_bad ? *limits.warn >= *limits.crit : *limits.warn <= *limits.crit)) {
    return "";
  }
  return fmt::format(
      "degraded from {} and critical from {} on: the first is to be {} than the other",
      *limits.warn, *limits.crit, low_is_bad ? "more" : "less");
}

void Thresholds::set(const std::string& text) {
  const std::size_t equals = text.find('=');
  const std::string name = text.substr(0, equals);
  if (equals == std::string::npos) {
    throw Error(ExitCode::usage, fmt::format("--threshold {}: write NAME=WARN,CRIT", text));
  }
  if (!limits_.contains(name)) {
    std::vector<std::string_view> names;
    for (const auto& [one, limits] : limits_) {
      names.push_back(one);
    }
    const std::string offer = did_you_mean(nearest_names(name, names));
    throw Error(
        ExitCode::usage,
        fmt::format("--threshold: there is no threshold `{}`{}", name,
                    offer.empty() ? fmt::format("; there are {}", fmt::join(names, ", ")) : offer));
  }
  const std::string values = text.substr(equals + 1);
  const std::size_t comma = values.find(',');
  Limits limits;
  limits.warn = limit_of(name, values.substr(0, comma));
  if (comma != std::string::npos) {
    limits.crit = limit_of(name, values.substr(comma + 1));
  }
  if (const std::string wrong = wrong_order(name, limits); !wrong.empty()) {
    throw Error(ExitCode::usage, fmt::format("--threshold {}: {}", name, wrong));
  }
  limits_[name] = limits;
}

} // namespace aether::health_check
