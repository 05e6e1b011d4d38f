// architecture/*: the registry of job types against the jobs that blocks name, and references of
// the standards in .architecture/ to one another.
#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>

#include "backend/lenient_json.h"
#include "core/nearest.h"
#include "core/path.h"
#include "core/text.h"
#include "data/json_pointer.h"
#include "validate_config/families/family.h"

namespace aether::validate_config {

namespace {

namespace json = boost::json;

constexpr std::string_view k_unregistered = "architecture/unregistered-job";
constexpr std::string_view k_duplicate_job = "architecture/duplicate-job";
constexpr std::string_view k_similar = "architecture/similar-job";
constexpr std::string_view k_level = "architecture/unknown-level";
constexpr std::string_view k_reference = "architecture/broken-reference";

constexpr std::string_view k_directory = ".architecture/";
constexpr std::string_view k_registry = ".architecture/job_types.yaml";

struct RegisteredJob {
  std::string name;
  std::string category;
  Position at;
  std::string pointer;
};

std::vector<std::string> words_of(std::string_view job) {
  std::vector<std::string> words(1);
  for (const char c : job) {
    if (c == '_' || c == '-') {
      words.emplace_back();
    } else {
      words.back() += ascii_lower(c);
    }
  }
  return words;
}

bool is_plural_of(std::string_view a, std::string_view b) {
  return a.size() == b.size() + 1 && a.ends_with('s') && a.starts_with(b);
}

class ArchitectureChecker {
public:
  ArchitectureChecker(Tree& tree, Reporter& report) : tree_(tree), report_(report) {}

  void check() {
    if (ConfigDocument* document = tree_.document(k_registry)) {
      collect(*document);
      twice();
      similar();
      levels(*document);
      unregistered();
    }
    for (auto& [path, document] : tree_.backend.documents) {
      if (path.starts_with(k_directory) && document.error.empty()) {
        references(path, document);
      }
    }
  }

private:
  // Categories are mappings of jobs; what is said of the file itself is no category.
  void collect(ConfigDocument& document) {
    const json::object* root = document.document.root.if_object();
    for (const auto& [category, value] : root == nullptr ? json::object() : *root) {
      const json::object* jobs = value.if_object();
      if (jobs == nullptr || category == "usage_rules" || category == "metadata" ||
          category == "references" || category == "naming") {
        continue;
      }
      for (const auto& [name, about] : *jobs) {
        if (about.is_object()) {
          const std::string pointer =
              fmt::format("/{}/{}", pointer_token(category), pointer_token(name));
          jobs_.push_back(
              {std::string(name), std::string(category), document.position_of(pointer), pointer});
        }
      }
    }
  }

  Finding& add(std::string_view rule, std::string message, const RegisteredJob& job,
               std::string hint) {
    Finding& made = report_.add(rule, std::move(message), k_registry, job.at, std::move(hint));
    made.pointer = job.pointer;
    return made;
  }

  void twice() {
    std::map<std::string, const RegisteredJob*> first;
    for (const RegisteredJob& job : jobs_) {
      const auto [before, is_new] = first.emplace(job.name, &job);
      if (!is_new) {
        add(k_duplicate_job,
            fmt::format("{} is registered in {} already, at line {}", printable(job.name),
                        printable(before->second->category), before->second->at.line),
            job, "keep one of them");
      }
    }
  }

  // Two spellings of one job: the same but for `_`, a plural, or a slip in one of its words. Words
  // that other jobs have as well are words of their own: loading and leading.
  void similar() {
    std::map<std::string, std::size_t> uses;
    for (const RegisteredJob& job : jobs_) {
      for (const std::string& word : words_of(job.name)) {
        ++uses[word];
      }
    }
    for (std::size_t i = 0; i < jobs_.size(); ++i) {
      for (std::size_t k = 0; k < i; ++k) {
        if (jobs_[i].name != jobs_[k].name && is_similar(jobs_[i].name, jobs_[k].name, uses)) {
          add(k_similar,
              fmt::format("{} is nearly {}, at line {}", printable(jobs_[i].name),
                          printable(jobs_[k].name), jobs_[k].at.line),
              jobs_[i], "keep one of them, if both mean the same");
          break;
        }
      }
    }
  }

