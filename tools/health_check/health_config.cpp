#include "health_check/health_config.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>

#include "backend/lenient_json.h"
#include "core/duration.h"
#include "core/error.h"
#include "core/secrets.h"
#include "core/text.h"
#include "core/variables.h"
#include "data/json_pointer.h"
#include "data/valid_document.h"
#include "embedded.h"
#include "os/file.h"

namespace aether::health_check {

namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

// Texts with ${VAR} and ${VAR:-otherwise} in them.
class Variables {
public:
  Variables(const Environment& environment, const Document& document, const std::string& name)
      : environment_(environment), document_(document), name_(name) {}

  [[nodiscard]] std::vector<std::string> take_secrets() { return std::move(secrets_); }

  void replace(json::value& value, const std::string& pointer = "") {
    if (json::object* object = value.if_object()) {
      for (auto& [key, member] : *object) {
        replace(member, pointer + "/" + pointer_token(key));
      }
    } else if (json::array* array = value.if_array()) {
      for (std::size_t i = 0; i < array->size(); ++i) {
        replace((*array)[i], fmt::format("{}/{}", pointer, i));
      }
    } else if (json::string* text = value.if_string()) {
      const std::string made = replaced(std::string(*text), pointer);
      *text = made;
    }
  }

private:
  [[nodiscard]] std::string replaced(const std::string& text, const std::string& pointer) {
    return expand_variables(text, [&](const VariableReference& reference) {
      const auto found = environment_.find(reference.name);
      if (found != environment_.end() && !(found->second.value.empty() && reference.otherwise)) {
        if (is_secret_name(reference.name)) {
          secrets_.push_back(found->second.value);
        }
        return found->second.value;
      }
      if (reference.otherwise) {
        return *reference.otherwise;
      }
      const auto place = document_.find(pointer);
      throw InputError(name_, place ? place->value : Position(),
                       fmt::format("the variable {} is not set; set it, or write ${{{}:-DEFAULT}}",
                                   printable(reference.name), printable(reference.name)));
    });
  }

