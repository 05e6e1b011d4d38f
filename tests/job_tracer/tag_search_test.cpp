#include "backend/blocks/tag_search.h"
#include "job_tracer/blocks.h"

#include <string>

#include <gtest/gtest.h>

namespace aether::job_tracer {

namespace {

// Longer than what is compared at once, twice over.
constexpr std::size_t k_longest = 150;

TEST(TagSearch, FindsTheTagAtEveryPlaceOfEveryLength) {
  for (std::size_t size = k_tag.size(); size <= k_longest; ++size) {
    for (std::size_t at = 0; at + k_tag.size() <= size; ++at) {
      const std::string text =
          std::string(at, '.') + std::string(k_tag) + std::string(size - at - k_tag.size(), '@');
      ASSERT_EQ(find_tag(text, 0), at) << text;
      ASSERT_EQ(find_tag(text, at), at) << text;
      ASSERT_EQ(find_tag(text, at + 1), std::string::npos) << text;
    }
  }
}

TEST(TagSearch, PassesOverWhatOnlyBeginsLikeTheTag) {
  const std::string near = "@.@.architectur@.architecturE";
  for (std::size_t before = 0; before <= k_longest; ++before) {
    const std::string text = std::string(before, '@') + near;
    ASSERT_EQ(find_tag(text, 0), std::string::npos) << text;
    ASSERT_EQ(find_tag(text + std::string(k_tag), 0), text.size());
  }
}

TEST(TagSearch, NeverLooksBeyondTheText) {
  const std::string tag(k_tag);
  for (std::size_t size = 0; size < tag.size(); ++size) {
    EXPECT_EQ(find_tag(std::string_view(tag).substr(0, size), 0), std::string::npos);
  }
  EXPECT_EQ(find_tag(tag, tag.size()), std::string::npos);
  EXPECT_EQ(find_tag(tag, tag.size() + 1), std::string::npos);
}

} // namespace

} // namespace aether::job_tracer
