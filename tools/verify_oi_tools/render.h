// The answers in each format; they decide nothing.
#pragma once

#include "cli/program.h"
#include "report/render_findings.h"
#include "verify_oi_tools/options.h"
#include "verify_oi_tools/report.h"

namespace aether::verify_oi_tools {

void render_text(const Report& report, const Options& options, cli::Streams& streams,
                 const SourceLine& source_line);
void render_json(const Report& report, const Options& options, cli::Streams& streams);
// JUnit's XML as CI systems read it: a test case a tool, and one for what is about no tool.
void render_junit(const Report& report, cli::Streams& streams);

// --list.
void render_list(const Report& report, const Options& options, cli::Streams& streams);

} // namespace aether::verify_oi_tools
