#include "job_tracer/reference.h"

#include <algorithm>
#include <array>
#include <optional>

#include "backend/blocks/scan_rules.h"
#include "core/path.h"
#include "core/text.h"
#include "job_tracer/blocks.h"

namespace aether::job_tracer {

namespace {

// Products whose names end like a file's.
constexpr std::array<std::string_view, 16> k_product_names = {
    "node.js",   "vue.js",       "next.js",  "nuxt.js",     "d3.js",      "three.js",
    "chart.js",  "react.js",     "ember.js", "backbone.js", "express.js", "moment.js",
    "alpine.js", "socket.io.js", "p5.js",    "discord.py"};

// Headers of the system and objects whose attributes look like files: `request.json`.
constexpr std::array<std::string_view, 18> k_system_headers = {
    "assert.h", "ctype.h",  "errno.h",   "fcntl.h",  "inttypes.h", "limits.h",
    "math.h",   "poll.h",   "pthread.h", "signal.h", "stdarg.h",   "stdbool.h",
    "stddef.h", "stdint.h", "stdio.h",   "stdlib.h", "string.h",   "unistd.h"};
constexpr std::array<std::string_view, 20> k_objects = {
    "body", "console",  "ctx",     "document", "e",       "ev",      "event",
    "evt",  "module",   "process", "req",      "request", "require", "res",
    "resp", "response", "self",    "state",    "this",    "window"};

template <typename List> bool contains(const List& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

bool in_path(char c) {
  return is_ascii_letter(c) || is_ascii_digit(c) || (static_cast<unsigned char>(c) & 0x80U) != 0 ||
         std::string_view("_./\\*?-+@~$[]{}!%").find(c) != k_none;
}

// Where an item of the list ends: a comma or semicolon outside all brackets and quotes.
std::size_t item_end(std::string_view text, std::size_t from) {
  int depth = 0;
  for (std::size_t i = from; i < text.size(); ++i) {
    switch (text[i]) {
    case '(':
    case '[':
    case '{':
      ++depth;
      break;
    case ')':
    case ']':
    case '}':
      depth = std::max(depth - 1, 0);
      break;
    case ',':
    case ';':
      if (depth == 0) {
        return i;
      }
      break;
    default:
      break;
    }
  }
  return text.size();
}

// `core/x.py's` and `core/x.py#L12` without what belongs to the prose or the viewer.
std::string_view without_tail(std::string_view word) {
  for (const std::string_view genitive : {"'s", "\xE2\x80\x99s"}) {
    if (word.ends_with(genitive)) {
      word.remove_suffix(genitive.size());
    }
  }
  const std::size_t anchor = word.find('#');
  return anchor == 0 ? word : word.substr(0, anchor);
}

// The path within a word: quotes, brackets and closing punctuation off, `:run()`, `::Class` and
// `:12` off its end.
std::string_view path_of_word(std::string_view word) {
  constexpr std::string_view k_wrapping = "`'\"(<,;";
  while (!word.empty() && k_wrapping.find(word.front()) != k_none) {
    word.remove_prefix(1);
  }
  word = without_tail(word);
  const std::size_t colon = word.find(':');
  if (word.substr(0, word.find('/')).ends_with(':')) { // a URL
    return {};
  }
  word = word.substr(0, colon);
  while (!word.empty() && std::string_view("`'\")>,;.").find(word.back()) != k_none) {
    word.remove_suffix(1);
  }
  const bool group = word.find('{') != k_none; // src/{a,b}.py
  const auto fits = [&](char c) { return in_path(c) || (group && c == ','); };
  return std::all_of(word.begin(), word.end(), fits) ? word : std::string_view();
}

// Whether a path with a known extension may well be something else.
bool is_uncertain(std::string_view path) {
  if (path.find('%') != k_none || path.starts_with("sys/") || contains(k_system_headers, path)) {
    return true; // `logs/app-%Y.json`, headers
  }
  const std::size_t brace = path.find('{');
  if (brace != k_none && path.find(',', brace) == k_none) {
    return true; // `templates/{name}.html`
  }
  if (is_pattern(path) && !contains(default_extensions(), to_lower(extension_of(path)))) {
    return true; // `uploads/*.json`: files that come and go
  }
  return path.find('/') == k_none && contains(k_objects, path.substr(0, path.find('.')));
}

std::optional<ReferenceForm> form_of(std::string_view path) {
  if (path.empty() || path.front() == '/' || path.front() == '~' || path.front() == '$' ||
      path.find('@') != k_none || path.find("://") != k_none) {
    return std::nullopt; // a route, a place outside the tree, a package, an address
  }
  const bool slash = path.find_first_of("/\\") != k_none;
  const std::string_view base = base_name(path);
  const bool extension = has_known_extension(base);
  if (!slash) {
    if (contains(k_product_names, to_lower(path))) {
      return std::nullopt;
    }
    // A glob without a directory, such as *.log, speaks of kinds of files.
    const bool certain = extension && !is_pattern(path) && !is_uncertain(path);
    return certain ? ReferenceForm::path : ReferenceForm::word;
  }
  // `core/queues/` can only be a directory; `read/write` may be prose.
  const bool named = base.empty() || (extension && base.front() != '.' && !is_uncertain(path));
  return named ? ReferenceForm::path : ReferenceForm::word;
}

// The rest of an item when nothing but a remark in parentheses follows its first word.
bool stands_alone(std::string_view item, std::size_t word_end) {
  const std::string_view rest = trim(item.substr(word_end));
  return rest.empty() || (rest.front() == '(' && rest.back() == ')');
}

class Splitter {
public:
  explicit Splitter(std::string_view left) : left_(left) {}

  std::vector<ReferenceText> split() {
    for (std::size_t begin = 0; begin < left_.size();) {
      const std::size_t end = item_end(left_, begin);
      take_item(left_.substr(begin, end - begin));
      begin = end + 1;
    }
    return std::move(references_);
  }

private:
  [[nodiscard]] std::size_t offset_of(std::string_view part) const {
    return static_cast<std::size_t>(part.data() - left_.data());
  }

  void take_item(std::string_view item) {
    item = trim(item);
    if (item.empty() || equals_ignoring_case(item, "none")) {
      return;
    }
    const std::size_t before = references_.size();
    for (std::size_t at = 0; at < item.size();) {
      const std::size_t begin = item.find_first_not_of(" \t", at);
      if (begin == k_none) {
        break;
      }
      const std::size_t end = std::min(item.find_first_of(" \t", begin), item.size());
      take_word(item, begin, end);
      at = end;
    }
    if (references_.size() == before) {
      references_.push_back({item, item, offset_of(item), ReferenceForm::phrase});
    }
  }

  void take_word(std::string_view item, std::size_t begin, std::size_t end) {
    const std::string_view word = item.substr(begin, end - begin);
    const std::string_view path = path_of_word(word);
    constexpr std::string_view k_arrow = "\xE2\x86\x92";
    if (path.empty() || word.find(k_arrow) != k_none) {
      take_parts(item, word);
      return;
    }
    const std::optional<ReferenceForm> form = form_of(path);
    if (!form) {
      return;
    }
    // A bare word such as `data` is a directory only when it is all that the item says.
    const bool bare = path.find('/') == k_none && *form == ReferenceForm::word;
    if (bare && (begin != 0 || !stands_alone(item, end))) {
      return;
    }
    references_.push_back({path, item, offset_of(path), *form});
  }

  // The paths in `[chat](api/chat.py)`, `import('./x.js')`, `a.py->b.py` and `a.py|b.py`.
  void take_parts(std::string_view item, std::string_view word) {
    if (word.substr(0, word.find('/')).ends_with(':')) { // a URL
      return;
    }
    constexpr std::string_view k_ends = "()|<>'\"`,=\xE2"; // and the first byte of an arrow
    for (std::size_t at = 0; at < word.size();) {
      const std::size_t end = std::min(word.find_first_of(k_ends, at), word.size());
      std::string_view part = word.substr(at, end - at);
      at = end + (end < word.size() && word[end] == '\xE2' ? 3 : 1);
      if (part.ends_with('-')) {
        part.remove_suffix(1);
      }
      part = path_of_word(part);
      if (!part.empty() && has_known_extension(base_name(part)) && form_of(part)) {
        references_.push_back({part, item, offset_of(part), ReferenceForm::word});
      }
    }
  }

  std::string_view left_;
  std::vector<ReferenceText> references_;
};

} // namespace

std::vector<ReferenceText> split_references(std::string_view left) {
  return Splitter(left).split();
}

} // namespace aether::job_tracer
