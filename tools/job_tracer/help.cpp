#include "job_tracer/options.h"

namespace aether::job_tracer {

std::string_view help_text() {
  return R"(Usage: job_tracer [OPTION...] COMMAND [ARGUMENT...]

Index the @.architecture blocks of a source tree and trace jobs through it.

Commands:
  list                 every job type with the number of its files
  search JOB...        the files that have any of the jobs (--all: all of them)
  trace JOB            the pipeline of a job, layer by layer, with its edges
  find QUERY           fuzzy search for job types, best first
  export FILE|-        the whole index as JSON
  files                the files with a block; --layer, --with, --without
  show FILE            the blocks of a file, with what its references lead to
  stats                files, jobs, layers, coverage, most used jobs
  check [FILE...|-]    hold the tree (or these files, or what is below these
                       directories) against the standard
  graph [JOB|FILE]     the file graph as dot, mermaid, json or html
  impact FILE...|-     what lies downstream of the files
  diff OLD [NEW]       what changed between two exports, or export and tree
  merge EXPORT...      several exports as one

What is read:
  --root DIR           the tree (else AETHER_BACKEND_ROOT, else the nearest
                       directory at or above this one that looks like a
                       backend, else this one)
  --index FILE|-       an export to read in place of scanning; --root then
                       says where its files are now
  --files-from FILE|-  scan only the files of this list
  -0, --null           lists are separated by NUL bytes, not newlines
  --layers FILE        the layers (else .architecture/layers.yaml or built in)
  --exclude GLOB       leave out files or directories (repeatable)
  --include GLOB       bring back what is excluded (repeatable)
  --ext EXT            scan files of these extensions too, such as md,yaml
  --no-default-excludes  enter services/ and tests/ at the root, and hidden,
                       build and package directories anywhere
  --threads N          threads of the scan (default: the processors)

What is answered:
  --sort ORDER         list: by name (default) or frequency
  --layer LAYER        list, files: only this layer
  --all                search: files that have every job
  --with JOB           files: only those that have the job (repeatable)
  --without JOB        files: only those that lack the job (repeatable)
  --upstream           impact: what lies upstream instead
  --depth N            impact: at most N steps away

Checking:
  --fix                sort jobs, correct their number, make blocks canonical
  --strict             exit 2 when there are warnings
  --select RULE        only these rules (a glob, repeatable), also those that
                       are off by default
  --ignore RULE[:GLOB] not this rule (in these files)
  --severity RULE=LEVEL  error, warning or note
  --baseline FILE      report only findings that are not in this file
  --write-baseline FILE|-  accept all findings of now, exit 0
  --list-rules         the rules, a line each

Output:
  --format FORMAT      text or json; check: sarif, github too; graph: dot
                       (default), mermaid, json, html (the explorer: one
                       page to search and click through); export, merge:
                       json
  --json               the same as --format json
  --ndjson             one record a line: list search find files impact check
  --pretty, --compact  JSON over many lines (default on a terminal), or one
  -o, --output FILE    write the answer to FILE, whole or not at all
  --color WHEN         auto, always or never
  -q, --quiet          no warnings, no summary
  -v, --verbose        say what was passed over
  --print-schema KIND  the JSON Schema of an answer, such as list or export
  -h, --help           show this help
  -V, --version        show the version

Examples:
  job_tracer list --sort frequency
  job_tracer files --layer "API Endpoints" --without authentication
  job_tracer export - | job_tracer --index - trace streaming
  git diff --name-only | job_tracer impact -
  job_tracer graph --format html --output architecture.html

Exit status:
  0 well; 1 something was found (check: errors; diff: changes; a job or name
  that no file has); 2 warnings under check --strict; 64 wrong usage; 65 input
  that is not what it should be; 66 input missing; 69 output cannot be written;
  70 a fault in job_tracer

See also: job_tracer(1)
)";
}

} // namespace aether::job_tracer
