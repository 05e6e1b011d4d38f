#include "net/redis.h"

#include <gmock/gmock.h>

namespace aether::net {
namespace {

TEST(Redis, reads_every_kind_of_reply) {
  EXPECT_EQ(parse_reply("+PONG\r\nrest")->reply.text, "PONG");
  EXPECT_EQ(parse_reply("+PONG\r\nrest")->length, 7U);
  EXPECT_TRUE(parse_reply("-NOAUTH Authentication required.\r\n")->reply.is_error("NOAUTH"));
  EXPECT_EQ(parse_reply(":-12\r\n")->reply.number, -12);
  EXPECT_EQ(parse_reply("$5\r\na\r\nbc\r\n")->reply.text, "a\r\nbc");
  EXPECT_EQ(parse_reply("$-1\r\n")->reply.kind, RedisReply::Kind::null);
  const auto array = parse_reply("*2\r\n$1\r\na\r\n:7\r\n");
  ASSERT_EQ(array->reply.items.size(), 2U);
  EXPECT_EQ(array->reply.items[1].number, 7);
}

TEST(Redis, waits_for_the_whole_of_a_reply) {
  const std::string whole = "*2\r\n$3\r\nabc\r\n$4\r\ndefg\r\n";
  for (std::size_t length = 0; length < whole.size(); ++length) {
    EXPECT_FALSE(parse_reply(std::string_view(whole).substr(0, length)).has_value()) << length;
  }
  EXPECT_TRUE(parse_reply(whole).has_value());
}

TEST(Redis, refuses_what_is_no_reply) {
  for (const char* bytes :
       {"HTTP/1.1 400 Bad Request\r\n", "SSH-2.0", "\r\n", ":12x\r\n", "$x\r\n", "$99999999999\r\n",
        "*99999999999\r\n", "*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n"}) {
    EXPECT_THROW((void)parse_reply(bytes), std::invalid_argument) << bytes;
  }
}

TEST(Redis, splits_addresses) {
  const RedisLogin all = split_redis_url("rediss://me:p%40ss@cache:6380/2");
  EXPECT_EQ(all.url, "rediss://cache:6380");
  EXPECT_EQ(all.user, "me");
  EXPECT_EQ(all.password, "p@ss");
  EXPECT_EQ(all.database, "2");
  EXPECT_EQ(split_redis_url("redis://:word@localhost").password, "word");
  EXPECT_EQ(split_redis_url("redis://localhost:6379").url, "redis://localhost:6379");
  const RedisLogin unix = split_redis_url("unix://:word@/run/redis.sock?db=3");
  EXPECT_EQ(unix.url, "unix:///run/redis.sock");
  EXPECT_EQ(unix.password, "word");
  EXPECT_EQ(unix.database, "3");
}

TEST(Redis, reads_info) {
  const auto info =
      parse_redis_info("# Server\r\nredis_version:7.0.15\r\n\r\nrole:slave\r\nlink:a:b\r\n");
  EXPECT_EQ(info.size(), 3U);
  EXPECT_EQ(info.at("redis_version"), "7.0.15");
  EXPECT_EQ(info.at("link"), "a:b");
}

} // namespace
} // namespace aether::net
