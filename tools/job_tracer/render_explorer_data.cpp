#include <algorithm>
#include <map>
#include <ostream>
#include <sstream>
#include <unordered_map>

#include <fmt/format.h>

#include "core/version.h"
#include "job_tracer/render.h"

namespace aether::job_tracer {

namespace {

// Gives texts their numbers, so that what stands in thousands of blocks is written once.
class Texts {
public:
  std::size_t number(std::string_view text) {
    const auto [place, is_new] = numbers_.try_emplace(std::string(text), texts_.size());
    if (is_new) {
      texts_.push_back(&place->first);
    }
    return place->second;
  }

  void write(JsonWriter& json, std::string_view key) const {
    json.key(key).begin_array();
    for (const std::string* text : texts_) {
      json.value(*text);
    }
    json.end_array();
  }

private:
  std::unordered_map<std::string, std::size_t> numbers_;
  std::vector<const std::string*> texts_;
};

// Gives the lists of files that patterns lead to their numbers.
class FileLists {
public:
  std::size_t number(const FileIds& files) {
    const auto [place, is_new] = numbers_.try_emplace(files.list(), lists_.size());
    if (is_new) {
      lists_.push_back(&place->first);
    }
    return place->second;
  }

  // Each list as runs: first file, number of files, first file, ...
  void write(JsonWriter& json, std::string_view key) const {
    json.key(key).begin_array();
    for (const std::vector<std::uint32_t>* list : lists_) {
      json.begin_array();
      for (std::size_t begin = 0; begin < list->size();) {
        std::size_t end = begin + 1;
        while (end < list->size() && (*list)[end] == (*list)[end - 1] + 1) {
          ++end;
        }
        json.value((*list)[begin]).value(end - begin);
        begin = end;
      }
      json.end_array();
    }
    json.end_array();
  }

private:
  std::map<std::vector<std::uint32_t>, std::size_t> numbers_;
  std::vector<const std::vector<std::uint32_t>*> lists_;
};

class DataWriter {
public:
  DataWriter(std::ostream& out, const Index& index) : json_(out), index_(index) {
    for (const auto& [name, places] : index_jobs(index)) {
      job_numbers_.emplace(name, job_numbers_.size());
    }
  }

  void write(const ExplorerReport& report) {
    json_.begin_object();
    json_.member("version", version());
    json_.key("roots").begin_array();
    for (const RootEntry& root : index_.roots) {
      json_.value(root.name);
    }
    json_.end_array();
    write_subject(report.subject);
    json_.member("layers", index_.layers);
    json_.key("resolutions").begin_array();
    for (const Resolution resolution : k_all_resolutions) {
      json_.value(to_string(resolution));
    }
    json_.end_array();
    json_.key("jobs").begin_array();
    for (const auto& [name, number] : job_numbers_) {
      json_.value(name);
    }
    json_.end_array();
    write_files();
    write_check(report.check);
    json_.member("warnings", index_.warnings);
    directories_.write(json_, "directories");
    texts_.write(json_, "texts");
    lists_.write(json_, "lists");
    json_.end_object();
  }

private:
  void write_subject(const GraphSubject& subject) {
    json_.key("subject").begin_object();
    if (subject.job) {
      json_.member("job", *subject.job);
    } else if (subject.file) {
      json_.member("file", index_.files[*subject.file].path);
    }
    json_.end_object();
  }

  // Each as [directory, base name, layer, [block...]]; null in place of the blocks of an empty
  // file.
  void write_files() {
    json_.key("files").begin_array();
    for (const FileEntry& file : index_.files) {
      const std::size_t base = file.path.rfind('/') + 1; // 0 where there is none
      const auto layer = std::find(index_.layers.begin(), index_.layers.end(), file.layer);
      json_.begin_array();
      json_.value(directories_.number(file.path.substr(0, base))).value(file.path.substr(base));
      json_.value(layer - index_.layers.begin());
      write_blocks(file);
      json_.end_array();
    }
    json_.end_array();
  }

  void write_blocks(const FileEntry& file) {
    if (file.empty && file.blocks.empty()) {
      json_.value(nullptr);
      return;
    }
    json_.begin_array();
    for (const Block& block : file.blocks) {
      write_block(block);
    }
    json_.end_array();
  }

