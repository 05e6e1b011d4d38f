#include "data/yaml_scalar.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "core/text.h"
#include "data/document.h"

namespace aether::yaml {

namespace {

char at(std::string_view text, std::size_t i) { return i < text.size() ? text[i] : '\n'; }
bool is_space(char c) { return c == ' ' || c == '\t'; }
bool ends_token(char c) { return is_space(c) || c == '\n' || c == '\r'; }

// find_first_of() is slow with few characters.
bool may_end_plain(char c, bool in_flow) {
  return c == '\n' || c == ':' || c == '#' ||
         (in_flow && (c == ',' || c == '[' || c == ']' || c == '{' || c == '}'));
}

// The first of two characters, or the end.
std::size_t find_either(std::string_view text, std::size_t i, char a, char b) {
  while (i < text.size() && text[i] != a && text[i] != b) {
    ++i;
  }
  return i;
}

// Where the next line with something on it has that; the end of the text where there is none.
std::size_t skip_blank_lines(std::string_view text, std::size_t i) {
  return std::min(text.find_first_not_of(" \t\r\n", i), text.size());
}

// Appends what the line breaks from `i` on are folded to. Returns where the text goes on.
std::size_t fold(std::string_view text, std::size_t i, std::size_t end, std::string& out) {
  const std::size_t next = std::min(text.find_first_not_of(" \t\r\n", i), end);
  const auto breaks = std::count(text.begin() + static_cast<std::ptrdiff_t>(i),
                                 text.begin() + static_cast<std::ptrdiff_t>(next), '\n');
  out.append(breaks > 1 ? static_cast<std::size_t>(breaks - 1) : 1, breaks > 1 ? '\n' : ' ');
  return next;
}

void trim_end(std::string& out, std::size_t from) {
  while (out.size() > from && is_blank(out.back())) {
    out.pop_back();
  }
}

std::string plain_text(std::string_view text, std::size_t i, std::size_t end) {
  std::string out;
  while (i < end) {
    const std::size_t stop = std::min(text.find('\n', i), end);
    out += text.substr(i, stop - i);
    i = stop;
    if (i < end) {
      trim_end(out, 0);
      i = fold(text, i, end, out);
    }
  }
  return out;
}

std::string single_quoted_text(std::string_view text, std::size_t i, std::size_t end) {
  std::string out;
  std::size_t kept = 0;
  while (i < end) {
    const std::size_t stop = std::min(find_either(text, i, '\'', '\n'), end);
    out += text.substr(i, stop - i);
    i = stop;
    if (i < end && text[i] == '\'') {
      out += '\'';
      i += 2;
    } else if (i < end) {
      trim_end(out, kept);
      i = fold(text, i, end, out);
      kept = out.size();
    }
  }
  return out;
}

void append_utf8(std::string& out, std::uint32_t point) {
  const auto add = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
  if (point < 0x80U) {
    add(point);
  } else if (point < 0x800U) {
    add(0xC0U | (point >> 6U));
    add(0x80U | (point & 0x3FU));
  } else if (point < 0x10000U) {
    add(0xE0U | (point >> 12U));
    add(0x80U | ((point >> 6U) & 0x3FU));
    add(0x80U | (point & 0x3FU));
  } else {
    add(0xF0U | (point >> 18U));
    add(0x80U | ((point >> 12U) & 0x3FU));
    add(0x80U | ((point >> 6U) & 0x3FU));
    add(0x80U | (point & 0x3FU));
  }
}

// Text in double quotes, without the quotes.
class DoubleQuoted {
public:
  DoubleQuoted(std::string_view text, std::string_view name, std::size_t begin, std::size_t end)
      : text_(text), name_(name), i_(begin), end_(end) {}

  std::string read() {
    while (i_ < end_) {
      const std::size_t stop = std::min(find_either(text_, i_, '\\', '\n'), end_);
      out_ += text_.substr(i_, stop - i_);
      i_ = stop;
      if (i_ < end_ && text_[i_] == '\\') {
        take_escape();
        kept_ = out_.size();
      } else if (i_ < end_) {
        trim_end(out_, kept_);
        i_ = fold(text_, i_, end_, out_);
        kept_ = out_.size();
      }
    }
    return std::move(out_);
  }

private:
  [[noreturn]] void fail(std::size_t offset, std::string_view message) const {
    throw input_error(name_, position_at(text_, offset), message);
  }

  void take_escape() {
    constexpr std::string_view k_names = "0abt\tnvfre \"/\\";
    constexpr std::string_view k_meanings{"\0\a\b\t\t\n\v\f\r\x1b \"/\\", 14};
    const std::size_t begin = i_;
    const char c = text_[begin + 1]; // within, since it escapes the closing quote as well
    i_ += 2;
    if (const std::size_t known = k_names.find(c); known != k_none) {
      out_ += k_meanings[known];
    } else if (c == '\n' || c == '\r') {
      take_escaped_break(begin + 1);
    } else if (c == 'x' || c == 'u' || c == 'U') {
      append_utf8(out_, take_number(begin));
    } else if (c == 'N' || c == '_' || c == 'L' || c == 'P') {
      append_utf8(out_, c == 'N' ? 0x85U : c == '_' ? 0xA0U : c == 'L' ? 0x2028U : 0x2029U);
    } else {
      const std::size_t length = std::max<std::size_t>(utf8_sequence_length(text_, begin + 1), 1);
      fail(begin,
           fmt::format("`\\{}` is no escape of YAML", printable(text_.substr(begin + 1, length))));
    }
  }

