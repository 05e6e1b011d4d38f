// config/health.yaml: what health_check is to look at beside what it finds by itself, and how
// strictly. Its shape is share/schemas/config/health.schema.json, against which it is checked here
// too: a file that does not fit is an error before anything is looked at.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json/value.hpp>

#include "backend/settings.h"
#include "health_check/check.h"
#include "net/probe.h"

namespace aether::health_check {

inline constexpr std::string_view k_health_file = "config/health.yaml";

// The thresholds, by the names of the schema. Times are in seconds.
class Thresholds {
public:
  Thresholds(); // the defaults

  [[nodiscard]] const Limits& of(std::string_view name) const;
  void set(std::string_view name, const Limits& limits);
  // Why the two cannot be limits of that threshold; empty where they can: degraded begins before
  // critical does.
  [[nodiscard]] static std::string wrong_order(std::string_view name, const Limits& limits);
  // NAME=WARN[,CRIT], of --threshold; throws Error (usage).
  void set(const std::string& text);

  [[nodiscard]] const std::map<std::string, Limits, std::less<>>& all() const { return limits_; }

private:
  std::map<std::string, Limits, std::less<>> limits_;
};

// What may be said of any check.
struct CheckRules {
  std::optional<bool> enabled;
  std::optional<bool> critical;
  std::optional<std::chrono::milliseconds> timeout;
  std::optional<unsigned> retries;
  std::vector<std::string> depends_on;
  std::string next_step;
};

// What an HTTP answer has to be.
struct Expectation {
  std::vector<std::string> status; // "200", "2xx": any of them; empty: below 400
  std::string text;                // in the body
  std::vector<std::pair<std::string, boost::json::value>> json; // JSON pointers and their values
  std::string key; // a member that the JSON answer has to have
};

struct ServiceRules {
  CheckRules rules;
  Expectation expect;
};

struct HttpCheck {
  std::string name;
  net::ProbeRequest request;
  CheckRules rules;
  Expectation expect;
  std::optional<Limits> latency;
};

struct TcpCheck {
  std::string name;
  std::string address;
  bool tls = false;
  std::string send;
  std::string expect;
  std::optional<Limits> latency;
  CheckRules rules;
};

enum class ExitCodes : std::uint8_t { aether, nagios };

struct CommandCheck {
  std::string name;
  std::vector<std::string> run;
  std::string directory; // below the root
  ExitCodes exit_codes = ExitCodes::aether;
  CheckRules rules;
};

struct FileCheck {
  std::string name;
  std::string path; // below the root
  bool exists = true;
  bool writable = false;
  std::optional<std::chrono::milliseconds> max_age;
  std::optional<double> min_bytes;
  std::optional<double> max_bytes;
  CheckRules rules;
};

struct HealthConfig {
  std::string file; // as shown; empty: there is none
  std::optional<std::chrono::milliseconds> timeout;
  std::optional<std::chrono::milliseconds> check_timeout;
  std::optional<unsigned> retries;
  std::optional<unsigned> down_after;
  std::optional<unsigned> up_after;
  std::string migrations; // their directory below the root; empty: where they usually are
  bool skip_unnumbered = false;
  Thresholds thresholds;
  std::map<std::string, CheckRules, std::less<>> components;
  std::map<std::string, ServiceRules, std::less<>> services;
  std::map<std::string, CheckRules, std::less<>> integrations;
  std::vector<HttpCheck> http;
  std::vector<TcpCheck> tcp;
  std::vector<CommandCheck> commands;
  std::vector<FileCheck> files;
  std::vector<std::string> secrets; // values of variables that are named as such
};

// Of the root's config/health.yaml, or of `file` where one is named. ${VAR} and ${VAR:-default} are
// taken from the environment. Throws Error: no_input where a named file is missing, bad_input with
// file, line and remedy where it does not fit.
[[nodiscard]] HealthConfig read_health_config(const std::filesystem::path& root,
                                              const std::optional<std::string>& file,
                                              const Environment& environment);

} // namespace aether::health_check
