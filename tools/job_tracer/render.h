// The output formats: each a function from an answer and its index to a stream.
#pragma once

#include <iosfwd>

#include "data/json_writer.h"
#include "job_tracer/report.h"
#include "report/render_findings.h"

namespace aether::job_tracer {

void render_text(std::ostream& out, const Index& index, const ListReport& report);
void render_text(std::ostream& out, const Index& index, const SearchReport& report, Colour colour);
void render_text(std::ostream& out, const Index& index, const TraceReport& report, Colour colour);
void render_text(std::ostream& out, const Index& index, const FindReport& report);
// A name a line, or its bytes as they are with a NUL after each.
void render_text(std::ostream& out, const Index& index, const FilesReport& report, bool print0);
void render_text(std::ostream& out, const Index& index, const ShowReport& report, Colour colour);
void render_text(std::ostream& out, const Index& index, const StatsReport& report);
void render_text(std::ostream& out, const Index& index, const ImpactReport& report);
void render_text(std::ostream& out, const Index& index, const DiffReport& report);

// One document, or, for answers that are a list of records, one record a line.
enum class JsonShape { compact, pretty, records };

void render_json(std::ostream& out, const Index& index, const ListReport& report, JsonShape shape);
void render_json(std::ostream& out, const Index& index, const SearchReport& report,
                 JsonShape shape);
void render_json(std::ostream& out, const Index& index, const TraceReport& report, JsonShape shape);
void render_json(std::ostream& out, const Index& index, const FindReport& report, JsonShape shape);
void render_json(std::ostream& out, const Index& index, const FilesReport& report, JsonShape shape);
void render_json(std::ostream& out, const Index& index, const ShowReport& report, JsonShape shape);
void render_json(std::ostream& out, const Index& index, const StatsReport& report, JsonShape shape);
void render_json(std::ostream& out, const Index& index, const GraphReport& report, JsonShape shape);
void render_json(std::ostream& out, const Index& index, const ImpactReport& report,
                 JsonShape shape);
void render_json(std::ostream& out, const Index& index, const DiffReport& report, JsonShape shape);
void render_json(std::ostream& out, const Index& index, const CheckReport& report, JsonShape shape);

// Graphviz (https://graphviz.org/doc/info/lang.html), layers as clusters.
void render_dot(std::ostream& out, const Index& index, const GraphReport& report);
// A Mermaid flowchart, layers as subgraphs.
void render_mermaid(std::ostream& out, const Index& index, const GraphReport& report);

// The explorer: one page that holds the index, its style and its program and fetches nothing.
void render_html(std::ostream& out, const Index& index, const ExplorerReport& report);
// The index and the findings as the page's program reads them (share/explorer/index.js).
void render_explorer_data(std::ostream& out, const Index& index, const ExplorerReport& report);

} // namespace aether::job_tracer
