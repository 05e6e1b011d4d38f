#include <algorithm>
#include <ostream>

#include <fmt/format.h>

#include "core/text.h"
#include "job_tracer/render.h"

namespace aether::job_tracer {

namespace {

std::string dot_quoted(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : printable(text)) {
    if (c == '"' || c == '\\') {
      quoted += '\\';
    }
    quoted += c;
  }
  return quoted + "\"";
}

// Mermaid knows entities by number; everything that its grammar could take for its own is one.
std::string mermaid_quoted(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : printable(text)) {
    if (std::string_view("\"#;<>&`\\").find(c) != std::string_view::npos) {
      quoted += fmt::format("#{};", static_cast<unsigned>(static_cast<unsigned char>(c)));
    } else {
      quoted += c;
    }
  }
  return quoted + "\"";
}

// Calls `layer(name, number)`, then `node(file)` for each of its files, then `end()`.
template <typename Begin, typename Node, typename End>
void for_each_layer(const Index& index, const GraphReport& report, const Begin& begin,
                    const Node& node, const End& end) {
  for (std::size_t number = 0; number < index.layers.size(); ++number) {
    const auto in_layer = [&](std::uint32_t file) {
      return index.files[file].layer == index.layers[number];
    };
    if (std::none_of(report.files.begin(), report.files.end(), in_layer)) {
      continue;
    }
    begin(index.layers[number], number);
    for (const std::uint32_t file : report.files) {
      if (in_layer(file)) {
        node(file);
      }
    }
    end();
  }
}

} // namespace

void render_dot(std::ostream& out, const Index& index, const GraphReport& report) {
  out << "digraph architecture {\n"
      << "  rankdir=LR;\n"
      << "  node [shape=box, fontname=\"sans-serif\"];\n";
  for_each_layer(
      index, report,
      [&](const std::string& layer, std::size_t number) {
        out << fmt::format("  subgraph cluster_{} {{\n    label={};\n", number, dot_quoted(layer));
      },
      [&](std::uint32_t file) {
        out << fmt::format("    {};\n", dot_quoted(index.files[file].path));
      },
      [&] { out << "  }\n"; });
  for (const Edge& edge : report.edges) {
    out << fmt::format("  {} -> {}{};\n", dot_quoted(index.files[edge.from].path),
                       dot_quoted(index.files[edge.to].path),
                       edge.outgoing && edge.incoming ? "" : " [style=dashed]");
  }
  out << "}\n";
}

void render_mermaid(std::ostream& out, const Index& index, const GraphReport& report) {
  out << "flowchart LR\n";
  for_each_layer(
      index, report,
      [&](const std::string& layer, std::size_t number) {
        out << fmt::format("  subgraph layer{}[{}]\n", number, mermaid_quoted(layer));
      },
      [&](std::uint32_t file) {
        out << fmt::format("    f{}[{}]\n", file, mermaid_quoted(index.files[file].path));
      },
      [&] { out << "  end\n"; });
  for (const Edge& edge : report.edges) {
    out << fmt::format("  f{} {} f{}\n", edge.from, edge.outgoing && edge.incoming ? "-->" : "-.->",
                       edge.to);
  }
}

} // namespace aether::job_tracer
