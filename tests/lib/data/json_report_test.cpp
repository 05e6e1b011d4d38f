#include "data/json_report.h"

#include <sstream>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "core/version.h"

namespace aether {
namespace {

std::string report_in(JsonShape shape) {
  std::ostringstream out;
  JsonReport report(out, "some_tool", "report", shape);
  report.members().member("root", "/srv");
  report.list("numbers", std::vector<int>{1, 2}, [&](JsonWriter& json, int number) {
    json.begin_object().member("number", number).end_object();
  });
  report.list("none", std::vector<int>{}, [](JsonWriter&, int) {});
  report.members().key("summary").begin_object().member("numbers", 2).end_object();
  report.end();
  return out.str();
}

TEST(JsonReport, is_one_document_of_a_schema) {
  EXPECT_EQ(report_in(JsonShape::compact),
            fmt::format("{{\"schema\":\"aether/some_tool/report/1\",\"tool\":\"some_tool\","
                        "\"version\":\"{}\",\"root\":\"/srv\",\"numbers\":[{{\"number\":1}},"
                        "{{\"number\":2}}],\"none\":[],\"summary\":{{\"numbers\":2}}}}\n",
                        version()));
}

TEST(JsonReport, as_records_has_each_item_on_its_line_and_at_last_what_is_in_no_list) {
  EXPECT_EQ(report_in(JsonShape::records),
            fmt::format("{{\"number\":1}}\n{{\"number\":2}}\n{{\"tool\":\"some_tool\","
                        "\"version\":\"{}\",\"root\":\"/srv\",\"summary\":{{\"numbers\":2}}}}\n",
                        version()));
}

// What reads a stream is to have each record when it is there.
TEST(JsonReport, flushes_each_record) {
  std::ostringstream out;
  JsonReport report(out, "some_tool", "report", JsonShape::records);
  std::vector<std::string> seen;
  report.list("numbers", std::vector<int>{1, 2}, [&](JsonWriter& json, int number) {
    seen.push_back(out.str());
    json.value(number);
  });
  EXPECT_EQ(seen, (std::vector<std::string>{"", "1\n"}));
  EXPECT_EQ(out.str(), "1\n2\n");
}

} // namespace
} // namespace aether
