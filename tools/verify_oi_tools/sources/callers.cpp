#include "verify_oi_tools/sources/callers.h"

#include <algorithm>
#include <mutex>
#include <set>

#include "backend/signature.h"
#include "core/error.h"
#include "core/glob.h"
#include "core/text.h"
#include "data/document.h"
#include "os/file.h"
#include "os/walk.h"
#include "verify_oi_tools/sources/python_text.h"

namespace aether::verify_oi_tools {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t k_largest = std::size_t{4} << 20U;
constexpr std::size_t k_longest_call = std::size_t{4} << 10U;
constexpr std::size_t k_most_calls = 20'000; // of a file

bool is_name_byte(char c) {
  return is_ascii_letter(c) || is_ascii_digit(c) || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80U;
}

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

std::string_view without_space(std::string_view text) {
  while (!text.empty() && is_space(text.front())) {
    text.remove_prefix(1);
  }
  while (!text.empty() && is_space(text.back())) {
    text.remove_suffix(1);
  }
  return text;
}

// Where the parts behind `computer` end, whose last may not end with a dot.
std::size_t end_of_path(std::string_view text, std::size_t dot) {
  std::size_t end = dot + 1;
  while (end < text.size() && (is_name_byte(text[end]) || text[end] == '.')) {
    ++end;
  }
  while (text[end - 1] == '.') {
    --end;
  }
  return end;
}

void read_argument(std::string_view text, Call& call) {
  const std::string_view one = without_space(text);
  if (one.empty()) {
    return;
  }
  if (one.starts_with('*') || one == "...") {
    call.is_spread = true;
    return;
  }
  const std::size_t equals = one.find('=');
  const bool is_keyword = equals != std::string_view::npos && equals + 1 < one.size() &&
                          one[equals + 1] != '=' && is_python_name(trim(one.substr(0, equals)));
  if (is_keyword) {
    call.keywords.emplace_back(trim(one.substr(0, equals)));
    call.values.emplace_back(trim(one.substr(equals + 1)));
  } else {
    call.by_place.emplace_back(one);
  }
}

void read_arguments(std::string_view whole, std::size_t at, Call& call) {
  const std::string_view text = whole.substr(0, at + k_longest_call);
  call.is_spread = at >= text.size();
  while (at < text.size()) {
    const auto end = end_of_expression(text, at, ",)");
    if (!end) {
      call.is_spread = true; // nothing can be said of what is passed
      return;
    }
    read_argument(text.substr(at, *end - at), call);
    if (*end >= text.size() || text[*end] == ')') {
      return;
    }
    at = *end + 1;
  }
}

// Positions of ever greater offsets, for one look at each byte.
class LineCounter {
public:
  explicit LineCounter(std::string_view text) : text_(text) {}

  Position position(std::size_t offset) {
    for (std::size_t end = 0; (end = text_.find('\n', begin_)) < offset; begin_ = end + 1) {
      ++line_;
      columns_ = 0;
    }
    Position made = position_at(text_.substr(begin_), offset - begin_);
    made.line += line_;
    made.column += columns_;
    columns_ = made.column - 1;
    begin_ = offset;
    return made;
  }

private:
  std::string_view text_;
  std::size_t begin_ = 0; // of the line, or where the last position was
  std::uint32_t line_ = 0;
  std::uint32_t columns_ = 0; // of the line, before that
};

// Whether a word begins there: not `mycomputer`, but `interpreter.computer`, and "\\ncomputer".
bool begins_word(std::string_view text, std::size_t at) {
  if (at == 0 || !is_name_byte(text[at - 1])) {
    return true;
  }
  return at > 1 && text[at - 2] == '\\' &&
         std::string_view("nrt").find(text[at - 1]) != std::string_view::npos;
}

// Reads one text, in which the offsets of all that is looked at are those of the file.
class CallReader {
public:
  CallReader(std::string_view text, std::string_view code, const std::string& file)
      : text_(text), code_(code), file_(file) {}

