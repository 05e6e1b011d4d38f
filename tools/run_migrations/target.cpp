#include "run_migrations/target.h"

#include <fmt/format.h>

#include "backend/backend.h"
#include "backend/database.h"
#include "core/error.h"
#include "core/text.h"

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

RunTarget default_database(const fs::path& root, std::string source) {
  return {parse_database_url("sqlite:data/aether.db", root), std::move(source)};
}

constexpr const char* k_go_on = "name the database with --database or DATABASE_URL";

// Takes some hundred milliseconds, for it starts an interpreter.
RunTarget of_settings(const Options& options, const fs::path& root,
                      const Environment& environment) {
  const BackendOptions limits;
  ConfigDocuments documents;
  for (const std::string& file : find_config_files(root)) {
    documents.emplace(file, read_config_document(root, file, limits.max_size));
  }
  ProbeOptions probe;
  probe.python = options.python;
  const Settings settings = read_settings(root, environment, documents, probe, limits.max_size);
  if (!settings.looked) {
    throw Error(ExitCode::unavailable,
                fmt::format("the backend's settings cannot be read: {}; {}, or an interpreter with "
                            "--python",
                            settings.why_not, k_go_on));
  }
  const auto configured = find_configured_database(settings);
  if (!configured) {
    return default_database(root, "the default: no setting names a database");
  }
  if (configured->url.empty()) {
    throw Error(ExitCode::bad_input,
                fmt::format("{}; {}", printable(configured->unknown), k_go_on));
  }
  return named(configured->url, root, configured->source);
}

} // namespace

RunTarget find_database(const Options& options, const fs::path& root) {
  if (options.rehearse_on) {
    return named(*options.rehearse_on, fs::current_path(), "--rehearse-on");
  }
  if (options.database) {
    return named(*options.database, fs::current_path(), "--database");
  }
  const Environment environment = read_environment(options.env_file);
  const auto variable = environment.find(k_variable);
  if (variable != environment.end() && !variable->second.value.empty()) {
    const EnvironmentVariable& one = variable->second;
    return named(one.value, root,
                 one.file.empty() ? fmt::format("{} of the environment", k_variable)
                                  : fmt::format("{} of {}:{}", k_variable, one.file, one.at.line));
  }
  return may_have_settings(root) ? of_settings(options, root, environment)
                                 : default_database(root, "the default");
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

fs::path shown_directory(const fs::path& directory, const fs::path& root) {
  std::error_code failed;
  const fs::path whole = fs::absolute(directory).lexically_normal();
  for (const fs::path& one : {whole, fs::weakly_canonical(whole, failed)}) {
    const fs::path below = one.lexically_relative(root);
    if (!below.empty() && *below.begin() != "..") {
      return below == "." ? fs::path() : below;
    }
  }
  return directory;
}

} // namespace aether::run_migrations
