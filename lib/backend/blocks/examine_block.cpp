#include "backend/blocks/examine_block.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>

#include <fmt/format.h>

#include "backend/blocks/block_reading.h"
#include "backend/blocks/field.h"
#include "core/text.h"

namespace aether::blocks {

namespace {

Position key_position(const RawField& raw) { return {raw.line, raw.column}; }

// Where a part of the value stands; the key's place when the value spans several lines.
Position position_in(const RawField& raw, std::size_t offset) {
  if (raw.several_lines) {
    return key_position(raw);
  }
  const auto before = count_code_points(raw.value().substr(0, offset));
  return {raw.line, raw.value_column + static_cast<std::uint32_t>(before)};
}

// Finds the items of a job list in the value one after the other.
class JobPlaces {
public:
  explicit JobPlaces(const RawField& raw)
      : raw_(raw), value_(raw.value()), columns_(value_), at_(value_.rfind('{')) {
    at_ = at_ == std::string_view::npos ? 0 : at_;
  }

  Position next(std::string_view job) {
    for (std::size_t found = value_.find(job, at_); found != std::string_view::npos;
         found = value_.find(job, found + 1)) {
      if (boundary(found) && boundary_after(found + job.size())) {
        at_ = found + job.size();
        return position_of(found);
      }
    }
    return key_position(raw_);
  }

private:
  static bool part_of_word(char c) {
    return is_ascii_letter(c) || is_ascii_digit(c) || c == '_' || c == '-';
  }
  [[nodiscard]] bool boundary(std::size_t at) const {
    return at == 0 || !part_of_word(value_[at - 1]);
  }
  [[nodiscard]] bool boundary_after(std::size_t at) const {
    return at >= value_.size() || !part_of_word(value_[at]);
  }

  Position position_of(std::size_t offset) {
    if (raw_.several_lines) {
      return key_position(raw_);
    }
    return {raw_.line, raw_.value_column + static_cast<std::uint32_t>(columns_.before(offset))};
  }

