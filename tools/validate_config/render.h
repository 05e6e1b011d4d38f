// What each mode found, as text and as JSON; SARIF and GitHub annotations of a report are the
// library's.
#pragma once

#include "cli/program.h"
#include "report/render_findings.h"
#include "validate_config/explain.h"
#include "validate_config/list_services.h"
#include "validate_config/options.h"
#include "validate_config/report.h"

namespace aether::validate_config {

void render_text(const Report& report, const Options& options, cli::Streams& streams,
                 const SourceLine& source_line);
void render_json(const Report& report, const Options& options, cli::Streams& streams);

void render_explanation(const Explanation& explanation, const Options& options,
                        cli::Streams& streams);
void render_services(const ListedServices& listed, const Options& options, cli::Streams& streams);

void render_rules(const Options& options, cli::Streams& streams);

} // namespace aether::validate_config
