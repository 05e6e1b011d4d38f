// The probe's modules compiled, see lib/compile_probe.py: half of the time that a small backend
// takes is Python's compiling them. Made by the python3 of the machine that builds; any other
// python3 compiles the texts.
#pragma once

#include <string_view>

namespace aether::backend {

// importlib.util.MAGIC_NUMBER of the bytecode; empty where there was no python3 to build with.
extern const std::string_view k_bytecode_magic;
// A marshalled dictionary of marshalled code objects by their modules' names.
extern const std::string_view k_probe_bytecode;

} // namespace aether::backend
