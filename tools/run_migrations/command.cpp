#include "run_migrations/command.h"

#include <unistd.h>

#include <algorithm>
#include <exception>
#include <future>
#include <ostream>
#include <thread>

#include <fmt/format.h>

#include "backend/root.h"
#include "cli/terminal.h"
#include "core/error.h"
#include "core/text.h"
#include "core/version.h"
#include "db/database_error.h"
#include "db/migrations/version.h"
#include "os/atomic_write.h"
#include "os/repository.h"
#include "os/source_lines.h"
#include "report/render_findings.h"
#include "report/render_rules.h"
#include "run_migrations/engine.h"
#include "run_migrations/lint.h"
#include "run_migrations/new_migration.h"
#include "run_migrations/progress_bar.h"
#include "run_migrations/render.h"
#include "run_migrations/target.h"

namespace aether::run_migrations {

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr const char* k_tool = "run_migrations";
constexpr std::chrono::milliseconds k_rehearsal_lock_timeout(2000);

bool only_looks(Mode mode) {
  return mode == Mode::status || mode == Mode::verify || mode == Mode::dry_run ||
         mode == Mode::dump_schema || mode == Mode::lint;
}

// A database that is not there yet: an empty history.
class NoDatabase : public Engine {
public:
  explicit NoDatabase(std::string table) : table_(std::move(table)) {}

  [[nodiscard]] std::string table() const override { return table_; }
  History read_history() override { return {}; }
  bool may_have_changed() override { return false; }
  void prepare_history(const History& /*history*/) override {}
  bool has_objects() override { return false; }
  void lock(bool /*whole_run*/) override {}
  void begin(const Script& /*script*/) override {}
  void begin_without_transaction(const Script& /*script*/) override {}
  void run(const SqlStatement& /*statement*/) override {}
  void check_before_commit(const Script& /*script*/) override {}
  void check_deferred() override {}
  void put_row(const HistoryRow& /*row*/) override {}
  void remove_row(const HistoryRow& /*row*/) override {}
  void set_checksum(const HistoryRow& /*row*/, const std::string& /*checksum*/) override {}
  void commit() override {}
  void roll_back() noexcept override {}
  void restore(const CheckedScript& /*script*/) override {}
  void begin_statement(const ProgressRow& /*row*/) override {}
  void settle_statement(const ProgressRow& /*row*/) override {}
  void clear_progress(const std::string& /*version*/) override {}
  std::vector<std::string> invalid_indexes() override { return {}; }
  std::string dump_schema() override { return {}; }
  Catalogue read_catalogue() override { return {}; }

private:
  std::string table_;
};

std::unique_ptr<Engine> open(const DatabaseUrl& url, const EngineOptions& options) {
  return url.engine == DatabaseEngine::sqlite ? open_sqlite(url, options)
                                              : open_postgres(url, options);
}

class Command {
public:
  Command(const Options& options, cli::Streams& streams) : options_(options), streams_(streams) {}

