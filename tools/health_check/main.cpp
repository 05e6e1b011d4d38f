// @.architecture
// Incoming: arguments, configuration, databases, services, /proc --- {YAML, SQL rows, HTTP, RESP}
// Processing: run_main() --- {3 jobs: health_checking, resource_monitoring, service_probing}
// Outgoing: terminal, pipes and files --- {text, JSON, health+json, Nagios, Prometheus}
#include "cli/program.h"
#include "health_check/program.h"

int main(int argc, char** argv) {
  return aether::cli::run_main(argc, argv, aether::health_check::program());
}
