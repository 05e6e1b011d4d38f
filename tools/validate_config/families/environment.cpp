// environment/*: variables that are asked for and set nowhere, or documented and asked for by
// nobody; and environment files against one another and the settings (environment_files.cpp).
#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include <fmt/format.h>

#include "core/nearest.h"
#include "core/path.h"
#include "core/text.h"
#include "validate_config/families/environment_files.h"
#include "validate_config/families/family.h"
#include "validate_config/families/said.h"
#include "validate_config/rules.h"

namespace aether::validate_config {

namespace {

constexpr std::string_view k_unset = "environment/unset-variable";
constexpr std::string_view k_unread_variable = "environment/unread-variable";

// What shells, containers and service managers set by themselves.
bool is_of_platform(std::string_view name) {
  constexpr std::array<std::string_view, 14> k_names = {
      "HOME", "USER", "PATH", "PWD", "SHELL", "HOSTNAME", "TMPDIR",
      "LANG", "TZ",   "UID",  "GID", "TERM",  "LOGNAME",  "RUNTIME_DIRECTORY"};
  return std::find(k_names.begin(), k_names.end(), name) != k_names.end() ||
         name.starts_with("XDG_") || name.starts_with("LC_") || name.starts_with("KUBERNETES_") ||
         name.starts_with("GITHUB_") || name.starts_with("CI_");
}

// What libraries, servers and interpreters ask for, though no line of the backend does.
bool is_of_library(std::string_view name) {
  constexpr std::array<std::string_view, 30> k_begins = {
      "PYTHON",  "PIP_",          "UV_",      "UVICORN_", "GUNICORN_",
      "HF_",     "TRANSFORMERS_", "OPENAI_",  "AZURE_",   "ANTHROPIC_",
      "GOOGLE_", "GEMINI_",       "GROQ_",    "AWS_",     "OTEL_",
      "SENTRY_", "LANGCHAIN_",    "LITELLM_", "OLLAMA_",  "CUDA_",
      "NVIDIA_", "TOKENIZERS_",   "TORCH_",   "OMP_",     "COMPOSE_",
      "DOCKER_", "POSTGRES_",     "PG",       "NODE_",    "INTERPRETER_TELEMETRY"};
  constexpr std::array<std::string_view, 13> k_names = {
      "HTTP_PROXY",     "HTTPS_PROXY",     "NO_PROXY",        "ALL_PROXY",    "http_proxy",
      "https_proxy",    "no_proxy",        "SSL_CERT_FILE",   "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE",
      "CURL_CA_BUNDLE", "WEB_CONCURRENCY", "MALLOC_ARENA_MAX"};
  return std::any_of(k_begins.begin(), k_begins.end(),
                     [&](std::string_view one) { return name.starts_with(one); }) ||
         std::find(k_names.begin(), k_names.end(), name) != k_names.end() || is_of_platform(name);
}

bool is_name_character(char c) { return is_ascii_letter(c) || is_ascii_digit(c) || c == '_'; }

bool is_dotenv_name(std::string_view path) {
  const std::string_view name = base_name(path);
  return name == ".env" || name.starts_with(".env.") || name.ends_with(".env");
}

struct Reference {
  std::string name;
  std::string file;
  Position at;
  std::string pointer;
};

// `${NAME}` and `${NAME?message}`, but none with a value of its own: `${NAME:-value}`.
std::vector<std::string> references_in(std::string_view text) {
  std::vector<std::string> names;
  for (std::size_t at = text.find("${"); at != std::string_view::npos;
       at = text.find("${", at + 2)) {
    if (at > 0 && text[at - 1] == '$') { // `$${NAME}` is that text
      continue;
    }
    std::size_t end = at + 2;
    while (end < text.size() && is_name_character(text[end])) {
      ++end;
    }
    const std::string_view name = text.substr(at + 2, end - at - 2);
    const std::string_view rest = text.substr(end);
    if (!name.empty() && !is_ascii_digit(name.front()) &&
        (rest.starts_with('}') || rest.starts_with('?') || rest.starts_with(":?"))) {
      names.emplace_back(name);
    }
  }
  return names;
}

class EnvironmentChecker {
public:
  EnvironmentChecker(Tree& tree, Reporter& report) : tree_(tree), report_(report) {}

