#include "validate_config/families/routers.h"

#include <gtest/gtest.h>

namespace aether::validate_config {

namespace {

PythonFile file(std::string name, std::vector<PythonPrefix> prefixes,
                std::vector<PythonRoute> routes) {
  PythonFile made;
  made.file = std::move(name);
  made.prefixes = std::move(prefixes);
  made.routes = std::move(routes);
  return made;
}

Routers routers(std::vector<PythonFile> files) {
  PythonCode code;
  code.files = std::move(files);
  return Routers(code);
}

TEST(Routers, know_what_begins_as_a_route_up_to_its_first_telling_segment) {
  const Routers known =
      routers({file("chat.py", {{"/v1/chat", 1, false}}, {{"POST", "", 2, "/v1/chat"}}),
               file("tools.py", {{"/v1", 1, false}}, {{"GET", "/docs/{id}", 2, "/v1"}})});
  ASSERT_TRUE(known.can_tell());
  EXPECT_TRUE(known.know("/v1/chat"));
  EXPECT_TRUE(known.know("/v1/chat/stream"));
  EXPECT_TRUE(known.know("/v1/docs/{name}"));
  EXPECT_FALSE(known.know("/v2/chat"));
  EXPECT_FALSE(known.know("/v1/search"));
  EXPECT_FALSE(known.know("/chat"));
}

TEST(Routers, put_prefixes_of_include_router_before_those_of_routers) {
  const Routers known =
      routers({file("main.py", {{"/api", 1, true}, {"/v1", 2, true}}, {}),
               file("chat.py", {{"/chat", 1, false}}, {{"GET", "/{id}", 2, "/chat"}})});
  EXPECT_TRUE(known.know("/api/v1/chat/7"));
  EXPECT_FALSE(known.know("/v2/chat/7"));
}

TEST(Routers, say_nothing_where_a_prefix_is_computed) {
  EXPECT_FALSE(
      routers({file("main.py", {{std::nullopt, 1, true}}, {{"GET", "/x", 2, ""}})}).can_tell());
  EXPECT_FALSE(routers({}).can_tell());
}

TEST(Routers, find_the_one_route_that_moved) {
  const Routers known =
      routers({file("tools.py", {{"/v2", 1, false}},
                    {{"GET", "/search", 2, "/v2"}, {"POST", "/{server}/{tool}", 3, "/v2"}})});
  ASSERT_TRUE(known.moved("/v1/search"));
  EXPECT_EQ(known.moved("/v1/search")->path, "/v2/search");
  EXPECT_EQ(known.moved("/v1/search")->line, 2U);
  EXPECT_FALSE(known.moved("/v1/nothing/like/it"));
}

} // namespace
} // namespace aether::validate_config
