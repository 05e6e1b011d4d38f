#include "backend/blocks/export_format.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_set>

#include <fmt/format.h>

#include "backend/blocks/member_reader.h"
#include "core/path.h"
#include "core/text.h"
#include "data/json.h"

namespace aether::blocks {

namespace {

namespace json = boost::json;

bool has_repetition(std::vector<std::string> texts) {
  std::sort(texts.begin(), texts.end());
  return std::adjacent_find(texts.begin(), texts.end()) != texts.end();
}

// Reads members of the types and with the values that a scan gives; anything else is no export, and
// nobody who asks the index has to doubt it.
class ExportReader {
public:
  explicit ExportReader(std::string_view name) : read_(name, k_export_schema) {}

  Index read(const json::value& document) {
    const json::object& root = read_.object(document);
    read_roots(root);
    read_layers(root);
    index_.warnings = read_.texts(root, "warnings");
    for (const json::value& entry : read_.array(root, "registries")) {
      read_registry(read_.object(entry));
    }
    const json::array& files = read_.array(root, "files");
    index_.files.reserve(files.size());
    for (const json::value& entry : files) {
      read_file(read_.object(entry));
    }
    // Paths can be looked up only now that all are there.
    for (std::size_t i = 0; i < files.size(); ++i) {
      read_references(read_.object(files[i]), index_.files[i]);
    }
    return std::move(index_);
  }

private:
  void read_roots(const json::object& record) {
    std::set<std::string> names;
    std::set<std::string> paths;
    for (const json::value& entry : read_.array(record, "roots")) {
      const json::object& root = read_.object(entry);
      index_.roots.push_back({read_.text(root, "name"), read_.text(root, "path")});
      const auto& [name, path] = index_.roots.back();
      if (!path.starts_with('/') || (path != "/" && !is_below_root(path.substr(1)))) {
        read_.fail(fmt::format("the root `{}` is no absolute path", printable(path)));
      }
      if (!names.insert(name).second || !paths.insert(path).second) {
        read_.fail(fmt::format("two roots are called `{}`", printable(name)));
      }
    }
    if (index_.roots.empty()) {
      read_.fail("`roots` is empty");
    }
    for (const std::string& name : names) {
      if (index_.merged() && !is_below_root(name)) {
        read_.fail(fmt::format("`{}` can be the name of no root", printable(name)));
      }
    }
  }

  void read_layers(const json::object& record) {
    index_.layers = read_.texts(record, "layers");
    layers_.insert(index_.layers.begin(), index_.layers.end());
    if (layers_.size() != index_.layers.size()) {
      read_.fail("`layers` lists a layer twice");
    }
  }

  std::uint32_t root_index(const json::object& object) const {
    const std::uint32_t root = read_.small(object, "root");
    if (root >= index_.roots.size()) {
      read_.fail("`root` names none of the roots");
    }
    return root;
  }

  void check_path(const std::string& path, std::uint32_t root) const {
    std::string_view below = path;
    if (index_.merged()) {
      if (!path.starts_with(index_.roots[root].name + "/")) {
        read_.fail(fmt::format("`{}` does not begin with the name of its root", printable(path)));
      }
      below.remove_prefix(index_.roots[root].name.size() + 1);
    }
    if (!is_below_root(below)) {
      read_.fail(fmt::format("`{}` is no path below its root", printable(path)));
    }
  }

  void read_registry(const json::object& record) {
    Registry registry;
    registry.file = read_.text(record, "file");
    registry.root = root_index(record);
    check_path(registry.file, registry.root);
    if (!read_.member(record, "problem").is_null()) {
      registry.problem = read_.text(record, "problem");
    }
    for (const json::value& entry : read_.array(record, "jobs")) {
      const json::object& job = read_.object(entry);
      registry.jobs.push_back({read_.text(job, "name"),
                               read_.text(job, "category"),
                               {read_.line(job), read_.small(job, "column")}});
    }
    index_.registries.push_back(std::move(registry));
  }

  void read_file(const json::object& record) {
    FileEntry file;
    file.path = read_.text(record, "path");
    file.layer = read_.text(record, "layer");
    file.root = root_index(record);
    check_path(file.path, file.root);
    if (!layers_.contains(file.layer)) {
      read_.fail(fmt::format("`{}` is in the layer `{}`, which is none of `layers`",
                             printable(file.path), printable(file.layer)));
    }
    file.empty = read_.truth(record, "empty");
    if (!index_.files.empty() && !(index_.files.back().path < file.path)) {
      read_.fail("`files` is not sorted by path, or has a path twice");
    }
    for (const json::value& entry : read_.array(record, "blocks")) {
      file.blocks.push_back(read_block(read_.object(entry)));
    }
    for (const json::value& entry : read_.array(record, "defects")) {
      file.defects.push_back(read_defect(read_.object(entry)));
    }
    index_.files.push_back(std::move(file));
  }