  const RawField& raw_;
  std::string_view value_;
  CodePointCounter columns_;
  std::size_t at_;
};

Finding defect(std::string_view rule, Severity severity, Position at, std::string message,
               std::string hint) {
  Finding finding;
  finding.rule = rule;
  finding.severity = severity;
  finding.begin = at;
  finding.message = std::move(message);
  finding.hint = std::move(hint);
  return finding;
}

std::string jobs_text(std::uint64_t count) {
  return count == 1 ? "1 job" : fmt::format("{} jobs", count);
}

void add_key_deviations(const RawField& raw, std::string_view key,
                        std::vector<std::string>& deviations) {
  if (raw.key != key) {
    deviations.push_back(fmt::format("`{}:` is written in place of `{}:`", raw.key, key));
  }
  if (raw.blank_before_colon) {
    deviations.emplace_back("a space stands before the colon of the key");
  }
  if (!raw.blank_after_colon) {
    deviations.emplace_back("no space follows the colon of the key");
  }
}

void add_separator_deviations(const SplitField& split, std::vector<std::string>& deviations) {
  switch (split.separator) {
  case Separator::canonical:
    break;
  case Separator::three_dashes:
    if (split.braces) {
      deviations.emplace_back("the separator ` --- ` needs a space on both sides");
    }
    break;
  case Separator::two_dashes:
    deviations.emplace_back("`--` stands in place of `---`");
    break;
  case Separator::one_dash:
    deviations.emplace_back("`-` stands in place of `---`");
    break;
  case Separator::long_dash:
    deviations.emplace_back("a long dash stands in place of `---`");
    break;
  case Separator::none:
    deviations.emplace_back("the separator ` --- ` is missing");
    break;
  }
  if (!split.braces) {
    deviations.emplace_back(split.right.empty() ? "the last part in braces is missing"
                                                : "the last part has no braces round it");
  }
  if (!split.after_brace.empty()) {
    deviations.emplace_back("text follows the closing brace");
  }
  if (split.left.empty() && split.separator != Separator::none) {
    deviations.emplace_back("nothing stands before the separator");
  }
}

// `N jobs: a, b` with these very spaces, commas and letters; the jobs in the order they have.
std::string as_it_should_be_written(const JobList& jobs) {
  if (jobs.count == 0 && jobs.listed.empty()) {
    return "0 jobs: none";
  }
  return fmt::format("{}: {}", jobs_text(jobs.count.value_or(0)), fmt::join(jobs.listed, ", "));
}

void add_job_deviations(const JobList& jobs, const SplitField& split,
                        std::vector<std::string>& deviations) {
  switch (jobs.form) {
  case JobForm::canonical:
    if (jobs.rest.empty() && (split.right != as_it_should_be_written(jobs) || split.blank_inside)) {
      deviations.emplace_back("the jobs have other spaces, commas or letters than `N jobs: a, b`");
    }
    break;
  case JobForm::plural:
    deviations.emplace_back(jobs.count == 1 ? "`1 jobs` is written in place of `1 job`"
                                            : "`job` is written in place of `jobs`");
    break;
  case JobForm::no_colon:
    deviations.emplace_back("the colon after the number of jobs is missing");
    break;
  case JobForm::open_count:
    deviations.emplace_back("the number of jobs ends in `+`");
    break;
  case JobForm::bare_list:
    deviations.emplace_back("the jobs are listed without `N jobs:`");
    break;
  case JobForm::mapping:
    deviations.emplace_back("the jobs are written as a mapping");
    break;
  case JobForm::no_number: // told by the rule job-count
    break;
  case JobForm::no_jobs:
    deviations.emplace_back("the jobs are not given as `N jobs: ...`");
    break;
  }
  if (!jobs.rest.empty()) {
    deviations.push_back(
        fmt::format("`{}` is no identifier", to_valid_utf8(jobs.rest.front().substr(0, 60))));
  }
}

std::string join_deviations(const std::vector<std::string>& deviations) {
  return fmt::format("{}", fmt::join(deviations, ", "));
}

std::string canonical_jobs(const JobList& jobs) {
  std::vector<std::string> sorted = jobs.unique();
  std::sort(sorted.begin(), sorted.end());
  if (sorted.empty()) {
    return "0 jobs: none";
  }
  return fmt::format("{}: {}", jobs_text(sorted.size()), fmt::join(sorted, ", "));
}

// Examines one field of the three.
class FieldExaminer {
public:
  FieldExaminer(const RawField& raw, std::size_t index, BlockReading& reading)
      : raw_(raw), index_(index), split_(split_field(raw.value())), reading_(reading) {}

  void examine() {
    std::vector<std::string> deviations;
    add_key_deviations(raw_, k_keys[index_], deviations);
    add_separator_deviations(split_, deviations);
    lossless_ =
        split_.separator != Separator::none && split_.after_brace.empty() && !split_.left.empty();
    std::string right(split_.right);
    bool wrong_jobs = false;
    if (index_ == k_processing) {
      const JobList jobs = parse_jobs(split_.right);
      if (split_.separator != Separator::none || !split_.right.empty()) {
        add_job_deviations(jobs, split_, deviations);
      }
      lossless_ = lossless_ && jobs.rest.empty() && jobs.form != JobForm::no_jobs;
      wrong_jobs = examine_jobs(jobs);
      right = canonical_jobs(jobs);
    }
    if (!deviations.empty()) {
      reading_.defects.push_back(defect("non-canonical", Severity::warning, key_position(raw_),
                                        join_deviations(deviations),
                                        fix_hint("rewrites the line")));
    }
    if (lossless_ && (!deviations.empty() || wrong_jobs)) {
      reading_.edits.push_back(
          {raw_.begin, raw_.end,
           fmt::format("{}: {} --- {{{}}}", k_keys[index_], split_.left, right)});
    }
  }

private:
  // Only what --fix really does is promised.
  [[nodiscard]] std::string fix_hint(std::string_view deed) const {
    return lossless_ ? fmt::format("job_tracer check --fix {}", deed) : std::string();
  }

