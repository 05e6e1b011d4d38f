#include <ostream>

#include <fmt/format.h>

#include "cli/table.h"
#include "core/text.h"
#include "job_tracer/render.h"

namespace aether::job_tracer {

namespace {

using cli::Align;
using cli::Table;

constexpr std::string_view k_bold = "\033[1m";
constexpr std::string_view k_cyan = "\033[36m";
constexpr std::string_view k_plain = "\033[0m";

std::string painted(const std::string& safe, std::string_view style, Colour colour) {
  return colour == Colour::on ? fmt::format("{}{}{}", style, safe, k_plain) : safe;
}

std::string styled(std::string_view text, std::string_view style, Colour colour) {
  return painted(printable(text), style, colour);
}

std::string styled_path(std::string_view path, Colour colour) {
  return painted(printable_name(path), k_bold, colour);
}

std::string number_of(std::size_t count, std::string_view thing) {
  return fmt::format("{} {}{}", count, thing, count == 1 ? "" : "s");
}

// The same for a column that is aligned on the right: the digits stand below each other.
std::string counted(std::size_t count, std::string_view thing) {
  return number_of(count, thing) + (count == 1 ? " " : "");
}

std::string joined(const std::vector<std::string>& words) {
  return fmt::format("{}", fmt::join(words, ", "));
}

void print_field(std::ostream& out, std::string_view label, const Field& field) {
  out << fmt::format("    {:<12}{}\n", label, printable(field.canonical()));
}

void print_block(std::ostream& out, const Block& block) {
  print_field(out, "Incoming:", block.incoming);
  print_field(out, "Processing:", block.processing);
  print_field(out, "Outgoing:", block.outgoing);
}

void print_match(std::ostream& out, const Index& index, const FileMatch& match, Colour colour) {
  const FileEntry& file = index.files[match.file];
  for (const std::uint32_t b : match.blocks) {
    out << fmt::format("  {}:{}\n", styled_path(file.path, colour), file.blocks[b].line);
    print_block(out, file.blocks[b]);
  }
}

void print_edges(std::ostream& out, const Index& index, std::string_view title,
                 const std::vector<Edge>& edges, Colour colour) {
  if (edges.empty()) {
    return;
  }
  out << '\n' << styled(title, k_cyan, colour) << '\n';
  for (const Edge& edge : edges) {
    const std::string_view said_by = edge.outgoing && edge.incoming ? ""
                                     : edge.outgoing                ? "  (only the sender says so)"
                                                     : "  (only the receiver says so)";
    out << fmt::format("  {} -> {}{}\n", printable_name(index.files[edge.from].path),
                       printable_name(index.files[edge.to].path), said_by);
  }
}

std::string files_text(const Index& index, const std::vector<std::uint32_t>& files) {
  constexpr std::size_t k_most = 6;
  std::string text;
  for (std::size_t i = 0; i < files.size() && i < k_most; ++i) {
    text += (i == 0 ? "" : ", ") + printable_name(index.files[files[i]].path);
  }
  return files.size() > k_most ? fmt::format("{} and {} more", text, files.size() - k_most) : text;
}

std::string resolution_text(const Index& index, const Reference& reference) {
  switch (reference.resolution) {
  case Resolution::exact:
  case Resolution::suffix:
  case Resolution::base_name:
    return index.files[reference.files.front()].path == reference.text
               ? "in the tree"
               : "is " + files_text(index, reference.files.list());
  case Resolution::glob:
  case Resolution::directory:
    return fmt::format("{}: {}", number_of(reference.files.size(), "file"),
                       files_text(index, reference.files.list()));
  case Resolution::ambiguous:
    return "ambiguous: " + files_text(index, reference.files.list());
  case Resolution::present:
    return "on disk, not indexed";
  case Resolution::dangling:
    return "dangling: leads to no file";
  case Resolution::external:
    return "external";
  }
  return {};
}

void print_section(std::ostream& out, std::string_view title, const Table& table) {
  if (!table.empty()) {
    out << '\n' << title << '\n';
    table.print(out, 2);
  }
}

void print_references(std::ostream& out, const Index& index, const Block& block,
                      Direction direction, std::string_view title) {
  Table table({Align::left, Align::left});
  for (const Reference& reference : block.references) {
    if (reference.direction == direction) {
      table.add_row({reference.text, resolution_text(index, reference)});
    }
  }
  if (!table.empty()) {
    out << fmt::format("    {}\n", title);
    table.print(out, 6);
  }
}

void print_changes(std::ostream& out, std::string_view mark, std::string_view thing,
                   const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    out << fmt::format("{} {} {}\n", mark, thing, printable_name(name));
  }
}

void print_changes(std::ostream& out, std::string_view mark, const std::vector<EdgeText>& edges) {
  for (const EdgeText& edge : edges) {
    out << fmt::format("{} edge {} -> {}\n", mark, printable_name(edge.from),
                       printable_name(edge.to));
  }
}

} // namespace

void render_text(std::ostream& out, const Index&, const ListReport& report) {
  Table table({Align::left, Align::right});
  for (const JobCount& job : report.jobs) {
    table.add_row({job.name, std::to_string(job.files)});
  }
  table.print(out);
}