  Block read_block(const json::object& record) const {
    Block block;
    block.line = read_.line(record);
    block.jobs = read_.texts(record, "jobs");
    if (has_repetition(block.jobs) ||
        std::find(block.jobs.begin(), block.jobs.end(), "") != block.jobs.end()) {
      read_.fail("`jobs` lists a job twice, or one without a name");
    }
    if (const json::value& count = read_.member(record, "job_count"); !count.is_null()) {
      block.job_count = read_.number(count, "job_count");
    }
    const json::object& positions = read_.object(read_.member(record, "positions"));
    block.incoming = read_field(record, positions, "incoming");
    block.processing = read_field(record, positions, "processing");
    block.outgoing = read_field(record, positions, "outgoing");
    for (const json::value& column : read_.array(positions, "jobs")) {
      block.job_columns.push_back(read_.small(column, "jobs"));
    }
    if (!block.job_columns.empty() && block.job_columns.size() != block.jobs.size()) {
      read_.fail("`positions` has not as many jobs as the block");
    }
    return block;
  }

  Field read_field(const json::object& block, const json::object& positions,
                   std::string_view key) const {
    constexpr std::string_view k_separator = " --- {";
    const std::string canonical = read_.text(block, key);
    const std::size_t at = canonical.rfind(k_separator);
    const json::array& position = read_.array(positions, key);
    if (at == std::string::npos || !canonical.ends_with('}') || position.size() != 2) {
      read_.fail(fmt::format("`{}` is no line of a block", key));
    }
    const std::size_t right = at + k_separator.size();
    return {canonical.substr(0, at), canonical.substr(right, canonical.size() - right - 1),
            read_.small(position[0], key), read_.small(position[1], key)};
  }

  Finding read_defect(const json::object& record) const {
    Finding defect;
    defect.rule = read_.text(record, "rule");
    if (std::find(k_file_rules.begin(), k_file_rules.end(), defect.rule) == k_file_rules.end()) {
      read_.fail(fmt::format("`{}` is no rule about a file that this version knows",
                             printable(defect.rule)));
    }
    const auto severity = parse_severity(read_.text(record, "severity"));
    if (!severity) {
      read_.fail("`severity` is none of error, warning and note");
    }
    defect.severity = *severity;
    defect.message = read_.text(record, "message");
    defect.begin = {read_.line(record), read_.small(record, "column")};
    if (record.contains("hint")) {
      defect.hint = read_.text(record, "hint");
    }
    return defect;
  }

  void read_references(const json::object& record, FileEntry& file) {
    const json::array& blocks = read_.array(record, "blocks");
    for (std::size_t b = 0; b < blocks.size(); ++b) {
      for (const json::value& entry : read_.array(read_.object(blocks[b]), "references")) {
        file.blocks[b].references.push_back(read_reference(read_.object(entry)));
      }
    }
  }

  Reference read_reference(const json::object& record) {
    Reference reference;
    const std::string direction = read_.text(record, "direction");
    if (direction != "incoming" && direction != "outgoing") {
      read_.fail("`direction` is neither incoming nor outgoing");
    }
    reference.direction = direction == "incoming" ? Direction::incoming : Direction::outgoing;
    reference.text = read_.text(record, "text");
    const auto resolution = parse_resolution(read_.text(record, "resolution"));
    if (!resolution) {
      read_.fail("`resolution` is none that this version knows");
    }
    reference.resolution = *resolution;
    reference.files = read_files(record);
    if (!fits(*resolution, reference.files.size())) {
      read_.fail(fmt::format("`{}` cannot be {} with {} files", printable(reference.text),
                             to_string(*resolution), reference.files.size()));
    }
    reference.position = {read_.line(record), read_.small(record, "column")};
    return reference;
  }

  FileIds read_files(const json::object& record) {
    std::vector<std::uint32_t> files;
    for (const std::string& path : read_.texts(record, "files")) {
      const auto file = index_.find_file(path);
      if (!file) {
        read_.fail(
            fmt::format("a reference names `{}`, which is not among the files", printable(path)));
      }
      files.push_back(*file);
    }
    std::sort(files.begin(), files.end());
    if (std::adjacent_find(files.begin(), files.end()) != files.end()) {
      read_.fail("a reference names a file twice");
    }
    return shared(std::move(files));
  }

  // Many references lead to the same files: they share one list again.
  FileIds shared(std::vector<std::uint32_t> files) {
    const auto [place, is_new] = lists_.try_emplace(std::move(files));
    if (is_new) {
      place->second = FileIds(place->first);
    }
    return place->second;
  }

  MemberReader read_;
  Index index_;
  std::unordered_set<std::string> layers_;
  std::map<std::vector<std::uint32_t>, FileIds> lists_;
};

} // namespace

Index read_export(std::string_view text, std::string_view name) {
  const json::value document = read_document(text, name, k_export_schema, "job_tracer export -");
  return ExportReader(name).read(document);
}

} // namespace aether::blocks