  void check() {
    for (const auto& [path, document] : tree_.backend.documents) {
      if (document.format == DocumentFormat::dotenv) {
        collect_set(document);
      }
    }
    for (const StartFact& fact : tree_.start.facts) {
      if (fact.kind == StartFactKind::variable) {
        set_.insert(fact.name);
      }
    }
    collect_references();
    unset();
    unread();
  }

private:
  void collect_set(const ConfigDocument& document) {
    if (const auto* object = document.document.root.if_object()) {
      for (const auto& [key, value] : *object) {
        set_.emplace(key);
      }
      return;
    }
    // what cannot be read as a whole sets what its lines say
    const std::string_view text = document.text;
    for (std::size_t begin = 0; begin < text.size();) {
      const std::size_t end = std::min(text.find('\n', begin), text.size());
      const std::string_view line = trim(text.substr(begin, end - begin));
      set_.emplace(line.substr(0, line.find('=')));
      begin = end + 1;
    }
  }

  void collect_references() {
    for (auto& [path, document] : tree_.backend.documents) {
      if (!document.error.empty() || path.starts_with(".architecture/") || !is_about(tree_, path)) {
        continue;
      }
      for (const Leaf& leaf : leaves_of(document)) {
        if (!leaf.value->is_string()) {
          continue;
        }
        for (std::string& name : references_in(leaf.value->get_string())) {
          references_.push_back({std::move(name), path, leaf.at, leaf.pointer});
        }
      }
    }
  }

  [[nodiscard]] bool is_set(const std::string& name) const {
    return set_.contains(name) || tree_.set_elsewhere.contains(name) ||
           tree_.backend.environment.contains(name) || is_of_platform(name);
  }

  // One finding a variable, at its first place.
  void unset() {
    std::map<std::string, std::vector<const Reference*>> missing;
    for (const Reference& one : references_) {
      if (!is_set(one.name)) {
        missing[one.name].push_back(&one);
      }
    }
    for (const auto& [name, where] : missing) {
      const std::vector<std::string_view> candidates(set_.begin(), set_.end());
      const std::vector<std::string> nearest = nearest_names(name, candidates, 1);
      Finding& made = report_.add(
          k_unset, fmt::format("${{{}}} is set nowhere", name), where.front()->file,
          where.front()->at,
          nearest.empty() ? "set it, document it in .env.example, or name it with --env-names"
                          : fmt::format("did you mean `{}`?", printable(nearest.front())));
      made.pointer = where.front()->pointer;
      if (where.size() > 1) {
        made.count = where.size();
      }
    }
  }

  void unread() {
    if (!tree_.has_code()) {
      return;
    }
    for (auto& [path, document] : tree_.backend.documents) {
      const auto* object = document.document.root.if_object();
      if (!document.error.empty() || document.format != DocumentFormat::dotenv ||
          object == nullptr || !is_dotenv_name(path)) {
        continue;
      }
      for (const auto& [key, value] : *object) {
        const std::string name(key);
        if (!is_read(name)) {
          Finding& made =
              report_.add(k_unread_variable, fmt::format("nothing reads {}", printable(name)), path,
                          document.position_of("/" + name), nearest_variable(name));
          made.pointer = "/" + name;
          made.secret = true; // the line may hold anything
        }
      }
    }
  }

  [[nodiscard]] std::string nearest_variable(const std::string& name) const {
    std::vector<std::string_view> candidates;
    for (const SourceMention& one : tree_.backend.settings.sources.variables) {
      candidates.push_back(one.text);
    }
    const std::vector<std::string> nearest = nearest_names(name, candidates, 1);
    return nearest.empty() ? "" : fmt::format("did you mean `{}`?", printable(nearest.front()));
  }

  bool is_read(const std::string& name) {
    if (is_of_library(name)) {
      return true;
    }
    const Settings& settings = tree_.backend.settings;
    const bool asked =
        std::any_of(
            settings.sources.variables.begin(), settings.sources.variables.end(),
            [&](const SourceMention& one) { return equals_ignoring_case(one.text, name); }) ||
        std::any_of(references_.begin(), references_.end(),
                    [&](const Reference& one) { return one.name == name; }) ||
        std::any_of(tree_.start.facts.begin(), tree_.start.facts.end(), [&](const StartFact& one) {
          return one.kind == StartFactKind::reference && one.name == name;
        });
    return asked || feeds_setting(name) || stands_in_sources(name) || is_put_together(name);
  }

