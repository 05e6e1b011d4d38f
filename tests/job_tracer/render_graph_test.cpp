#include <gtest/gtest.h>

#include <sstream>

#include "job_tracer/queries.h"
#include "job_tracer/render.h"
#include "tree.h"

namespace aether::job_tracer {
namespace {

using test::block;

TEST(RenderGraph, draws_layers_as_groups_and_one_sided_edges_dashed) {
  const test::Tree tree({{"api/v1/endpoints/a.py", block("none", "j", "core/runtime/b.py")},
                         {"core/runtime/b.py", block("api/v1/endpoints/a.py", "j", "c.py")},
                         {"c.py", block("none", "j", "none")}});
  const Index index = tree.index();
  const GraphReport report = whole_graph(index, Graph(index));
  std::ostringstream dot;
  render_dot(dot, index, report);
  EXPECT_EQ(dot.str(), R"(digraph architecture {
  rankdir=LR;
  node [shape=box, fontname="sans-serif"];
  subgraph cluster_0 {
    label="API Endpoints";
    "api/v1/endpoints/a.py";
  }
  subgraph cluster_4 {
    label="Core Runtime";
    "core/runtime/b.py";
  }
  subgraph cluster_13 {
    label="Other";
    "c.py";
  }
  "api/v1/endpoints/a.py" -> "core/runtime/b.py";
  "core/runtime/b.py" -> "c.py" [style=dashed];
}
)");
  std::ostringstream mermaid;
  render_mermaid(mermaid, index, report);
  EXPECT_EQ(mermaid.str(), R"(flowchart LR
  subgraph layer0["API Endpoints"]
    f0["api/v1/endpoints/a.py"]
  end
  subgraph layer4["Core Runtime"]
    f2["core/runtime/b.py"]
  end
  subgraph layer13["Other"]
    f1["c.py"]
  end
  f0 --> f2
  f2 -.-> f1
)");
}

TEST(RenderGraph, quotes_names_that_its_languages_would_misread) {
  const test::Tree tree({{"a\"b;[x]\n.py", block("none", "j", "none")}});
  const Index index = tree.index();
  const GraphReport report = whole_graph(index, Graph(index));
  std::ostringstream dot;
  render_dot(dot, index, report);
  EXPECT_NE(dot.str().find(R"("a\"b;[x]\\n.py")"), std::string::npos) << dot.str();
  std::ostringstream mermaid;
  render_mermaid(mermaid, index, report);
  EXPECT_NE(mermaid.str().find(R"(["a#34;b#59;[x]#92;n.py"])"), std::string::npos) << mermaid.str();
}

} // namespace
} // namespace aether::job_tracer
