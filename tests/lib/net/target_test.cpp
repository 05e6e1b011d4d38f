#include "net/target.h"

#include <gtest/gtest.h>

namespace aether::net {
namespace {

std::string url_of(const Target& target) {
  char* text = nullptr;
  (void)libcurl().curl_url_get(target.url.get(), CURLUPART_URL, &text, 0);
  const CurlText owned(text);
  return text == nullptr ? "" : text;
}

TEST(Target, of_http_is_the_url_as_it_is) {
  const Target target = parse_target("HTTP://user:pass@Host:81/a?b=c");
  EXPECT_EQ(target.problem, "");
  EXPECT_EQ(target.protocol, Protocol::http);
  EXPECT_EQ(target.origin(), "http host 81");
  EXPECT_EQ(url_of(target), "http://user:pass@Host:81/a?b=c");
}

TEST(Target, of_other_schemes_is_host_and_port_alone) {
  for (const auto& [text, url] :
       {std::pair{"redis://:pass@host/0", "http://host:6379/"},
        {"rediss://u:p@host:6380/0?ssl_cert_reqs=none", "https://host:6380/"},
        {"postgresql+asyncpg://u:p@host/db", "http://host:5432/"},
        {"postgres://host", "http://host:5432/"},
        {"ws://host/path", "http://host:80/"},
        {"wss://host/path#x", "https://host:443/"},
        {"tcp://[::1]:99", "http://[::1]:99/"},
        {"tls://host:99", "https://host:99/"}}) {
    const Target target = parse_target(text);
    EXPECT_EQ(target.problem, "") << text;
    EXPECT_EQ(url_of(target), url) << text;
  }
}

TEST(Target, of_a_socket_is_its_path) {
  EXPECT_EQ(parse_target("unix:///run/x.sock").path, "/run/x.sock");
  EXPECT_EQ(parse_target("unix://user:pass@/run/x.sock?db=1").path, "/run/x.sock");
}

TEST(Target, knows_what_needs_no_name_server) {
  for (const char* text : {"http://127.0.0.1/", "http://[::1]/", "http://[fe80::1%25lo]/",
                           "tcp://localhost:1", "http://a.LOCALHOST/"}) {
    EXPECT_FALSE(parse_target(text).is_name) << text;
  }
  for (const char* text : {"http://a.test/", "tcp://redis:6379", "http://localhost.test/"}) {
    EXPECT_TRUE(parse_target(text).is_name) << text;
  }
}

TEST(Target, has_one_origin_for_what_is_looked_up_once) {
  EXPECT_EQ(parse_target("http://a.test:5/x").origin(), parse_target("http://A.test:5/y").origin());
  EXPECT_EQ(parse_target("redis://a.test:5").origin(), parse_target("tls://a.test:5").origin());
  EXPECT_NE(parse_target("http://a.test/").origin(), parse_target("http://a.test:81/").origin());
}

TEST(Target, of_http_is_apart_since_a_proxy_may_look_it_up) {
  EXPECT_NE(parse_target("http://a.test:5").origin(), parse_target("tcp://a.test:5").origin());
  EXPECT_NE(parse_target("http://a.test:5").origin(), parse_target("https://a.test:5").origin());
}

TEST(Target, tells_what_is_none) {
  for (const char* text : {"", "host:80", "ftp://host/", "file:///etc/passwd", "tcp://host",
                           "tls://host", "http://", "http://:80/", "http://host:0/",
                           "http://host:99999/", "http://a b/", "unix://", "http://ho\nst/"}) {
    EXPECT_NE(parse_target(text).problem, "") << text;
  }
}

TEST(PlainAddress, is_a_number_or_localhost_without_tls) {
  for (const char* plain :
       {"http://127.0.0.1:80/a?b=c", "http://127.0.0.1", "tcp://127.0.0.1:1", "http://[::1]:80/",
        "http://localhost/health", "http://localhost:3000"}) {
    EXPECT_TRUE(is_plain_address(plain)) << plain;
  }
}

TEST(PlainAddress, is_nothing_that_may_need_a_name_server_a_file_or_a_reading) {
  for (const char* other : {"https://127.0.0.1/",
                            "http://host/",
                            "unix:///run/x.sock",
                            "redis://127.0.0.1",
                            "127.0.0.1",
                            "http://127.0.0.1:80@host/",
                            "http://user:word@127.0.0.1/",
                            "http://127.0.0.1\\@host/",
                            "http://127.0.0.1.host/",
                            "http://127.1/",
                            "http://[::1%eth0]/",
                            "http://[::1/",
                            "http://",
                            "http:///x",
                            "http://127.0.0.1#@host/",
                            "http://localhost.host/",
                            "HTTP://127.0.0.1/",
                            "http://[localhost]/",
                            "http://127.0.0.1:80x/",
                            ""}) {
    EXPECT_FALSE(is_plain_address(other)) << other;
  }
}

} // namespace
} // namespace aether::net
