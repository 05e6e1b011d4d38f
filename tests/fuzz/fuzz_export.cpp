// Any text as an export: it is refused as bad input, or read; what was read is written and read
// back the same, and answers every question in every format.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <sstream>
#include <string_view>

#include "backend/blocks/export_format.h"
#include "backend/blocks/tally.h"
#include "core/error.h"
#include "job_tracer/blocks.h"
#include "job_tracer/check.h"
#include "job_tracer/diff.h"
#include "job_tracer/explorer.h"
#include "job_tracer/graph.h"
#include "job_tracer/merge.h"
#include "job_tracer/queries.h"
#include "job_tracer/render.h"

namespace {

using namespace aether::job_tracer;

// Every answer that has a text has a JSON document too.
template <typename Report, typename... More>
void render(const Index& index, const Report& report, const More&... more) {
  std::ostringstream out;
  render_text(out, index, report, more...);
  render_json(out, index, report, JsonShape::compact);
}

void render_graph(const Index& index, const GraphReport& report) {
  std::ostringstream out;
  render_dot(out, index, report);
  render_mermaid(out, index, report);
  render_json(out, index, report, JsonShape::compact);
}

void ask_about_jobs(const Index& index, const Graph& graph) {
  const aether::Colour off = aether::Colour::off;
  const JobTally tally = tally_index(index);
  render(index, list_jobs(tally, index.layers, ListOrder::frequency, std::nullopt));
  render(index, find_jobs(tally, "a"));
  for (const std::string_view name : tally.names()) {
    const std::string job(name);
    render(index, search_jobs(index, {job, "x"}, false), off);
    render(index, search_jobs(index, {job, job}, true), off);
    render(index, trace_job(index, graph, job), off);
    render_graph(index, job_graph(index, graph, job));
  }
}

void ask_about_files(const Index& index, const Graph& graph) {
  render(index, select_files(index, {}), false);
  render(index, select_files(index, {}), true);
  for (std::uint32_t file = 0; file < index.files.size(); ++file) {
    render(index, ShowReport{file}, aether::Colour::off);
    render(index, find_impact(index, graph, {file}, false, 9));
    render(index, find_impact(index, graph, {file}, true, 9));
    render_graph(index, file_graph(index, graph, file));
  }
}

void ask(const Index& index) {
  const Graph graph(index);
  ask_about_jobs(index, graph);
  ask_about_files(index, graph);
  render(index, gather_stats(index, graph));
  render_graph(index, whole_graph(index, graph));
  std::ostringstream out;
  render_html(out, index, explore(index, graph, {}));
  CheckRequest request;
  request.selection = aether::parse_selection({"*"}, {}, {}, rules());
  render_json(out, index, check(index, graph, request), JsonShape::compact);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    const Index index = read_export({reinterpret_cast<const char*>(data), size}, "x");
    std::ostringstream out;
    write_export(out, index, aether::JsonLayout::compact);
    if (!(read_export(out.str(), "x") == index)) {
      std::abort();
    }
    const Index merged = merge({{"x", index}, {"y", index}});
    render(merged, compare(index, merged));
    ask(index);
  } catch (const aether::Error& error) {
    if (error.code() != aether::ExitCode::bad_input) {
      std::abort();
    }
  }
  return 0;
}
