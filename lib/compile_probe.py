"""Compiles the modules of the probe to bytecode in a C++ source, see lib/backend/probe_bytecode.h.
Usage: compile_probe.py DIRECTORY OUT.cpp"""

# @.architecture
# Incoming: share/probes/backend_probe, lib/embed.cmake --- {Python source}
# Processing: compiled(), literal(), main() --- {1 job: tool_building}
# Outgoing: lib/backend/probe.cpp --- {C++ source with bytecode}

import marshal
import sys
from importlib.util import MAGIC_NUMBER
from pathlib import Path

LINE = 64  # bytes of a line of the literal


def compiled(directory):
    """Bytecode by module name, so that each is loaded when it is imported."""
    made = {}
    for path in sorted(directory.glob("*.py")):
        name = "backend_probe" if path.stem == "__init__" else f"backend_probe.{path.stem}"
        code = compile(path.read_text(encoding="utf-8"), f"backend_probe/{path.name}", "exec", dont_inherit=True)
        made[name] = marshal.dumps(code)
    return marshal.dumps(made)


def literal(data):
    lines = (data[at:at + LINE] for at in range(0, len(data), LINE))
    return "\n".join('"' + "".join(f"\\{byte:03o}" for byte in line) + '"' for line in lines) or '""'


def main():
    directory, out = Path(sys.argv[1]), Path(sys.argv[2])
    data = compiled(directory)
    out.write_text(f"""#include "backend/probe_bytecode.h"
namespace aether::backend {{
const std::string_view k_bytecode_magic({literal(MAGIC_NUMBER)}, {len(MAGIC_NUMBER)});
const std::string_view k_probe_bytecode(
{literal(data)}, {len(data)});
}} // namespace aether::backend
""")


if __name__ == "__main__":
    main()
