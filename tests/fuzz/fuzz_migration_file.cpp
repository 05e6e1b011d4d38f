// Whatever the bytes: read_migration returns or throws Error, its scripts are parts of the text,
// and checking them for either engine gives positions within the file.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "core/error.h"
#include "db/migrations/migration_file.h"
#include "run_migrations/script.h"

namespace {

using aether::migrations::Script;

void require(bool truth) {
  if (!truth) {
    std::abort();
  }
}

void check(const Script& script, const std::string& text) {
  require(text.find(script.text) != std::string::npos);
  const auto lines = static_cast<std::uint32_t>(std::count(text.begin(), text.end(), '\n')) + 1;
  for (const auto engine : {aether::DatabaseEngine::sqlite, aether::DatabaseEngine::postgres}) {
    for (const aether::Finding& problem :
         aether::run_migrations::check_script(script, engine).problems) {
      require(problem.begin.line >= 1 && problem.begin.line <= lines && problem.begin.column >= 1);
    }
  }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text = aether::migrations::normalise(std::string(data, data + size));
  try {
    const auto content = aether::migrations::read_migration(text, "fuzz.sql");
    check(content.up, text);
    if (content.down) {
      check(*content.down, text);
    }
  } catch (const aether::Error&) {
    return 0;
  }
  return 0;
}
