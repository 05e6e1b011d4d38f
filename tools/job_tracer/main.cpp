#include "cli/program.h"
#include "job_tracer/program.h"

int main(int argc, char** argv) {
  return aether::cli::run_main(argc, argv, aether::job_tracer::program());
}
