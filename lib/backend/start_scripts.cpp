#include "backend/start_scripts.h"

#include <algorithm>
#include <array>
#include <string_view>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "backend/lenient_json.h"
#include "core/error.h"
#include "core/path.h"
#include "core/text.h"
#include "data/json_pointer.h"
#include "os/file.h"

namespace aether {

namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::size_t k_largest_script = std::size_t{1} << 20U;

struct Word {
  std::string text; // without quotes
  std::size_t column = 0;
  bool literal = true; // nothing of it is expanded
};

// The words of one line of a shell, as far as that can be told without running it.
std::vector<Word> words_of(std::string_view line) {
  std::vector<Word> words;
  for (std::size_t i = 0; i < line.size();) {
    if (is_blank(line[i])) {
      ++i;
      continue;
    }
    if (line[i] == '#') {
      break;
    }
    Word word;
    word.column = i + 1;
    char quote = '\0';
    for (; i < line.size() && (quote != '\0' || !is_blank(line[i])); ++i) {
      const char c = line[i];
      if (quote == '\0' && (c == '"' || c == '\'')) {
        quote = c;
      } else if (c == quote) {
        quote = '\0';
      } else if (c == '\\' && quote != '\'' && i + 1 < line.size()) {
        word.text += line[++i];
      } else {
        word.literal = word.literal && (quote == '\'' || (c != '$' && c != '`'));
        word.text += c;
      }
    }
    words.push_back(std::move(word));
  }
  return words;
}

bool is_variable_name(std::string_view name) {
  return !name.empty() && !is_ascii_digit(name.front()) &&
         std::all_of(name.begin(), name.end(),
                     [](char c) { return is_ascii_letter(c) || is_ascii_digit(c) || c == '_'; });
}

bool starts_a_server(const std::vector<Word>& words) {
  constexpr std::array<std::string_view, 7> k_servers = {
      "uvicorn", "gunicorn", "hypercorn", "daphne", "granian", "fastapi", "python"};
  return std::any_of(words.begin(), words.end(), [&](const Word& one) {
    const std::string_view name = base_name(one.text);
    return std::any_of(k_servers.begin(), k_servers.end(), [&](std::string_view server) {
      return name == server || (server == "python" && name.starts_with("python3"));
    });
  });
}

class ScriptReader {
public:
  ScriptReader(const fs::path& root, const ConfigDocuments& documents)
      : root_(root), documents_(documents) {}

  StartFacts read() {
    for (const std::string_view directory : {"", "scripts", "docker", "deploy"}) {
      std::error_code failed;
      if (!fs::is_directory(root_ / directory, failed)) {
        continue;
      }
      for (const auto& [name, kind] : Directory(root_ / directory).files()) {
        file(join_path(directory, name));
      }
    }
    for (const auto& [path, document] : documents_) {
      const std::string_view name = base_name(path);
      if (document.error.empty() &&
          (name.starts_with("docker-compose") || name.starts_with("compose."))) {
        found_.files.push_back(path);
        compose(path, document.document);
      }
    }
    return std::move(found_);
  }

private:
  void file(const std::string& path) {
    const std::string_view name = base_name(path);
    const bool docker = name.starts_with("Dockerfile") || name.starts_with("Containerfile");
    const bool shell =
        name.ends_with(".sh") && (name.starts_with("start") || name.starts_with("run") ||
                                  name.starts_with("serve") || name.starts_with("entrypoint"));
    if (!docker && !shell && name != "Procfile") {
      return;
    }
    std::string text;
    try {
      text = read_named(root_ / path, k_largest_script);
    } catch (const Error&) {
      return;
    }
    found_.files.push_back(path);
    lines(path, text, docker);
  }

  // A line that a backslash continues is looked at with what goes on, each part at its place.
  void lines(const std::string& path, std::string_view text, bool docker) {
    std::uint32_t number = 0;
    bool serves = false;
    bool goes_on = false;
    for (std::size_t begin = 0; begin < text.size();) {
      const std::size_t end = std::min(text.find('\n', begin), text.size());
      std::string_view line = trim_right(text.substr(begin, end - begin));
      begin = end + 1;
      ++number;
      references(path, line, number);
      const bool continued = line.ends_with('\\');
      line.remove_suffix(continued ? 1 : 0);
      std::string plain(line);
      if (docker) {
        std::replace_if(
            plain.begin(), plain.end(), [](char c) { return c == '[' || c == ']' || c == ','; },
            ' ');
      }
      const std::vector<Word> words = words_of(plain);
      serves = (goes_on && serves) || starts_a_server(words);
      variables(path, words, number, docker);
      if (serves) {
        options(path, words, number, "");
      }
      goes_on = continued;
    }
  }

  void add(StartFactKind kind, std::string_view name, std::string_view value,
           const std::string& path, Position at, std::string_view service) {
    found_.facts.push_back(
        {kind, std::string(name), std::string(value), path, at, std::string(service)});
  }

  // ${NAME} and $NAME, but for those with a value of their own: ${NAME:-value}.
  void references(const std::string& path, std::string_view line, std::uint32_t number) {
    if (trim_left(line).starts_with('#')) {
      return;
    }
    for (std::size_t at = line.find('$'); at != std::string_view::npos;
         at = line.find('$', at + 1)) {
      const bool braces = line.substr(at + 1, 1) == "{";
      std::size_t end = at + (braces ? 2 : 1);
      while (end < line.size() &&
             (is_ascii_letter(line[end]) || is_ascii_digit(line[end]) || line[end] == '_')) {
        ++end;
      }
      const std::string_view name = line.substr(at + (braces ? 2 : 1), end - at - (braces ? 2 : 1));
      add(StartFactKind::reference, name, "", path, {number, static_cast<std::uint32_t>(at + 1)},
          "");
    }
  }

