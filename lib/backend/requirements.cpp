#include "backend/requirements.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include <boost/json/array.hpp>

#include "backend/lenient_json.h"
#include "core/error.h"
#include "core/path.h"
#include "core/text.h"
#include "data/json_pointer.h"
#include "data/toml.h"
#include "os/file.h"

namespace aether {

namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::size_t k_largest_file = std::size_t{4} << 20U;

// Modules whose distribution is called otherwise.
constexpr std::array<std::pair<std::string_view, std::string_view>, 163> k_distributions = {{
    {"yaml", "pyyaml"},
    {"PIL", "pillow"},
    {"dotenv", "python-dotenv"},
    {"bs4", "beautifulsoup4"},
    {"cv2", "opencv-python"},
    {"cv2", "opencv-python-headless"},
    {"cv2", "opencv-contrib-python"},
    {"sklearn", "scikit-learn"},
    {"skimage", "scikit-image"},
    {"jose", "python-jose"},
    {"jwt", "pyjwt"},
    {"multipart", "python-multipart"},
    {"python_multipart", "python-multipart"},
    {"dateutil", "python-dateutil"},
    {"magic", "python-magic"},
    {"docx", "python-docx"},
    {"pptx", "python-pptx"},
    {"Crypto", "pycryptodome"},
    {"Cryptodome", "pycryptodomex"},
    {"OpenSSL", "pyopenssl"},
    {"nacl", "pynacl"},
    {"git", "gitpython"},
    {"github", "pygithub"},
    {"gitlab", "python-gitlab"},
    {"serial", "pyserial"},
    {"usb", "pyusb"},
    {"zmq", "pyzmq"},
    {"psycopg2", "psycopg2-binary"},
    {"psycopg", "psycopg-binary"},
    {"MySQLdb", "mysqlclient"},
    {"pymysql", "pymysql"},
    {"redis", "redis"},
    {"attr", "attrs"},
    {"attrs", "attrs"},
    {"slugify", "python-slugify"},
    {"telegram", "python-telegram-bot"},
    {"discord", "discord-py"},
    {"slack_sdk", "slack-sdk"},
    {"googleapiclient", "google-api-python-client"},
    {"google_auth_oauthlib", "google-auth-oauthlib"},
    {"grpc", "grpcio"},
    {"grpc_status", "grpcio-status"},
    {"tree_sitter", "tree-sitter"},
    {"fitz", "pymupdf"},
    {"pymupdf", "pymupdf"},
    {"pypdf", "pypdf"},
    {"markdown", "markdown"},
    {"mistune", "mistune"},
    {"interpreter", "open-interpreter"},
    {"Levenshtein", "levenshtein"},
    {"Levenshtein", "python-levenshtein"},
    {"faiss", "faiss-cpu"},
    {"faiss", "faiss-gpu"},
    {"sentence_transformers", "sentence-transformers"},
    {"langchain_core", "langchain-core"},
    {"llama_cpp", "llama-cpp-python"},
    {"whisper", "openai-whisper"},
    {"speech_recognition", "speechrecognition"},
    {"sounddevice", "sounddevice"},
    {"pkg_resources", "setuptools"},
    {"setuptools", "setuptools"},
    {"_pytest", "pytest"},
    {"ruamel", "ruamel-yaml"},
    {"toml", "toml"},
    {"tomli", "tomli"},
    {"websocket", "websocket-client"},
    {"socketio", "python-socketio"},
    {"engineio", "python-engineio"},
    {"sseclient", "sseclient-py"},
    {"sse_starlette", "sse-starlette"},
    {"starlette", "fastapi"},
    {"pydantic_core", "pydantic"},
    {"annotated_types", "pydantic"},
    {"typing_extensions", "typing-extensions"},
    {"typing_extensions", "pydantic"},
    {"anyio", "fastapi"},
    {"anyio", "starlette"},
    {"anyio", "httpx"},
    {"click", "typer"},
    {"werkzeug", "flask"},
    {"jinja2", "jinja2"},
    {"jinja2", "flask"},
    {"markupsafe", "jinja2"},
    {"httpcore", "httpx"},
    {"urllib3", "requests"},
    {"certifi", "requests"},
    {"numpy", "pandas"},
    {"botocore", "boto3"},
    {"kubernetes", "kubernetes"},
    {"ldap", "python-ldap"},
    {"memcache", "python-memcached"},
    {"mx", "egenix-mx-base"},
    {"Xlib", "python-xlib"},
    {"win32api", "pywin32"},
    {"win32com", "pywin32"},
    {"wx", "wxpython"},
    {"magic", "python-magic-bin"},
    {"pythonjsonlogger", "python-json-logger"},
    {"dns", "dnspython"},
    {"multidict", "aiohttp"},
    {"yarl", "aiohttp"},
    {"frozenlist", "aiohttp"},
    {"aiosignal", "aiohttp"},
    {"kombu", "celery"},
    {"billiard", "celery"},
    {"amqp", "celery"},
    {"vine", "celery"},
    {"h11", "uvicorn"},
    {"h11", "httpx"},
    {"click", "uvicorn"},
    {"click", "flask"},
    {"click", "celery"},
    {"rich", "typer"},
    {"sniffio", "anyio"},
    {"sniffio", "httpx"},
    {"sniffio", "fastapi"},
    {"idna", "httpx"},
    {"idna", "requests"},
    {"certifi", "httpx"},
    {"charset_normalizer", "requests"},
    {"httpcore", "openai"},
    {"markupsafe", "flask"},
    {"markupsafe", "werkzeug"},
    {"itsdangerous", "flask"},
    {"mako", "alembic"},
    {"sqlalchemy", "sqlmodel"},
    {"sqlalchemy", "flask-sqlalchemy"},
    {"pydantic", "sqlmodel"},
    {"pydantic", "pydantic-settings"},
    {"pydantic", "fastapi"},
    {"numpy", "scikit-learn"},
    {"numpy", "torch"},
    {"numpy", "transformers"},
    {"numpy", "opencv-python"},
    {"numpy", "opencv-python-headless"},
    {"numpy", "sentence-transformers"},
    {"scipy", "scikit-learn"},
    {"joblib", "scikit-learn"},
    {"huggingface_hub", "transformers"},
    {"tokenizers", "transformers"},
    {"safetensors", "transformers"},
    {"transformers", "sentence-transformers"},
    {"s3transfer", "boto3"},
    {"dotenv", "pydantic-settings"},
    {"google", "protobuf"},
    {"google", "googleapis-common-protos"},
    {"google", "google-api-core"},
    {"google", "google-auth"},
    {"jsonschema_specifications", "jsonschema"},
    {"referencing", "jsonschema"},
    {"pytz", "pandas"},
    {"dateutil", "pandas"},
    {"dateutil", "botocore"},
    {"cffi", "cryptography"},
    {"starlette", "sse-starlette"},
    {"starlette", "mcp"},
    {"anyio", "mcp"},
    {"mcp", "fastmcp"},
    {"factory", "factory-boy"},
    {"freezegun", "pytest-freezegun"},
    {"Xlib", "xlib"},
    {"cairo", "pycairo"},
    {"gi", "pygobject"},
}};

struct ExtraModule {
  std::string_view distribution;
  std::string_view extra;
  std::string_view module;
};

// What comes with `name[extra]`, as far as it is imported by itself.
constexpr std::array<ExtraModule, 25> k_extras = {{
    {"uvicorn", "standard", "uvloop"},
    {"uvicorn", "standard", "httptools"},
    {"uvicorn", "standard", "watchfiles"},
    {"uvicorn", "standard", "websockets"},
    {"fastapi", "standard", "uvicorn"},
    {"fastapi", "standard", "httpx"},
    {"fastapi", "standard", "jinja2"},
    {"fastapi", "standard", "multipart"},
    {"fastapi", "standard", "python_multipart"},
    {"fastapi", "standard", "email_validator"},
    {"fastapi", "standard", "typer"},
    {"fastapi", "all", "uvicorn"},
    {"fastapi", "all", "httpx"},
    {"fastapi", "all", "jinja2"},
    {"fastapi", "all", "multipart"},
    {"fastapi", "all", "python_multipart"},
    {"fastapi", "all", "email_validator"},
    {"fastapi", "all", "orjson"},
    {"pydantic", "email", "email_validator"},
    {"passlib", "bcrypt", "bcrypt"},
    {"passlib", "argon2", "argon2"},
    {"pyjwt", "crypto", "cryptography"},
    {"python-jose", "cryptography", "cryptography"},
    {"celery", "redis", "redis"},
    {"sqlalchemy", "asyncio", "greenlet"},
}};

class RequirementsReader {
public:
  RequirementsReader(const fs::path& root, const ConfigDocuments& documents)
      : root_(root), documents_(documents) {}

