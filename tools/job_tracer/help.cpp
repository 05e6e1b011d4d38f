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
  check [FILE...|-]    hold the tree, or these files, against the standard
  graph [JOB|FILE]     the file graph as dot, mermaid, json or html
  impact FILE...|-     what lies downstream of the files
  diff OLD [NEW]       what changed between two exports, or export and tree
  merge EXPORT...      several exports as one
What is read:
  --root DIR           the tree (else AETHER_BACKEND_ROOT or the one around)
  --index FILE|-       an export; --root then says where its files are now
  --files-from FILE|-  scan only the files of this list
  -0, --null           lists are separated by NUL bytes, not newlines
  --layers FILE        the layers (else .architecture/layers.yaml or built in)
  --exclude GLOB, --include GLOB  leave out; bring back (both repeatable)
  --ext EXT            scan files of these extensions too, such as md,yaml
  --no-default-excludes  enter services/, tests/, hidden and build directories
  --threads N          threads of the scan (default: the processors)
What is answered:
  --sort ORDER         list: by name (default) or frequency
  --layer LAYER        list, files: only this layer
  --all, --print0      search: files with every job; files: NUL after each name
  --with JOB, --without JOB  files: that have the job, lack it (repeatable)
  --upstream, --depth N  impact: what lies upstream; at most N steps away
Checking:
  --fix                sort jobs, correct their number, make blocks canonical
  --strict             exit 2 when there are warnings
  --select RULE        only these rules, also those off by default (repeatable)
  --ignore RULE[:GLOB] not this rule, or not in these files (repeatable)
  --severity RULE=LEVEL  error, warning or note (repeatable)
  --baseline FILE      report only findings that are not in this file
  --write-baseline FILE|-  accept all findings of now, exit 0
  --list-rules         the rules, a line each
Output:
  --format FORMAT      text, json, sarif, github; graph: dot, mermaid, html
  --json, --ndjson     the same as --format json; one record a line
  --pretty, --compact  JSON over many lines (default on a terminal), or one
  -o, --output FILE    write the answer to FILE, whole or not at all
  --color WHEN         auto, always or never
  -q, --quiet          no warnings, no summary
  -v, --verbose        say what was passed over
  --print-schema KIND  the JSON Schema of an answer, such as list or export
  -h, --help           show this help
  -V, --version        show the version
Examples:
  job_tracer files --layer "API Endpoints" --without authentication
  job_tracer export - | job_tracer --index - trace streaming
  git diff --name-only | job_tracer impact -
Exit status: 0 well; 1 something was found; 2 warnings, with --strict; 64 usage;
  65 bad input; 66 no input; 69 unavailable; 70 a fault of the program
See also: job_tracer(1)
)";
}

} // namespace aether::job_tracer
