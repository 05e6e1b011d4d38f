#include "health_check/options.h"

namespace aether::health_check {

std::string_view help_text() {
  return R"(Usage: health_check [OPTION...]
Say whether a backend is well, and why not. All checks run at once, within one
deadline; none changes what it looks at.

What to look at (without any: everything the configuration names):
  -c, --component NAME  only this one, or COMPONENT.CHECK (repeatable): backend,
                       checks, configuration, database, dependencies, mcp,
                       integrations, redis, reports, services, storage, system
  --quick              start no process and ask no network
  --deep               SQLite: integrity_check in place of quick_check
  --write-test         also write, and take it back: database and storage
  --list               the checks, their targets and who named these
Where:
  --root DIR           the backend (else AETHER_BACKEND_ROOT or the one around)
  --env FILE           variables, above those of the environment
  --config FILE        thresholds and checks in place of config/health.yaml's
  --database URL       in place of the settings': sqlite:PATH, postgresql://...
  --services FILE      those that validate_config lists as JSON; - for stdin
  --report FILE        a report of another tool as a check (repeatable)
  --python PROGRAM     the backend's interpreter (default python3)
  --system-root DIR    read /proc and /sys below DIR
How:
  --timeout DURATION   of all checks together (default 10s)
  --check-timeout DURATION  of each (default 3s)
  --retries N          try what fails again (default 0)
  --threshold NAME=WARN,CRIT  where these begin; - for never (repeatable)
  --fail-on STATE      degraded (default) or critical: then degraded exits 0
  --wait DURATION      until all is well, or the time is up
  --watch DURATION     again and again, a line a round, changes marked
  --state FILE         remember from run to run: since when
  --down-after N       rounds in a row before what was well is down (default 1)
  --up-after N         rounds in a row before what was down is well (default 1)
Output:
  --format FORMAT      text, json, health+json, nagios or prometheus
  --json, --ndjson     the same as --format json; one record a line
  --textfile FILE      also write Prometheus' format, for node_exporter
  --pretty, --compact  JSON over many lines (default on a terminal), or one
  -o, --output FILE    write the answer to FILE, whole or not at all
  --color WHEN         auto, always or never
  -q, --quiet          only what is not well
  -v, --verbose        every check, with its figures
  --print-schema KIND  the JSON Schema of an answer: report, list or state
  -h, --help           show this help
  -V, --version        show the version
Examples:
  health_check --component database --json
  health_check --format nagios
  health_check --wait 60s -c database
Exit status: 0 healthy; 1 critical; 2 degraded; 64 usage; 65 bad input; 66 no
  input; 69 something could not be looked at; 70 a fault of the program; with
  --format nagios as Nagios has it, 3 for unknown
See also: health_check(1)
)";
}

} // namespace aether::health_check
