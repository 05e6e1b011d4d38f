#include "validate_config/families/environment_files.h"

#include <algorithm>
#include <map>
#include <set>

#include <boost/json/object.hpp>
#include <fmt/format.h>

#include "core/nearest.h"
#include "core/text.h"
#include "data/json_pointer.h"
#include "validate_config/families/read_keys.h"
#include "validate_config/families/said.h"

namespace aether::validate_config {

namespace {

namespace json = boost::json;

constexpr std::string_view k_keys_differ = "environment/keys-differ";
constexpr std::string_view k_unread_key = "environment/unread-key";
constexpr std::string_view k_unknown_variable_key = "environment/unknown-key";

struct Key {
  std::string pointer;
  Position at;
};

struct EnvironmentFile {
  std::string path;
  ConfigDocument* document = nullptr;
  std::map<std::string, Key> keys; // tables too; by dotted name
};

// Near enough to be a misspelling: one letter in words of four and more, two in long ones.
bool is_misspelt(std::string_view a, std::string_view b) {
  const std::size_t shorter = std::min(a.size(), b.size());
  const std::size_t limit = shorter < 4 ? 0 : shorter < 10 ? 1 : 2;
  return a != b && limit > 0 && edit_distance(a, b, limit) <= limit;
}

std::string table_of(const std::string& name) {
  const std::size_t dot = name.rfind('.');
  return dot == std::string::npos ? "" : name.substr(0, dot);
}

class EnvironmentFilesChecker {
public:
  EnvironmentFilesChecker(Tree& tree, Reporter& report)
      : tree_(tree), report_(report), reads_(tree) {}

  void check() {
    for (auto& [path, document] : tree_.backend.documents) {
      if (!Tree::environment_of(path).empty() && document.error.empty() &&
          document.document.root.is_object()) {
        EnvironmentFile file{path, &document, {}};
        collect(file, document.document.root.get_object(), "", "");
        files_.push_back(std::move(file));
      }
    }
    for (const EnvironmentFile& file : files_) {
      if (is_about(tree_, file.path)) {
        slips(file);
        alone(file);
        missing(file);
        unread(file);
      }
    }
  }

private:
  static void collect(EnvironmentFile& file, const json::object& table, const std::string& name,
                      const std::string& pointer) {
    for (const auto& [key, value] : table) {
      const std::string full = name.empty() ? std::string(key) : name + "." + std::string(key);
      const std::string place = pointer + "/" + pointer_token(key);
      file.keys.emplace(full, Key{place, file.document->position_of(place)});
      if (const json::object* inner = value.if_object()) {
        collect(file, *inner, full, place);
      }
    }
  }

  Finding& add(std::string_view rule, std::string message, const EnvironmentFile& file,
               const Key& key, std::string hint = "") {
    Finding& made = report_.add(rule, std::move(message), file.path, key.at, std::move(hint));
    made.pointer = key.pointer;
    made.secret = true; // the line is of an environment
    return made;
  }

  // Keys that are nearly one of the others' or of the settings', and neither.
  void slips(const EnvironmentFile& file) {
    for (const auto& [name, key] : file.keys) {
      if (is_elsewhere(file, name) || is_setting(name) || is_below_told(file, name) ||
          reads_.is_read(file.path, name, key.pointer)) {
        continue;
      }
      if (const std::string meant = slip_of_others(file, name); !meant.empty()) {
        told_.insert(file.path + "\n" + name);
        told_.insert(file.path + "\n" + meant);
        add(k_keys_differ,
            fmt::format("the other environments have {} where this one has {}", printable(meant),
                        printable(name)),
            file, key, fmt::format("did you mean `{}`?", printable(last_part(meant))));
      } else if (const std::string setting = slip_of_settings(name); !setting.empty()) {
        told_.insert(file.path + "\n" + name);
        add(k_unknown_variable_key, fmt::format("there is no setting {}", printable(name)), file,
            key, fmt::format("did you mean `{}`?", printable(last_part(setting))));
      } else if (is_of_closed_section(file, name)) {
        told_.insert(file.path + "\n" + name);
        add(k_unknown_variable_key, fmt::format("there is no setting {}", printable(name)), file,
            key);
      }
    }
  }

  [[nodiscard]] bool is_elsewhere(const EnvironmentFile& file, const std::string& name) const {
    return std::any_of(files_.begin(), files_.end(), [&](const EnvironmentFile& one) {
      return one.path != file.path && one.keys.contains(name);
    });
  }

