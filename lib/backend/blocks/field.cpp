#include "backend/blocks/field.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <unordered_set>

#include "core/text.h"

namespace aether::blocks {

namespace {

constexpr std::string_view k_em_dash = "\xE2\x80\x94";
constexpr std::string_view k_en_dash = "\xE2\x80\x93";

struct Mark {
  std::string_view text;
  Separator separator;
};

// In the order in which they are preferred where nothing else decides.
constexpr std::array k_marks = {
    Mark{"---", Separator::three_dashes}, Mark{"--", Separator::two_dashes},
    Mark{k_em_dash, Separator::long_dash}, Mark{k_en_dash, Separator::long_dash},
    Mark{"-", Separator::one_dash}};

// A dash that is part of a word (`--expose-gc`, `a-b`) is no separator.
bool stands_apart(std::string_view value, std::size_t at, std::size_t length, bool before_brace) {
  const bool blank_before = at == 0 || is_blank(value[at - 1]);
  const std::size_t end = at + length;
  const bool blank_after = end >= value.size() || is_blank(value[end]);
  return blank_before && (blank_after || before_brace);
}

struct SeparatorPlace {
  std::size_t left_end = 0;
  std::size_t right_begin = 0;
  Separator separator = Separator::none;
};

// The last separator that a brace follows.
std::optional<SeparatorPlace> last_before_brace(std::string_view value) {
  for (std::size_t brace = value.rfind('{'); brace != k_none;
       brace = brace == 0 ? k_none : value.rfind('{', brace - 1)) {
    const std::string_view before = trim_right(value.substr(0, brace));
    for (const Mark& mark : k_marks) {
      if (before.ends_with(mark.text) &&
          stands_apart(value, before.size() - mark.text.size(), mark.text.size(), true)) {
        return SeparatorPlace{before.size() - mark.text.size(), brace, mark.separator};
      }
    }
  }
  return std::nullopt;
}

std::optional<SeparatorPlace> last_without_brace(std::string_view value) {
  for (const Mark& mark : k_marks) {
    for (std::size_t at = value.rfind(mark.text); at != k_none;
         at = at == 0 ? k_none : value.rfind(mark.text, at - 1)) {
      if (stands_apart(value, at, mark.text.size(), false)) {
        return SeparatorPlace{at, at + mark.text.size(), mark.separator};
      }
    }
  }
  return std::nullopt;
}

SplitField split_at(std::string_view value, const SeparatorPlace& place) {
  SplitField field;
  field.left = trim(value.substr(0, place.left_end));
  field.separator = place.separator;
  std::string_view right = trim(value.substr(place.right_begin));
  if (right.starts_with('{')) {
    const std::size_t closing = right.rfind('}');
    field.braces = closing != k_none;
    if (field.braces) {
      field.after_brace = trim(right.substr(closing + 1));
      right = right.substr(0, closing);
    }
    right.remove_prefix(1);
  }
  field.right = trim(right);
  field.blank_inside = field.braces && field.right.size() != right.size();
  return field;
}

bool is_identifier(std::string_view text) {
  return !text.empty() && (is_ascii_letter(text.front()) || text.front() == '_') &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return is_ascii_letter(c) || is_ascii_digit(c) || c == '_' || c == '-';
         });
}

void add_items(std::string_view text, JobList& jobs) {
  jobs.listed.reserve(static_cast<std::size_t>(std::count(text.begin(), text.end(), ',')) + 1);
  while (!text.empty()) {
    const std::size_t comma = std::min(text.find(','), text.size());
    const std::string_view item = trim(text.substr(0, comma));
    if (!item.empty() && !equals_ignoring_case(item, "none")) {
      (is_identifier(item) ? jobs.listed : jobs.rest).push_back(item);
    }
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
}

// A number at the front, taken off; one that 64 bits do not hold has no value.
struct Number {
  bool is_there = false;
  std::optional<std::uint64_t> value;
};

Number take_number(std::string_view& text) {
  std::uint64_t number = 0;
  const auto [rest, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failure == std::errc::invalid_argument) {
    return {};
  }
  text.remove_prefix(static_cast<std::size_t>(rest - text.data()));
  return {true, failure == std::errc() ? std::optional(number) : std::nullopt};
}

bool take_word(std::string_view& text, std::string_view word) {
  if (!starts_with_ignoring_case(text, word)) {
    return false;
  }
  const std::string_view rest = text.substr(word.size());
  if (!rest.empty() && (is_ascii_letter(rest.front()) || rest.front() == '_')) {
    return false;
  }
  text = rest;
  return true;
}

// `N jobs: a, b`, or nothing when the text does not begin so.
std::optional<JobList> counted_list(std::string_view text) {
  JobList jobs;
  const Number number = take_number(text);
  if (!number.is_there) {
    return std::nullopt;
  }
  jobs.count = number.value;
  const bool open = text.starts_with('+');
  text = trim_left(text.substr(open ? 1 : 0));
  const bool plural = take_word(text, "jobs");
  if (!plural && !take_word(text, "job")) {
    return std::nullopt;
  }
  text = trim_left(text);
  const bool colon = text.starts_with(':');
  add_items(text.substr(colon ? 1 : 0), jobs);
  const bool has_items = !jobs.listed.empty() || !jobs.rest.empty();
  jobs.form = !jobs.count                                ? JobForm::no_number
              : open                                     ? JobForm::open_count
              : !colon && (has_items || jobs.count != 0) ? JobForm::no_colon
              : plural == (jobs.count == 1)              ? JobForm::plural
                                                         : JobForm::canonical;
  return jobs;
}

// `jobs: 3, types: [a, b, c]`
std::optional<JobList> mapped_list(std::string_view text) {
  if (!take_word(text, "jobs")) {
    return std::nullopt;
  }
  text = trim_left(text);
  if (!text.starts_with(':')) {
    return std::nullopt;
  }
  text = trim_left(text.substr(1));
  JobList jobs;
  jobs.form = JobForm::mapping;
  jobs.count = take_number(text).value;
  const std::size_t open = text.find('[');
  const std::size_t close = text.rfind(']');
  if (open == k_none || close == k_none || close < open) {
    return std::nullopt;
  }
  add_items(text.substr(open + 1, close - open - 1), jobs);
  return jobs;
}

bool is_plain_word(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return is_ascii_letter(c) || is_ascii_digit(c) || c == '_' || c == ' ' || c == '.' ||
           c == '|' || c == '/';
  });
}

