#include "verify_oi_tools/options.h"

namespace aether::verify_oi_tools {

std::string_view help_text() {
  return R"(Usage: verify_oi_tools [OPTION...]

Verify that the tools which the catalog promises to Open Interpreter are there,
can be reached, take what their signatures say, and are safe to hand to a model.
No tool is called unless --execute says so.

What to verify:
  -t, --tool NAME      only this tool, by name or path; * and ? stand for any
                       (repeatable)
  --list               the tools, and in which sources each is
  --generate           the catalog as the OpenAPI document gives it, as YAML

Where:
  --root DIR           the backend (else AETHER_BACKEND_ROOT, else the nearest
                       directory at or above this one that looks like one)
  --env FILE           variables, above those of the environment
  --catalog FILE       in place of config/backend_tools_registry.yaml
  --base-url URL       the running backend (else the catalog's backend_url)
  --openapi FILE       its OpenAPI document, in place of asking; - for stdin
  --callers GLOB       files that call tools (repeatable; else profiles, skills
                       and prompts); one that fits no file is told
  --probe COMMAND      tells what is attached to the running interpreter: for
                       one, share/probes/oi_probe.py by the backend's python3
  --python-source DIR  the backend's sources (else the root)
  --python PROGRAM     reads them (default python3)
  --offline            ask neither the backend nor services
  --timeout DURATION   of all that is asked (default 10s; 60s with --execute)
  --health FILE        a report of health_check: tools whose service is down are
                       blocked; - for stdin
  --lock FILE          what was approved: texts that changed since are told
  --update-lock FILE   approve what is there now

MCP servers (each repeatable but for the last two; no backend is needed):
  --mcp COMMAND        start this one, and end it again
  --mcp-url URL        ask this one (Streamable HTTP)
  --mcp-config FILE    the servers of an mcpServers file; - for stdin
  --database URL       those of the table mcp_servers; and its table mcp_tools
                       is held against what they list
  --mcp-protocol WHICH legacy (default), modern or auto

Calling tools:
  --execute            call those that are safe: that declare themselves
                       read-only, or that config/verify_tools.yaml allows
  --execute-all        call all but those it refuses; wants --yes
  -y, --yes            yes, all
  --args TOOL=JSON     with these arguments (repeatable; else with the file's,
                       else with what the schema gives)
  --examples           with those of the catalog's examples
  --config FILE        in place of config/verify_tools.yaml
  --call-timeout DURATION
                       of each call (default 5s)

Rules:
  --select RULE        only these rules (repeatable; a glob); security/* stands
                       for safety/*
  --ignore RULE        not these: RULE or RULE:GLOB of files (repeatable)
  --severity RULE=LEVEL
                       error, warning or note (repeatable)
  --baseline FILE      only what is not in FILE
  --write-baseline FILE|-
                       accept what is found now
  --list-rules         the rules, and what each is about

Output:
  --format FORMAT      text, json, sarif, junit or github
  --json               the same as --format json
  --ndjson             one record a line: tools, findings, at last the summary
  --pretty, --compact  JSON over many lines (default on a terminal), or one
  -o, --output FILE    write the answer to FILE, whole or not at all
  --color WHEN         auto, always or never
  -q, --quiet          only what is wrong
  -v, --verbose        every tool, with what held and what was left out, and why
  --print-schema KIND  the JSON Schema of a document: report, list, lock, probe
                       or baseline
  -h, --help           show this help
  -V, --version        show the version

Examples:
  verify_oi_tools
  verify_oi_tools --tool mcp_list_servers
  verify_oi_tools --openapi openapi.json --offline --json
  verify_oi_tools --generate > catalog.yaml
  health_check --json | verify_oi_tools --health -
  verify_oi_tools --mcp 'npx -y @modelcontextprotocol/server-everything'
  verify_oi_tools --mcp-config mcp.json --execute

Exit status:
  0 all verified; 1 a tool is missing, broken or unsafe; 2 degraded: warnings,
  or something could not be asked; 64 wrong usage; 65 input that cannot be read
  as what it should be; 66 input missing; 69 output cannot be written, or there
  is no document to generate from; 70 a fault in verify_oi_tools

See also: verify_oi_tools(1)
)";
}

} // namespace aether::verify_oi_tools