  Requirements read() {
    for (const std::string_view directory : {"", "requirements"}) {
      std::error_code failed;
      if (!fs::is_directory(root_ / directory, failed)) {
        continue;
      }
      for (const auto& [name, kind] : Directory(root_ / directory).files()) {
        const bool fits = directory.empty()
                              ? name.starts_with("requirements") || name.starts_with("constraints")
                              : true;
        if (fits && (name.ends_with(".txt") || name.ends_with(".in"))) {
          file(join_path(directory, name));
        }
      }
    }
    if (const auto project = documents_.find("pyproject.toml"); project != documents_.end()) {
      found_.files.emplace_back("pyproject.toml");
      pyproject(project->second);
    }
    pipfile();
    return std::move(found_);
  }

private:
  void file(const std::string& path) {
    if (!seen_.insert(path).second) {
      return;
    }
    std::string text;
    try {
      text = read_named(root_ / path, k_largest_file);
    } catch (const Error& error) {
      unreadable(path, error);
      return;
    }
    found_.files.push_back(path);
    std::uint32_t line_number = 0;
    for (std::size_t begin = 0; begin < text.size();) {
      const std::size_t end = std::min(text.find('\n', begin), text.size());
      line(path, std::string_view(text).substr(begin, end - begin), ++line_number);
      begin = end + 1;
    }
  }

