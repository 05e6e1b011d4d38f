// The exit status that all tools share, so that a cron job can tell "found something" (1, 2) from
// "could not look" (64 and above). The numbers from 64 on are those of BSD's sysexits.h.
#pragma once

namespace aether {

enum class ExitCode : int {
  ok = 0,
  problem = 1,    // a problem was found
  degraded = 2,   // degraded, or warnings where a flag makes them count
  usage = 64,     // wrong command line
  bad_input = 65, // input that cannot be read as what it should be
  no_input = 66,  // an input file is missing or cannot be opened
  unavailable =
      69,     // a needed service, program or device is unavailable; also: output cannot be written
  fault = 70, // a fault in the tool itself
  try_again = 75, // a lock is held
};

} // namespace aether