  std::vector<Call> read() {
    of("computer", false);
    for (const std::string& name : names_of_computer(code_)) {
      of(name, true);
    }
    by_name();
    std::erase_if(calls_, [&](const auto& one) { return made_here_.contains(one.second.path); });
    std::sort(calls_.begin(), calls_.end(),
              [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<Call> made;
    LineCounter lines(text_);
    for (auto& [at, call] : calls_) {
      call.at = lines.position(at);
      made.push_back(std::move(call));
    }
    return made;
  }

private:
  [[nodiscard]] bool is_code(std::size_t at) const {
    return at < code_.size() && code_[at] == text_[at];
  }

  // `computer.a.b(...)`, and in code what is named without being called.
  void of(const std::string& name, bool in_code_only) {
    const std::string_view where = in_code_only ? code_ : text_;
    for (std::size_t at = 0; (at = where.find(name + ".", at)) != std::string_view::npos;) {
      const std::size_t dot = at + name.size();
      const std::size_t end = end_of_path(text_, dot);
      const bool is_owned = in_code_only && at > 0 && text_[at - 1] == '.';
      if (begins_word(text_, at) && !is_owned && end > dot + 1) {
        take(at, "computer" + std::string(text_.substr(dot, end - dot)), end);
      }
      at = std::max(end, at + 1);
    }
  }

  void take(std::size_t at, std::string path, std::size_t end) {
    const bool in_code = is_code(at);
    const std::size_t open = in_code ? text_.find_first_not_of(" \t", end) : end;
    if (open < text_.size() && text_[open] == '(') {
      add(at, std::move(path), open + 1);
    } else if (in_code) {
      const std::string_view behind = text_.substr(std::min(open, text_.size()), 2);
      if (behind.starts_with('=') && behind != "==") {
        made_here_.insert(path); // and means what is put there
      } else if (path.find("._") == std::string::npos) {
        add(at, std::move(path), text_.size());
      }
    }
  }

  void add(std::size_t at, std::string path, std::size_t arguments) {
    if (calls_.size() >= k_most_calls) {
      return;
    }
    Call call;
    call.path = std::move(path);
    call.file = file_;
    read_arguments(text_, arguments, call);
    calls_.emplace_back(at, std::move(call));
  }

  // getattr(computer, "a")(...), and setattr(computer, "a", ...).
  void by_name() {
    for (const std::string_view function : {"getattr", "setattr"}) {
      std::size_t looked_at = 0;
      for (std::size_t at = 0; (at = find_name(code_, function, at)) != std::string_view::npos &&
                               looked_at < k_most_calls;
           ++at, ++looked_at) {
        const std::size_t open = at + function.size();
        const std::string_view near = text_.substr(0, open + k_longest_call);
        const auto end = open < near.size() && near[open] == '('
                             ? end_of_expression(near, open + 1, ")")
                             : std::nullopt;
        if (end && *end < near.size()) {
          take_named(function, at, text_.substr(open + 1, *end - open - 1), *end + 1);
        }
      }
    }
  }

  void take_named(std::string_view function, std::size_t at, std::string_view arguments,
                  std::size_t end) {
    const std::size_t comma = arguments.find(',');
    const std::string_view object = without_space(arguments.substr(0, comma));
    if (comma == std::string_view::npos ||
        !(object == "computer" || object.ends_with(".computer"))) {
      return;
    }
    const auto second = end_of_expression(arguments, comma + 1, ",");
    std::string_view name =
        without_space(arguments.substr(comma + 1, second.value_or(comma + 1) - comma - 1));
    const bool is_last = second == arguments.size(); // else it asks whether there is such a thing
    const bool is_quoted = name.size() > 2 && (name.front() == '"' || name.front() == '\'') &&
                           name.back() == name.front();
    if (!is_quoted || !is_python_name(name.substr(1, name.size() - 2))) {
      return;
    }
    const std::string path = "computer." + std::string(name.substr(1, name.size() - 2));
    if (function == "setattr") {
      made_here_.insert(path);
    } else if (is_last) {
      add(at, path, end < text_.size() && text_[end] == '(' ? end + 1 : text_.size());
    }
  }

  std::string_view text_;
  std::string_view code_; // blank where the text is no code
  const std::string& file_;
  std::vector<std::pair<std::size_t, Call>> calls_; // by offset
  std::set<std::string> made_here_;
};

// What is escaped in JSON, in as many characters.
std::string without_escapes(std::string_view text) {
  std::string made(text);
  for (std::size_t i = 0; i + 1 < made.size(); ++i) {
    if (made[i] == '\\') {
      made[i] = ' ';
      ++i;
      made[i] = made[i] == 'n' || made[i] == 'r' || made[i] == 't' ? ' ' : made[i];
    }
  }
  return made;
}

// A `#` where a line begins is a comment, but for headings in a text for the model, which is
// indented.
std::string without_yaml_comments(std::string_view text) {
  std::string made(text);
  bool is_comment = false;
  for (std::size_t i = 0; i < made.size(); ++i) {
    is_comment =
        made[i] != '\n' && (is_comment || (made[i] == '#' && (i == 0 || made[i - 1] == '\n')));
    made[i] = is_comment ? ' ' : made[i];
  }
  return made;
}

} // namespace

std::vector<Call> calls_in(std::string_view text, const std::string& file) {
  if (file.ends_with(".py")) {
    const PythonText parted = part_python(text);
    return CallReader(parted.without_comments, parted.code, file).read();
  }
  const std::string_view none;
  if (file.ends_with(".json")) {
    return CallReader(without_escapes(text), none, file).read();
  }
  if (file.ends_with(".yaml") || file.ends_with(".yml")) {
    return CallReader(without_yaml_comments(text), none, file).read();
  }
  return CallReader(text, none, file).read();
}

FoundCalls find_callers(const fs::path& root, const std::vector<std::string>& globs) {
  std::set<std::string> files;
  std::vector<std::string> below; // the globs, without the root
  for (const std::string& glob : globs) {
    const std::string begin = glob.starts_with("./") ? "./" : root.native() + "/";
    below.push_back(glob.starts_with(begin) ? glob.substr(begin.size()) : glob);
  }
  std::mutex mutex;
  WalkRules rules;
  rules.enter = [](std::string_view, std::string_view name) {
    return !name.starts_with('.') && name != "node_modules" && name != "__pycache__" &&
           name != "venv" && name != "site-packages";
  };
  rules.take = [&](std::string_view directory, std::string_view name) {
    const std::string path =
        directory.empty() ? std::string(name) : std::string(directory) + "/" + std::string(name);
    return std::any_of(below.begin(), below.end(),
                       [&](const std::string& glob) { return glob_matches(glob, path); });
  };
  (void)walk(root, default_threads(), rules, [&](const WalkedFile& file) {
    const std::lock_guard lock(mutex);
    files.insert(file.path());
  });
  FoundCalls made;
  for (std::size_t i = 0; i < globs.size(); ++i) {
    if (std::none_of(files.begin(), files.end(),
                     [&](const std::string& file) { return glob_matches(below[i], file); })) {
      made.unfit.push_back(globs[i]);
    }
  }
  for (const std::string& file : files) {
    try {
      const std::string text = read_file(root / file, k_largest);
      if (text.find('\0') == std::string::npos) {
        std::vector<Call> found = calls_in(text, file);
        made.calls.insert(made.calls.end(), std::make_move_iterator(found.begin()),
                          std::make_move_iterator(found.end()));
      }
    } catch (const Error&) { // too large, or not readable for us
    }
  }
  return made;
}

const std::vector<std::string>& default_caller_globs() {
  static const std::vector<std::string> k_globs = {
      "**/{profiles,profile,skills,skill,prompts,prompt}/**",
      "**/*{profile,skill,prompt}*.{py,yaml,yml,md,txt,json,toml}"};
  return k_globs;
}

} // namespace aether::verify_oi_tools
