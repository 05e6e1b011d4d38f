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
  EXPECT_NE(dot.str().find(R"("/0" [label="a\"b;[x]\\n.py"];)"), std::string::npos) << dot.str();
  std::ostringstream mermaid;
  render_mermaid(mermaid, index, report);
  EXPECT_NE(mermaid.str().find(R"(["a#34;b#59;[x]#92;n.py"])"), std::string::npos) << mermaid.str();
}

// Each of these was shown wrong, or was two nodes in one, by Graphviz 2.42 or Mermaid 11.
TEST(RenderGraph, writes_names_so_that_they_are_shown_as_they_are) {
  const test::Tree tree({{"%%{init}%%.py", block("none", "j", "a\\nb.py")},
                         {"- x.py", block("none", "j", "none")},
                         {"1. x.py", block("none", "j", "none")},
                         {"R&amp;D.py", block("none", "j", "%%{init}%%.py")},
                         {"a\nb.py", block("none", "j", "R&amp;D.py")},
                         {"a\\nb.py", block("none", "j", "none")},
                         {"fa:fa-car$$x$$.py", block("none", "j", "none")}});
  const Index index = tree.index();
  const GraphReport report = whole_graph(index, Graph(index));
  std::ostringstream dot;
  render_dot(dot, index, report);
  EXPECT_EQ(dot.str().substr(dot.str().find("    label=")), R"(    label="Other";
    "/0" [label="%%{init}%%.py"];
    "- x.py";
    "1. x.py";
    "/3" [label="R&amp;amp;D.py"];
    "/4" [label="a\\nb.py"];
    "a\\nb.py";
    "fa:fa-car$$x$$.py";
  }
  "/3" -> "/0" [style=dashed];
}
)");
  std::ostringstream mermaid;
  render_mermaid(mermaid, index, report);
  EXPECT_EQ(mermaid.str(), R"(flowchart LR
  subgraph layer13["Other"]
    f0["#37;#37;#123;init#125;#37;#37;.py"]
    f1["#45; x.py"]
    f2["1.#32;x.py"]
    f3["R#38;amp#59;D.py"]
    f4["a#92;nb.py"]
    f5["a#92;nb.py"]
    f6["fa#58;fa-car#36;#36;x#36;#36;.py"]
  end
  f3 -.-> f0
)");
}

} // namespace
} // namespace aether::job_tracer
