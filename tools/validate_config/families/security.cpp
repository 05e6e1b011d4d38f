// security/*: what the configuration opens to others; secrets are secrets.cpp's.
#include <algorithm>
#include <array>
#include <set>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>

#include "core/path.h"
#include "core/text.h"
#include "validate_config/families/address.h"
#include "validate_config/families/family.h"
#include "validate_config/families/said.h"
#include "validate_config/families/secrets.h"

namespace aether::validate_config {

namespace {

namespace json = boost::json;

constexpr std::string_view k_wildcard = "security/wildcard-cors";
constexpr std::string_view k_authentication = "security/authentication-off";
constexpr std::string_view k_rate_limit = "security/rate-limit-off";
constexpr std::string_view k_bind_all = "security/bind-all";
constexpr std::string_view k_plain_http = "security/plain-http";
constexpr std::string_view k_placeholder = "security/placeholder-domain";

// `a.0.b.12` without the numbers of items at its end.
std::string_view without_items(std::string_view name) {
  for (std::size_t dot = name.rfind('.'); dot != std::string_view::npos; dot = name.rfind('.')) {
    const std::string_view last = name.substr(dot + 1);
    if (last.empty() || !std::all_of(last.begin(), last.end(), is_ascii_digit)) {
      break;
    }
    name = name.substr(0, dot);
  }
  return name;
}

bool is_true(const json::value& value) {
  if (value.is_bool()) {
    return value.get_bool();
  }
  const std::string text = value.is_string() ? to_lower(value.get_string()) : "";
  return text == "true" || text == "1" || text == "yes" || text == "on";
}

bool is_false(const json::value& value) {
  if (value.is_bool()) {
    return !value.get_bool();
  }
  const std::string text = value.is_string() ? to_lower(value.get_string()) : "";
  return text == "false" || text == "0" || text == "no" || text == "off";
}

// Whether the value switches a guard off: `require_auth: false`, `disable_auth: true`.
bool switches_off(std::string_view last, const json::value& value, bool is_guard) {
  if (!is_guard) {
    return false;
  }
  return has_any(last, {"disable", "skip", "bypass"}) ? is_true(value) : is_false(value);
}

// Of the whole: one way of many to log in may be off.
bool is_authentication(std::string_view name) {
  const std::string last = last_of(name);
  const std::string lower = to_lower(name);
  const bool within = lower.find("auth.") != std::string::npos ||
                      lower.find("authentication.") != std::string::npos;
  return (within && (last == "enabled" || last == "required")) ||
         (has_any(last, {"auth", "login_required"}) &&
          !has_any(last, {"oauth", "author", "basic", "ldap", "saml", "sso", "google", "github"}));
}

bool is_rate_limit(std::string_view name) {
  const std::string last = last_of(name);
  const std::string lower = to_lower(name);
  const bool within =
      has_any(lower, {"rate_limit.", "rate_limiting.", "ratelimit.", "throttling."});
  return (within && last == "enabled") ||
         has_any(last, {"rate_limit", "ratelimit", "throttling", "rate_limiting"});
}

bool is_listening_host(std::string_view name) {
  const std::string last = last_of(name);
  return last == "host" || last == "bind" || last == "bind_host" || last == "listen" ||
         last == "bind_address" || last == "listen_address" || last == "listen_host" ||
         last == "server_host" || last == "api_host" || last == "app_host";
}

bool is_text_about(std::string_view last) {
  return has_any(last, {"description", "comment", "$schema", "xmlns", "docs", "documentation",
                        "homepage", "repository", "license", "example", "note", "title", "origin"});
}

bool is_placeholder_domain(std::string_view host) {
  constexpr std::array<std::string_view, 10> k_domains = {
      "example.com",  "example.org",     "example.net",      "yourdomain.com", "your-domain.com",
      "mydomain.com", "yourcompany.com", "your-company.com", "domain.com",     "yoursite.com"};
  return std::any_of(k_domains.begin(), k_domains.end(), [&](std::string_view one) {
    return host == one || (host.ends_with(one) && host[host.size() - one.size() - 1] == '.');
  });
}

class SecurityChecker {
public:
  SecurityChecker(Tree& tree, const std::vector<Said>& said, Reporter& report)
      : tree_(tree), report_(report), said_(said) {}

  void check() {
    for (const Said& one : said_) {
      bound(one);
      addresses(one);
      guards(one);
    }
    effective_guards();
    origins();
  }

private:
  Finding& add(std::string_view rule, std::string message, const Said& at, std::string hint = "") {
    Finding& made = report_.add(rule, std::move(message), at.file, at.at, std::move(hint));
    made.pointer = at.pointer;
    made.secret = true;
    return made;
  }

  void bound(const Said& one) {
    const std::string_view name = base_name(one.file);
    if (!one.value->is_string() || !is_listening_host(one.name) ||
        name.starts_with("docker-compose") || name.starts_with("compose.")) {
      return;
    }
    const std::string_view host(one.value->get_string());
    if (host == "0.0.0.0" || host == "::" || host == "[::]" || host == "*") {
      add(k_bind_all, fmt::format("{} binds every interface of the machine", printable(one.name)),
          one, "bind 127.0.0.1, behind a proxy or a container's own network");
    }
  }

