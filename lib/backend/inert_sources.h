// What looks as if it were a source of a setting and is none: environment files that no code opens,
// lines of an .env file that nothing loads, tables without a reader, variables that nobody asks
// for.
#pragma once

#include "backend/settings.h"

namespace aether {

// Appends them to the chains of the settings that they seem to mean: `database.url` of a document,
// the variable DATABASE_URL. Where a file's name stands somewhere in the Python sources, but not
// in code that was followed, the source is unknown in place of inert.
void add_inert_sources(Settings& settings, const Environment& environment,
                       ConfigDocuments& documents);

} // namespace aether
