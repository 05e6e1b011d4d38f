#include "validate_config/options.h"

namespace aether::validate_config {

std::string_view help_text() {
  return R"(Usage: validate_config [OPTION...] [FILE...|-]
       validate_config --explain SETTING
       validate_config --list-services
       validate_config --schema-only SCHEMA DOCUMENT...

Say what is wrong with a backend's configuration, where, and what would mend it.

What to look at (without a FILE: all configuration below the root):
  --file FILE          the same as an operand; a file of the backend, or -
  --stdin-name NAME    what standard input (-) is: its format and its schema
  --root DIR           the backend (else AETHER_BACKEND_ROOT, else the nearest
                       directory at or above this one that looks like one)
  --env FILE           variables above those of the environment
  --env-names FILE     names that will be set where the backend runs
  --environment NAME   of config/environments/ only this one
  --architecture FILE|-
                       jobs from `job_tracer export` in place of the sources
  --check-network      also resolve, connect to and ask every service
  --max-size BYTES     refuse larger files (default 16777216)

Settings:
  --explain SETTING    what a setting is worth, and every source that says
                       something of it (a glob: database.*)
  --list-services      the services that the backend works with, and where each
                       address comes from; with --json for health_check
  --import-settings    run the backend's own code too, and compare
  --python PROGRAM     the python3 that reads the sources, and runs them with
                       --import-settings (default python3)
  --timeout DURATION   for each run of it (default 20s); with --check-network
                       for each service (default 3s)

Schemas:
  --schema-only        hold DOCUMENTs against SCHEMA; no backend, nothing else
  --schema GLOB=FILE   a schema of yours for the files that match
  --schema-map URI-PREFIX=DIR
                       where references to that prefix lead; the network is
                       never read
  --draft DRAFT        7 or 2020-12 (default): of schemas that name none and
                       have nothing that tells
  --assert-formats     `format` is checked, also where the draft leaves that
                       open; always for the schemas that are built in

Which findings count:
  --select RULE        only these rules (a glob: schema/*); repeatable
  --ignore RULE[:GLOB]  not these, or not in these files; repeatable
  --severity RULE=LEVEL
                       error, warning or note; repeatable
  --strict             warnings fail too
  --baseline FILE      leave out the findings that FILE holds
  --write-baseline FILE|-
                       write all findings as a baseline
  --list-rules         the rules, a line each
  --rule NAME          what a rule is about

Output:
  --format FORMAT      text, json, sarif or github
  --json               the same as --format json
  --ndjson             one record a line: findings, at last the summary
  --pretty, --compact  JSON over many lines (default on a terminal), or one
  -o, --output FILE    write the answer to FILE, whole or not at all
  --color WHEN         auto, always or never
  -q, --quiet          only findings
  -v, --verbose        say what was passed over, and list what is alike
  --print-schema KIND  the JSON Schema of the answer (report), or one that is
                       built in: integrations_registry, environment, ...
  -h, --help           show this help
  -V, --version        show the version

Examples:
  validate_config
  job_tracer export | validate_config --architecture -
  validate_config --strict --format sarif -o config.sarif
  validate_config --schema-only schema.json *.yaml
  git show HEAD:config/models.toml |
    validate_config --stdin-name config/models.toml -

Exit status:
  0 well; 1 errors were found; 2 warnings, under --strict; 64 wrong usage;
  65 a schema that is none, a baseline that is none; 66 an input or a setting
  is missing; 69 output cannot be written, no python3 for --explain, or no
  libcurl for --check-network; 70 a fault in validate_config

See also: validate_config(1)
)";
}

} // namespace aether::validate_config
