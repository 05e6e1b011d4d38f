#include "backend/blocks/layers.h"
#include "job_tracer/blocks.h"

#include <gmock/gmock.h>

#include "core/error.h"

namespace aether::job_tracer {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(Layers, go_by_whole_components_from_the_root) {
  const Layers layers = Layers::defaults();
  EXPECT_EQ(layers.layer_of("api/v1/endpoints/chat.py"), "API Endpoints");
  EXPECT_EQ(layers.layer_of("data/database/x.py"), "Data Layer");
  EXPECT_EQ(layers.layer_of("database/x.py"), "Other");
  EXPECT_EQ(layers.layer_of("x/data/y.py"), "Other");
  EXPECT_EQ(layers.layer_of("ws/hub.py"), "WebSocket");
  EXPECT_EQ(layers.layer_of("ws.py"), "Other");
  EXPECT_EQ(layers.layer_of("main.py"), "Other");
}

TEST(Layers, take_the_longest_path_that_fits) {
  const Layers layers =
      Layers::parse("layers:\n- {name: A, path: core}\n- {name: B, path: core/runtime/}\n", "x");
  EXPECT_EQ(layers.layer_of("core/runtime/x.py"), "B");
  EXPECT_EQ(layers.layer_of("core/x.py"), "A");
  EXPECT_THAT(layers.names(), ElementsAre("A", "B", "Other"));
}

TEST(Layers, may_be_a_mapping_and_have_several_paths) {
  const Layers layers = Layers::parse("layers:\n  A: [x, y/z]\n  B: w\n", "x");
  EXPECT_EQ(layers.layer_of("y/z/f.py"), "A");
  EXPECT_EQ(layers.layer_of("w/f.py"), "B");
}

TEST(Layers, say_where_a_file_is_no_table_of_layers) {
  for (const char* text :
       {"", "layers: 3", "x: y", "layers:\n- path: x", "layers:\n- {name: A, path: {}}"}) {
    try {
      (void)Layers::parse(text, "layers.yaml");
      ADD_FAILURE() << text;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ExitCode::bad_input);
      EXPECT_THAT(error.what(), HasSubstr("layers.yaml:"));
    }
  }
}

} // namespace
} // namespace aether::job_tracer
