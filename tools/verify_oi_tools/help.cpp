#include "verify_oi_tools/options.h"

namespace aether::verify_oi_tools {

std::string_view help_text() {
  return R"(Usage: verify_oi_tools [OPTION...]
Verify that the tools which the catalog promises to Open Interpreter are there,
can be reached, match their signatures and are safe. None is called unasked.

What to verify:
  -t, --tool NAME      only this tool, by name or path (* and ?; repeatable)
  --list, --generate   the tools and their sources; the catalog anew, as YAML
Where:
  --root DIR           the backend (else AETHER_BACKEND_ROOT or the one around)
  --env FILE           variables, above those of the environment
  --catalog FILE       in place of config/backend_tools_registry.yaml
  --base-url URL       the running backend (else the catalog's backend_url)
  --openapi FILE       its OpenAPI document, in place of asking; - for stdin
  --callers GLOB       files that call tools (else profiles, skills, prompts)
  --probe COMMAND      tells what is attached to the running interpreter
  --python-source DIR  the backend's sources (else the root)
  --python PROGRAM     reads them (default python3)
  --offline            ask neither the backend nor services
  --timeout DURATION   of all that is asked (default 10s; 60s with --execute)
  --health FILE        a report of health_check, which blocks tools; - for stdin
  --lock FILE, --update-lock FILE  tell what changed; approve what is there
MCP servers (no backend is needed):
  --mcp COMMAND        start this one, and end it again (repeatable)
  --mcp-url URL        ask this one by Streamable HTTP (repeatable)
  --mcp-config FILE    the servers of an mcpServers file; - for stdin
  --database URL       those of the table mcp_servers, against its mcp_tools
  --mcp-protocol WHICH legacy (default), modern or auto
Calling tools:
  --execute            call those that say they are read-only, or are allowed
  --execute-all        call all but those it refuses; wants --yes
  -y, --yes            yes, all
  --args TOOL=JSON     with these arguments (else the file's or the schema's)
  --examples           with those of the catalog's examples
  --config FILE        in place of config/verify_tools.yaml
  --call-timeout DURATION  of each call (default 5s)
Rules (repeatable; a RULE may be a pattern, such as security/*):
  --select RULE        only these rules
  --ignore RULE        not these: RULE, or RULE:GLOB of files
  --severity RULE=LEVEL  error, warning or note
  --baseline FILE      only what is not in FILE
  --write-baseline FILE|-  accept what is found now
  --list-rules, --rule NAME  the rules, a line each; what one is about
Output:
  --format FORMAT      text, json, sarif, junit or github
  --json, --ndjson     the same as --format json; one record a line
  --pretty, --compact  JSON over many lines (default on a terminal), or one
  -o, --output FILE    write the answer to FILE, whole or not at all
  --color WHEN         auto, always or never
  -q, --quiet          only what is wrong
  -v, --verbose        every tool, with what held and what was left out
  --print-schema KIND  of report, list, lock, probe or baseline
  -h, --help           show this help
  -V, --version        show the version
Examples:
  verify_oi_tools --openapi openapi.json --offline
  verify_oi_tools --mcp-config mcp.json --execute
  health_check --json | verify_oi_tools --health -
Exit status: 0 verified; 1 a tool is missing, broken or unsafe; 2 degraded;
  64 usage; 65 bad input; 66 no input; 69 unavailable; 70 a fault in the program
See also: verify_oi_tools(1)
)";
}

} // namespace aether::verify_oi_tools