  // What is named by -r and not there is for pip to say.
  void unreadable(const std::string& path, const Error& error) {
    std::error_code failed;
    if (fs::exists(root_ / path, failed) || failed) {
      found_.unreadable.emplace_back(error.what());
    }
  }

  void line(const std::string& path, std::string_view text, std::uint32_t number) {
    const std::size_t indent = text.size() - trim_left(text).size();
    text = trim(text);
    for (const std::string_view option : {"-r", "--requirement", "-c", "--constraint"}) {
      if (text.starts_with(option) && text.size() > option.size() &&
          (is_blank(text[option.size()]) || text[option.size()] == '=' || option.size() == 2)) {
        std::string_view named = trim_left(text.substr(option.size()));
        named = trim(named.starts_with('=') ? named.substr(1) : named);
        const fs::path below = fs::path(path).parent_path() / named.substr(0, named.find(" #"));
        file(below.lexically_normal().generic_string());
        return;
      }
    }
    if (const std::size_t egg = text.find("#egg="); egg != std::string_view::npos) {
      add(text.substr(egg + 5), path, {number, static_cast<std::uint32_t>(indent + 1)});
      return;
    }
    if (!text.starts_with('#') && !text.starts_with('-')) {
      add(text, path, {number, static_cast<std::uint32_t>(indent + 1)});
    }
  }

  // `name[extra]>=1; marker`: the name alone counts.
  void add(std::string_view text, const std::string& path, Position at) {
    const auto is_letter = [](char c) {
      return is_ascii_letter(c) || is_ascii_digit(c) || c == '-' || c == '_' || c == '.';
    };
    std::size_t size = 0;
    while (size < text.size() && is_letter(text[size])) {
      ++size;
    }
    if (size > 0) {
      found_.all.push_back(
          {normalized_distribution(text.substr(0, size)), path, at, extras_of(text.substr(size))});
    }
  }

  // "[standard, x]>=1" behind a name.
  static std::vector<std::string> extras_of(std::string_view rest) {
    rest = trim_left(rest);
    std::vector<std::string> extras;
    const std::size_t close = rest.find(']');
    if (!rest.starts_with('[') || close == std::string_view::npos) {
      return extras;
    }
    for (std::size_t begin = 1; begin <= close;) {
      const std::size_t end = std::min(rest.find(',', begin), close);
      extras.push_back(normalized_distribution(trim(rest.substr(begin, end - begin))));
      begin = end + 1;
    }
    return extras;
  }

  void list(const ConfigDocument& document, const json::array& entries,
            const std::string& pointer) {
    for (std::size_t i = 0; i < entries.size(); ++i) {
      if (entries[i].is_string()) {
        add(std::string_view(entries[i].get_string()), "pyproject.toml",
            place(document, pointer + "/" + std::to_string(i)));
      }
    }
  }

  void names(const ConfigDocument& document, const json::object* table, const std::string& path,
             const std::string& pointer) {
    for (const auto& [name, value] : table == nullptr ? json::object() : *table) {
      if (name != "python") {
        add(name, path, place(document, pointer + "/" + pointer_token(name)));
        if (const json::object* more = value.if_object()) {
          for (const json::value& one : array_at(*more, "extras")) {
            found_.all.back().extras.push_back(
                one.is_string() ? normalized_distribution(std::string_view(one.get_string())) : "");
          }
        }
      }
    }
  }

