#include "health_check/options.h"

namespace aether::health_check {

std::string_view help_text() {
  return R"(Usage: health_check [OPTION...]

Say whether a backend is well, and why not: database, services, system,
integrations. All checks run at once, within one deadline; none changes what it
looks at.

What to look at (without any: everything the configuration names):
  -c, --component NAME  only this component or check (repeatable):
                       configuration, dependencies, backend, database, redis,
                       services, system, storage, integrations, mcp, reports,
                       checks; or COMPONENT.CHECK
  --quick              start no process and ask no network
  --deep               SQLite: integrity_check in place of quick_check
  --write-test         also write, and take it back: database and storage
  --list               the checks, their targets and who named these

Where:
  --root DIR           the backend (else AETHER_BACKEND_ROOT, else the nearest
                       directory at or above this one that looks like one)
  --env FILE           variables, above those of the environment
  --config FILE        in place of config/health.yaml: thresholds, more checks,
                       what is critical
  --database URL       in place of the settings': sqlite:PATH, postgresql://...
  --services FILE      those that validate_config lists as JSON; - for stdin
  --report FILE        a report of another tool as a check (repeatable)
  --python PROGRAM     the backend's interpreter (default python3)
  --system-root DIR    read /proc and /sys below DIR

How:
  --timeout DURATION   of all checks together (default 10s)
  --check-timeout DURATION
                       of each (default 3s)
  --retries N          try what fails again (default 0)
  --threshold NAME=WARN,CRIT
                       where degraded and critical begin (repeatable); - for
                       never
  --fail-on STATE      degraded (default) or critical: then degraded exits 0
  --wait DURATION      until all is well, or the time is up
  --watch DURATION     again and again, a line a round, changes marked
  --state FILE         remember from run to run: since when
  --down-after N       rounds in a row before what was well is down (default 1)
  --up-after N         rounds in a row before what was down is well (default 1)

Output:
  --format FORMAT      text, json, health+json, nagios or prometheus
  --json               the same as --format json
  --ndjson             one check a line, then the summary
  --textfile FILE      also write Prometheus' format, for node_exporter
  --pretty, --compact  JSON over many lines (default on a terminal), or one
  -o, --output FILE    write the answer to FILE, whole or not at all
  --color WHEN         auto, always or never
  -q, --quiet          only what is not well
  -v, --verbose        every check, with its figures
  --print-schema KIND  the JSON Schema of a document: report, list or
                       state
  -h, --help           show this help
  -V, --version        show the version

Examples:
  health_check
  health_check --component database --json
  health_check --quick
  health_check --format nagios
  health_check --wait 60s -c database

Exit status:
  0 healthy; 1 critical; 2 degraded; 64 wrong usage; 65 input that cannot be
  read as what it should be; 66 input missing; 69 something could not be looked
  at; 70 a fault in health_check. With --format nagios: 0 OK, 1 WARNING,
  2 CRITICAL, 3 UNKNOWN

See also: health_check(1)
)";
}

} // namespace aether::health_check
