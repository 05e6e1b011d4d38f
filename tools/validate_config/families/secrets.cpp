#include "validate_config/families/secrets.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>

#include <sys/stat.h>

#include <boost/json/object.hpp>
#include <fmt/format.h>

#include "core/path.h"
#include "core/secret_shapes.h"
#include "core/secrets.h"
#include "core/text.h"
#include "validate_config/families/address.h"
#include "validate_config/families/environment_files.h"

namespace aether::validate_config {

namespace {

namespace json = boost::json;

constexpr std::string_view k_secret = "security/secret";
constexpr std::string_view k_default_password = "security/default-password";
constexpr std::string_view k_file_mode = "security/file-mode";

class SecretsChecker {
public:
  SecretsChecker(Tree& tree, Reporter& report) : tree_(tree), report_(report) {}

  void check(const std::vector<Said>& said) {
    for (const Said& one : said) {
      secrets(one);
    }
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

  void secrets(const Said& one) {
    if (!one.value->is_string() || base_name(one.file) == ".env") { // which is where they belong
      return;
    }
    const std::string_view text(one.value->get_string());
    const std::string_view url_password = password_of_url(text);
    const bool is_password =
        (is_password_name(one.name) || is_signing_name(one.name)) && !text.empty();
    const std::string_view password = is_password ? text : url_password;
    const bool is_own_name = !is_password && is_users_own_name(text, url_password);
    if (!password.empty() && (is_default_password(password) || is_own_name)) {
      if (!is_template(one.file) && !is_local_environment(one.file) &&
          is_password_of_ours(one, is_password)) {
        add(k_default_password,
            fmt::format("{} has a value that everybody tries first", printable(one.name)), one,
            "take it from the environment");
      }
      return;
    }
    const bool in_url =
        !url_password.empty() && !is_placeholder(url_password) && url_password.size() >= 4;
    if (find_secret_shape(text).kind.empty() &&
        (in_url || is_authorization(text) || is_secret_value(one.name, text))) {
      tell_secret(one, in_url ? "a password in its address" : "what looks like a secret");
    }
  }

  // An address on this machine with the image's own password is a developer's.
  static bool is_password_of_ours(const Said& one, bool is_password) {
    const auto parsed = parse_address(std::string_view(one.value->get_string()));
    return is_password || !parsed.address || is_production(one.file) ||
           !(parsed.address->is_local() || is_private_host(parsed.address->host));
  }

  void tell_secret(const Said& one, std::string_view what) {
    if (told_.emplace(one.file, one.at.line).second) {
      add(k_secret, fmt::format("{} holds {}", printable(one.name), what), one,
          "take it from the environment, and change it where it was in use");
    }
  }

  // Known shapes, in whatever file of the backend's they stand.
  void shapes() {
    std::set<std::string> files(tree_.start.files.begin(), tree_.start.files.end());
    for (const PythonFile& file : tree_.code().files) {
      if (!file.is_test) { // what tests hold opens nothing
        files.insert(file.file);
      }
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
  std::set<std::pair<std::string, std::uint32_t>> told_; // places of secrets
};

} // namespace

std::vector<DescribedRule> secret_rules() {
  return {
      {{k_secret, Severity::error, true, "A secret is written in a file."},
       "Keys and tokens of known shapes anywhere in configuration, start scripts and Python "
       "sources but tests; random values under names such as api_key or token; passwords, also in "
       "addresses. "
       "Placeholders, references to variables and the file .env itself are none. The value is "
       "never shown. Whoever has had the file has it: change the secret."},
      {{k_default_password, Severity::error, true, "A password that everybody tries first."},
       "postgres, admin, changeme and the like, in a default or a file that is not an example nor "
       "a "
       "developer's."},
      {{k_file_mode, Severity::warning, true, "Others may read a file with secrets."},
       "An .env file with secrets in it is for its owner alone: chmod 600."},
  };
}

void check_secrets(Tree& tree, const std::vector<Said>& said, Reporter& report) {
  SecretsChecker(tree, report).check(said);
}

} // namespace aether::validate_config
