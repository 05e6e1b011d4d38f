// The one main wrapper: parses the command line, answers --help and --version, runs the tool,
// turns errors into messages and exit codes, and makes sure that what was printed arrived.
#pragma once

#include <functional>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command_line.h"
#include "core/exit_code.h"

namespace aether::cli {

// What a tool's run sees of the world beside its arguments.
struct Streams {
  std::ostream& out; // standard output, or what --output will write whole
  std::ostream& err;
  bool colour = false;   // colour what goes to `out`
  bool terminal = false; // `out` is a terminal
};

// The JSON Schema of one of the tool's documents, for --print-schema.
struct OutputSchema {
  std::string_view kind;
  std::string_view text;
};

struct Program {
  Syntax syntax;
  std::string_view help;
  std::vector<OutputSchema> schemas;
  std::function<ExitCode(const Arguments&, Streams&)> run;
  // Writes the answer for --output, whole or not at all; throws Error where it cannot.
  std::function<void(const std::string& file, std::string_view content)> write_file;
  // What it was built with that it might have been built without, for --version.
  std::string_view features = "none";
  // Tells an error to those who read standard output alone, where such a one has called: what goes
  // there, and the exit status. Nothing: it is a message on standard error, as ever.
  struct ToldError {
    std::string text;
    int status = 0;
  };
  std::function<std::optional<ToldError>(const std::vector<std::string>& words,
                                         std::string_view message)>
      tell_error = {};
};

// Standard output that cannot be written (a full device, a closed descriptor) is an Error
// (unavailable); a reader that went away ends the process by SIGPIPE, as it should.
int run_main(int argc, char** argv, const Program& program);

// `tool: warning: message` on `err`.
void warn(std::ostream& err, std::string_view tool, std::string_view message);

} // namespace aether::cli
