#include "verify_oi_tools/program.h"

#include "core/version.h"
#include "embedded.h"
#include "os/atomic_write.h"
#include "verify_oi_tools/command.h"
#include "verify_oi_tools/options.h"

namespace aether::verify_oi_tools {

cli::Program program() {
  return {syntax(),
          help_text(),
          {{"report", k_report_document_schema},
           {"list", k_list_document_schema},
           {"lock", k_lock_document_schema},
           {"probe", k_probe_document_schema},
           {"baseline", k_baseline_document_schema}},
          [](const cli::Arguments& arguments, cli::Streams& streams) {
            return run_command(read_options(arguments), streams);
          },
          [](const std::string& file, std::string_view content) {
            write_file_atomically(file, content);
          },
          database_features()};
}

} // namespace aether::verify_oi_tools
