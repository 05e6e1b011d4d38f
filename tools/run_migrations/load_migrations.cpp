#include "run_migrations/load_migrations.h"

#include <algorithm>
#include <iterator>
#include <map>

#include <fmt/format.h>

#include "core/error.h"
#include "core/nearest.h"
#include "core/sha256.h"
#include "core/text.h"
#include "os/file.h"
#include "run_migrations/migration_file.h"
#include "run_migrations/version.h"

namespace aether::run_migrations {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t k_largest_file = std::size_t{1} << 30U;

[[noreturn]] void refuse(const std::string& message) {
  throw Error(ExitCode::bad_input, message);
}

std::string without_end(std::string name, std::string_view end) {
  name.resize(name.size() - end.size());
  return name;
}

std::string stem_of(const std::string& file_name) {
  for (const std::string_view end : {".up.sql", ".down.sql", ".sql"}) {
    if (file_name.ends_with(end)) {
      return without_end(file_name, end);
    }
  }
  return file_name;
}

std::vector<std::string> sql_files(const fs::path& directory) {
  std::vector<std::string> names;
  std::error_code failed;
  fs::directory_iterator entries(directory, failed);
  if (failed) {
    throw Error(ExitCode::no_input, fmt::format("{}: {}", printable(directory.string()), failed.message()));
  }
  for (const fs::directory_entry& entry : entries) {
    const std::string name = entry.path().filename().string();
    // Types come with the names: no call for each file.
    if (name.ends_with(".sql") && !name.starts_with('.') && !entry.is_directory(failed)) {
      names.push_back(name);
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

class Loader {
public:
  Loader(const fs::path& directory, const LoadOptions& options)
      : directory_(directory), options_(options) {}

  LoadedMigrations load() {
    for (const std::string& name : sql_files(directory_)) {
      const bool down = name.ends_with(".down.sql");
      (down ? downs_ : ups_).emplace(name, read(name));
    }
    for (const auto& [name, up] : ups_) {
      take(name, up);
    }
    refuse_what_was_not_used();
    sort();
    refuse_second_of_a_version();
    return std::move(loaded_);
  }

private:
  struct File {
    std::string shown;
    std::string bytes;
    std::string normalised;
  };

  File read(const std::string& name) const {
    File file;
    file.shown = printable((directory_ / name).lexically_normal().string());
    file.bytes = read_file(directory_ / name, k_largest_file);
    file.normalised = normalise(file.bytes);
    return file;
  }

  void take(const std::string& file_name, const File& file) {
    FileContent content = read_migration(file.normalised, file.shown);
    Migration migration;
    migration.stem = stem_of(file_name);
    migration.file = file.shown;
    migration.checksum = sha256(file.normalised);
    migration.raw_checksum = file.bytes == file.normalised ? migration.checksum : sha256(file.bytes);
    migration.up = std::move(content.up);
    migration.down = std::move(content.down);
    if (!number(migration, content.version, file_name)) {
      return;
    }
    add_companion(migration);
    loaded_.migrations.push_back(std::move(migration));
  }

  // Gives it its version and name; false when it is skipped.
  bool number(Migration& migration, const std::optional<std::string>& stated,
              const std::string& file_name) {
    const std::string_view digits = leading_digits(migration.stem);
    const auto base = std::find_if(options_.base.begin(), options_.base.end(), [&](const auto& name) {
      return name == file_name || name == migration.stem || name == migration.file;
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
      return false;
    }
    return true;
  }

  void add_companion(Migration& migration) {
    const auto found = downs_.find(migration.stem + ".down.sql");
    if (found == downs_.end()) {
      return;
    }
    const File& file = found->second;
    if (migration.down) {
      refuse(fmt::format("{}: there is a `migrate:down` in {} already", file.shown, migration.file));
    }
    FileContent content = read_migration(file.normalised, file.shown);
    if (content.down) {
      refuse(fmt::format("{}: a down script has no sections", file.shown));
    }
    migration.down = std::move(content.up);
    downs_.erase(found);
  }

  // After sorting.
  void refuse_second_of_a_version() const {
    const auto same = std::adjacent_find(
        loaded_.migrations.begin(), loaded_.migrations.end(),
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
      refuse(fmt::format("{}: a down script without its up script ({}.sql or {}.up.sql)", file.shown,
                         stem_of(name), stem_of(name)));
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
            return one.base && (name == one.stem || name == one.file || stem_of(name) == one.stem);
          });
      if (!used) {
        std::vector<std::string_view> names;
        std::for_each(ups_.begin(), ups_.end(), [&](const auto& up) { names.push_back(up.first); });
        throw Error(ExitCode::no_input,
                    fmt::format("--base {}: there is no such file in {}{}", printable(name),
                                printable(directory_.string()),
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

LoadedMigrations load_migrations(const fs::path& directory, const LoadOptions& options) {
  return Loader(directory, options).load();
}

} // namespace aether::run_migrations