  ExitCode run() {
    const fs::path root = find_root(options_.root).path;
    const fs::path directory = find_directory(options_, root);
    if (options_.mode == Mode::create) {
      streams_.out << printable(make_migration(directory, options_.value).string()) << '\n';
      return ExitCode::ok;
    }
    directory_ = directory;
    LoadOptions load = options_.load;
    load.shown = shown_directory(directory, root);
    std::future<LoadedMigrations> loading =
        std::async(std::launch::async, load_migrations, directory, std::move(load));
    const RunTarget target = find_database(options_, root);
    if (target.url.engine == DatabaseEngine::sqlite &&
        (options_.lock_timeout || options_.statement_timeout)) {
      throw Error(ExitCode::usage, "--lock-timeout and --statement-timeout are settings of "
                                   "PostgreSQL; SQLite has --lock-wait");
    }
    fill_target(target, directory);
    OpenedEarly early = open_early(target.url);
    const LoadedMigrations loaded = loading.get(); // what is wrong with the files comes first
    if (options_.verbose) {
      for (const std::string& file : loaded.skipped) {
        cli::warn(streams_.err, k_tool, file + ": no version, left out");
      }
    }
    say_target();
    if (options_.mode == Mode::baseline) {
      require_version(loaded, options_.value); // before a database is made
    }
    try {
      const std::unique_ptr<Engine> engine = open_for(target.url, std::move(early));
      return run_on(target, loaded, *engine);
    } catch (const DatabaseError& error) {
      throw Error(error.details().busy ? ExitCode::try_again : ExitCode::unavailable,
                  fmt::format("{}: {}", target.url.shown, error.what()));
    }
  }

private:
  static void require_version(const LoadedMigrations& loaded, const std::string& version) {
    if (std::none_of(loaded.migrations.begin(), loaded.migrations.end(),
                     [&](const Migration& one) { return same_version(one.version, version); })) {
      throw Error(ExitCode::usage, fmt::format("there is no version {}", printable(version)));
    }
  }

  struct OpenedEarly {
    std::unique_ptr<Engine> engine;
    std::exception_ptr failure;
  };

  // While the files are being read; unless that would make the database, or take long.
  OpenedEarly open_early(const DatabaseUrl& url) {
    if (!database_exists(url) || options_.wait.count() > 0) {
      return {};
    }
    try {
      return {open(url, engine_options()), nullptr};
    } catch (...) {
      return {nullptr, std::current_exception()};
    }
  }

  void fill_target(const RunTarget& target, const fs::path& directory) {
    report_.command = to_string(options_.mode);
    report_.target.database = printable(target.url.shown);
    report_.target.engine = to_string(target.url.engine);
    report_.target.source = printable(target.source);
    report_.target.directory = printable(directory.string());
    report_.target.table = options_.table;
  }

  void say_target() {
    if (!options_.quiet) {
      streams_.err << fmt::format("{}: {} ({})\n", k_tool, report_.target.database,
                                  report_.target.source);
    }
  }

  [[nodiscard]] EngineOptions engine_options() const {
    EngineOptions engine;
    engine.table = options_.table;
    const bool copies = options_.mode == Mode::rehearse;
    engine.access = only_looks(options_.mode) || copies ? Access::look : Access::change;
    engine.rehearse = copies;
    engine.lock_wait = options_.lock_wait;
    engine.lock_timeout = options_.lock_timeout;
    engine.statement_timeout = options_.statement_timeout;
    return engine;
  }

  // Tries again until --wait is over.
  std::unique_ptr<Engine> open_in_time(const DatabaseUrl& url) {
    const Clock::time_point deadline = Clock::now() + options_.wait;
    EngineOptions engine = engine_options();
    if (options_.wait.count() > 0) {
      engine.connect_timeout = std::min(engine.connect_timeout, options_.wait);
    }
    while (true) {
      try {
        return open(url, engine);
      } catch (const DatabaseError&) {
        constexpr std::chrono::milliseconds k_pause(100);
        if (Clock::now() + k_pause >= deadline) {
          throw;
        }
        std::this_thread::sleep_for(k_pause);
      }
    }
  }

  std::unique_ptr<Engine> open_for(const DatabaseUrl& url, OpenedEarly early) {
    try {
      if (early.failure) {
        std::rethrow_exception(early.failure);
      }
      if (early.engine) {
        return std::move(early.engine);
      }
      const bool looks = engine_options().access == Access::look;
      return looks && !database_exists(url) && options_.mode != Mode::rehearse
                 ? std::make_unique<NoDatabase>(options_.table)
                 : open_in_time(url);
    } catch (const DatabaseError& error) {
      if (options_.mode != Mode::lint || url.engine != DatabaseEngine::postgres) {
        throw;
      }
      return go_without(url, error);
    }
  }

