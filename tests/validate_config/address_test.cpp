#include "validate_config/families/address.h"

#include <gtest/gtest.h>

namespace aether::validate_config {
namespace {

TEST(ParseAddress, knows_scheme_host_port_and_path) {
  const auto address = parse_address("HTTP://user:p@ss@LocalHost:3000/api?x=1").address;
  ASSERT_TRUE(address);
  EXPECT_EQ(address->scheme, "http");
  EXPECT_EQ(address->host, "localhost");
  EXPECT_EQ(address->port, 3000);
  EXPECT_EQ(address->path, "/api?x=1");
  EXPECT_EQ(parse_address("https://a.b").address->port, 443);
  EXPECT_EQ(parse_address("redis://cache").address->port, 6379);
  EXPECT_EQ(parse_address("http://[::1]:80/").address->host, "::1");
}

TEST(ParseAddress, says_why_a_text_is_none) {
  for (const auto& [url, problem] :
       {std::pair{"http:/localhost", "it has no scheme such as http://"},
        {"http://", "it has no host"},
        {"http://:80", "it has no host"},
        {"http://a b/", "its host is no name"},
        {"http://a:70000/", "its port is no number up to 65535"},
        {"http://a:x/", "its port is no number up to 65535"},
        {"http://a:/", "nothing stands behind the `:` of its port"},
        {"http://[::1/", "the bracket around its host does not close"}}) {
    EXPECT_FALSE(parse_address(url).address) << url;
    EXPECT_EQ(parse_address(url).problem, problem) << url;
  }
}

TEST(ParseAddress, takes_what_is_local_for_one_place) {
  for (const char* url :
       {"http://localhost:1", "http://127.0.0.1:1", "http://[::1]:1", "ws://0.0.0.0:1"}) {
    EXPECT_EQ(parse_address(url).address->place(), "localhost:1") << url;
  }
  EXPECT_EQ(parse_address("http://a.b:1").address->place(), "a.b:1");
}

TEST(PrivateHost, is_of_this_network_alone) {
  for (const char* host :
       {"redis", "a.local", "10.1.2.3", "172.16.0.1", "172.31.9.9", "192.168.1.1"}) {
    EXPECT_TRUE(is_private_host(host)) << host;
  }
  for (const char* host : {"a.io", "172.15.0.1", "172.32.0.1", "8.8.8.8", "172.x.0.1"}) {
    EXPECT_FALSE(is_private_host(host)) << host;
  }
}

TEST(ServiceNamedBy, is_what_stands_before_the_words_of_an_address) {
  for (const auto& [setting, name] : {std::pair{"integrations.perplexica_url", "perplexica"},
                                      {"INTEGRATIONS_DOCLING_URL", "docling"},
                                      {"providers.lm_studio_base_url", "lm_studio"},
                                      {"llm.base_url", "llm"},
                                      {"a.b.endpoint", "b"},
                                      {"server.port", ""},
                                      {"url", ""}}) {
    EXPECT_EQ(service_named_by(setting), name) << setting;
  }
}

} // namespace
} // namespace aether::validate_config
