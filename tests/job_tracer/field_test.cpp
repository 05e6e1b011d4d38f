#include "backend/blocks/field.h"
#include "job_tracer/blocks.h"

#include <gmock/gmock.h>

namespace aether::job_tracer {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct SplitCase {
  const char* value;
  const char* left;
  const char* right;
  Separator separator;
};

class SplitsField : public testing::TestWithParam<SplitCase> {};

TEST_P(SplitsField, at_its_separator) {
  const SplitField field = split_field(GetParam().value);
  EXPECT_EQ(field.left, GetParam().left) << GetParam().value;
  EXPECT_EQ(field.right, GetParam().right) << GetParam().value;
  EXPECT_EQ(field.separator, GetParam().separator) << GetParam().value;
}

INSTANTIATE_TEST_SUITE_P(
    Canonical, SplitsField,
    testing::Values(SplitCase{"a, b --- {c}", "a, b", "c", Separator::canonical},
                    SplitCase{"send({a: 1}) --- {x}", "send({a: 1})", "x", Separator::canonical},
                    SplitCase{"a --- {{a: n} | {b: n}}", "a", "{a: n} | {b: n}",
                              Separator::canonical},
                    SplitCase{"a --- {GET /{id}, T}", "a", "GET /{id}, T", Separator::canonical},
                    SplitCase{"a --- {b} --- {c}", "a --- {b}", "c", Separator::canonical},
                    SplitCase{"node --expose-gc x.js --- {c}", "node --expose-gc x.js", "c",
                              Separator::canonical},
                    SplitCase{"--- {c}", "", "c", Separator::canonical}));

INSTANTIATE_TEST_SUITE_P(
    Lenient, SplitsField,
    testing::Values(SplitCase{"a -- {c}", "a", "c", Separator::two_dashes},
                    SplitCase{"a - {c}", "a", "c", Separator::one_dash},
                    SplitCase{"a \xE2\x80\x94 {c}", "a", "c", Separator::long_dash},
                    SplitCase{"a ---{c}", "a", "c", Separator::three_dashes},
                    SplitCase{"a --- c, d", "a", "c, d", Separator::three_dashes},
                    SplitCase{"a -- c", "a", "c", Separator::two_dashes},
                    SplitCase{"run(--expose-gc, a-b) - {c}", "run(--expose-gc, a-b)", "c",
                              Separator::one_dash},
                    SplitCase{"{c}", "", "c", Separator::none},
                    SplitCase{"a, b", "a, b", "", Separator::none},
                    SplitCase{"a-b --c", "a-b --c", "", Separator::none},
                    SplitCase{"", "", "", Separator::none}));

TEST(Field, keeps_what_follows_the_closing_brace_apart) {
  const SplitField field = split_field("a --- {b} and more");
  EXPECT_EQ(field.right, "b");
  EXPECT_EQ(field.after_brace, "and more");
  EXPECT_TRUE(field.braces);
}

TEST(Field, knows_a_brace_that_is_never_closed) {
  const SplitField field = split_field("a --- {b, c");
  EXPECT_EQ(field.right, "b, c");
  EXPECT_FALSE(field.braces);
}

TEST(Jobs, are_read_with_their_number) {
  const JobList jobs = parse_jobs("3 jobs: a_b, c, d");
  EXPECT_THAT(jobs.listed, ElementsAre("a_b", "c", "d"));
  EXPECT_EQ(jobs.count, 3U);
  EXPECT_EQ(jobs.form, JobForm::canonical);
  EXPECT_EQ(parse_jobs("1 job: JOB_X").form, JobForm::canonical);
}

TEST(Jobs, are_read_in_the_forms_that_occur) {
  EXPECT_EQ(parse_jobs("1 jobs: a").form, JobForm::plural);
  EXPECT_EQ(parse_jobs("2 job: a, b").form, JobForm::plural);
  EXPECT_EQ(parse_jobs("15+ jobs: a, b").form, JobForm::open_count);
  EXPECT_EQ(parse_jobs("15+ jobs: a, b").count, 15U);
  EXPECT_THAT(parse_jobs("1 job JOB_X").listed, ElementsAre("JOB_X"));
  EXPECT_EQ(parse_jobs("1 job JOB_X").form, JobForm::no_colon);
  EXPECT_THAT(parse_jobs("JOB_A, JOB_B").listed, ElementsAre("JOB_A", "JOB_B"));
  EXPECT_EQ(parse_jobs("JOB_A, JOB_B").count, std::nullopt);
  const JobList mapping = parse_jobs("jobs: 3, types: [a, b, c]");
  EXPECT_THAT(mapping.listed, ElementsAre("a", "b", "c"));
  EXPECT_EQ(mapping.count, 3U);
  EXPECT_EQ(mapping.form, JobForm::mapping);
}

TEST(Jobs, that_are_no_plain_list_of_identifiers_are_none) {
  for (const char* right :
       {"some text, a", "Dict[str, int]", "{a: n}", "a.b", "POST /x", "3", ""}) {
    EXPECT_THAT(parse_jobs(right).listed, IsEmpty()) << right;
    EXPECT_EQ(parse_jobs(right).form, JobForm::no_jobs) << right;
  }
}

TEST(Jobs, none_is_no_job) {
  EXPECT_THAT(parse_jobs("0 jobs: none").listed, IsEmpty());
  EXPECT_EQ(parse_jobs("0 jobs: none").form, JobForm::canonical);
  EXPECT_THAT(parse_jobs("none, none").listed, IsEmpty());
}

TEST(Jobs, listed_twice_are_told_once) {
  const JobList jobs = parse_jobs("3 jobs: b, a, b");
  EXPECT_THAT(jobs.listed, ElementsAre("b", "a", "b"));
  EXPECT_THAT(jobs.unique(), ElementsAre("b", "a"));
}

TEST(Jobs, keep_what_is_no_identifier_apart) {
  const JobList jobs = parse_jobs("2 jobs: a, two words");
  EXPECT_THAT(jobs.listed, ElementsAre("a"));
  EXPECT_THAT(jobs.rest, ElementsAre("two words"));
}

TEST(Jobs, count_up_to_the_largest_number) {
  EXPECT_EQ(parse_jobs("99999999999999999999999 jobs: a").count, std::nullopt);
  EXPECT_EQ(parse_jobs("99999999999999999999999 jobs: a").form, JobForm::no_number);
}

TEST(Placeholders, are_lower_case_words_in_angle_brackets) {
  EXPECT_TRUE(is_placeholder("<sources>"));
  EXPECT_TRUE(is_placeholder("<source files>"));
  EXPECT_TRUE(is_placeholder("..."));
  EXPECT_FALSE(is_placeholder("<App>"));
  EXPECT_FALSE(is_placeholder("<App />"));
  EXPECT_FALSE(is_placeholder("<canvas>"));
  EXPECT_FALSE(is_placeholder("Promise<void>"));
  EXPECT_FALSE(is_placeholder("[str]"));
}

TEST(Placeholders, of_jobs_have_a_letter_for_the_number_or_a_bracketed_list) {
  for (const char* right : {"N jobs: <job_types>", "<N> jobs: <job>, <job>, ...", "[jobs]",
                            "N jobs: a, b", "3 jobs: <job_types>", "<jobs>"}) {
    EXPECT_TRUE(is_job_placeholder(right)) << right;
  }
  for (const char* right : {"3 jobs: a, b, c", "notes", "a, b", "1 job: x"}) {
    EXPECT_FALSE(is_job_placeholder(right)) << right;
  }
}

} // namespace
} // namespace aether::job_tracer