  // Much of what --lint finds stands in the files alone, and there may be no server at hand where
  // a change is checked.
  std::unique_ptr<Engine> go_without(const DatabaseUrl& url, const DatabaseError& error) {
    cli::warn(streams_.err, k_tool,
              fmt::format("{}: {}; the database was not asked, and all files are taken as pending",
                          url.shown, error.what()));
    return std::make_unique<NoDatabase>(options_.table);
  }

  ExitCode run_on(const RunTarget& target, const LoadedMigrations& loaded, Engine& engine) {
    report_.database_exists = database_exists(target.url);
    report_.target.table = engine.table();
    if (options_.mode == Mode::dump_schema) {
      return dump(engine);
    }
    Runner runner(engine, target.url.engine, loaded.migrations, options_.run, report_,
                  [this](const DoneMigration& done) { tell(done); });
    act(runner, engine, target.url.engine, loaded);
    if (!report_.done.empty() && options_.mode != Mode::rehearse) {
      runner.refresh();
    }
    report_.database_exists = database_exists(target.url);
    answer();
    return exit_code();
  }

  // What is applied belongs to the schema; when and how fast it was does not.
  static std::string dump_rows(Engine& engine) {
    std::string rows;
    const auto quoted_text = [](const std::string& text) {
      std::string quoted = "'";
      for (const char c : text) {
        quoted += c;
        quoted += c == '\'' ? "'" : "";
      }
      return quoted + "'";
    };
    for (const HistoryRow& row : engine.read_history().rows) {
      if (row.success) {
        rows +=
            fmt::format("INSERT INTO {} (version, name, checksum, applied_by) VALUES ({}, {}, {}, "
                        "{});\n",
                        engine.table(), quoted_text(row.version), quoted_text(row.name),
                        quoted_text(row.checksum), quoted_text(row.applied_by));
      }
    }
    return rows;
  }

  ExitCode dump(Engine& engine) {
    const std::string schema = engine.dump_schema() + dump_rows(engine);
    if (options_.value == "-") {
      streams_.out << schema;
    } else {
      write_file_atomically(options_.value, schema);
    }
    return ExitCode::ok;
  }

  void act(Runner& runner, Engine& engine, DatabaseEngine kind, const LoadedMigrations& loaded) {
    switch (options_.mode) {
    case Mode::apply:
      runner.apply();
      break;
    case Mode::roll_back:
      runner.roll_back(options_.range);
      break;
    case Mode::redo:
      runner.redo();
      break;
    case Mode::rehearse:
      runner.rehearse(options_.lock_timeout ? std::nullopt
                                            : std::optional(k_rehearsal_lock_timeout));
      break;
    case Mode::baseline:
      runner.baseline(options_.value);
      break;
    case Mode::repair:
      runner.repair();
      break;
    case Mode::dry_run:
      runner.look();
      plan_scripts(kind, loaded);
      break;
    case Mode::lint:
      runner.look();
      lint_scripts(engine, kind, loaded);
      break;
    case Mode::status:
    case Mode::verify:
      runner.look();
      break;
    case Mode::create:
    case Mode::list_rules:
    case Mode::dump_schema:
      break;
    }
  }

  template <typename Take> void each_pending(const LoadedMigrations& loaded, const Take& take) {
    for (const std::size_t i : report_.pending) {
      take(loaded.migrations[*report_.entries[i].migration]);
    }
  }

  void plan_scripts(DatabaseEngine engine, const LoadedMigrations& loaded) {
    each_pending(loaded, [&](const Migration& migration) {
      CheckedScript checked = check_script(migration.up, engine);
      std::move(checked.problems.begin(), checked.problems.end(),
                std::back_inserter(report_.problems));
      report_.planned.push_back({migration.version, migration.name, migration.file,
                                 migration.up.text, checked.transaction});
    });
  }

