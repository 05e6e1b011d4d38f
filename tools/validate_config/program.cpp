#include "validate_config/program.h"

#include "embedded.h"
#include "os/atomic_write.h"
#include "validate_config/command.h"
#include "validate_config/options.h"
#include "validate_config/schemas.h"

namespace aether::validate_config {

cli::Program program() {
  std::vector<cli::OutputSchema> schemas = {{"report", k_report_document_schema},
                                            {"services", k_services_document_schema},
                                            {"settings", k_settings_document_schema},
                                            {"baseline", k_baseline_document_schema}};
  for (const BuiltInSchema& one : built_in_schemas()) {
    schemas.push_back({one.name, one.text});
  }
  return {syntax(), help_text(), std::move(schemas),
          [](const cli::Arguments& arguments, cli::Streams& streams) {
            return run_command(read_options(arguments), streams);
          },
          [](const std::string& file, std::string_view content) {
            write_file_atomically(file, content);
          }};
}

} // namespace aether::validate_config