// Elements of HTML that a frontend's file draws on or fills; names that a template would use too,
// such as `<source>` or `<output>`, are none of them.
constexpr std::array<std::string_view, 20> k_elements = {
    "audio", "body", "button", "canvas", "dialog", "div",  "form",  "head", "html",     "iframe",
    "img",   "main", "nav",    "script", "select", "span", "style", "svg",  "textarea", "video"};

// A lower-case word or phrase in the given brackets. `<App />` is a component and `<my-panel>`,
// with its hyphen, a custom element: no placeholders.
bool is_bracketed_word(std::string_view text, char open, char close) {
  if (text.size() < 3 || text.front() != open || text.back() != close) {
    return false;
  }
  const std::string_view inside = text.substr(1, text.size() - 2);
  if (open == '<' && std::find(k_elements.begin(), k_elements.end(), inside) != k_elements.end()) {
    return false;
  }
  return inside.front() >= 'a' && inside.front() <= 'z' && is_plain_word(inside);
}

} // namespace

SplitField split_field(std::string_view value) {
  constexpr std::string_view k_canonical = " --- {";
  if (const std::size_t at = value.rfind(k_canonical); at != k_none) {
    return split_at(value, {at, at + k_canonical.size() - 1, Separator::canonical});
  }
  if (const std::optional<SeparatorPlace> place = last_before_brace(value)) {
    const bool canonical = place->left_end == 0 && value.starts_with("--- {");
    return split_at(value, canonical ? SeparatorPlace{0, 4, Separator::canonical} : *place);
  }
  if (const std::optional<SeparatorPlace> place = last_without_brace(value)) {
    return split_at(value, *place);
  }
  if (value.starts_with('{') && value.ends_with('}')) {
    return split_at(value, {0, 0, Separator::none});
  }
  return {trim(value), {}, Separator::none, false, {}};
}

std::vector<std::string> JobList::unique() const {
  constexpr std::size_t k_few = 16; // up to here looking through them all is quicker than hashing
  std::vector<std::string> once;
  once.reserve(listed.size());
  if (listed.size() <= k_few) {
    for (const std::string_view job : listed) {
      if (std::find(once.begin(), once.end(), job) == once.end()) {
        once.emplace_back(job);
      }
    }
    return once;
  }
  std::unordered_set<std::string_view> seen;
  for (const std::string_view job : listed) {
    if (seen.insert(job).second) {
      once.emplace_back(job);
    }
  }
  return once;
}

JobList parse_jobs(std::string_view right) {
  right = trim(right);
  if (std::optional<JobList> jobs = counted_list(right)) {
    return std::move(*jobs);
  }
  if (std::optional<JobList> jobs = mapped_list(right)) {
    return std::move(*jobs);
  }
  JobList jobs;
  add_items(right, jobs);
  const bool hyphens = std::any_of(jobs.listed.begin(), jobs.listed.end(),
                                   [](const auto& job) { return job.find('-') != k_none; });
  if (!jobs.rest.empty() || jobs.listed.empty() || hyphens) {
    return {};
  }
  jobs.form = JobForm::bare_list;
  return jobs;
}

bool is_placeholder(std::string_view text) {
  return text == "..." || text == "\xE2\x80\xA6" || is_bracketed_word(text, '<', '>');
}

bool is_job_placeholder(std::string_view right) {
  right = trim(right);
  if (is_placeholder(right) || is_bracketed_word(right, '[', ']')) {
    return true;
  }
  for (const std::string_view count : {"N", "<N>", "[N]", "{N}", "X", "<n>"}) {
    const std::string_view rest = right.substr(std::min(count.size(), right.size()));
    if (right.starts_with(count) && !rest.empty() && is_blank(rest.front()) &&
        starts_with_ignoring_case(trim_left(rest), "job")) {
      return true;
    }
  }
  std::string_view rest = right;
  if (!take_number(rest).is_there) {
    return false;
  }
  const std::size_t colon = rest.find(':');
  const std::string_view first = trim(rest.substr(colon == k_none ? 0 : colon + 1));
  return colon != k_none && is_placeholder(first.substr(0, first.find(',')));
}

} // namespace aether::blocks
