#include "validate_config/options.h"

namespace aether::validate_config {

std::string_view help_text() {
  return R"(Usage: validate_config [OPTION...] [FILE...|-]
Say what is wrong with a backend's configuration, where, and what would mend it.

What to look at (without a FILE: all configuration below the root):
  --file FILE          the same as an operand; a file of the backend, or -
  --stdin-name NAME    what standard input (-) is: its format and its schema
  --root DIR           the backend (else AETHER_BACKEND_ROOT or the one around)
  --env FILE           variables above those of the environment
  --env-names FILE     names that will be set where the backend runs
  --environment NAME   of config/environments/ only this one
  --architecture FILE|-  jobs from `job_tracer export`, not from the sources
  --check-network      also resolve, connect to and ask every service
  --max-size BYTES     refuse larger files (default 16777216)
Settings:
  --explain SETTING    what it is worth, and who says so (a glob: database.*)
  --list-services      the services of the backend, and where they are named
  --import-settings    run the backend's own code too, and compare
  --python PROGRAM     the python3 that reads the sources (default python3)
  --timeout DURATION   of a run of it (default 20s); of a service (default 3s)
Schemas:
  --schema-only        SCHEMA DOCUMENT...: only hold these against SCHEMA
  --schema GLOB=FILE   a schema of yours for the files that match
  --schema-map URI-PREFIX=DIR  where references to that prefix lead
  --draft DRAFT        7 or 2020-12 (default): of schemas that do not tell
  --assert-formats     `format` is checked, also where the draft leaves it open
Which findings count (repeatable; a RULE may be a pattern, such as security/*):
  --select RULE        only these rules
  --ignore RULE[:GLOB]  not these, or not in these files
  --severity RULE=LEVEL  error, warning or note
  --strict             warnings fail too
  --baseline FILE      leave out the findings that FILE holds
  --write-baseline FILE|-  write all findings as a baseline
  --list-rules         the rules, a line each
  --rule NAME          what a rule is about
Output:
  --format FORMAT      text, json, sarif or github
  --json, --ndjson     the same as --format json; one record a line
  --pretty, --compact  JSON over many lines (default on a terminal), or one
  -o, --output FILE    write the answer to FILE, whole or not at all
  --color WHEN         auto, always or never
  -q, --quiet          only findings
  -v, --verbose        say what was passed over, and list what is alike
  --print-schema KIND  of the answer (report), or one that is built in
  -h, --help           show this help
  -V, --version        show the version
Examples:
  job_tracer export - | validate_config --architecture -
  validate_config --strict --format sarif -o config.sarif
  validate_config --explain 'llm.*'
Exit status: 0 well; 1 errors were found; 2 warnings, with --strict; 64 usage;
  65 bad input; 66 no input; 69 unavailable; 70 a fault of the program
See also: validate_config(1)
)";
}

} // namespace aether::validate_config