  void addresses(const Said& one) {
    if (!one.value->is_string() || is_text_about(last_of(without_items(one.name)))) {
      return;
    }
    const std::string_view text(one.value->get_string());
    const bool is_web = text.starts_with("http://") || text.starts_with("https://") ||
                        text.starts_with("ws://") || text.starts_with("wss://");
    const std::optional<Address> address = is_web ? parse_address(text).address : std::nullopt;
    const std::string host = address ? address->host : host_in(one, text);
    if (is_placeholder_domain(host)) {
      if (is_production(one.file)) {
        add(k_placeholder,
            fmt::format("{} is still the placeholder {}", printable(one.name), printable(host)),
            one, "name the real host");
      }
      return;
    }
    const bool plain = address && (address->scheme == "http" || address->scheme == "ws");
    if (plain && !address->is_local() && !is_private_host(address->host)) {
      add(k_plain_http,
          fmt::format("{} is asked without encryption: {} is not of this network",
                      printable(one.name), printable(address->host)),
          one, "use https");
    }
  }

  // Of hosts and addresses of mail that are no URL.
  static std::string host_in(const Said& one, std::string_view text) {
    if (!is_production(one.file) || text.find(' ') != std::string_view::npos) {
      return "";
    }
    const std::string_view host = text.substr(text.rfind('@') + 1);
    return to_lower(host.substr(0, host.find_first_of(":/")));
  }

  void guards(const Said& one) {
    if (!is_production(one.file)) {
      return;
    }
    const std::string last = last_of(one.name);
    if (switches_off(last, *one.value, is_authentication(one.name))) {
      add(k_authentication,
          fmt::format("{} switches authentication off in production", printable(one.name)), one);
    } else if (switches_off(last, *one.value, is_rate_limit(one.name))) {
      add(k_rate_limit,
          fmt::format("{} switches the rate limit off in production", printable(one.name)), one);
    }
  }

  // What the backend starts with, where it says itself that it is in production.
  void effective_guards() {
    const Settings& settings = tree_.backend.settings;
    const bool production =
        std::any_of(settings.settings.begin(), settings.settings.end(), [](const Setting& one) {
          const std::string last = last_of(one.name);
          return (last == "environment" || last == "env" || last == "app_env") && one.value &&
                 one.value->is_string() && to_lower(one.value->get_string()).starts_with("prod");
        });
    for (const Setting& setting : settings.settings) {
      const SettingSource* source = setting.effective();
      if (!production || source == nullptr || !setting.value || source->file.empty() ||
          is_production(source->file)) {
        continue;
      }
      const Said one{setting.name, &*setting.value, source->file, source->at, source->pointer};
      const std::string last = last_of(setting.name);
      if (switches_off(last, *setting.value, is_authentication(setting.name))) {
        add(k_authentication,
            fmt::format("{} is off, and the environment is production", setting.name), one);
      } else if (switches_off(last, *setting.value, is_rate_limit(setting.name))) {
        add(k_rate_limit, fmt::format("{} is off, and the environment is production", setting.name),
            one);
      }
    }
  }

  // Origins with `*` beside credentials that are allowed: in one table, in one section, in one
  // call.
  void origins() {
    for (const PythonFile& file : tree_.code().files) {
      for (const std::uint32_t line : file.open_origins) {
        if (!file.is_test) {
          report_.add(k_wildcard, "every origin may send requests with credentials", file.file,
                      {line, 0}, "list the origins");
        }
      }
    }
    std::set<std::string> told;
    for (const Said& one : said_) {
      const std::string_view name = without_items(one.name);
      const std::string last = last_of(name);
      if (!has_any(last, {"origin"}) || !names_every_origin(*one.value)) {
        continue;
      }
      const std::string table(name.substr(0, name.size() - last.size()));
      const bool credentials = std::any_of(said_.begin(), said_.end(), [&](const Said& other) {
        return other.file == one.file && other.name.starts_with(table) &&
               has_any(last_of(other.name), {"credentials"}) && is_true(*other.value);
      });
      if (credentials && told.insert(one.file + "\n" + table).second) {
        add(k_wildcard,
            fmt::format("{} lets every origin send requests with credentials", printable(name)),
            one, "list the origins, or allow no credentials")
            .secret = false;
      }
    }
  }

  static bool names_every_origin(const json::value& value) {
    if (const json::array* list = value.if_array()) {
      return std::any_of(list->begin(), list->end(), names_every_origin);
    }
    return value.is_string() && (value.get_string() == "*" || value.get_string() == "[\"*\"]");
  }

  Tree& tree_;
  Reporter& report_;
  const std::vector<Said>& said_;
};

} // namespace

std::vector<DescribedRule> security_rules() {
  std::vector<DescribedRule> all = {
      {{k_wildcard, Severity::error, true, "CORS lets every origin in, with credentials."},
       "Any page that a user visits may then act in the user's name. List the origins, or allow no "
       "credentials."},
      {{k_authentication, Severity::error, true, "Authentication is off in production."},
       "A file for production switches authentication off, or the effective settings do while the "
       "environment is production."},
      {{k_rate_limit, Severity::warning, true, "The rate limit is off in production."},
       "A file for production switches the rate limit off, or the effective settings do while the "
       "environment is production."},
      {{k_bind_all, Severity::warning, true, "The backend listens on every interface."},
       "0.0.0.0 and :: open the port to every network that the machine is in. Containers need it: "
       "compose files, Dockerfiles and Procfiles are not looked at."},
      {{k_plain_http, Severity::warning, true,
        "An address beyond this network without encryption."},
       "http:// and ws:// to a host that is neither local nor private: requests, and the keys in "
       "them, can be read on the way."},
      {{k_placeholder, Severity::error, true, "A placeholder for a domain, in production."},
       "example.com, yourdomain.com and the like in a file for production were never replaced."},
  };
  const std::vector<DescribedRule> more = secret_rules();
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

void check_security(Tree& tree, Reporter& report) {
  const std::vector<Said> said = said_in(tree);
  SecurityChecker(tree, said, report).check();
  check_secrets(tree, said, report);
}

} // namespace aether::validate_config
