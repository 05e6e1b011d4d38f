// @.architecture
// Incoming: arguments, catalog, registry, OpenAPI, Python sources, HTTP --- {YAML, JSON, Python}
// Processing: run_main() --- {3 jobs: catalog_derivation, signature_comparison, tool_verification}
// Outgoing: terminal, pipes and files --- {text, JSON, SARIF, JUnit, YAML}
#include "cli/program.h"
#include "verify_oi_tools/program.h"

int main(int argc, char** argv) {
  return aether::cli::run_main(argc, argv, aether::verify_oi_tools::program());
}
