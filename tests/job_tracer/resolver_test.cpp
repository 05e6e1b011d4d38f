#include "job_tracer/resolver.h"

#include <gmock/gmock.h>

#include "tree.h"

namespace aether::job_tracer {
namespace {

using test::block;
using test::Tree;
using testing::ElementsAre;
using testing::IsEmpty;

struct Answer {
  Resolution resolution = Resolution::external;
  std::vector<std::string> files;
};

// What a reference in core/engine.py leads to.
Answer resolve(const std::string& reference) {
  const Tree tree({{"core/engine.py", block(reference, "j", "none")},
                   {"core/stream.py", "x"},
                   {"core/util/names.py", "x"},
                   {"api/names.py", "x"},
                   {"api/v1/chat.py", "x"},
                   {"api/__init__.py", "x"},
                   {"core/client.js", "x"},
                   {"core/widgets/index.ts", "x"},
                   {"core/__init__.py", "x"},
                   {"config/models.toml", "x"}});
  const Index index = tree.index();
  const Block& found = index.files[*index.find_file("core/engine.py")].blocks.front();
  Answer answer;
  if (!found.references.empty()) {
    answer.resolution = found.references.front().resolution;
    for (const std::uint32_t file : found.references.front().files) {
      answer.files.push_back(index.files[file].path);
    }
  }
  return answer;
}

TEST(Resolver, takes_an_exact_path) {
  EXPECT_THAT(resolve("api/v1/chat.py").files, ElementsAre("api/v1/chat.py"));
  EXPECT_EQ(resolve("api/v1/chat.py").resolution, Resolution::exact);
}

TEST(Resolver, takes_a_glob) {
  EXPECT_THAT(resolve("core/*.py").files,
              ElementsAre("core/__init__.py", "core/engine.py", "core/stream.py"));
  EXPECT_EQ(resolve("core/**/*.py").resolution, Resolution::glob);
  EXPECT_THAT(resolve("v1/*.py").files, ElementsAre("api/v1/chat.py"));
  EXPECT_THAT(resolve("core/{stream,engine}.py").files,
              ElementsAre("core/engine.py", "core/stream.py"));
}

TEST(Resolver, takes_backslashes_and_doubled_slashes_for_single_ones) {
  EXPECT_THAT(resolve("core\\stream.py").files, ElementsAre("core/stream.py"));
  EXPECT_THAT(resolve("core//stream.py").files, ElementsAre("core/stream.py"));
}

TEST(Resolver, takes_a_name_in_braces_for_any_text) {
  EXPECT_THAT(resolve("core/{module}.py").files,
              ElementsAre("core/__init__.py", "core/engine.py", "core/stream.py"));
  EXPECT_EQ(resolve("core/{module}.html").resolution, Resolution::external);
}

TEST(Resolver, adds_the_extension_to_a_relative_import) {
  EXPECT_THAT(resolve("./client").files, ElementsAre("core/client.js"));
  EXPECT_THAT(resolve("import('../core/client')").files, IsEmpty());
  EXPECT_THAT(resolve("../core/widgets").files, ElementsAre("core/widgets/index.ts"));
  EXPECT_THAT(resolve("client").files, IsEmpty());
}

TEST(Resolver, takes_a_directory_with_everything_below) {
  EXPECT_THAT(resolve("api/").files,
              ElementsAre("api/__init__.py", "api/names.py", "api/v1/chat.py"));
  EXPECT_EQ(resolve("api").resolution, Resolution::directory);
}

TEST(Resolver, takes_the_unique_end_of_a_path_and_a_unique_name) {
  EXPECT_EQ(resolve("v1/chat.py").resolution, Resolution::suffix);
  EXPECT_THAT(resolve("stream.py").files, ElementsAre("core/stream.py"));
  EXPECT_EQ(resolve("stream.py").resolution, Resolution::base_name);
  EXPECT_EQ(resolve("old/place/stream.py").resolution, Resolution::base_name);
}

TEST(Resolver, calls_several_candidates_ambiguous) {
  const Answer answer = resolve("names.py");
  EXPECT_EQ(answer.resolution, Resolution::ambiguous);
  EXPECT_THAT(answer.files, ElementsAre("api/names.py", "core/util/names.py"));
}

TEST(Resolver, goes_by_the_own_directory_for_relative_paths) {
  EXPECT_THAT(resolve("./stream.py").files, ElementsAre("core/stream.py"));
  EXPECT_THAT(resolve("../api/names.py").files, ElementsAre("api/names.py"));
}

TEST(Resolver, knows_files_on_disk_that_are_not_indexed) {
  EXPECT_EQ(resolve("config/models.toml").resolution, Resolution::present);
  EXPECT_EQ(resolve("config/*.toml").resolution, Resolution::present);
  EXPECT_EQ(resolve("config").resolution, Resolution::present);
}

TEST(Resolver, calls_a_path_that_leads_nowhere_dangling) {
  EXPECT_EQ(resolve("core/gone.py").resolution, Resolution::dangling);
  EXPECT_EQ(resolve("data/__init__.py").resolution, Resolution::dangling);
  EXPECT_EQ(resolve("gone.toml").resolution, Resolution::dangling);
}

TEST(Resolver, calls_phrases_external_and_never_dangling) {
  for (const char* phrase :
       {"Frontend (HTTP POST)", "HTTP/WebSocket", "read/write", "https://x.org/a.py", "Node.js",
        "/v1/chat", "../../../etc/passwd", "users"}) {
    const Answer answer = resolve(phrase);
    EXPECT_EQ(answer.resolution, Resolution::external) << phrase;
    EXPECT_THAT(answer.files, IsEmpty()) << phrase;
  }
}

TEST(Resolver, shows_an_external_end_whole) {
  const Tree tree({{"a.py", block("Frontend (HTTP POST), HTTP/WS and read/write", "j", "none")}});
  const Index index = tree.index();
  const std::vector<Reference>& references = index.files[0].blocks[0].references;
  ASSERT_EQ(references.size(), 2U);
  EXPECT_EQ(references[0].text, "Frontend (HTTP POST)");
  EXPECT_EQ(references[1].text, "HTTP/WS and read/write");
}

TEST(Resolver, tells_the_place_of_a_reference) {
  const Tree tree({{"a.py", block("users, gone/b.py", "j", "none")}});
  const Index index = tree.index();
  EXPECT_EQ(index.files[0].blocks[0].references[1].position, (Position{2, 20}));
}

} // namespace
} // namespace aether::job_tracer