  static Position place(const ConfigDocument& document, const std::string& pointer) {
    const auto found = document.document.find(pointer);
    return found ? (found->key.line > 0 ? found->key : found->value) : Position{};
  }

  void pyproject(const ConfigDocument& document) {
    const json::value& root = document.document.root;
    if (const json::object* project = object_at(root, "project")) {
      list(document, array_at(*project, "dependencies"), "/project/dependencies");
      groups(document, object_at(*project, "optional-dependencies"),
             "/project/optional-dependencies/");
    }
    groups(document, object_at(root, "dependency-groups"), "/dependency-groups/");
    const json::object* tool = object_at(root, "tool");
    const json::object* poetry = tool == nullptr ? nullptr : object_at(*tool, "poetry");
    if (poetry == nullptr) {
      return;
    }
    for (const char* key : {"dependencies", "dev-dependencies"}) {
      names(document, object_at(*poetry, key), "pyproject.toml",
            std::string("/tool/poetry/") + key);
    }
    if (const json::object* groups = object_at(*poetry, "group")) {
      for (const auto& [name, group] : *groups) {
        names(document, object_at(group, "dependencies"), "pyproject.toml",
              "/tool/poetry/group/" + pointer_token(name) + "/dependencies");
      }
    }
  }

  void groups(const ConfigDocument& document, const json::object* table,
              const std::string& pointer) {
    for (const auto& [name, value] : table == nullptr ? json::object() : *table) {
      if (value.is_array()) {
        list(document, value.get_array(), pointer + pointer_token(name));
      }
    }
  }

  void pipfile() {
    std::error_code failed;
    if (!fs::exists(root_ / "Pipfile", failed)) {
      return;
    }
    ConfigDocument document;
    try {
      document.text = read_named(root_ / "Pipfile", k_largest_file);
      document.document = parse_toml(document.text, "Pipfile");
    } catch (const Error& error) {
      unreadable("Pipfile", error);
      return;
    }
    found_.files.emplace_back("Pipfile");
    for (const char* key : {"packages", "dev-packages"}) {
      names(document, object_at(document.document.root, key), "Pipfile", std::string("/") + key);
    }
  }

  const fs::path& root_;
  const ConfigDocuments& documents_;
  Requirements found_;
  std::set<std::string> seen_;
};

} // namespace

std::string normalized_distribution(std::string_view name) {
  std::string made;
  for (const char c : name) {
    const bool separator = c == '-' || c == '_' || c == '.';
    if (!separator) {
      made += ascii_lower(c);
    } else if (!made.empty() && made.back() != '-') {
      made += '-';
    }
  }
  return made;
}

bool is_distribution_name(std::string_view name) {
  const auto is_end = [](char c) { return is_ascii_letter(c) || is_ascii_digit(c); };
  return !name.empty() && is_end(name.front()) && is_end(name.back()) &&
         std::all_of(name.begin(), name.end(),
                     [&](char c) { return is_end(c) || c == '-' || c == '_' || c == '.'; });
}

std::vector<std::string> distributions_of(std::string_view module) {
  std::vector<std::string> made = {normalized_distribution(module)};
  for (const auto& [name, distribution] : k_distributions) {
    if (name == module) {
      made.emplace_back(distribution);
    }
  }
  return made;
}

bool Requirements::brings(std::string_view module) const {
  const std::vector<std::string> names = distributions_of(module);
  if (std::any_of(names.begin(), names.end(), [&](const std::string& one) { return has(one); })) {
    return true;
  }
  return std::any_of(all.begin(), all.end(), [&](const Requirement& one) {
    return std::any_of(k_extras.begin(), k_extras.end(), [&](const ExtraModule& extra) {
      return extra.module == module && extra.distribution == one.name &&
             std::find(one.extras.begin(), one.extras.end(), extra.extra) != one.extras.end();
    });
  });
}

bool Requirements::has(std::string_view distribution) const {
  const std::string wanted = normalized_distribution(distribution);
  return std::any_of(all.begin(), all.end(),
                     [&](const Requirement& one) { return one.name == wanted; });
}

Requirements read_requirements(const fs::path& root, const ConfigDocuments& documents) {
  return RequirementsReader(root, documents).read();
}

} // namespace aether
