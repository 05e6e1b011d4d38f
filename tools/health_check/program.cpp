#include "health_check/program.h"

#include "core/version.h"
#include "embedded.h"
#include "health_check/command.h"
#include "health_check/options.h"
#include "health_check/render.h"
#include "os/atomic_write.h"

namespace aether::health_check {

namespace {

// Nagios reads standard output alone and knows four statuses: an error is UNKNOWN there, that of a
// mistyped option, too.
std::optional<cli::Program::ToldError> tell_plugin_error(const std::vector<std::string>& words,
                                                         std::string_view message) {
  bool is_plugin = false;
  for (std::size_t i = 0; i < words.size() && words[i] != "--"; ++i) {
    if (words[i].starts_with("--format=")) {
      is_plugin = words[i].substr(9) == "nagios";
    } else if (words[i] == "--format" && i + 1 < words.size()) {
      is_plugin = words[++i] == "nagios";
    }
  }
  if (!is_plugin) {
    return std::nullopt;
  }
  return {{"HEALTH UNKNOWN - " + plugin_text(message) + "\n", nagios_status(State::unknown)}};
}

} // namespace

cli::Program program() {
  return {syntax(),
          help_text(),
          {{"report", k_report_document_schema},
           {"list", k_list_document_schema},
           {"state", k_state_document_schema}},
          [](const cli::Arguments& arguments, cli::Streams& streams) {
            return run_command(read_options(arguments), streams);
          },
          [](const std::string& file, std::string_view content) {
            write_file_atomically(file, content);
          },
          database_features(),
          tell_plugin_error};
}

} // namespace aether::health_check
