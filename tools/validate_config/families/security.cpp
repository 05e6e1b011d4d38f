// security/*: what the configuration opens to others, and secrets that are written down in it.
// No message holds a value, and no line is quoted.
#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <set>

#include <sys/stat.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>

#include "core/path.h"
#include "core/secrets.h"
#include "core/text.h"
#include "data/json_pointer.h"
#include "validate_config/families/address.h"
#include "validate_config/families/environment_files.h"
#include "validate_config/families/family.h"
#include "validate_config/families/secret_shapes.h"

namespace aether::validate_config {

namespace {

namespace json = boost::json;

constexpr std::string_view k_wildcard = "security/wildcard-cors";
constexpr std::string_view k_authentication = "security/authentication-off";
constexpr std::string_view k_rate_limit = "security/rate-limit-off";
constexpr std::string_view k_secret = "security/secret";
constexpr std::string_view k_default_password = "security/default-password";
constexpr std::string_view k_bind_all = "security/bind-all";
constexpr std::string_view k_plain_http = "security/plain-http";
constexpr std::string_view k_placeholder = "security/placeholder-domain";
constexpr std::string_view k_file_mode = "security/file-mode";

// A value of the configuration, wherever it stands: a document's, or a default of the code.
struct Said {
  std::string name; // dotted
  const json::value* value = nullptr;
  std::string file;
  Position at;
  std::string pointer;
};

std::string last_of(std::string_view name) { return to_lower(name.substr(name.rfind('.') + 1)); }

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

bool has_any(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view one) {
    return text.find(one) != std::string_view::npos;
  });
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

class Checker {
public:
  Checker(Tree& tree, Reporter& report) : tree_(tree), report_(report) {}

  void check() {
    collect();
    for (const Said& one : said_) {
      secrets(one);
      bound(one);
      addresses(one);
      guards(one);
    }
    effective_guards();
    origins();
    shapes();
    modes();
  }

private:
  Finding& add(std::string_view rule, std::string message, const Said& at, std::string hint = "") {
    Finding& made = report_.add(rule, std::move(message), at.file, at.at, std::move(hint));
    made.pointer = at.pointer;
    made.secret = true;
    return made;
  }

  void collect() {
    for (auto& [path, document] : tree_.backend.documents) {
      if (!document.error.empty() || path.starts_with(".architecture/") || !is_about(tree_, path)) {
        continue;
      }
      for (Leaf& leaf : leaves_of(document)) {
        said_.push_back({std::move(leaf.name), leaf.value, path, leaf.at, std::move(leaf.pointer)});
      }
    }
    std::set<std::pair<std::string, std::uint32_t>> seen;
    for (const Setting& setting : tree_.backend.settings.settings) {
      for (const SettingSource& source : setting.chain) {
        // a list has no value of one source alone
        const auto& value = source.value                             ? source.value
                            : source.state == SourceState::effective ? setting.value
                                                                     : source.value;
        if (source.kind == SourceKind::literal && value && !source.file.empty() &&
            source.state != SourceState::inert &&
            seen.emplace(source.file, source.at.line).second) {
          said_.push_back({setting.name, &*value, source.file, source.at, source.pointer});
        }
      }
    }
  }

  static bool is_template(std::string_view file) {
    const std::string_view name = base_name(file);
    return has_any(name, {"example", "sample", "template", ".dist"});
  }

  static bool is_local_environment(std::string_view file) {
    const std::string environment = Tree::environment_of(file);
    const std::string_view name = base_name(file);
    return environment.starts_with("dev") || environment.starts_with("test") ||
           environment == "local" || environment == "ci" || name == ".env.development" ||
           name == ".env.dev" || name == ".env.test" || name == ".env.local";
  }

  // A file that says what production is.
  static bool is_production(std::string_view file) {
    const std::string environment = Tree::environment_of(file);
    return environment.starts_with("prod") || base_name(file) == ".env.production" ||
           base_name(file) == ".env.prod";
  }

  void secrets(const Said& one) {
    if (!one.value->is_string() || base_name(one.file) == ".env") { // which is where they belong
      return;
    }
    const std::string_view text(one.value->get_string());
    const std::string_view url_password = password_of_url(text);
    const bool is_password = is_password_name(one.name) && !text.empty();
    const std::string_view password = is_password ? text : url_password;
    if (!password.empty() && is_default_password(password)) {
      if (!is_template(one.file) && !is_local_environment(one.file) &&
          is_password_of_ours(one, is_password)) {
        add(k_default_password,
            fmt::format("{} has a password that everybody tries first", printable(one.name)), one,
            "take it from the environment");
      }
      return;
    }
    const bool in_url =
        !url_password.empty() && !is_placeholder(url_password) && url_password.size() >= 4;
    if (find_secret_shape(text).kind.empty() && (in_url || is_secret_value(one.name, text))) {
      tell_secret(one, in_url ? "a password in its address" : "what looks like a secret");
    }
  }

  // An address on this machine with the image's own password is a developer's.
  static bool is_password_of_ours(const Said& one, bool is_password) {
    const auto parsed = parse_address(std::string_view(one.value->get_string()));
    return is_password || !parsed.address || !parsed.address->is_local() || is_production(one.file);
  }

