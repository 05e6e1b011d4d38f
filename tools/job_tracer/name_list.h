// Lists of names as other programs print them, one a line or separated by NUL bytes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "job_tracer/options.h"

namespace aether::job_tracer {

// What git makes of a name with quotes, control characters or bytes above 127 (core.quotepath):
// `"caf\303\251.py"`. Nothing for a text that is not so quoted as a whole.
[[nodiscard]] std::optional<std::string> unquoted(std::string_view line);

// The list of --files-from, `check -` and `impact -`. In one of lines a quoted name is read as git
// means it, unless a file is called so as it stands. Throws Error: as read_file_or_stdin does, and
// bad_input for a list of lines that NUL bytes separate.
[[nodiscard]] std::vector<std::string> read_list(std::string_view name, const Options& options);

} // namespace aether::job_tracer
