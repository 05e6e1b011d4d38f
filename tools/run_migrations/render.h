// A report as text, as JSON, and a record for each migration as it is done.
#pragma once

#include <iosfwd>

#include "cli/program.h"
#include "data/json_report.h"
#include "report/render_findings.h"
#include "run_migrations/options.h"
#include "run_migrations/report.h"

namespace aether::run_migrations {

// One line for what was done to a migration.
void render_done(std::ostream& out, const DoneMigration& done, cli::Streams& streams);

// Everything but what render_done has printed already.
void render_text(std::ostream& out, const Report& report, const Options& options,
                 const SourceLine& source_line, Colour colour);
// The document; as records, what render_record has not written yet.
void render_json(std::ostream& out, const Report& report, const Options& options, JsonShape shape);
void render_record(std::ostream& out, const DoneMigration& done);

} // namespace aether::run_migrations