  // The line goes on in the next, but for blank lines between them.
  void take_escaped_break(std::size_t at_break) {
    std::string breaks;
    i_ = fold(text_, at_break, end_, breaks);
    out_ += breaks == " " ? "" : breaks;
  }

  [[nodiscard]] std::optional<std::uint32_t> hexadecimal(std::size_t begin,
                                                         std::size_t digits) const {
    std::uint32_t number = 0;
    for (std::size_t i = begin; i < begin + digits; ++i) {
      const char c = i < end_ ? ascii_lower(text_[i]) : '\0';
      if (!is_ascii_digit(c) && (c < 'a' || c > 'f')) {
        return std::nullopt;
      }
      number = number * 16 + static_cast<std::uint32_t>(is_ascii_digit(c) ? c - '0' : c - 'a' + 10);
    }
    return number;
  }

  // After \x, \u or \U. JSON writes a code point above U+FFFF as two halves.
  std::uint32_t take_number(std::size_t begin) {
    const char kind = text_[begin + 1];
    const std::size_t digits = kind == 'x' ? 2 : kind == 'u' ? 4 : 8;
    std::optional<std::uint32_t> point = hexadecimal(i_, digits);
    if (!point) {
      fail(begin, fmt::format("`\\{}` asks for {} hexadecimal digits", kind, digits));
    }
    i_ += digits;
    const bool is_first_half = *point >= 0xD800U && *point < 0xDC00U;
    if (kind == 'u' && is_first_half && text_.substr(i_, 2) == "\\u") {
      const std::optional<std::uint32_t> second = hexadecimal(i_ + 2, 4);
      if (second && *second >= 0xDC00U && *second < 0xE000U) {
        i_ += 6;
        return 0x10000U + ((*point - 0xD800U) << 10U) + (*second - 0xDC00U);
      }
    }
    if ((*point >= 0xD800U && *point < 0xE000U) || *point > 0x10FFFFU) {
      fail(begin, fmt::format("`{}` is no code point of Unicode", text_.substr(begin, digits + 2)));
    }
    return *point;
  }

