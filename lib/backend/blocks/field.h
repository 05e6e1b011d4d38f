// The grammar of one line of a block: `<left> --- {<right>}`, and of the job list
// `N jobs: a, b` within Processing. Says how a value was written, so that rules can speak of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aether::blocks {

// How the two parts of a field were set apart.
enum class Separator : std::uint8_t {
  canonical,    // ` --- {`
  three_dashes, // `---` with other spacing, or with no brace after it
  two_dashes,
  one_dash,
  long_dash, // an em or en dash
  none,
};

struct SplitField {
  std::string_view left;
  std::string_view right; // what the outermost braces hold
  Separator separator = Separator::none;
  bool braces = false;          // the right part stands in braces
  std::string_view after_brace; // text behind the closing brace
  bool blank_inside = false;    // the right part has blanks just within its braces
};

// Splits at the last ` --- {`; only where there is none at another separator, and the brace that
// ends the value closes the field.
[[nodiscard]] SplitField split_field(std::string_view value);

// How the jobs were written.
enum class JobForm : std::uint8_t {
  canonical,  // N jobs: a, b   or   1 job: a
  plural,     // 1 jobs: a   or   2 job: a, b
  no_colon,   // 1 job JOB_X
  open_count, // 15+ jobs: ...
  bare_list,  // JOB_A, JOB_B
  mapping,    // jobs: 3, types: [a, b, c]
  no_number,  // more jobs than a number can hold
  no_jobs,    // anything else
};

// Views into the text that was parsed.
struct JobList {
  std::vector<std::string_view> listed; // as written, repetitions included
  std::vector<std::string_view> rest;   // items that are no identifiers
  std::optional<std::uint64_t> count;
  JobForm form = JobForm::no_jobs;

  [[nodiscard]] std::vector<std::string> unique() const; // each once, in the order listed
};

// `right` is the right part of Processing.
[[nodiscard]] JobList parse_jobs(std::string_view right);

// Whether a text is a placeholder such as `<sources>` or `...`.
[[nodiscard]] bool is_placeholder(std::string_view text);

// Whether the right part of Processing is a template: `N jobs: <job_types>`, `[jobs]`.
[[nodiscard]] bool is_job_placeholder(std::string_view right);

} // namespace aether::blocks
