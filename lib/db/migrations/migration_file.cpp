#include "db/migrations/migration_file.h"

#include <algorithm>
#include <array>
#include <vector>

#include <fmt/format.h>

#include "core/error.h"
#include "core/nearest.h"
#include "core/text.h"
#include "data/document.h"
#include "db/migrations/version.h"

namespace aether::migrations {

namespace {

struct Directive {
  std::string key; // up, down, version, ...
  std::string rest;
};

// A line `-- migrate:KEY REST`.
std::optional<Directive> directive_of(std::string_view line) {
  constexpr std::string_view k_mark = "migrate:";
  if (!line.starts_with("--")) {
    return std::nullopt;
  }
  line = trim(line.substr(2));
  if (!starts_with_ignoring_case(line, k_mark)) {
    return std::nullopt;
  }
  line.remove_prefix(k_mark.size());
  const std::size_t end = std::min(line.find_first_of(" \t"), line.size());
  return Directive{to_lower(line.substr(0, end)), std::string(trim(line.substr(end)))};
}

class SectionReader {
public:
  SectionReader(std::string_view text, const std::string& file) : text_(text), file_(file) {
    content_.up.file = file;
  }

  FileContent read() {
    refuse_other_encodings();
    std::uint32_t line = 1;
    for (std::size_t begin = 0; begin < text_.size(); ++line) {
      const std::size_t end = std::min(text_.find('\n', begin), text_.size());
      const std::size_t next = std::min(end + 1, text_.size());
      const std::string_view raw = text_.substr(begin, end - begin);
      if (const std::optional<Directive> directive = directive_of(raw)) {
        take(*directive, line, begin, next);
      } else if (!in_section() && first_sql_line_ == 0 && !is_blank_or_comment(raw)) {
        first_sql_line_ = line;
      }
      begin = next;
    }
    if (!seen_up_) {
      content_.up.text = text_;
    }
    end_section(text_.size());
    if (content_.down && keys_off_for_both_) {
      content_.down->foreign_keys_off = true;
    }
    return std::move(content_);
  }

private:
  [[noreturn]] void fail(std::uint32_t line, const std::string& message) const {
    throw Error(ExitCode::bad_input, line == 0 ? fmt::format("{}: {}", file_, message)
                                               : fmt::format("{}:{}: {}", file_, line, message));
  }

  void refuse_other_encodings() const {
    if (text_.starts_with("\xFF\xFE") || text_.starts_with("\xFE\xFF")) {
      fail(0, "the file is UTF-16; save it as UTF-8");
    }
    if (const std::size_t nul = text_.find('\0'); nul != k_none) {
      const auto lines =
          std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(nul), '\n');
      fail(static_cast<std::uint32_t>(lines) + 1, "a NUL byte: the file is no text");
    }
    if (const std::size_t at = find_invalid_utf8(text_); at != k_none) {
      const Position where = position_at(text_, at);
      throw input_error(file_, where, "invalid UTF-8: save the file as UTF-8");
    }
  }

  // Follows block comments from line to line.
  bool is_blank_or_comment(std::string_view line) {
    line = trim(line);
    while (!line.empty()) {
      if (in_comment_ || line.starts_with("/*")) {
        const std::size_t end = line.find("*/", in_comment_ ? 0 : 2);
        in_comment_ = end == k_none;
        line = end == k_none ? std::string_view() : trim(line.substr(end + 2));
      } else {
        return line.starts_with("--");
      }
    }
    return true;
  }

  [[nodiscard]] bool in_section() const { return section_ != nullptr; }

  void take(const Directive& directive, std::uint32_t line, std::size_t begin, std::size_t next) {
    if (directive.key == "up" || directive.key == "down") {
      begin_section(directive, line, begin, next);
    } else if (directive.key == "version") {
      take_version(directive, line);
    } else if (directive.key == "foreign-keys") {
      take_foreign_keys(directive, line);
    } else if (directive.key == "transaction" || directive.key == "transaction:false") {
      take_transaction(directive, line);
    } else {
      const std::vector<std::string_view> known = {"up", "down", "version", "foreign-keys",
                                                   "transaction"};
      fail(line, "unknown directive `migrate:" + printable(directive.key) + "`" +
                     did_you_mean(nearest_names(directive.key, known)));
    }
  }

