#include "run_migrations/program.h"

#include "core/version.h"
#include "embedded.h"
#include "os/atomic_write.h"
#include "run_migrations/command.h"
#include "run_migrations/options.h"

namespace aether::run_migrations {

cli::Program program() {
  return {syntax(),
          help_text(),
          {{"report", k_report_document_schema}},
          [](const cli::Arguments& arguments, cli::Streams& streams) {
            return run_command(read_options(arguments), streams);
          },
          [](const std::string& file, std::string_view content) {
            write_file_atomically(file, content);
          },
          database_features()};
}

} // namespace aether::run_migrations
