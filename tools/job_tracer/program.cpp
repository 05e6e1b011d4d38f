#include "job_tracer/program.h"

#include "embedded.h"
#include "job_tracer/commands.h"
#include "job_tracer/options.h"
#include "os/atomic_write.h"

namespace aether::job_tracer {

cli::Program program() {
  const std::vector<cli::OutputSchema> schemas = {{"baseline", k_baseline_document_schema},
                                                  {"check", k_check_schema},
                                                  {"diff", k_diff_schema},
                                                  {"export", k_export_document_schema},
                                                  {"files", k_files_schema},
                                                  {"find", k_find_schema},
                                                  {"graph", k_graph_schema},
                                                  {"impact", k_impact_schema},
                                                  {"list", k_list_schema},
                                                  {"search", k_search_schema},
                                                  {"show", k_show_schema},
                                                  {"stats", k_stats_schema},
                                                  {"trace", k_trace_schema}};
  return {syntax(), help_text(), schemas,
          [](const cli::Arguments& arguments, cli::Streams& streams) {
            return run_command(read_options(arguments), streams);
          },
          [](const std::string& file, std::string_view content) {
            write_file_atomically(file, content);
          }};
}

} // namespace aether::job_tracer
