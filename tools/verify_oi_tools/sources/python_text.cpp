#include "verify_oi_tools/sources/python_text.h"

#include <algorithm>
#include <set>

#include "backend/signature.h"
#include "core/text.h"

namespace aether::verify_oi_tools {

namespace {

constexpr std::string_view k_computer = "computer";

bool is_of_name(char c) {
  return is_ascii_letter(c) || is_ascii_digit(c) || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80U;
}

// Behind the text that is quoted at `at`; one quotation mark does not reach over a line.
std::size_t end_of_quoted(std::string_view text, std::size_t at) {
  const char quote = text[at];
  const std::string three(3, quote);
  const bool is_long = text.substr(at, 3) == three;
  for (std::size_t i = at + (is_long ? 3U : 1U); i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (is_long ? text.substr(i, 3) == three : text[i] == quote) {
      return i + (is_long ? 3U : 1U);
    } else if (!is_long && text[i] == '\n') {
      return i;
    }
  }
  return text.size();
}

void blank(std::string& text, std::size_t begin, std::size_t end) {
  std::replace_if(
      text.begin() + static_cast<std::ptrdiff_t>(begin),
      text.begin() + static_cast<std::ptrdiff_t>(end),
      [](char c) { return c != '\n' && c != '\r'; }, ' ');
}

std::string_view line_until(std::string_view code, std::size_t at) {
  const std::size_t begin = at == 0 ? 0 : code.rfind('\n', at - 1) + 1; // npos + 1 is 0
  return code.substr(begin, at - begin);
}

std::string_view line_behind(std::string_view code, std::size_t at) {
  return code.substr(at, code.find('\n', at) - at);
}

// `c` of `    c = interpreter.computer`, where that is the whole line.
std::string assigned(std::string_view code, std::size_t at) {
  std::string_view before = line_until(code, at);
  const std::size_t equals = before.find('=');
  if (equals == std::string_view::npos ||
      !trim(line_behind(code, at + k_computer.size())).empty()) {
    return "";
  }
  const std::string_view owner = trim(before.substr(equals + 1));
  const bool is_whole =
      owner.empty() || (owner.ends_with('.') && std::all_of(owner.begin(), owner.end(), [](char c) {
                          return is_of_name(c) || c == '.';
                        }));
  const std::string_view name = trim(before.substr(0, equals));
  return is_whole && is_python_name(name) ? std::string(name) : "";
}

// `c` of `import computer as c`.
std::string imported(std::string_view code, std::size_t at) {
  const std::string_view before = trim(line_until(code, at));
  std::string_view behind = trim(line_behind(code, at + k_computer.size()));
  if (!(before.starts_with("from ") || before.starts_with("import")) ||
      !behind.starts_with("as ")) {
    return "";
  }
  behind = trim(behind.substr(3));
  const auto end = std::find_if_not(behind.begin(), behind.end(), is_of_name);
  return {behind.begin(), end};
}

// How often a name is given to something: assigned, looped over, imported, or a parameter.
std::size_t times_given(std::string_view code, std::string_view name) {
  std::size_t times = 0;
  for (std::size_t at = 0; (at = find_name(code, name, at)) != std::string_view::npos;
       at += name.size()) {
    const std::string_view line = trim(line_until(code, at));
    const std::string_view behind = trim(line_behind(code, at + name.size()));
    const bool is_assigned = behind.starts_with('=') && !behind.starts_with("==");
    const bool is_bound = line.ends_with("for") || line.ends_with(" as") ||
                          line.starts_with("def ") || line.starts_with("async def ") ||
                          line.find("lambda") != std::string_view::npos;
    times += is_assigned || is_bound ? 1U : 0U;
  }
  return times;
}

} // namespace

PythonText part_python(std::string_view text) {
  PythonText made{std::string(text), std::string(text)};
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == '#') {
      const std::size_t end = std::min(text.find('\n', at), text.size());
      blank(made.without_comments, at, end);
      blank(made.code, at, end);
      at = end;
    } else if (text[at] == '"' || text[at] == '\'') {
      const std::size_t end = end_of_quoted(text, at);
      blank(made.code, at, end);
      at = end;
    } else {
      ++at;
    }
  }
  return made;
}

std::size_t find_name(std::string_view code, std::string_view name, std::size_t from) {
  for (std::size_t at = from; (at = code.find(name, at)) != std::string_view::npos; ++at) {
    const std::size_t end = at + name.size();
    const bool begins = at == 0 || !is_of_name(code[at - 1]);
    if (begins && (end == code.size() || !is_of_name(code[end]))) {
      return at;
    }
  }
  return std::string_view::npos;
}

std::vector<std::string> names_of_computer(std::string_view code) {
  constexpr std::size_t k_most = 50; // of a file
  std::set<std::string> seen;
  std::vector<std::string> made;
  for (std::size_t at = 0; (at = find_name(code, k_computer, at)) != std::string_view::npos;
       at += k_computer.size()) {
    std::string name = assigned(code, at);
    name = name.empty() ? imported(code, at) : name;
    if (!name.empty() && name != k_computer && seen.size() < k_most && seen.insert(name).second &&
        times_given(code, name) == 1) {
      made.push_back(std::move(name));
    }
  }
  return made;
}

} // namespace aether::verify_oi_tools
