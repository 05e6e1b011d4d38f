// The JSON export of an index, schema aether/job_tracer/export/1 (share/schemas/output): written by
// `export`, read by --index, diff and merge. Reading gives back the index that was written.
#pragma once

#include <iosfwd>
#include <string_view>

#include "backend/blocks/index.h"
#include "data/json_writer.h"

namespace aether::blocks {

inline constexpr std::string_view k_export_schema = "aether/job_tracer/export/1";

// Needs resolved references.
void write_export(std::ostream& out, const Index& index, JsonLayout layout);

// Throws Error (bad_input) naming `name` where the text is no such document.
[[nodiscard]] Index read_export(std::string_view text, std::string_view name);

} // namespace aether::blocks
