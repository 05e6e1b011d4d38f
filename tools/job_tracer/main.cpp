// @.architecture
// Incoming: terminal (arguments), source trees, exports (JSON) --- {blocks, lists of files, JSON}
// Processing: run_main() --- {3 jobs: architecture_checking, architecture_indexing, job_tracing}
// Outgoing: terminal, pipes and files --- {text, JSON, SARIF, graphs}
#include "cli/program.h"
#include "job_tracer/program.h"

int main(int argc, char** argv) {
  return aether::cli::run_main(argc, argv, aether::job_tracer::program());
}
