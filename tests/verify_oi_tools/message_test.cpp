#include "verify_oi_tools/mcp/message.h"

#include <gmock/gmock.h>

#include <boost/json/serialize.hpp>

namespace aether::verify_oi_tools::mcp {
namespace {

using testing::HasSubstr;

std::string why_not(std::string_view text) {
  try {
    (void)parse_messages(text);
    return "";
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.kind(), Failure::Kind::protocol);
    return failure.what();
  }
}

TEST(Message, is_told_by_its_members) {
  using Kind = Message::Kind;
  const auto kind = [](std::string_view text) { return parse_messages(text).at(0).kind; };
  EXPECT_EQ(kind(R"({"jsonrpc":"2.0","id":1,"method":"ping"})"), Kind::request);
  EXPECT_EQ(kind(R"({"jsonrpc":"2.0","id":"a","method":"ping","params":{}})"), Kind::request);
  EXPECT_EQ(kind(R"({"jsonrpc":"2.0","method":"notifications/progress"})"), Kind::notification);
  EXPECT_EQ(kind(R"({"jsonrpc":"2.0","id":1,"result":{}})"), Kind::result);
  EXPECT_EQ(kind(R"({"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"m"}})"),
            Kind::error);
}

TEST(Message, keeps_what_an_error_says) {
  const Message one =
      parse_messages(
          R"({"jsonrpc":"2.0","id":1,"error":{"code":-32022,"message":"no","data":{"supported":[]}}})")
          .at(0);
  EXPECT_EQ(one.error_code, -32022);
  EXPECT_EQ(one.error_message, "no");
  EXPECT_TRUE(one.error_data.is_object());
}

TEST(Message, may_come_in_a_batch) {
  EXPECT_EQ(parse_messages(R"([{"jsonrpc":"2.0","id":1,"result":{}},
                               {"jsonrpc":"2.0","method":"x"}])")
                .size(),
            2U);
}

TEST(Message, is_refused_where_it_is_none) {
  EXPECT_THAT(why_not("Listening on port 3000"), HasSubstr("no JSON"));
  EXPECT_THAT(why_not("Listening on port 3000"), HasSubstr("`Listening on port 3000`"));
  EXPECT_THAT(why_not("5"), HasSubstr("no message"));
  EXPECT_THAT(why_not(R"({"jsonrpc":"1.0","id":1,"result":{}})"), HasSubstr("JSON-RPC 2.0"));
  EXPECT_THAT(why_not(R"({"jsonrpc":"2.0","id":1})"), HasSubstr("without method"));
  EXPECT_THAT(why_not(R"({"jsonrpc":"2.0","id":{},"method":"x"})"), HasSubstr("neither text nor"));
  EXPECT_THAT(why_not(R"({"jsonrpc":"2.0","id":1,"error":"no"})"), HasSubstr("no object"));
  EXPECT_THAT(why_not(std::string(k_deepest_message + 1, '[')), HasSubstr("deep"));
}

TEST(Message, is_made_with_what_it_needs) {
  EXPECT_EQ(boost::json::serialize(make_request(3, "tools/list", {{"cursor", ""}})),
            R"({"jsonrpc":"2.0","id":3,"method":"tools/list","params":{"cursor":""}})");
  EXPECT_EQ(boost::json::serialize(make_notification("notifications/initialized", {})),
            R"({"jsonrpc":"2.0","method":"notifications/initialized"})");
  EXPECT_EQ(boost::json::serialize(make_error(boost::json::value("s1"), -32601, "none")),
            R"({"jsonrpc":"2.0","id":"s1","error":{"code":-32601,"message":"none"}})");
}

TEST(Excerpt, is_one_short_printable_line) {
  EXPECT_EQ(excerpt("one\ntwo"), "`one`");
  EXPECT_EQ(excerpt(std::string(200, 'a')), "`" + std::string(80, 'a') + "...`");
  EXPECT_EQ(excerpt("\x1b[31m\xff"), "`\\x1b[31m\xEF\xBF\xBD`");
}

} // namespace
} // namespace aether::verify_oi_tools::mcp
