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

namespace aether::verify_oi_tools {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view k_computer = "computer.";
constexpr std::size_t k_largest = std::size_t{4} << 20U;

bool is_name_byte(char c) {
  return is_ascii_letter(c) || is_ascii_digit(c) || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80U;
}

// The end of `computer.a.b`, whose last part may not end with a dot.
std::size_t end_of_path(std::string_view text, std::size_t begin) {
  std::size_t end = begin + k_computer.size();
  while (end < text.size() && (is_name_byte(text[end]) || text[end] == '.')) {
    ++end;
  }
  while (text[end - 1] == '.') {
    --end;
  }
  return end;
}

void read_argument(std::string_view text, Call& call) {
  const std::string_view one = trim(text);
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

void read_arguments(std::string_view text, std::size_t at, Call& call) {
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
    }
    Position made = position_at(text_.substr(begin_), offset - begin_);
    made.line += line_;
    return made;
  }

private:
  std::string_view text_;
  std::size_t begin_ = 0; // of the line
  std::uint32_t line_ = 0;
};

} // namespace

std::vector<Call> calls_in(std::string_view text, const std::string& file) {
  std::vector<Call> calls;
  LineCounter lines(text);
  for (std::size_t at = 0; (at = text.find(k_computer, at)) != std::string_view::npos;) {
    const std::size_t end = end_of_path(text, at);
    const std::size_t open = text.find_first_not_of(" \t", end);
    const bool begins = at == 0 || !(is_name_byte(text[at - 1]) || text[at - 1] == '.');
    if (begins && end > at + k_computer.size() && open != std::string_view::npos &&
        text[open] == '(') {
      Call call;
      call.path = text.substr(at, end - at);
      call.file = file;
      call.at = lines.position(at);
      read_arguments(text, open + 1, call);
      calls.push_back(std::move(call));
    }
    at = std::max(end, at + 1);
  }
  return calls;
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