  const Environment& environment_;
  const Document& document_;
  const std::string& name_;
  std::vector<std::string> secrets_;
};

std::optional<std::chrono::milliseconds> duration_at(const json::object& object,
                                                     std::string_view key) {
  const json::value* value = object.if_contains(key);
  if (value == nullptr) {
    return std::nullopt;
  }
  return parse_duration(value->is_string() ? std::string(value->get_string())
                                           : fmt::format("{}", value->to_number<std::int64_t>()));
}

std::optional<double> limit_of(const json::value* value) {
  if (value == nullptr || value->is_null()) {
    return std::nullopt;
  }
  if (value->is_number()) {
    return value->to_number<double>();
  }
  const auto duration = parse_duration(std::string(value->as_string()));
  return duration ? std::optional(std::chrono::duration<double>(*duration).count()) : std::nullopt;
}

// What one of them does not name stays as it was.
Limits limits_of(const json::object& object, Limits limits) {
  if (object.contains("warn")) {
    limits.warn = limit_of(object.if_contains("warn"));
  }
  if (object.contains("crit")) {
    limits.crit = limit_of(object.if_contains("crit"));
  }
  return limits;
}

std::optional<unsigned> count_at(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  return value == nullptr ? std::nullopt : std::optional(value->to_number<unsigned>());
}

std::optional<double> number_at(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  return value == nullptr || !value->is_number() ? std::nullopt
                                                 : std::optional(value->to_number<double>());
}

std::optional<bool> flag_of(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  return value == nullptr ? std::nullopt : std::optional(value->as_bool());
}

CheckRules rules_of(const json::object& object) {
  CheckRules rules;
  rules.enabled = flag_of(object, "enabled");
  rules.critical = flag_of(object, "critical");
  rules.timeout = duration_at(object, "timeout");
  rules.retries = count_at(object, "retries");
  rules.depends_on = texts_at(object, "depends_on");
  rules.next_step = text_at(object, "next_step");
  return rules;
}

std::string status_text(const json::value& value) {
  return value.is_string() ? std::string(value.get_string())
                           : fmt::format("{}", value.to_number<int>());
}

Expectation expectation_of(const json::object& object) {
  Expectation expect;
  if (const json::value* status = object.if_contains("expect_status")) {
    if (const json::array* list = status->if_array()) {
      for (const json::value& one : *list) {
        expect.status.push_back(status_text(one));
      }
    } else {
      expect.status.push_back(status_text(*status));
    }
  }
  expect.text = text_at(object, "expect_text");
  if (const json::object* members = object_at(object, "expect_json")) {
    for (const auto& [pointer, value] : *members) {
      expect.json.emplace_back(std::string(pointer), value);
    }
  }
  return expect;
}

std::optional<Limits> latency_of(const json::object& object) {
  const json::object* latency = object_at(object, "latency");
  return latency == nullptr ? std::nullopt : std::optional(limits_of(*latency, {}));
}

HttpCheck http_check(const std::string& name, const json::object& object) {
  HttpCheck check;
  check.name = name;
  check.request.url = text_at(object, "url");
  check.request.method = text_at(object, "method");
  if (const json::object* headers = object_at(object, "headers")) {
    for (const auto& [header, value] : *headers) {
      check.request.headers.push_back(
          fmt::format("{}: {}", std::string_view(header), std::string_view(value.as_string())));
    }
  }
  check.request.body = text_at(object, "body");
  check.request.verify_tls = flag_at(object, "verify_tls", true);
  check.rules = rules_of(object);
  check.expect = expectation_of(object);
  check.latency = latency_of(object);
  return check;
}

TcpCheck tcp_check(const std::string& name, const json::object& object) {
  return {name,
          text_at(object, "address"),
          flag_at(object, "tls", false),
          text_at(object, "send"),
          text_at(object, "expect"),
          latency_of(object),
          rules_of(object)};
}

CommandCheck command_check(const std::string& name, const json::object& object) {
  return {name, texts_at(object, "run"), text_at(object, "directory"),
          text_at(object, "exit_codes") == "nagios" ? ExitCodes::nagios : ExitCodes::aether,
          rules_of(object)};
}

FileCheck file_check(const std::string& name, const json::object& object) {
  return {name,
          text_at(object, "path"),
          flag_at(object, "exists", true),
          flag_at(object, "writable", false),
          duration_at(object, "max_age"),
          number_at(object, "min_bytes"),
          number_at(object, "max_bytes"),
          rules_of(object)};
}

template <typename Take>
void each_member(const json::object& object, std::string_view key, Take take) {
  if (const json::object* members = object_at(object, key)) {
    for (const auto& [name, value] : *members) {
      if (value.is_object()) {
        take(std::string(name), value.get_object());
      }
    }
  }
}

HealthConfig config_of(const json::object& object) {
  HealthConfig config;
  config.timeout = duration_at(object, "timeout");
  config.check_timeout = duration_at(object, "check_timeout");
  config.retries = count_at(object, "retries");
  if (const json::object* damping = object_at(object, "damping")) {
    config.down_after = count_at(*damping, "down_after");
    config.up_after = count_at(*damping, "up_after");
  }
  if (const json::object* migrations = object_at(object, "migrations")) {
    config.migrations = text_at(*migrations, "directory");
    config.skip_unnumbered = flag_at(*migrations, "skip_unnumbered", false);
  }
  each_member(object, "thresholds", [&](const std::string& name, const json::object& limits) {
    config.thresholds.set(name, limits_of(limits, config.thresholds.of(name)));
  });
  each_member(object, "components", [&](const std::string& name, const json::object& one) {
    config.components[name] = rules_of(one);
  });
  each_member(object, "integrations", [&](const std::string& name, const json::object& one) {
    config.integrations[name] = rules_of(one);
  });
  each_member(object, "services", [&](const std::string& name, const json::object& one) {
    config.services[name] = {rules_of(one), expectation_of(one)};
  });
  if (const json::object* checks = object_at(object, "checks")) {
    each_member(*checks, "http", [&](const std::string& name, const json::object& one) {
      config.http.push_back(http_check(name, one));
    });
    each_member(*checks, "tcp", [&](const std::string& name, const json::object& one) {
      config.tcp.push_back(tcp_check(name, one));
    });
    each_member(*checks, "command", [&](const std::string& name, const json::object& one) {
      config.commands.push_back(command_check(name, one));
    });
    each_member(*checks, "file", [&](const std::string& name, const json::object& one) {
      config.files.push_back(file_check(name, one));
    });
  }
  return config;
}

void refuse_wrong_limits(const Document& document, const std::string& file) {
  const json::object* thresholds = object_at(document.root, "thresholds");
  for (const auto& [name, limits] : thresholds == nullptr ? json::object() : *thresholds) {
    const std::string wrong = Thresholds::wrong_order(name, limits_of(limits.as_object(), {}));
    if (!wrong.empty()) {
      const auto place = document.find("/thresholds/" + pointer_token(name));
      throw InputError(file, place ? place->key : Position(),
                       fmt::format("thresholds.{}: {}", std::string_view(name), wrong));
    }
  }
}

// A name is that of one check, whatever its kind.
void refuse_second_names(const Document& document, const std::string& file) {
  std::map<std::string, std::string, std::less<>> kinds; // by name
  const json::object* checks = object_at(document.root, "checks");
  for (const auto& [kind, members] : checks == nullptr ? json::object() : *checks) {
    for (const auto& [name, check] : members.is_object() ? members.get_object() : json::object()) {
      const auto [first, is_new] = kinds.emplace(name, kind);
      if (!is_new) {
        const auto place =
            document.find(fmt::format("/checks/{}/{}", pointer_token(kind), pointer_token(name)));
        throw InputError(
            file, place ? place->key : Position(),
            fmt::format("checks.{} has a check `{}` already: give this one another name",
                        first->second, printable(name)));
      }
    }
  }
}

} // namespace

HealthConfig read_health_config(const fs::path& root, const std::optional<std::string>& file,
                                const Environment& environment) {
  std::error_code failed;
  const fs::path path = file ? fs::path(*file) : root / k_health_file;
  if (!file && !fs::exists(path, failed)) {
    return {};
  }
  const std::string name = printable(file ? *file : std::string(k_health_file));
  const std::string text = file == "-" ? read_stdin() : read_named(path);
  Document document = parse_valid_document(text, name, k_health_schema);
  refuse_wrong_limits(document, name);
  refuse_second_names(document, name);
  HealthConfig config;
  if (document.root.is_object()) {
    json::value root_value(document.root, json::storage_ptr()); // a copy that can be changed
    Variables variables(environment, document, name);
    variables.replace(root_value);
    config = config_of(root_value.get_object());
    config.secrets = variables.take_secrets();
  }
  config.file = name;
  return config;
}

} // namespace aether::health_check