  // `export NAME=value`, `NAME=value command`, `ENV NAME=value` and `ENV NAME value`.
  void variables(const std::string& path, const std::vector<Word>& words, std::uint32_t number,
                 bool docker) {
    std::size_t i = 0;
    const bool declares = !words.empty() && (words[0].text == "export" || words[0].text == "ENV" ||
                                             words[0].text == "env");
    i += declares ? 1 : 0;
    if (docker && declares && words.size() == 3 && words[1].text.find('=') == std::string::npos) {
      add(StartFactKind::variable, words[1].text, words[2].text, path, position(number, words[1]),
          "");
      return;
    }
    for (; i < words.size(); ++i) {
      const std::size_t equals = words[i].text.find('=');
      if (equals == std::string::npos || !is_variable_name(words[i].text.substr(0, equals))) {
        return;
      }
      if (words[i].literal) {
        add(StartFactKind::variable, words[i].text.substr(0, equals),
            words[i].text.substr(equals + 1), path, position(number, words[i]), "");
      }
    }
  }

  static Position position(std::uint32_t line, const Word& word) {
    return {line, static_cast<std::uint32_t>(word.column)};
  }

  // --host H, --port=P, --bind H:P, --workers N and their short forms.
  void options(const std::string& path, const std::vector<Word>& words, std::uint32_t number,
               std::string_view service) {
    for (std::size_t i = 0; i < words.size(); ++i) {
      std::string name = words[i].text;
      std::string value;
      bool literal = words[i].literal;
      if (const std::size_t equals = name.find('=');
          name.starts_with("--") && equals != std::string::npos) {
        value = name.substr(equals + 1);
        name.resize(equals);
      } else if (i + 1 < words.size()) {
        value = words[i + 1].text;
        literal = literal && words[i + 1].literal;
      }
      if (literal) {
        option(path, name, value, position(number, words[i]), service);
      }
    }
  }

  void option(const std::string& path, std::string_view name, std::string_view value, Position at,
              std::string_view service) {
    if (name == "--host") {
      add(StartFactKind::host, name, value, path, at, service);
    } else if (name == "--port") {
      add(StartFactKind::port, name, value, path, at, service);
    } else if (name == "--workers" || name == "-w") {
      add(StartFactKind::workers, name, value, path, at, service);
    } else if (name == "--bind" || name == "-b") {
      const std::size_t colon = value.rfind(':');
      if (colon != std::string_view::npos) {
        add(StartFactKind::host, name, value.substr(0, colon), path, at, service);
        add(StartFactKind::port, name, value.substr(colon + 1), path, at, service);
      }
    }
  }

  void compose(const std::string& path, const Document& document) {
    const json::object* services = object_at(document.root, "services");
    for (const auto& [name, value] : services == nullptr ? json::object() : *services) {
      const json::object* service = value.if_object();
      if (service == nullptr) {
        continue;
      }
      const std::string pointer = "/services/" + pointer_token(name);
      compose_variables(path, document, *service, pointer, name);
      compose_command(path, document, *service, pointer, name);
    }
  }

  static Position place(const Document& document, const std::string& pointer) {
    const auto found = document.find(pointer);
    return found ? found->value : Position{};
  }

  void compose_variables(const std::string& path, const Document& document,
                         const json::object& service, const std::string& pointer,
                         std::string_view name) {
    const json::value* given = service.if_contains("environment");
    if (given == nullptr) {
      return;
    }
    if (const json::object* map = given->if_object()) {
      for (const auto& [key, value] : *map) {
        const std::string text =
            value.is_string() ? std::string(value.get_string()) : json::serialize(value);
        if (text.find('$') == std::string::npos && !value.is_null()) {
          const auto at = document.find(pointer + "/environment/" + pointer_token(key));
          add(StartFactKind::variable, key, text, path, at ? at->key : Position{}, name);
        }
      }
    } else if (const json::array* list = given->if_array()) {
      for (std::size_t i = 0; i < list->size(); ++i) {
        const std::string_view text =
            (*list)[i].is_string() ? std::string_view((*list)[i].get_string()) : std::string_view();
        const std::size_t equals = text.find('=');
        if (equals != std::string_view::npos && text.find('$') == std::string_view::npos) {
          add(StartFactKind::variable, text.substr(0, equals), text.substr(equals + 1), path,
              place(document, fmt::format("{}/environment/{}", pointer, i)), name);
        }
      }
    }
  }

  void compose_command(const std::string& path, const Document& document,
                       const json::object& service, const std::string& pointer,
                       std::string_view name) {
    const json::value* command = service.if_contains("command");
    if (command == nullptr) {
      return;
    }
    std::vector<Word> words;
    if (command->is_string()) {
      words = words_of(std::string_view(command->get_string()));
    } else if (const json::array* list = command->if_array()) {
      for (const json::value& one : *list) {
        const std::string text =
            one.is_string() ? std::string(one.get_string()) : json::serialize(one);
        words.push_back({text, 1, text.find('$') == std::string::npos});
      }
    }
    if (!starts_a_server(words)) {
      return;
    }
    const std::size_t before = found_.facts.size();
    options(path, words, 0, name);
    const Position at = place(document, pointer + "/command");
    for (std::size_t i = before; i < found_.facts.size(); ++i) {
      found_.facts[i].at = at;
    }
  }

  const fs::path& root_;
  const ConfigDocuments& documents_;
  StartFacts found_;
};

} // namespace

StartFacts read_start_scripts(const fs::path& root, const ConfigDocuments& documents) {
  return ScriptReader(root, documents).read();
}

} // namespace aether
