#include "verify_oi_tools/mcp/event_stream.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

namespace aether::verify_oi_tools::mcp {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::size_t k_longest = 1'000;

struct Read {
  std::vector<std::string> events;
  EventStream stream{[this](std::string_view data) { events.emplace_back(data); }};

  explicit Read(std::string_view text, std::size_t piece = 1'000'000) {
    for (; !text.empty(); text.remove_prefix(std::min(piece, text.size()))) {
      EXPECT_TRUE(stream.feed(text.substr(0, piece), k_longest));
    }
  }
};

TEST(EventStream, gives_the_data_of_each_event) {
  EXPECT_THAT(Read("data: one\n\ndata:two\n\n").events, ElementsAre("one", "two"));
  EXPECT_THAT(Read("data: a\ndata: b\n\n").events, ElementsAre("a\nb"));
  EXPECT_THAT(Read("data:  two blanks\n\n").events, ElementsAre(" two blanks"));
  EXPECT_THAT(Read("event: message\nid: 5\ndata: x\nother: y\n\n").events, ElementsAre("x"));
}

TEST(EventStream, is_the_same_however_it_is_cut_and_ended) {
  for (const char* end : {"\n", "\r\n", "\r"}) {
    std::string text;
    for (const std::string line :
         {"id: 1", "data: one", ": comment", "", "data: two", "data", ""}) {
      text += line + end;
    }
    for (std::size_t piece = 1; piece <= text.size(); ++piece) {
      const Read read(text, piece);
      EXPECT_THAT(read.events, ElementsAre("one", "two\n")) << piece;
      EXPECT_EQ(read.stream.last_event_id(), "1");
      EXPECT_FALSE(read.stream.is_amidst());
    }
  }
}

TEST(EventStream, parts_only_one_newline_from_the_return_before_it) {
  Read read("");
  for (const char* piece :
       {"data: a\r", "\n", "\n", "data: b\r", "", "\n", "\r", "\n", "data: c\n\n"}) {
    EXPECT_TRUE(read.stream.feed(piece, k_longest));
  }
  EXPECT_THAT(read.events, ElementsAre("a", "b", "c"));
}

TEST(EventStream, waits_an_hour_at_most) {
  EXPECT_EQ(Read("retry: 9223372036854775807\n\n").stream.retry(), std::chrono::hours(1));
}

TEST(EventStream, passes_over_a_byte_order_mark_comments_and_empty_data) {
  EXPECT_THAT(Read("\xEF\xBB\xBF"
                   "data: one\n\n")
                  .events,
              ElementsAre("one"));
  EXPECT_THAT(Read(": only a comment\n\n\n").events, IsEmpty());
  const Read primed("id: 7\nretry: 250\ndata:\n\n");
  EXPECT_THAT(primed.events, IsEmpty());
  EXPECT_EQ(primed.stream.last_event_id(), "7");
  EXPECT_EQ(primed.stream.retry(), std::chrono::milliseconds(250));
}

TEST(EventStream, takes_an_id_when_its_event_is_whole) {
  EXPECT_EQ(Read("id: 1\n\nid: 2\ndata: x\n").stream.last_event_id(), "1");
  EXPECT_EQ(Read(std::string_view("id: 1\n\nid: a\0b\n\n", 15)).stream.last_event_id(), "1");
  EXPECT_EQ(Read("id: 1\n\nid\n\n").stream.last_event_id(), "");
}

TEST(EventStream, ignores_a_retry_that_is_no_number) {
  EXPECT_EQ(Read("retry: soon\n\nretry: -5\n\nretry: 99999999999999999999\n\n").stream.retry(),
            std::nullopt);
}

TEST(EventStream, knows_when_it_stops_in_the_midst_of_an_event) {
  EXPECT_TRUE(Read("data: {\"json").stream.is_amidst());
  EXPECT_TRUE(Read("data: one\n").stream.is_amidst());
  EXPECT_FALSE(Read("data: one\n\n").stream.is_amidst());
}

TEST(EventStream, refuses_lines_and_events_without_end) {
  Read read("");
  EXPECT_FALSE(read.stream.feed("data: " + std::string(k_longest, 'x'), k_longest));
  Read lines("");
  bool is_well = true;
  for (int i = 0; i < 200 && is_well; ++i) {
    is_well = lines.stream.feed("data: 0123456789\n", k_longest);
  }
  EXPECT_FALSE(is_well);
}

} // namespace
} // namespace aether::verify_oi_tools::mcp