  void begin_section(const Directive& directive, std::uint32_t line, std::size_t begin,
                     std::size_t next) {
    const bool up = directive.key == "up";
    if (up && (seen_up_ || content_.down)) {
      fail(line,
           seen_up_ ? "a second `migrate:up`" : "`migrate:up` has to come before `migrate:down`");
    }
    if (!up && content_.down) {
      fail(line, "a second `migrate:down`");
    }
    if (!up && !seen_up_) {
      fail(line, "`migrate:down` without a `migrate:up` before it");
    }
    if (up && first_sql_line_ != 0) {
      fail(first_sql_line_, "only blank lines and comments may stand before `migrate:up`");
    }
    end_section(begin);
    if (!up) {
      content_.down.emplace();
    }
    seen_up_ = true;
    content_.has_sections = true;
    section_ = up ? &content_.up : &*content_.down;
    section_->file = file_;
    section_->first_line = line + 1;
    section_begin_ = next;
    take_options(directive.rest, line);
  }

  void take_options(std::string_view options, std::uint32_t line) {
    while (!(options = trim(options)).empty()) {
      const std::size_t end = std::min(options.find_first_of(" \t"), options.size());
      const std::string_view option = options.substr(0, end);
      if (option == "transaction:false" || option == "transaction:true") {
        section_->transaction = option == "transaction:true";
      } else if (option.starts_with("transaction:")) {
        fail(line, "`" + printable(option) + "` is neither transaction:true nor transaction:false");
      }
      options.remove_prefix(end);
    }
  }

  void end_section(std::size_t end) {
    if (section_ != nullptr) {
      section_->text = text_.substr(section_begin_, end - section_begin_);
      section_ = nullptr;
    }
  }

  void take_version(const Directive& directive, std::uint32_t line) {
    if (!is_number(directive.rest)) {
      fail(line, "`migrate:version` needs a number");
    }
    if (content_.version) {
      fail(line, "a second `migrate:version`");
    }
    content_.version = directive.rest;
  }

  void take_foreign_keys(const Directive& directive, std::uint32_t line) {
    if (!equals_ignoring_case(directive.rest, "off")) {
      fail(line, "write `migrate:foreign-keys off`; they are on otherwise");
    }
    (section_ != nullptr ? *section_ : content_.up).foreign_keys_off = true;
    keys_off_for_both_ = keys_off_for_both_ || section_ == nullptr; // said above the sections
  }

  void take_transaction(const Directive& directive, std::uint32_t line) {
    const bool off = directive.key == "transaction:false" || directive.rest == "false";
    if (!off && directive.rest != "true") {
      fail(line, "write `migrate:transaction false`");
    }
    (section_ != nullptr ? *section_ : content_.up).transaction = !off;
  }

  std::string_view text_;
  const std::string& file_;
  FileContent content_;
  Script* section_ = nullptr;
  std::size_t section_begin_ = 0;
  bool seen_up_ = false;
  bool in_comment_ = false;
  bool keys_off_for_both_ = false;
  std::uint32_t first_sql_line_ = 0;
};

} // namespace

std::string normalise(std::string_view bytes) {
  if (bytes.starts_with("\xEF\xBB\xBF")) {
    bytes.remove_prefix(3);
  }
  if (bytes.find('\r') == std::string_view::npos) {
    return std::string(bytes);
  }
  std::string text;
  text.reserve(bytes.size());
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (bytes[i] != '\r' || i + 1 >= bytes.size() || bytes[i + 1] != '\n') {
      text += bytes[i];
    }
  }
  return text;
}

FileContent read_migration(std::string_view normalised, const std::string& file) {
  return SectionReader(normalised, file).read();
}

} // namespace aether::migrations