  static bool is_similar(std::string_view a, std::string_view b,
                         const std::map<std::string, std::size_t>& uses) {
    std::vector<std::string> first = words_of(a);
    std::vector<std::string> second = words_of(b);
    std::string joined_first;
    std::string joined_second;
    for (const std::string& word : first) {
      joined_first += word;
    }
    for (const std::string& word : second) {
      joined_second += word;
    }
    if (joined_first == joined_second) {
      return true;
    }
    if (first.size() != second.size()) {
      return false;
    }
    std::size_t differing = 0;
    std::size_t at = 0;
    for (std::size_t i = 0; i < first.size(); ++i) {
      if (first[i] != second[i]) {
        ++differing;
        at = i;
      }
    }
    if (differing != 1) {
      return first.size() == 2 && first[0] == second[1] && first[1] == second[0];
    }
    const std::string& one = first[at];
    const std::string& other = second[at];
    if (is_plural_of(one, other) || is_plural_of(other, one)) {
      return true;
    }
    const bool both_known = uses.at(one) > 1 && uses.at(other) > 1;
    return !both_known && std::min(one.size(), other.size()) >= 5 && one.front() == other.front() &&
           edit_distance(one, other, 1) <= 1;
  }

  // One finding a job, at its first block.
  void unregistered() {
    std::set<std::string_view> known;
    for (const RegisteredJob& job : jobs_) {
      known.insert(job.name);
    }
    std::map<std::string, std::pair<const Job*, std::size_t>> missing;
    for (const Job& job : tree_.jobs) {
      if (!known.contains(job.name)) {
        ++missing.try_emplace(job.name, &job, 0).first->second.second;
      }
    }
    const std::vector<std::string_view> candidates(known.begin(), known.end());
    for (const auto& [name, found] : missing) {
      const std::vector<std::string> nearest = nearest_names(name, candidates, 1);
      Finding& made = report_.add(
          k_unregistered, fmt::format("{} is no registered job", printable(name)),
          found.first->file, found.first->at,
          nearest.empty() ? fmt::format("register it in {}", k_registry)
                          : fmt::format("did you mean `{}`?", printable(nearest.front())));
      made.fix_at = nearest.empty() ? std::string(k_registry) : "";
      if (found.second > 1) {
        made.count = found.second;
      }
    }
  }

  // Against those that the registry explains itself, under usage_rules.levels.
  void levels(ConfigDocument& document) {
    const json::object* rules = object_at(document.document.root, "usage_rules");
    const json::object* explained = rules == nullptr ? nullptr : object_at(*rules, "levels");
    std::vector<std::string_view> known;
    if (explained != nullptr) {
      for (const auto& [name, about] : *explained) {
        known.push_back(name);
      }
    } else if (rules != nullptr) {
      for (const json::value& one : array_at(*rules, "levels")) {
        known.push_back(one.is_string() ? std::string_view(one.get_string()) : std::string_view());
      }
    }
    for (const RegisteredJob& job : jobs_) {
      const json::object* category = object_at(document.document.root, job.category);
      const std::string level = text_at(*object_at(*category, job.name), "level");
      if (!known.empty() && !level.empty() &&
          std::find(known.begin(), known.end(), level) == known.end()) {
        const std::string pointer = job.pointer + "/level";
        Finding& made =
            report_.add(k_level,
                        fmt::format("level of {} is `{}`, which usage_rules.levels does not have",
                                    printable(job.name), printable(level)),
                        k_registry, document.position_of(pointer));
        made.pointer = pointer;
        const std::vector<std::string> nearest = nearest_names(level, known, 1);
        made.hint = nearest.empty() ? "" : fmt::format("did you mean `{}`?", nearest.front());
      }
    }
  }

  void references(const std::string& path, ConfigDocument& document) {
    const json::object* root = document.document.root.if_object();
    const json::value* named = root == nullptr ? nullptr : root->if_contains("references");
    if (named == nullptr) {
      return;
    }
    each_reference(*named, "/references", path, document);
  }

