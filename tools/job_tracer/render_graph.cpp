#include <algorithm>
#include <ostream>

#include <fmt/format.h>

#include "core/text.h"
#include "job_tracer/render.h"

namespace aether::job_tracer {

namespace {

std::string dot_quoted(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      quoted += '\\';
    }
    quoted += c;
  }
  return quoted + "\"";
}

// Graphviz reads HTML's entities in labels.
std::string dot_label(std::string_view text) {
  std::string label;
  for (const char c : printable(text)) {
    label += c == '&' ? "&amp;" : std::string(1, c);
  }
  return dot_quoted(label);
}

// The path names a node, and is its label, unless it would be shown otherwise: Graphviz takes a
// name with % at its head for no name. No path begins with a slash.
bool is_plain_name(std::string_view path) {
  return path == printable(path) && path.find('&') == std::string_view::npos &&
         !path.starts_with('%');
}

std::string dot_name(const Index& index, std::uint32_t file) {
  const std::string& path = index.files[file].path;
  return dot_quoted(is_plain_name(path) ? path : fmt::format("/{}", file));
}

// Mermaid knows entities by number; everything that it could take for its own is one: the grammar's
// characters, directives (%%{), formulas ($$), icons (fa:), and what begins a list in Markdown.
std::string mermaid_quoted(std::string_view text) {
  constexpr auto k_none = std::string_view::npos;
  std::string quoted = "\"";
  char before = 0;
  for (const char c : printable(text)) {
    const bool list =
        before == 0 ? std::string_view("-+*").find(c) != k_none : c == ' ' && before == '.';
    if (list || std::string_view("\"#;<>&`\\%{}$:").find(c) != k_none) {
      quoted += fmt::format("#{};", static_cast<unsigned>(static_cast<unsigned char>(c)));
    } else {
      quoted += c;
    }
    before = c;
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
        out << fmt::format("  subgraph cluster_{} {{\n    label={};\n", number, dot_label(layer));
      },
      [&](std::uint32_t file) {
        const std::string& path = index.files[file].path;
        out << fmt::format("    {}{};\n", dot_name(index, file),
                           is_plain_name(path) ? "" : fmt::format(" [label={}]", dot_label(path)));
      },
      [&] { out << "  }\n"; });
  for (const Edge& edge : report.edges) {
    out << fmt::format("  {} -> {}{};\n", dot_name(index, edge.from), dot_name(index, edge.to),
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