  bool examine_jobs(const JobList& jobs) {
    const std::size_t before = reading_.defects.size();
    const std::vector<std::string> unique = jobs.unique();
    examine_count(jobs, unique.size());
    examine_repetitions(jobs, unique);
    examine_order(jobs);
    return reading_.defects.size() > before;
  }

  void examine_count(const JobList& jobs, std::size_t unique) {
    const std::size_t listed = jobs.listed.size() + jobs.rest.size();
    if (jobs.form == JobForm::no_number) {
      const std::size_t number =
          raw_.value().find_first_of("0123456789", raw_.value().rfind('{') + 1);
      reading_.defects.push_back(defect(
          "job-count", Severity::error, position_in(raw_, std::min(number, raw_.value().size())),
          fmt::format("states more jobs than can be counted but lists {}", listed),
          fmt::format("write `{}:`", jobs_text(unique + jobs.rest.size()))));
      return;
    }
    const bool open = jobs.form == JobForm::open_count;
    if (!jobs.count || *jobs.count == listed || *jobs.count == unique + jobs.rest.size() ||
        (open && *jobs.count < listed)) {
      return;
    }
    const std::string_view value = raw_.value();
    const std::size_t number = value.find(std::to_string(*jobs.count), value.rfind('{') + 1);
    const Position at = position_in(raw_, std::min(number, value.size()));
    reading_.defects.push_back(
        defect("job-count", Severity::error, at,
               fmt::format("states {} but lists {}", jobs_text(*jobs.count), listed),
               fmt::format("write `{}:`", jobs_text(unique + jobs.rest.size()))));
  }

  void examine_repetitions(const JobList& jobs, const std::vector<std::string>& unique) {
    if (unique.size() == jobs.listed.size()) {
      return;
    }
    JobPlaces places(raw_);
    std::unordered_map<std::string_view, unsigned> times;
    for (const std::string_view job : jobs.listed) {
      const Position at = places.next(job);
      if (++times[job] == 2) {
        reading_.defects.push_back(defect("duplicate-job", Severity::error, at,
                                          fmt::format("`{}` is listed more than once", job),
                                          fix_hint("lists it once")));
      }
    }
  }

  void examine_order(const JobList& jobs) {
    const auto wrong = std::is_sorted_until(jobs.listed.begin(), jobs.listed.end());
    if (wrong == jobs.listed.end()) {
      return;
    }
    JobPlaces places(raw_);
    Position at;
    for (auto job = jobs.listed.begin(); job <= wrong; ++job) {
      at = places.next(*job);
    }
    reading_.defects.push_back(defect(
        "unsorted-jobs", Severity::error, at,
        fmt::format("`{}` stands after `{}`: the jobs are not sorted", *wrong, *std::prev(wrong)),
        fix_hint("sorts them")));
  }

  const RawField& raw_;
  std::size_t index_;
  SplitField split_;
  BlockReading& reading_;
  bool lossless_ = false; // whether --fix can rewrite the line without guessing
};

} // namespace

std::optional<BlockReading> examine_block(const RawBlock& raw) {
  std::optional<Block> block = read_block(raw);
  if (!block) {
    return std::nullopt;
  }
  BlockReading reading;
  reading.block = std::move(*block);
  if (!raw.fields[k_processing].several_lines) {
    JobPlaces places(raw.fields[k_processing]);
    for (const std::string& job : reading.block.jobs) {
      reading.block.job_columns.push_back(places.next(job).column);
    }
  }
  for (std::size_t i = 0; i < raw.fields.size(); ++i) {
    FieldExaminer(raw.fields[i], i, reading).examine();
  }
  if (raw.text_between != 0) {
    reading.defects.push_back(defect("non-canonical", Severity::warning, {raw.text_between, 1},
                                     "text that belongs to no field stands within the block",
                                     "indent it deeper than the field that it goes on"));
  }
  return reading;
}

} // namespace aether::blocks
