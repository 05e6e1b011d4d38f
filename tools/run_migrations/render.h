// A report as text, as JSON and as a line of JSON for each migration.
#pragma once

#include <iosfwd>

#include "cli/program.h"
#include "run_migrations/options.h"
#include "run_migrations/report.h"

namespace aether::run_migrations {

inline constexpr const char* k_report_schema = "aether/run_migrations/report/1";

// One line for what was done to a migration.
void render_done(std::ostream& out, const DoneMigration& done, cli::Streams& streams);

// Everything but what render_done has printed already.
void render_text(std::ostream& out, const Report& report, const Options& options,
                 const cli::Streams& streams);
void render_json(std::ostream& out, const Report& report, const Options& options,
                 const cli::Streams& streams);
void render_record(std::ostream& out, const DoneMigration& done);

} // namespace aether::run_migrations
