#include "job_tracer/reference.h"

#include <gmock/gmock.h>

namespace aether::job_tracer {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> paths(std::string_view left) {
  std::vector<std::string> result;
  for (const ReferenceText& reference : split_references(left)) {
    if (reference.form == ReferenceForm::path) {
      result.emplace_back(reference.text);
    }
  }
  return result;
}

std::vector<std::string> phrases(std::string_view left) {
  std::vector<std::string> result;
  for (const ReferenceText& reference : split_references(left)) {
    if (reference.form == ReferenceForm::phrase) {
      result.emplace_back(reference.text);
    }
  }
  return result;
}

TEST(References, are_the_items_of_the_list) {
  EXPECT_THAT(paths("a/b.py, c.js; d/*.ts"), ElementsAre("a/b.py", "c.js", "d/*.ts"));
  EXPECT_THAT(phrases("the frontend (HTTP POST), all users"),
              ElementsAre("the frontend (HTTP POST)", "all users"));
  EXPECT_EQ(split_references("Frontend (HTTP POST)").front().item, "Frontend (HTTP POST)");
}

TEST(References, lose_quotes_calls_and_line_numbers) {
  EXPECT_THAT(paths("`a/b.py`, 'c.py', a/d.py:12, a/e.py::Engine, a/f.py (run(), stop())"),
              ElementsAre("a/b.py", "c.py", "a/d.py", "a/e.py", "a/f.py"));
}

TEST(References, are_found_within_phrases) {
  EXPECT_THAT(paths("rows from data/x.py and data/y.py"), ElementsAre("data/x.py", "data/y.py"));
}

TEST(References, are_no_urls_routes_packages_or_products) {
  for (const char* text :
       {"https://example.org/a.js", "/v1/chat", "GET /v1/files.json", "@scope/package", "Node.js",
        "Vue.js (client)", "*.log", "asyncio.gather()", "e.g. this", "v1.2"}) {
    EXPECT_THAT(paths(text), IsEmpty()) << text;
  }
}

TEST(References, that_may_be_directories_are_words) {
  const auto references = split_references("core/runtime, data, HTTP/WebSocket");
  ASSERT_EQ(references.size(), 3U);
  for (const ReferenceText& reference : references) {
    EXPECT_EQ(reference.form, ReferenceForm::word) << reference.text;
  }
}

TEST(References, lose_what_belongs_to_the_prose_or_the_viewer) {
  EXPECT_THAT(paths("core/x.py's queue, core/y.py\u2019s rows, core/z.py#L12"),
              ElementsAre("core/x.py", "core/y.py", "core/z.py"));
}

TEST(References, are_words_where_a_file_may_come_and_go_or_is_none) {
  for (const char* text :
       {"templates/{name}.html", "logs/app-%Y.json", "stdio.h", "sys/types.h",
        "window.location.html", "e.target.db", "request.json", "uploads/*.json"}) {
    const auto references = split_references(text);
    ASSERT_EQ(references.size(), 1U) << text;
    EXPECT_EQ(references[0].form, ReferenceForm::word) << text;
  }
  EXPECT_THAT(paths("core/{a,b}.py, config.json, vite.config.js, core/*.py"),
              ElementsAre("core/{a,b}.py", "config.json", "vite.config.js", "core/*.py"));
}

TEST(References, are_found_in_links_imports_and_arrows) {
  const auto words = [](std::string_view left) {
    std::vector<std::string> result;
    for (const ReferenceText& reference : split_references(left)) {
      if (reference.form == ReferenceForm::word) {
        result.emplace_back(reference.text);
        EXPECT_EQ(left.substr(reference.offset, reference.text.size()), reference.text);
      }
    }
    return result;
  };
  EXPECT_THAT(words("[chat](api/chat.py)"), ElementsAre("api/chat.py"));
  EXPECT_THAT(words("import('./x.js'), require(\"../y.js\")"), ElementsAre("./x.js", "../y.js"));
  EXPECT_THAT(words("a.py->b.py, c.py|d.py, e.py=>f.py"),
              ElementsAre("a.py", "b.py", "c.py", "d.py", "e.py", "f.py"));
  EXPECT_THAT(words("a.py\u2192b.py"), ElementsAre("a.py", "b.py"));
  EXPECT_THAT(words("fetch(https://example.org/a.js)"), IsEmpty());
}

TEST(References, tell_where_they_stand) {
  const auto references = split_references("users, `a/b.py`");
  ASSERT_EQ(references.size(), 2U);
  EXPECT_EQ(references[1].offset, 8U);
}

TEST(References, none_is_none) { EXPECT_THAT(split_references("none"), IsEmpty()); }

} // namespace
} // namespace aether::job_tracer
