// A report as text and as JSON; SARIF and GitHub annotations are the library's.
#pragma once

#include <filesystem>
#include <functional>
#include <iosfwd>

#include "cli/program.h"
#include "validate_config/options.h"
#include "validate_config/report.h"

namespace aether::validate_config {

// `path_of`: where a file is that findings name.
void render_text(const Report& report, const Options& options, cli::Streams& streams,
                 const std::function<std::filesystem::path(std::string_view)>& path_of);
void render_json(const Report& report, const Options& options, cli::Streams& streams);

void render_rules(const Options& options, cli::Streams& streams);

} // namespace aether::validate_config