  void lint_scripts(Engine& engine, DatabaseEngine kind, const LoadedMigrations& loaded) {
    LintRequest request{loaded.migrations, std::vector<bool>(loaded.migrations.size()), kind,
                        engine.read_catalogue()};
    for (const std::size_t i : report_.pending) {
      request.pending[*report_.entries[i].migration] = true;
    }
    report_.problems = lint(request);
    Selection selection = options_.lint;
    if (!selection.select.empty()) { // what cannot be run at all is told whatever is selected
      selection.select.emplace_back("statement");
    }
    apply_selection(selection, all_rules(), report_.problems);
    sort_findings(report_.problems);
  }

  // Lines are for few migrations, and for files and pipes; on a terminal many make a bar.
  [[nodiscard]] bool shows_bar() const {
    constexpr std::size_t k_many = 20;
    return report_.to_do > k_many && !options_.quiet && options_.format == Format::text &&
           streams_.terminal && cli::is_terminal(STDERR_FILENO);
  }

  void tell(const DoneMigration& done) {
    if (shows_bar()) {
      bar_.show(report_.done.size(), report_.to_do, done.version + " " + done.name);
    } else if (options_.format == Format::ndjson) {
      render_record(streams_.out, done);
    } else if (options_.format == Format::text && !options_.quiet && done.deed != Deed::failed) {
      render_done(streams_.out, done, streams_);
    }
  }

  void answer() {
    bar_.clear();
    assign_fingerprints(report_.problems);
    if (!options_.quiet) {
      for (const std::string& note : report_.notes) {
        cli::warn(streams_.err, k_tool, note);
      }
    }
    if (options_.format == Format::text) {
      answer_text();
      return;
    }
    for (Finding& problem : report_.problems) { // what is of a whole file is of its first line
      problem.begin.line = problem.file.empty() ? 0 : std::max(problem.begin.line, 1U);
    }
    if (options_.format == Format::sarif) {
      render_findings_sarif(streams_.out, {k_tool, version()}, all_rules(), report_.problems,
                            in_repository());
    } else if (options_.format == Format::github) {
      render_findings_github(streams_.out, report_.problems, in_repository());
    } else {
      render_json(streams_.out, report_, options_, shape());
    }
  }

  [[nodiscard]] FileName in_repository() {
    return [this](std::string_view file) {
      return repositories_.path_of(directory_ / fs::path(file).filename());
    };
  }

  void answer_text() {
    SourceLines lines(
        [&](std::string_view file) { return directory_ / fs::path(file).filename(); });
    render_text(
        streams_.out, report_, options_,
        [&](std::string_view file, std::uint32_t line) { return lines.line(file, line); },
        streams_.colour ? Colour::on : Colour::off);
  }

  [[nodiscard]] JsonShape shape() const {
    return options_.format == Format::ndjson             ? JsonShape::records
           : options_.pretty.value_or(streams_.terminal) ? JsonShape::pretty
                                                         : JsonShape::compact;
  }

  [[nodiscard]] ExitCode exit_code() const {
    bool unreadable = false;
    bool error = false;
    for (const Finding& problem : report_.problems) {
      unreadable = unreadable || problem.rule == "statement";
      error = error || problem.severity == Severity::error;
    }
    if (error) {
      return unreadable ? ExitCode::bad_input : ExitCode::problem;
    }
    const bool pending = std::any_of(report_.entries.begin(), report_.entries.end(),
                                     [](const Entry& entry) { return !is_applied(entry.state); });
    return options_.exit_code && pending ? ExitCode::degraded : ExitCode::ok;
  }

  const Options& options_;
  cli::Streams& streams_;
  fs::path directory_;
  Repositories repositories_;
  Report report_;
  ProgressBar bar_{streams_.err};
};

} // namespace

ExitCode run_command(const Options& options, cli::Streams& streams) {
  if (options.mode == Mode::list_rules) {
    render_rules(streams.out, lint_rules());
    return ExitCode::ok;
  }
  return Command(options, streams).run();
}

} // namespace aether::run_migrations
