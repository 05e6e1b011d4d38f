#include "db/migrations/load_migrations.h"

#include <algorithm>
#include <exception>
#include <iterator>
#include <map>
#include <thread>

#include <fmt/format.h>

#include "core/error.h"
#include "core/nearest.h"
#include "core/sha256.h"
#include "core/text.h"
#include "db/migrations/migration_file.h"
#include "db/migrations/version.h"
#include "os/file.h"
#include "os/walk.h"

namespace aether::migrations {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t k_largest_file = std::size_t{1} << 30U;

[[noreturn]] void refuse(const std::string& message) { throw Error(ExitCode::bad_input, message); }

std::string without_end(std::string name, std::string_view end) {
  name.resize(name.size() - end.size());
  return name;
}

struct File {
  ListedFile listed;
  std::string shown;
  FileContent content;
  std::string checksum;
  std::string raw_checksum;
};

std::vector<File> sql_files(const Directory& directory, const fs::path& path) {
  const std::string prefix = (path / "").lexically_normal().string();
  std::vector<File> files;
  for (ListedFile& file : directory.files()) {
    if (file.name.ends_with(".sql") && !file.name.starts_with('.')) {
      std::string shown = printable(prefix + file.name);
      files.push_back({std::move(file), std::move(shown), {}, {}, {}});
    }
  }
  return files;
}

void read(const Directory& directory, File& file) {
  const std::string bytes = directory.read(file.listed, k_largest_file);
  const std::string text = normalise(bytes);
  file.checksum = sha256(text);
  file.raw_checksum = text.size() == bytes.size() ? file.checksum : sha256(bytes);
  file.content = read_migration(text, file.shown);
}

// Reads them all, on several threads where they are many; the first that fails is thrown.
void read_all(const Directory& directory, std::vector<File>& files) {
  constexpr std::size_t k_files_worth_a_thread = 100;
  const std::size_t threads =
      std::min(default_threads(), files.size() / k_files_worth_a_thread + 1);
  std::vector<std::exception_ptr> failures(files.size());
  const auto work = [&](std::size_t first) {
    for (std::size_t i = first; i < files.size(); i += threads) {
      try {
        read(directory, files[i]);
      } catch (...) {
        failures[i] = std::current_exception();
      }
    }
  };
  {
    std::vector<std::jthread> others;
    for (std::size_t thread = 1; thread < threads; ++thread) {
      others.emplace_back(work, thread);
    }
    work(0);
  }
  for (const std::exception_ptr& failure : failures) {
    if (failure) {
      std::rethrow_exception(failure);
    }
  }
}

class Loader {
public:
  Loader(const fs::path& directory, const LoadOptions& options)
      : directory_(directory), options_(options) {}

  LoadedMigrations load() {
    const Directory directory(directory_);
    std::vector<File> files = sql_files(directory, options_.shown.value_or(directory_));
    read_all(directory, files);
    for (File& file : files) {
      const std::string name = file.listed.name;
      const bool down = name.ends_with(".down.sql");
      (down ? downs_ : ups_).emplace(name, std::move(file));
    }
    for (auto& [name, up] : ups_) {
      take(name, up);
    }
    refuse_what_was_not_used();
    sort();
    refuse_second_of_a_version();
    return std::move(loaded_);
  }

private:
  void take(const std::string& file_name, File& file) {
    Migration migration;
    migration.stem = stem_of(file_name);
    migration.file = file.shown;
    migration.checksum = std::move(file.checksum);
    migration.raw_checksum = std::move(file.raw_checksum);
    migration.up = std::move(file.content.up);
    migration.down = std::move(file.content.down);
    if (!number(migration, file.content.version, file_name)) {
      return;
    }
    add_companion(migration);
    loaded_.migrations.push_back(std::move(migration));
  }

  // Gives it its version and name; false when it is skipped.
  bool number(Migration& migration, const std::optional<std::string>& stated,
              const std::string& file_name) {
    const std::string_view digits = leading_digits(migration.stem);
    const auto base =
        std::find_if(options_.base.begin(), options_.base.end(), [&](const std::string& name) {
          return name == file_name || name == migration.stem || is_path_of(name, file_name);
        });
    if (base != options_.base.end()) {
      migration.base = true;
      migration.version = migration.stem;
      migration.name = migration.stem;
      base_order_.emplace(migration.stem, base - options_.base.begin());
    } else if (!digits.empty()) {
      migration.version = digits;
      const std::size_t at = migration.stem.find_first_not_of("_-", digits.size());
      migration.name = at == std::string::npos ? "" : migration.stem.substr(at);
      if (stated && !same_version(*stated, digits)) {
        refuse(fmt::format("{}: the name states version {}, `migrate:version` {}", migration.file,
                           digits, *stated));
      }
    } else if (stated) {
      migration.version = *stated;
      migration.name = migration.stem;
    } else {
      (options_.skip_unnumbered ? loaded_.skipped : unnumbered_).push_back(migration.file);
      downs_.erase(migration.stem + ".down.sql");
      return false;
    }
    return true;
  }

