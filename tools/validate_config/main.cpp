// @.architecture
// Incoming: arguments, configuration, JSON Schemas, Python sources --- {YAML, TOML, JSON, .env}
// Processing: run_main() --- {3 jobs: config_validation, schema_validation, settings_explanation}
// Outgoing: terminal, pipes and files --- {text, JSON, SARIF, GitHub annotations}
#include "cli/program.h"
#include "validate_config/program.h"

int main(int argc, char** argv) {
  return aether::cli::run_main(argc, argv, aether::validate_config::program());
}
