#include "run_migrations/target.h"

#include <cstdlib>

#include <fmt/format.h>

#include "core/error.h"
#include "core/text.h"
#include "data/dotenv.h"
#include "os/file.h"

namespace aether::run_migrations {

namespace {

namespace fs = std::filesystem;

constexpr const char* k_variable = "DATABASE_URL";

RunTarget named(const std::string& url, const fs::path& base, std::string source) {
  try {
    return {parse_database_url(url, base), std::move(source)};
  } catch (const Error& error) {
    throw Error(error.code(), source + ": " + error.what());
  }
}

} // namespace

RunTarget find_database(const Options& options, const fs::path& root) {
  if (options.database) {
    return named(*options.database, fs::current_path(), "--database");
  }
  if (options.env_file) {
    for (const EnvironmentLine& line :
         parse_dotenv(read_file_or_stdin(*options.env_file), input_name(*options.env_file))) {
      if (line.key == k_variable) {
        return named(
            line.value, root,
            fmt::format("{} of {}:{}", k_variable, input_name(*options.env_file), line.line));
      }
    }
  }
  const char* variable = std::getenv(k_variable);
  if (variable != nullptr && *variable != '\0') {
    return named(variable, root, fmt::format("{} of the environment", k_variable));
  }
  return {parse_database_url("sqlite:data/aether.db", root), "the default"};
}

fs::path find_directory(const Options& options, const fs::path& root) {
  std::error_code failed;
  if (options.directory) {
    if (!fs::is_directory(*options.directory, failed)) {
      throw Error(ExitCode::no_input,
                  fmt::format("--dir: there is no directory {}", printable(*options.directory)));
    }
    return *options.directory;
  }
  for (const char* place : {"database/migrations", "data/database/migrations"}) {
    if (fs::is_directory(root / place, failed)) {
      return root / place;
    }
  }
  throw Error(ExitCode::no_input,
              fmt::format("there is no database/migrations nor data/database/migrations below {}; "
                          "name the directory with --dir, or the backend with --root",
                          printable(root.string())));
}

} // namespace aether::run_migrations