  // As seen from here, or as the directory is called in messages.
  [[nodiscard]] bool is_path_of(const std::string& name, const std::string& file_name) const {
    const fs::path path = fs::path(name).lexically_normal();
    return path == (directory_ / file_name).lexically_normal() ||
           (options_.shown && path == (*options_.shown / file_name).lexically_normal());
  }

  void add_companion(Migration& migration) {
    const auto found = downs_.find(migration.stem + ".down.sql");
    if (found == downs_.end()) {
      return;
    }
    File& file = found->second;
    if (migration.down) {
      refuse(
          fmt::format("{}: there is a `migrate:down` in {} already", file.shown, migration.file));
    }
    if (file.content.has_sections) {
      refuse(fmt::format("{}: a down script has no sections", file.shown));
    }
    migration.down = std::move(file.content.up);
    downs_.erase(found);
  }

  // After sorting.
  void refuse_second_of_a_version() const {
    const auto same =
        std::adjacent_find(loaded_.migrations.begin(), loaded_.migrations.end(),
                           [](const Migration& a, const Migration& b) {
                             return a.base == b.base && same_version(a.version, b.version);
                           });
    if (same != loaded_.migrations.end()) {
      refuse(fmt::format("two files have version {}: {} and {}", same->version, same->file,
                         std::next(same)->file));
    }
  }

  void refuse_what_was_not_used() const {
    if (!downs_.empty()) {
      const auto& [name, file] = *downs_.begin();
      refuse(fmt::format("{}: a down script without its up script ({}.sql or {}.up.sql)",
                         file.shown, stem_of(name), stem_of(name)));
    }
    if (!unnumbered_.empty()) {
      refuse(fmt::format(
          "{}: no order is stated for {}: its name has no leading digits; write a line "
          "`-- migrate:version N` in it, name it with --base (before the numbered ones), or leave "
          "such files out with --skip-unnumbered",
          unnumbered_.front(),
          unnumbered_.size() == 1 ? "this file" : fmt::format("{}", fmt::join(unnumbered_, ", "))));
    }
    for (const std::string& name : options_.base) {
      const bool used = std::any_of(
          loaded_.migrations.begin(), loaded_.migrations.end(), [&](const Migration& one) {
            return one.base && (name == one.stem || stem_of(name) == one.stem ||
                                is_path_of(name, fs::path(one.file).filename().string()));
          });
      if (!used) {
        std::vector<std::string_view> names;
        std::for_each(ups_.begin(), ups_.end(), [&](const auto& up) { names.push_back(up.first); });
        throw Error(ExitCode::no_input, fmt::format("--base {}: there is no such file in {}{}",
                                                    printable(name), printable(directory_.string()),
                                                    did_you_mean(nearest_names(name, names))));
      }
    }
  }

  void sort() {
    const auto before = [&](const Migration& a, const Migration& b) {
      if (a.base != b.base) {
        return a.base;
      }
      return a.base ? base_order_.at(a.stem) < base_order_.at(b.stem)
                    : compare_numbers(a.version, b.version) < 0;
    };
    // The names' order is theirs where the numbers are equally long.
    if (!std::is_sorted(loaded_.migrations.begin(), loaded_.migrations.end(), before)) {
      std::sort(loaded_.migrations.begin(), loaded_.migrations.end(), before);
    }
  }

  const fs::path& directory_;
  const LoadOptions& options_;
  std::map<std::string, File> ups_;
  std::map<std::string, File> downs_;
  std::map<std::string, std::ptrdiff_t> base_order_;
  std::vector<std::string> unnumbered_;
  LoadedMigrations loaded_;
};

} // namespace

std::string stem_of(const std::string& file_name) {
  for (const std::string_view end : {".up.sql", ".down.sql", ".sql"}) {
    if (file_name.ends_with(end)) {
      return without_end(file_name, end);
    }
  }
  return file_name;
}

LoadedMigrations load_migrations(const fs::path& directory, const LoadOptions& options) {
  return Loader(directory, options).load();
}

} // namespace aether::migrations