void render_text(std::ostream& out, const Index& index, const SearchReport& report, Colour colour) {
  for (std::size_t i = 0; i < report.results.size(); ++i) {
    const FileMatch& match = report.results[i];
    out << (i == 0 ? "" : "\n")
        << fmt::format("{}:{} ({})\n", styled_path(index.files[match.file].path, colour),
                       index.files[match.file].blocks[match.blocks.front()].line,
                       printable(index.files[match.file].layer))
        << fmt::format("    {:<12}{}\n", "Jobs:", printable(joined(match.jobs)));
    for (const std::uint32_t b : match.blocks) {
      print_block(out, index.files[match.file].blocks[b]);
    }
  }
}

void render_text(std::ostream& out, const Index& index, const TraceReport& report, Colour colour) {
  if (report.layers.empty()) {
    return;
  }
  std::size_t files = 0;
  for (const TraceLayer& layer : report.layers) {
    files += layer.files.size();
  }
  out << fmt::format("{}: {} in {}\n", styled(joined(report.names), k_bold, colour),
                     number_of(files, "file"), number_of(report.layers.size(), "layer"));
  for (const TraceLayer& layer : report.layers) {
    out << '\n' << styled(layer.name, k_cyan, colour) << '\n';
    for (const FileMatch& match : layer.files) {
      print_match(out, index, match, colour);
    }
  }
  print_edges(out, index, "Within the pipeline", report.edges, colour);
  print_edges(out, index, "Into the pipeline", report.leading_in, colour);
  print_edges(out, index, "Out of the pipeline", report.leading_out, colour);
}

void render_text(std::ostream& out, const Index&, const FindReport& report) {
  Table table({Align::left, Align::right, Align::right});
  for (std::size_t i = 0; i < report.results.size(); ++i) {
    table.add_row({report.results[i].name, counted(report.files[i], "file"),
                   fmt::format("score {}", report.results[i].score)});
  }
  table.print(out);
}

void render_text(std::ostream& out, const Index& index, const FilesReport& report, bool print0) {
  for (const std::uint32_t file : report.files) {
    if (print0) {
      out << name_of_text(index.files[file].path) << '\0';
    } else {
      out << printable_name(index.files[file].path) << '\n';
    }
  }
}

void render_text(std::ostream& out, const Index& index, const ShowReport& report, Colour colour) {
  const FileEntry& file = index.files[report.file];
  out << fmt::format("{} ({})\n", styled_path(file.path, colour), printable(file.layer));
  if (file.blocks.empty()) {
    out << "  no @.architecture block\n";
  }
  for (const Block& block : file.blocks) {
    out << fmt::format("  line {}\n", block.line);
    print_block(out, block);
    print_references(out, index, block, Direction::incoming, "Receives from");
    print_references(out, index, block, Direction::outgoing, "Sends to");
  }
}

void render_text(std::ostream& out, const Index&, const StatsReport& report) {
  Table head({Align::left, Align::right});
  head.add_row({"files with a block", std::to_string(report.files)});
  head.add_row({"source files", std::to_string(report.sources)});
  head.add_row({"coverage", fmt::format("{:.1f} %", 100.0 * report.coverage())});
  head.add_row({"blocks", std::to_string(report.blocks)});
  head.add_row({"job types", std::to_string(report.job_types)});
  head.add_row({"edges", std::to_string(report.edges)});
  head.print(out);
  Table references({Align::left, Align::right});
  for (const auto& [resolution, count] : report.references) {
    references.add_row({std::string(to_string(resolution)), std::to_string(count)});
  }
  print_section(out, "references", references);
  Table layers({Align::left, Align::right, Align::right});
  for (const LayerCount& layer : report.layers) {
    layers.add_row({layer.name,
                    fmt::format("{} of {}", layer.files, counted(layer.sources, "file")),
                    counted(layer.job_types, "job type")});
  }
  print_section(out, "layers", layers);
  Table jobs({Align::left, Align::right});
  for (const JobCount& job : report.most_used) {
    jobs.add_row({job.name, counted(job.files, "file")});
  }
  print_section(out, "most used jobs", jobs);
}

void render_text(std::ostream& out, const Index& index, const ImpactReport& report) {
  Table table({Align::right, Align::left, Align::left});
  for (const Impact& impact : report.files) {
    table.add_row({std::to_string(impact.distance), printable_name(index.files[impact.file].path),
                   fmt::format("{} {}", report.upstream ? "to" : "from",
                               printable_name(index.files[impact.via].path))});
  }
  table.print(out);
}

void render_text(std::ostream& out, const Index&, const DiffReport& report) {
  print_changes(out, "+", "file", report.files_added);
  print_changes(out, "-", "file", report.files_removed);
  for (const FileChange& change : report.files_changed) {
    std::string details = joined(change.fields);
    for (const std::string& job : change.jobs_added) {
      details += "; +" + job;
    }
    for (const std::string& job : change.jobs_removed) {
      details += "; -" + job;
    }
    out << fmt::format("~ file {} ({})\n", printable_name(change.path), printable(details));
  }
  print_changes(out, "+", "job", report.jobs_added);
  print_changes(out, "-", "job", report.jobs_removed);
  print_changes(out, "+", report.edges_added);
  print_changes(out, "-", report.edges_removed);
}

} // namespace aether::job_tracer