  // A setting, a part of one, or a section of them.
  [[nodiscard]] bool is_setting(const std::string& name) const {
    const auto& all = tree_.backend.settings.settings;
    return std::any_of(all.begin(), all.end(), [&](const Setting& one) {
      return has_source_in_code(one) && (one.name == name || one.name.starts_with(name + ".") ||
                                         name.starts_with(one.name + "."));
    });
  }

  // Settings of the code, not those that arise from keys of documents.
  static bool has_source_in_code(const Setting& setting) {
    return setting.field ||
           std::any_of(setting.chain.begin(), setting.chain.end(),
                       [](const SettingSource& one) { return one.kind == SourceKind::literal; });
  }

  [[nodiscard]] bool is_below_told(const EnvironmentFile& file, std::string name) const {
    while (!name.empty()) {
      if (told_.contains(file.path + "\n" + name)) {
        return true;
      }
      name = table_of(name);
    }
    return false;
  }

  // Of the same table, in every other file, and not here.
  [[nodiscard]] std::string slip_of_others(const EnvironmentFile& file,
                                           const std::string& name) const {
    for (const EnvironmentFile& other : files_) {
      for (const auto& [candidate, key] : other.keys) {
        if (other.path != file.path && table_of(candidate) == table_of(name) &&
            !file.keys.contains(candidate) && is_misspelt(last_part(candidate), last_part(name))) {
          return candidate;
        }
      }
    }
    return "";
  }

  [[nodiscard]] std::string slip_of_settings(const std::string& name) const {
    for (const Setting& one : tree_.backend.settings.settings) {
      if (has_source_in_code(one) && table_of(one.name) == table_of(name) &&
          is_misspelt(last_part(one.name), last_part(name))) {
        return one.name;
      }
    }
    return "";
  }

  // A key beside others that are all settings, of a file that some code reads.
  [[nodiscard]] bool is_of_closed_section(const EnvironmentFile& file,
                                          const std::string& name) const {
    const std::string table = table_of(name);
    if (table.empty() || !reads_.is_opened(file.path) || !tree_.has_code()) {
      return false;
    }
    const auto& classes = tree_.backend.settings.classes;
    const bool has_class = std::any_of(classes.begin(), classes.end(),
                                       [&](const auto& one) { return one.section == table; });
    return has_class && std::none_of(file.keys.begin(), file.keys.end(), [&](const auto& one) {
             return table_of(one.first) == table && one.first != name && !is_setting(one.first);
           });
  }

  // What all the others have, and this one has not: the topmost keys of it. A default of the code
  // stands in for keys of files that are read.
  [[nodiscard]] std::vector<std::string> missing_keys(const EnvironmentFile& file) const {
    std::vector<std::string> missing;
    if (files_.size() < 3) {
      return missing;
    }
    const EnvironmentFile& other = files_[files_[0].path == file.path ? 1 : 0];
    for (const auto& [name, key] : other.keys) {
      const std::string table = table_of(name);
      const bool in_others = std::all_of(
          files_.begin(), files_.end(), [&, &wanted = name](const EnvironmentFile& one) {
            return one.path == file.path || one.keys.contains(wanted);
          });
      if (!in_others || file.keys.contains(name) || is_below_told(file, name) ||
          (!table.empty() && !file.keys.contains(table)) ||
          (reads_.is_opened(file.path) && is_setting(name))) {
        continue;
      }
      missing.push_back(name);
    }
    return missing;
  }

  void missing(const EnvironmentFile& file) {
    for (const std::string& name : missing_keys(file)) {
      const auto at = file.keys.find(table_of(name));
      Finding& made = report_.add(
          k_keys_differ,
          fmt::format("the other environments have {}, this one has not", printable(name)),
          file.path, at == file.keys.end() ? Position{1, 1} : at->second.at);
      made.pointer = at == file.keys.end() ? "" : at->second.pointer;
      made.secret = true;
    }
  }

  // The key of this table among them, where it is the only one.
  static std::string only_one_of(const std::string& table, const std::vector<std::string>& names) {
    const auto is_in = [&](const std::string& name) { return table_of(name) == table; };
    const auto found = std::find_if(names.begin(), names.end(), is_in);
    return std::count_if(names.begin(), names.end(), is_in) == 1 ? *found : "";
  }