  // By a prefix or an end that the sources hold as text: "SMTP_", f"{name}_API_KEY". Prefixes of
  // classes of settings are followed field by field.
  bool is_put_together(const std::string& name) {
    const auto& classes = tree_.backend.settings.classes;
    const auto stands = [&](const std::string& text) {
      return std::any_of(texts_.begin(), texts_.end(), [&](const std::string& source) {
        return source.find(text) != std::string::npos;
      });
    };
    for (std::size_t at = name.find('_'); at != std::string::npos; at = name.find('_', at + 1)) {
      const std::string prefix = name.substr(0, at + 1);
      const bool is_declared = std::any_of(classes.begin(), classes.end(), [&](const auto& one) {
        return equals_ignoring_case(one.prefix, prefix);
      });
      if (!is_declared && (stands('"' + prefix + '"') || stands("'" + prefix + "'") ||
                           stands('"' + prefix + '{') || stands('"' + to_lower(prefix) + '"'))) {
        return true;
      }
      if (stands("}" + name.substr(at) + '"') || stands("}" + name.substr(at) + "'") ||
          stands("+ \"" + name.substr(at) + '"')) {
        return true;
      }
    }
    return false;
  }

  [[nodiscard]] bool feeds_setting(const std::string& name) const {
    for (const Setting& setting : tree_.backend.settings.settings) {
      for (const SettingSource& source : setting.chain) {
        if (source.state != SourceState::inert &&
            (source.kind == SourceKind::environment || source.kind == SourceKind::dotenv) &&
            equals_ignoring_case(source.name, name)) {
          return true;
        }
      }
    }
    return false;
  }

  // Names that are put together, or handed on in tables, are in no access that can be followed;
  // but as a word they stand somewhere.
  bool stands_in_sources(const std::string& name) {
    if (texts_.empty()) {
      read_texts();
    }
    return std::any_of(texts_.begin(), texts_.end(),
                       [&](const std::string& text) { return has_word(text, name); });
  }

  void read_texts() {
    std::set<std::string> files(tree_.start.files.begin(), tree_.start.files.end());
    for (const PythonFile& file : tree_.code().files) {
      files.insert(file.file);
    }
    files.insert("Makefile");
    for (const auto& [path, document] : tree_.backend.documents) {
      if (!is_dotenv_name(path)) {
        files.insert(path);
      }
    }
    for (const std::string& file : files) {
      std::ifstream in(tree_.backend.root / file, std::ios::binary);
      texts_.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    }
  }

  Tree& tree_;
  Reporter& report_;
  std::set<std::string, std::less<>> set_;
  std::vector<Reference> references_;
  std::vector<std::string> texts_;
};

} // namespace

std::vector<DescribedRule> environment_rules() {
  std::vector<DescribedRule> all = {
      {{k_dotenv_syntax, Severity::error, true, "A line of a .env file that is none."},
       "A .env file holds KEY=VALUE lines. Loaders pass over other lines, or take them for "
       "something else, in silence."},
      {{k_dotenv_duplicate, Severity::error, true, "A variable that a .env file sets twice."},
       "Which of the two counts is the loader's choice, python-dotenv's is the last: keep one."},
      {{k_unset, Severity::error, true, "A ${VARIABLE} that is set nowhere."},
       "A document refers to a variable that neither the process environment, an .env file, "
       ".env.example, a compose file nor a start script sets. --env FILE and --env-names FILE say "
       "what is set where the backend is deployed; ${NAME:-value} gives a value of its own."},
      {{k_unread_variable, Severity::warning, true, "A documented variable that nothing reads."},
       "An .env file sets the variable, and no code, document, start script or compose file asks "
       "for it, nor does a library that is known for it."},
  };
  std::vector<DescribedRule> files = environment_file_rules();
  all.insert(all.end(), files.begin(), files.end());
  return all;
}

void check_environment(Tree& tree, Reporter& report) {
  EnvironmentChecker(tree, report).check();
  check_environment_files(tree, report);
}

} // namespace aether::validate_config