  void each_reference(const json::value& value, const std::string& pointer, const std::string& path,
                      ConfigDocument& document) {
    if (const json::array* list = value.if_array()) {
      for (std::size_t i = 0; i < list->size(); ++i) {
        each_reference((*list)[i], fmt::format("{}/{}", pointer, i), path, document);
      }
    } else if (const json::object* map = value.if_object()) {
      // {file: NAME, section: ...} is one reference, {NAME: FILE, ...} are many
      const bool is_one = map->contains("file") || map->contains("path");
      for (const auto& [key, one] : *map) {
        if (is_one ? key == "file" || key == "path"
                   : key != "description" && key != "title" && key != "reason" && key != "why") {
          each_reference(one, pointer + "/" + pointer_token(key), path, document);
        }
      }
    } else if (value.is_string() && !resolves(path, value.get_string())) {
      Finding& made =
          report_.add(k_reference,
                      fmt::format("there is no {} to refer to",
                                  printable(std::string_view(value.get_string()))),
                      path, document.position_of(pointer), nearest_standard(value.get_string()));
      made.pointer = pointer;
    }
  }

  // Beside the file or below the root; an anchor or pointer behind `#` has to be there as well.
  [[nodiscard]] bool resolves(const std::string& from, std::string_view text) {
    if (text.find("://") != std::string_view::npos || text.find(' ') != std::string_view::npos ||
        text.starts_with("mailto:")) {
      return true; // an address, or a sentence
    }
    const std::size_t hash = text.find('#');
    const std::string_view file = text.substr(0, hash);
    const bool is_path =
        file.find('/') != std::string_view::npos || !extension_of(file).empty() || file.empty();
    if (!is_path) {
      return exists_below(tree_, std::string(k_directory) + std::string(file) + ".yaml") ||
             exists_below(tree_, std::string(k_directory) + std::string(file)) ||
             exists_below(tree_, file);
    }
    const std::string beside =
        (std::filesystem::path(from).parent_path() / file).lexically_normal().generic_string();
    const std::string target = file.empty()                  ? from
                               : exists_below(tree_, beside) ? beside
                               : exists_below(tree_, file)   ? std::string(file)
                                                             : "";
    return !target.empty() &&
           (hash == std::string_view::npos || has_part(target, text.substr(hash + 1)));
  }

  bool has_part(const std::string& target, std::string_view part) {
    ConfigDocument* document = tree_.document(target);
    if (document == nullptr || part.empty()) {
      return true;
    }
    if (part.starts_with('/')) {
      return document->document.find(part).has_value();
    }
    const std::string wanted(part);
    for (const Leaf& leaf : leaves_of(*document)) {
      const std::string name = "." + leaf.name + ".";
      if (name.find("." + wanted + ".") != std::string::npos) {
        return true;
      }
    }
    return document->text.find(wanted + ":") != std::string::npos;
  }

  [[nodiscard]] std::string nearest_standard(std::string_view name) const {
    std::vector<std::string_view> candidates;
    for (const auto& [path, document] : tree_.backend.documents) {
      if (path.starts_with(k_directory)) {
        candidates.push_back(base_name(path));
      }
    }
    const std::vector<std::string> nearest = nearest_names(base_name(name), candidates, 1);
    return nearest.empty() ? "" : fmt::format("did you mean `{}`?", printable(nearest.front()));
  }

  Tree& tree_;
  Reporter& report_;
  std::vector<RegisteredJob> jobs_;
};

} // namespace

std::vector<DescribedRule> architecture_rules() {
  return {
      {{k_unregistered, Severity::error, true, "A job that the registry does not have."},
       "A block names a job that .architecture/job_types.yaml does not list. One finding a job; "
       "--architecture takes the jobs from a `job_tracer export` in place of reading the sources."},
      {{k_duplicate_job, Severity::error, true, "A job that is registered twice."},
       "Two categories list the same job, so that it is described twice and nobody knows which "
       "counts."},
      {{k_similar, Severity::warning, true, "Two registered jobs with nearly the same name."},
       "They differ by an underscore, a plural, the order of two words or a slip in one: most "
       "often "
       "one job under two names. Words that several jobs have are taken for words."},
      {{k_level, Severity::error, true, "A job's level that the registry does not explain."},
       "Where usage_rules.levels of .architecture/job_types.yaml says which levels there are, "
       "every "
       "job has one of them."},
      {{k_reference, Severity::error, true, "A reference of a standard that leads nowhere."},
       "`references` of a file in .architecture/ names a file that is neither beside it nor below "
       "the "
       "root, or a part of one that is not there."},
  };
}

void check_architecture(Tree& tree, Reporter& report) { ArchitectureChecker(tree, report).check(); }

} // namespace aether::validate_config
