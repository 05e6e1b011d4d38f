// @.architecture
// Incoming: terminal (arguments), configuration files, JSON Schemas --- {YAML, TOML, JSON, .env}
// Processing: run_main() --- {2 jobs: config_validation, schema_validation}
// Outgoing: terminal, pipes and files --- {text, JSON, SARIF, GitHub annotations}
#include "cli/program.h"
#include "validate_config/program.h"

int main(int argc, char** argv) {
  return aether::cli::run_main(argc, argv, aether::validate_config::program());
}