  void tell_secret(const Said& one, std::string_view what) {
    if (told_.emplace(one.file, one.at.line).second) {
      add(k_secret, fmt::format("{} holds {}", printable(one.name), what), one,
          "take it from the environment, and change it where it was in use");
    }
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

  // Known shapes, in whatever file of the backend's they stand.
  void shapes() {
    std::set<std::string> files(tree_.start.files.begin(), tree_.start.files.end());
    for (const PythonFile& file : tree_.code().files) {
      files.insert(file.file);
    }
    for (const auto& [path, document] : tree_.backend.documents) {
      if (base_name(path) != ".env" && is_about(tree_, path)) {
        shapes_of(path, document.text);
      }
    }
    for (const std::string& file : files) {
      if (!tree_.backend.documents.contains(file)) {
        std::ifstream in(tree_.backend.root / file, std::ios::binary);
        shapes_of(file, std::string(std::istreambuf_iterator<char>(in), {}));
      }
    }
  }

  void shapes_of(const std::string& file, std::string_view text) {
    std::uint32_t line = 0;
    for (std::size_t begin = 0; begin < text.size();) {
      const std::size_t end = std::min(text.find('\n', begin), text.size());
      const std::string_view one = text.substr(begin, end - begin);
      begin = end + 1;
      ++line;
      const SecretShape shape = find_secret_shape(one);
      if (!shape.kind.empty() && told_.emplace(file, line).second) {
        Finding& made = report_.add(
            k_secret, fmt::format("{} is written here", shape.kind), file,
            {line, static_cast<std::uint32_t>(count_code_points(one.substr(0, shape.offset)) + 1)},
            "take it from the environment, and change it where it was in use");
        made.secret = true;
      }
    }
  }

  void modes() {
    for (const auto& [path, document] : tree_.backend.documents) {
      if (document.format != DocumentFormat::dotenv || is_template(path) ||
          !document.error.empty() || !holds_secret(document)) {
        continue;
      }
      struct stat about {};
      if (::stat((tree_.backend.root / path).c_str(), &about) == 0 &&
          (about.st_mode & (S_IRGRP | S_IROTH | S_IWGRP | S_IWOTH)) != 0) {
        report_
            .add(
                k_file_mode,
                fmt::format("others than the owner may read it (mode {:03o}), and it holds secrets",
                            about.st_mode & 0777U),
                path, {1, 1}, fmt::format("chmod 600 {}", path))
            .secret = true;
      }
    }
  }

  static bool holds_secret(const ConfigDocument& document) {
    const json::object* object = document.document.root.if_object();
    return object != nullptr && std::any_of(object->begin(), object->end(), [](const auto& one) {
             if (!one.value().is_string()) {
               return false;
             }
             const std::string_view value(one.value().get_string());
             return (is_secret_name(one.key()) && !is_placeholder(value)) ||
                    !find_secret_shape(value).kind.empty() || !password_of_url(value).empty();
           });
  }

  Tree& tree_;
  Reporter& report_;
  std::vector<Said> said_;
  std::set<std::pair<std::string, std::uint32_t>> told_; // places of secrets
};

} // namespace

std::vector<DescribedRule> security_rules() {
  return {
      {{k_wildcard, Severity::error, true, "CORS lets every origin in, with credentials."},
       "Any page that a user visits may then act in the user's name. List the origins, or allow no "
       "credentials."},
      {{k_authentication, Severity::error, true, "Authentication is off in production."},
       "A file for production switches authentication off, or the effective settings do while the "
       "environment is production."},
      {{k_rate_limit, Severity::warning, true, "The rate limit is off in production."},
       "A file for production switches the rate limit off, or the effective settings do while the "
       "environment is production."},
      {{k_secret, Severity::error, true, "A secret is written in a file."},
       "Keys and tokens of known shapes anywhere in configuration, start scripts and Python "
       "sources; random values under names such as api_key or token; passwords, also in addresses. "
       "Placeholders, references to variables and the file .env itself are none. The value is "
       "never shown. Whoever has had the file has it: change the secret."},
      {{k_default_password, Severity::error, true, "A password that everybody tries first."},
       "postgres, admin, changeme and the like, in a default or a file that is not an example nor "
       "a "
       "developer's."},
      {{k_bind_all, Severity::warning, true, "The backend listens on every interface."},
       "0.0.0.0 and :: open the port to every network that the machine is in. Containers need it: "
       "compose files, Dockerfiles and Procfiles are not looked at."},
      {{k_plain_http, Severity::warning, true,
        "An address beyond this network without encryption."},
       "http:// and ws:// to a host that is neither local nor private: requests, and the keys in "
       "them, can be read on the way."},
      {{k_placeholder, Severity::error, true, "A placeholder for a domain, in production."},
       "example.com, yourdomain.com and the like in a file for production were never replaced."},
      {{k_file_mode, Severity::warning, true, "Others may read a file with secrets."},
       "An .env file with secrets in it is for its owner alone: chmod 600."},
  };
}

void check_security(Tree& tree, Reporter& report) { Checker(tree, report).check(); }

} // namespace aether::validate_config