  // What this one has in a table of all, that no other has, and that is no setting: one finding a
  // table. A table of its own is something that only this environment has.
  void alone(const EnvironmentFile& file) {
    std::map<std::string, std::vector<std::string>> tables;
    for (const auto& [name, key] : file.keys) {
      const std::string table = table_of(name);
      const bool is_shared = !table.empty() && files_.size() > 2 &&
                             std::all_of(files_.begin(), files_.end(),
                                         [&](const auto& one) { return one.keys.contains(table); });
      if (is_shared && !is_elsewhere(file, name) && !is_setting(name) &&
          !is_below_told(file, name) && !reads_.is_read(file.path, name, key.pointer)) {
        tables[table].push_back(name);
      }
    }
    const std::vector<std::string> missing = missing_keys(file);
    for (const auto& [table, names] : tables) {
      for (const std::string& name : names) {
        told_.insert(file.path + "\n" + name);
      }
      const std::string& first = names.front();
      const std::string renamed = names.size() == 1 ? only_one_of(table, missing) : "";
      if (!renamed.empty()) {
        told_.insert(file.path + "\n" + renamed);
      }
      Finding& made = add(
          k_keys_differ,
          renamed.empty()
              ? fmt::format("no other environment has {}, and it is no setting", printable(first))
              : fmt::format("no other environment has {}; they have {}, which this one has not",
                            printable(first), printable(renamed)),
          file, file.keys.at(first));
      if (names.size() > 1) {
        made.count = names.size();
      }
    }
  }

  // One finding a table. A file that nothing opens is settings/inert's.
  void unread(const EnvironmentFile& file) {
    if (!tree_.has_code() || !reads_.is_opened(file.path)) {
      return;
    }
    for (const auto& [name, key] : file.keys) {
      if (name.find('.') != std::string::npos || is_below_told(file, name)) {
        continue;
      }
      std::vector<std::string> unread;
      for (auto below = file.keys.lower_bound(name); below != file.keys.end(); ++below) {
        if (below->first != name && !below->first.starts_with(name + ".")) {
          if (below->first.starts_with(name)) {
            continue;
          }
          break;
        }
        const auto next = std::next(below);
        const bool is_table =
            next != file.keys.end() && next->first.starts_with(below->first + ".");
        if (!is_table && !is_below_told(file, below->first) &&
            !reads_.is_read(file.path, below->first, below->second.pointer)) {
          unread.push_back(below->first);
        }
      }
      if (!unread.empty()) {
        tell_unread(file, name, unread);
      }
    }
  }

  void tell_unread(const EnvironmentFile& file, const std::string& table,
                   const std::vector<std::string>& unread) {
    std::string shown;
    for (std::size_t i = 0; i < std::min<std::size_t>(unread.size(), 3); ++i) {
      shown += (i == 0 ? "" : ", ") + printable(unread[i]);
    }
    shown += unread.size() > 3 ? " and others" : "";
    const bool all = std::none_of(file.keys.begin(), file.keys.end(), [&](const auto& one) {
      return one.first.starts_with(table + ".") &&
             std::find(unread.begin(), unread.end(), one.first) == unread.end() &&
             reads_.is_read(file.path, one.first, one.second.pointer);
    });
    const Key& at = file.keys.at(all ? table : unread.front());
    Finding& made = add(k_unread_key, fmt::format("no code reads {}", shown), file, at);
    if (unread.size() > 1) {
      made.count = unread.size();
    }
  }

  Tree& tree_;
  Reporter& report_;
  ReadKeys reads_;
  std::vector<EnvironmentFile> files_;
  std::set<std::string> told_; // file, newline, dotted name
};

} // namespace

bool is_about(const Tree& tree, std::string_view file) {
  const std::string environment = Tree::environment_of(file);
  return tree.environment.empty() || environment.empty() || environment == tree.environment;
}

std::vector<DescribedRule> environment_file_rules() {
  return {
      {{k_keys_differ, Severity::warning, true,
        "An environment has not the keys that the others have."},
       "Of three and more files in config/environments/, one lacks a key that all others have, has "
       "it under a name that is nearly the same, or has one beside theirs that is no setting. "
       "Where "
       "code reads the file and the setting has a default, the key may be left out."},
      {{k_unread_key, Severity::warning, true, "Keys of an environment file that no code reads."},
       "The file is opened by the backend's code, and nothing takes these keys from it: they have "
       "no effect. One finding a table. Files that nothing opens are told by settings/inert."},
      {{k_unknown_variable_key, Severity::error, true,
        "A key of an environment file that is no setting."},
       "Its table is a section of the settings, and the section has no such field: most often a "
       "misspelling, which is passed over in silence."},
  };
}

void check_environment_files(Tree& tree, Reporter& report) {
  EnvironmentFilesChecker(tree, report).check();
}

} // namespace aether::validate_config
