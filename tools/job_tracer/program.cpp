#include "job_tracer/program.h"

#include "job_tracer/commands.h"
#include "job_tracer/options.h"

namespace aether::job_tracer {

cli::Program program() {
  return {syntax(), help_text(), [](const cli::Arguments& arguments, cli::Streams& streams) {
            return run_command(read_options(arguments), streams);
          }};
}

} // namespace aether::job_tracer
