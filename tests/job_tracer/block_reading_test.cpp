#include "backend/blocks/block_reading.h"
#include "backend/blocks/examine_block.h"
#include "job_tracer/blocks.h"

#include <gmock/gmock.h>

namespace aether::job_tracer {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct Found {
  std::string rule;
  Position at;
  bool operator==(const Found&) const = default;
};

std::ostream& operator<<(std::ostream& out, const Found& found) {
  return out << found.rule << " at " << found.at.line << ":" << found.at.column;
}

std::vector<Found> defects(const std::string& incoming, const std::string& processing,
                           const std::string& outgoing) {
  const std::string text =
      "# @.architecture\n# " + incoming + "\n# " + processing + "\n# " + outgoing + "\n";
  const ParsedPiece parsed =
      parse_blocks({text, 1, true, {}}, Markup::plain, ParseDepth::everything);
  std::vector<Found> found;
  for (const RawBlock& raw : parsed.blocks) {
    const std::optional<BlockReading> reading = examine_block(raw);
    for (const Finding& defect : reading ? reading->defects : std::vector<Finding>{}) {
      found.push_back({defect.rule, defect.begin});
    }
  }
  return found;
}

std::vector<Found> of_processing(const std::string& processing) {
  return defects("Incoming: a --- {b}", "Processing: " + processing, "Outgoing: c --- {d}");
}

TEST(BlockDefects, of_a_canonical_block_are_none) {
  EXPECT_THAT(of_processing("f() --- {2 jobs: a, b}"), IsEmpty());
  EXPECT_THAT(of_processing("f() --- {1 job: a}"), IsEmpty());
  EXPECT_THAT(of_processing("none --- {0 jobs: none}"), IsEmpty());
}

TEST(BlockDefects, tell_each_line_that_is_not_canonical_once) {
  EXPECT_THAT(defects("INCOMING: a -- b", "processing: f --- {1 job: a}", "Outgoing: c --- d"),
              ElementsAre(Found{"non-canonical", {2, 3}}, Found{"non-canonical", {3, 3}},
                          Found{"non-canonical", {4, 3}}));
}

TEST(BlockDefects, tell_forms_of_the_job_list) {
  for (const char* jobs :
       {"{1 jobs: a}", "{1 job a}", "{a, b}", "{jobs: 2, types: [a, b]}", "{text of prose}"}) {
    EXPECT_THAT(of_processing(std::string("f --- ") + jobs),
                ElementsAre(Found{"non-canonical", {3, 3}}))
        << jobs;
  }
}

TEST(BlockDefects, tell_other_spaces_commas_and_letters_of_the_job_list) {
  for (const char* jobs : {"{1 JOB: x}", "{01 job: x}", "{0 jobs}", "{0 jobs:}", "{2 jobs:x,y}",
                           "{ 2 jobs:  x ,  y }", "{1 job: x,}", "{1 job : x}", "{2 jobs: x,y}"}) {
    EXPECT_THAT(of_processing(std::string("f --- ") + jobs),
                ElementsAre(Found{"non-canonical", {3, 3}}))
        << jobs;
  }
}

TEST(BlockDefects, tell_other_spaces_about_the_colon_and_an_empty_left_part) {
  EXPECT_THAT(defects("Incoming : a --- {b}", "Processing:f --- {1 job: a}", "Outgoing: --- {d}"),
              ElementsAre(Found{"non-canonical", {2, 3}}, Found{"non-canonical", {3, 3}},
                          Found{"non-canonical", {4, 3}}));
  EXPECT_THAT(
      defects("Incoming:   a --- {b}", "Processing: f --- {1 job: a}", "Outgoing: c --- {}"),
      IsEmpty());
}

TEST(BlockDefects, tell_a_number_that_is_too_large_to_be_one) {
  EXPECT_THAT(of_processing("f --- {99999999999999999999 jobs: a, b}"),
              ElementsAre(Found{"job-count", {3, 22}}));
}

TEST(BlockDefects, tell_a_wrong_number) {
  EXPECT_THAT(of_processing("f --- {3 jobs: a, b}"), ElementsAre(Found{"job-count", {3, 22}}));
}

TEST(BlockDefects, tell_a_job_listed_twice_and_not_the_number_again) {
  EXPECT_THAT(of_processing("f --- {3 jobs: a, b, b}"),
              ElementsAre(Found{"duplicate-job", {3, 36}}));
  EXPECT_THAT(of_processing("f --- {2 jobs: a, b, b}"),
              ElementsAre(Found{"duplicate-job", {3, 36}}));
}

TEST(BlockDefects, tell_the_first_job_out_of_order) {
  EXPECT_THAT(of_processing("f --- {3 jobs: a, c, b}"),
              ElementsAre(Found{"unsorted-jobs", {3, 36}}));
}

TEST(BlockDefects, tell_a_plus_but_no_number_that_it_covers) {
  EXPECT_THAT(of_processing("f --- {1+ jobs: a, b}"), ElementsAre(Found{"non-canonical", {3, 3}}));
}

} // namespace
} // namespace aether::job_tracer