  std::string_view text_;
  std::string_view name_;
  std::size_t i_;
  std::size_t end_;
  std::string out_;
  std::size_t kept_ = 0; // blanks before here were written as escapes
};

std::string block_text(const SourceScalar& scalar, std::string_view text) {
  const std::string_view lines = text.substr(scalar.lines, scalar.end - scalar.lines);
  std::string out;
  std::size_t breaks = 0;
  bool is_first = true;
  bool was_flush = false;
  bool ends_in_break = false;
  for (std::size_t i = 0; i < lines.size();) {
    i = std::min(std::min(lines.find_first_not_of(' ', i), i + std::size_t{scalar.indent}),
                 lines.size());
    const std::size_t stop = std::min(lines.find('\n', i), lines.size());
    std::string_view line = lines.substr(i, stop - i);
    i = stop + 1;
    if (line.ends_with('\r')) {
      line.remove_suffix(1);
    }
    if (line.empty()) {
      breaks += stop < lines.size() ? 1U : 0U;
      continue;
    }
    const bool is_flush = !is_space(line.front());
    if (!is_first) {
      const bool folds = scalar.style == ScalarStyle::folded && was_flush && is_flush;
      out.append(folds && breaks > 0 ? 0 : 1, folds ? ' ' : '\n');
    }
    out.append(breaks, '\n');
    out += line;
    breaks = 0;
    is_first = false;
    was_flush = is_flush;
    ends_in_break = stop < lines.size();
  }
  if (!is_first && ends_in_break && scalar.chomping != Chomping::strip) {
    out += '\n';
  }
  out.append(scalar.chomping == Chomping::keep ? breaks : 0, '\n');
  return out;
}

// Reads `|-2 # comment` up to its line break.
SourceScalar read_header(std::string_view text, std::string_view name, std::size_t begin) {
  SourceScalar scalar;
  scalar.style = text[begin] == '|' ? ScalarStyle::literal : ScalarStyle::folded;
  scalar.begin = to_offset(begin);
  std::size_t i = begin + 1;
  bool is_chomped = false;
  for (; i < text.size(); ++i) {
    if (!is_chomped && (text[i] == '-' || text[i] == '+')) {
      is_chomped = true;
      scalar.chomping = text[i] == '-' ? Chomping::strip : Chomping::keep;
    } else if (scalar.indent == 0 && text[i] >= '1' && text[i] <= '9') {
      scalar.indent = to_offset(static_cast<std::size_t>(text[i] - '0'));
    } else {
      break;
    }
  }
  const std::size_t rest = std::min(text.find_first_not_of(" \t\r", i), text.size());
  const bool is_comment = rest > i && at(text, rest) == '#';
  if (at(text, rest) != '\n' && !is_comment) {
    throw input_error(name, position_at(text, rest),
                      fmt::format("text after `{}`: the lines of the text begin below it",
                                  text.substr(begin, i - begin)));
  }
  const std::size_t line_end = std::min(text.find('\n', rest), text.size());
  scalar.lines = to_offset(std::min(line_end + 1, text.size()));
  return scalar;
}

// The indentation of the first line that is not blank, at least `least`.
std::size_t detect_indent(std::string_view text, std::string_view name, std::size_t lines,
                          std::size_t least) {
  std::size_t widest = least;
  std::size_t widest_at = lines;
  for (std::size_t i = lines; i < text.size();) {
    const std::size_t content = std::min(text.find_first_not_of(' ', i), text.size());
    const std::size_t indent = content - i;
    const char c = at(text, content);
    if (is_document_mark(text, i)) {
      return widest;
    }
    if (c != '\n' && c != '\r') {
      if (indent >= least && indent < widest) {
        throw input_error(name, position_at(text, widest_at),
                          "a blank line that is indented more than the text below it");
      }
      return std::max(indent, least);
    }
    if (indent > widest) {
      widest = indent;
      widest_at = content;
    }
    i = std::min(text.find('\n', content), text.size() - 1) + 1;
  }
  return widest;
}

} // namespace

bool is_document_mark(std::string_view text, std::size_t line_begin) {
  const std::string_view mark = text.substr(std::min(line_begin, text.size()), 3);
  return (mark == "---" || mark == "...") && ends_token(at(text, line_begin + 3));
}

std::size_t end_of_plain(std::string_view text, std::size_t begin, std::ptrdiff_t parent_indent,
                         bool in_flow) {
  std::size_t end = begin;
  for (std::size_t i = begin;; ++i) {
    const std::size_t from = i;
    while (i < text.size() && !may_end_plain(text[i], in_flow)) {
      ++i;
    }
    std::size_t last = i;
    while (last > from && is_blank(text[last - 1])) {
      --last;
    }
    end = last > from ? last : end;
    const char c = i < text.size() ? text[i] : '\0';
    const char next = at(text, i + 1);
    const bool is_inner = (c == '#' && i > begin && !ends_token(text[i - 1])) ||
                          (c == ':' && !ends_token(next) &&
                           !(in_flow && std::string_view(",[]{}").find(next) != k_none));
    if (is_inner) {
      end = i + 1;
      continue;
    }
    if (c != '\n') {
      return end;
    }
    const std::size_t content = skip_blank_lines(text, i);
    const std::size_t line = text.rfind('\n', content == 0 ? 0 : content - 1) + 1;
    const std::size_t spaces = std::min(text.find_first_not_of(' ', line), text.size()) - line;
    if (content == text.size() || text[content] == '#' || is_document_mark(text, line) ||
        (!in_flow && static_cast<std::ptrdiff_t>(spaces) <= parent_indent)) {
      return end;
    }
    i = content - 1;
  }
}

std::size_t end_of_quoted(std::string_view text, std::size_t begin) {
  const char quote = text[begin];
  for (std::size_t i = begin + 1; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\n' && is_document_mark(text, i + 1)) {
      return k_none;
    }
    if (c == '\\' && quote == '"' && at(text, i + 1) != '\n') {
      ++i;
    } else if (c == quote) {
      if (quote == '"' || at(text, i + 1) != quote) {
        return i + 1;
      }
      ++i;
    }
  }
  return k_none;
}

SourceScalar find_block_scalar(std::string_view text, std::string_view name, std::size_t begin,
                               std::ptrdiff_t parent_indent) {
  SourceScalar scalar = read_header(text, name, begin);
  const auto parent = static_cast<std::size_t>(std::max<std::ptrdiff_t>(parent_indent, 0));
  scalar.indent =
      to_offset(scalar.indent > 0 ? parent + scalar.indent
                                  : detect_indent(text, name, scalar.lines,
                                                  static_cast<std::size_t>(parent_indent + 1)));
  std::size_t i = scalar.lines;
  while (i < text.size()) {
    const std::size_t content = std::min(text.find_first_not_of(' ', i), text.size());
    const bool is_blank_line = at(text, content) == '\n' || at(text, content) == '\r';
    if ((!is_blank_line && content - i < scalar.indent) || is_document_mark(text, i)) {
      break;
    }
    i = std::min(text.find('\n', content), text.size() - 1) + 1;
  }
  scalar.end = to_offset(i);
  return scalar;
}

std::string text_of(const SourceScalar& scalar, std::string_view text, std::string_view name) {
  switch (scalar.style) {
  case ScalarStyle::plain:
    return plain_text(text, scalar.begin, scalar.end);
  case ScalarStyle::single_quoted:
    return single_quoted_text(text, scalar.begin + 1, scalar.end - 1);
  case ScalarStyle::double_quoted:
    return DoubleQuoted(text, name, scalar.begin + 1, scalar.end - 1).read();
  case ScalarStyle::literal:
  case ScalarStyle::folded:
    return block_text(scalar, text);
  }
  return "";
}

} // namespace aether::yaml
