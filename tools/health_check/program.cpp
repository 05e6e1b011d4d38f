#include "health_check/program.h"

#include "core/version.h"
#include "embedded.h"
#include "health_check/command.h"
#include "health_check/options.h"
#include "os/atomic_write.h"

namespace aether::health_check {

cli::Program program() {
  return {syntax(),
          help_text(),
          {{"report", k_report_document_schema},
           {"list", k_list_document_schema},
           {"state", k_state_document_schema}},
          [](const cli::Arguments& arguments, cli::Streams& streams) {
            const auto run = [&] { return run_command(read_options(arguments), streams); };
            return arguments.value("format") == "nagios" ? as_plugin(streams, run) : run();
          },
          [](const std::string& file, std::string_view content) {
            write_file_atomically(file, content);
          },
          database_features()};
}

} // namespace aether::health_check