  // [line or lines, incoming, its types, operations, what follows them, jobs, outgoing, its types].
  // What follows the operations is null where it is written as the standard asks.
  void write_block(const Block& block) {
    json_.begin_array();
    write_lines(block);
    write_ends(block, block.incoming, Direction::incoming);
    json_.value(texts_.number(block.incoming.right));
    json_.value(block.processing.left);
    if (block.processing.right == canonical_jobs(block)) {
      json_.value(nullptr);
    } else {
      json_.value(block.processing.right);
    }
    json_.begin_array();
    for (const std::string& job : block.jobs) {
      json_.value(job_numbers_.find(job)->second);
    }
    json_.end_array();
    write_ends(block, block.outgoing, Direction::outgoing);
    json_.value(texts_.number(block.outgoing.right));
    json_.end_array();
  }

  static std::string canonical_jobs(const Block& block) {
    return block.jobs.empty()
               ? "0 jobs: none"
               : fmt::format("{} job{}: {}", block.jobs.size(), block.jobs.size() == 1 ? "" : "s",
                             fmt::join(block.jobs, ", "));
  }

  // The line of the tag, where the three lines follow it at once; else all four.
  void write_lines(const Block& block) {
    const std::uint32_t line = block.line;
    if (block.incoming.line == line + 1 && block.processing.line == line + 2 &&
        block.outgoing.line == line + 3) {
      json_.value(line);
      return;
    }
    json_.begin_array().value(line).value(block.incoming.line).value(block.processing.line);
    json_.value(block.outgoing.line).end_array();
  }

  // The left part as pieces that make it up again: texts, and references in their place. Between
  // two references that no text stands between, the page reads `, `. After a null stand those that
  // an export has and its text has not.
  void write_ends(const Block& block, const Field& field, Direction direction) {
    const std::string_view left = field.left;
    std::size_t at = 0;
    bool after_reference = false;
    std::vector<const Reference*> elsewhere;
    json_.begin_array();
    for (const Reference& reference : block.references) {
      if (reference.direction != direction || reference.resolution == Resolution::external) {
        continue;
      }
      const std::size_t found = left.find(reference.text, at);
      if (found == std::string_view::npos) {
        elsewhere.push_back(&reference);
        continue;
      }
      const std::string_view between = left.substr(at, found - at);
      if (after_reference ? between != ", " : !between.empty()) {
        json_.value(between);
      }
      write_reference(reference);
      after_reference = true;
      at = found + reference.text.size();
    }
    if (at < left.size()) {
      json_.value(left.substr(at));
    }
    if (!elsewhere.empty()) {
      json_.value(nullptr);
    }
    for (const Reference* reference : elsewhere) {
      write_reference(*reference);
    }
    json_.end_array();
  }

  // A file's number where the reference is its path; else [resolution, text] and, where it leads
  // to files, the number of the file, or of the list counted down from -1.
  void write_reference(const Reference& reference) {
    const bool one = reference.files.size() == 1;
    if (one && index_.files[reference.files.front()].path == reference.text) {
      json_.value(reference.files.front());
      return;
    }
    json_.begin_array().value(static_cast<int>(reference.resolution)).value(reference.text);
    if (one) {
      json_.value(reference.files.front());
    } else if (!reference.files.empty()) {
      json_.value(-1 - static_cast<std::int64_t>(lists_.number(reference.files)));
    }
    json_.end_array();
  }

  // Findings as [file or path, rule, severity, line, column, message, hint]; the last three by
  // number in the texts, the hint only where there is one.
  void write_check(const CheckReport& check) {
    json_.key("findings").begin_array();
    for (const Finding& finding : check.findings) {
      json_.begin_array();
      if (const auto file = index_.find_file(finding.file)) {
        json_.value(*file);
      } else {
        json_.value(finding.file);
      }
      json_.value(texts_.number(finding.rule)).value(static_cast<int>(finding.severity));
      json_.value(finding.begin.line).value(finding.begin.column);
      json_.value(texts_.number(finding.message));
      if (!finding.hint.empty()) {
        json_.value(texts_.number(finding.hint));
      }
      json_.end_array();
    }
    json_.end_array();
    json_.key("skipped").begin_array();
    for (const SkippedRules& skipped : check.skipped) {
      json_.value(skipped.rules + ": " + skipped.reason);
    }
    json_.end_array();
  }

  JsonWriter json_;
  const Index& index_;
  std::map<std::string, std::size_t, std::less<>> job_numbers_;
  Texts directories_;
  Texts texts_;
  FileLists lists_;
};

} // namespace

void render_explorer_data(std::ostream& out, const Index& index, const ExplorerReport& report) {
  DataWriter(out, index).write(report);
}

} // namespace aether::job_tracer
