#include "core/duration.h"

#include <gtest/gtest.h>

namespace aether {
namespace {

using std::chrono::milliseconds;

TEST(ParseDuration, reads_a_number_and_its_unit) {
  struct Row {
    std::string_view text;
    std::int64_t ms;
  };
  for (const auto& [text, ms] : {
           Row{"0", 0},
           Row{"30", 30'000},
           Row{"250ms", 250},
           Row{"2s", 2'000},
           Row{"5m", 300'000},
           Row{"1h", 3'600'000},
           Row{"007", 7'000},
           Row{"0ms", 0},
           Row{"100000h", 360'000'000'000},
       }) {
    EXPECT_EQ(parse_duration(text), milliseconds(ms)) << text;
  }
}

TEST(ParseDuration, reads_decimals_to_the_nearest_millisecond) {
  struct Row {
    std::string_view text;
    std::int64_t ms;
  };
  for (const auto& [text, ms] : {
           Row{"1.5", 1'500},
           Row{"0.25s", 250},
           Row{"0.001", 1},
           Row{"0.0004", 0},
           Row{"0.0006", 1},
           Row{"1.5h", 5'400'000},
           Row{"0.1m", 6'000},
           Row{"2.5ms", 3},
           Row{".5", 500},
           Row{"1.s", 1'000},
           Row{"0.1s", 100},
           Row{"1.0000000000000000000001s", 1'000},
       }) {
    EXPECT_EQ(parse_duration(text), milliseconds(ms)) << text;
  }
}

TEST(ParseDuration, refuses_what_is_no_duration) {
  for (const std::string_view text :
       {"",      "s",     "ms",   "h",    " ",    "1 s",  " 1",   "1 ",   "-1",
        "-0",    "+1",    "1x",   "1S",   "1M",   "1sec", "1min", "1d",   "1us",
        "1.2.3", "1,5",   "1e3",  "1e3s", "0x10", "inf",  "nan",  "infs", "nanms",
        "-inf",  "1h30m", "1:30", "one",  ".",    ".s",   "1ss",  "1sm",  "INF"}) {
    EXPECT_EQ(parse_duration(text), std::nullopt) << text;
  }
  EXPECT_EQ(parse_duration(std::string_view("1s\0", 3)), std::nullopt);
  EXPECT_EQ(parse_duration(std::string_view()), std::nullopt);
}

TEST(ParseDuration, refuses_more_than_thirty_years) {
  EXPECT_EQ(parse_duration("1000000000"), milliseconds(1'000'000'000'000));
  for (const std::string& text :
       {std::string("1000000001"), std::string("300000h"), std::string("99999999999999999999"),
        std::string(400, '9'), std::string(400, '9') + "ms"}) {
    EXPECT_EQ(parse_duration(text), std::nullopt) << text;
  }
}

TEST(ParseDuration, does_not_read_beyond_the_view_it_is_given) {
  constexpr std::string_view k_text = "15ms";
  EXPECT_EQ(parse_duration(k_text.substr(0, 1)), milliseconds(1'000));
  EXPECT_EQ(parse_duration(k_text.substr(0, 3)), milliseconds(15 * 60'000));
}

TEST(DurationText, is_in_the_unit_that_fits) {
  struct Row {
    std::int64_t ms;
    std::string_view text;
  };
  for (const auto& [ms, text] : {
           Row{0, "0 ms"},
           Row{1, "1 ms"},
           Row{250, "250 ms"},
           Row{999, "999 ms"},
           Row{1'500, "1.5 s"},
           Row{59'900, "59.9 s"},
           Row{59'949, "59.9 s"},
           Row{125'000, "2 min 5 s"},
           Row{125'499, "2 min 5 s"},
           Row{125'500, "2 min 6 s"},
           Row{119'500, "2 min 0 s"},
           Row{59'950, "1 min 0 s"},
           Row{60'000, "1 min 0 s"},
           Row{3'661'000, "61 min 1 s"},
       }) {
    EXPECT_EQ(duration_text(milliseconds(ms)), text) << ms;
  }
}

TEST(DurationText, never_rounds_to_sixty_seconds) {
  for (std::int64_t ms = 59'000; ms < 61'000; ++ms) {
    EXPECT_EQ(duration_text(milliseconds(ms)).find("60"), std::string::npos) << ms;
  }
}

} // namespace
} // namespace aether
