#include "backend/blocks/export_format.h"

#include <algorithm>
#include <limits>
#include <map>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>

#include "core/error.h"
#include "data/json.h"

namespace aether::blocks {

namespace {

namespace json = boost::json;

// Reads members of the types that the schema promises; anything else is no export.
class ExportReader {
public:
  explicit ExportReader(std::string_view name) : name_(name) {}

  Index read(const json::value& document) {
    const json::object& root = document.get_object();
    for (const json::value& entry : array(root, "roots")) {
      index_.roots.push_back({text(object(entry), "name"), text(object(entry), "path")});
    }
    index_.layers = texts(root, "layers");
    index_.warnings = texts(root, "warnings");
    for (const json::value& entry : array(root, "registries")) {
      read_registry(object(entry));
    }
    const json::array& files = array(root, "files");
    index_.files.reserve(files.size());
    for (const json::value& entry : files) {
      read_file(object(entry));
    }
    // Paths can be looked up only now that all are there.
    for (std::size_t i = 0; i < files.size(); ++i) {
      read_references(object(files[i]), index_.files[i]);
    }
    return std::move(index_);
  }

private:
  [[noreturn]] void fail(std::string_view what) const {
    throw Error(ExitCode::bad_input,
                fmt::format("{}: this {} document is damaged: {}", name_, k_export_schema, what));
  }

  const json::object& object(const json::value& value) const {
    const json::object* found = value.if_object();
    if (found == nullptr) {
      fail("something stands where an object has to be");
    }
    return *found;
  }

  const json::value& member(const json::object& object, std::string_view key) const {
    const json::value* found = object.if_contains(key);
    if (found == nullptr) {
      fail(fmt::format("`{}` is missing", key));
    }
    return *found;
  }

  const json::array& array(const json::object& object, std::string_view key) const {
    const json::array* found = member(object, key).if_array();
    if (found == nullptr) {
      fail(fmt::format("`{}` is no array", key));
    }
    return *found;
  }

  std::string text(const json::object& object, std::string_view key) const {
    const json::string* found = member(object, key).if_string();
    if (found == nullptr) {
      fail(fmt::format("`{}` is no text", key));
    }
    return std::string(*found);
  }

  std::vector<std::string> texts(const json::object& object, std::string_view key) const {
    std::vector<std::string> result;
    for (const json::value& item : array(object, key)) {
      if (!item.is_string()) {
        fail(fmt::format("`{}` holds something that is no text", key));
      }
      result.emplace_back(item.get_string());
    }
    return result;
  }

  std::uint64_t number(const json::value& value, std::string_view key) const {
    if (value.is_uint64()) {
      return value.get_uint64();
    }
    if (!value.is_int64() || value.get_int64() < 0) {
      fail(fmt::format("`{}` is no whole number from 0 on", key));
    }
    return static_cast<std::uint64_t>(value.get_int64());
  }

  std::uint32_t small(const json::value& value, std::string_view key) const {
    const std::uint64_t found = number(value, key);
    if (found > std::numeric_limits<std::uint32_t>::max()) {
      fail(fmt::format("`{}` is too large", key));
    }
    return static_cast<std::uint32_t>(found);
  }

  std::uint32_t small(const json::object& object, std::string_view key) const {
    return small(member(object, key), key);
  }

  std::uint32_t root_index(const json::object& object) const {
    const std::uint32_t root = small(object, "root");
    if (root >= index_.roots.size()) {
      fail("`root` names none of the roots");
    }
    return root;
  }

  void check_prefix(const std::string& path, std::uint32_t root) const {
    if (index_.merged() && !path.starts_with(index_.roots[root].name + "/")) {
      fail(fmt::format("`{}` does not begin with the name of its root", path));
    }
  }

  void read_registry(const json::object& record) {
    Registry registry;
    registry.file = text(record, "file");
    registry.root = root_index(record);
    check_prefix(registry.file, registry.root);
    if (!member(record, "problem").is_null()) {
      registry.problem = text(record, "problem");
    }
    for (const json::value& entry : array(record, "jobs")) {
      const json::object& job = object(entry);
      registry.jobs.push_back(
          {text(job, "name"), text(job, "category"), {small(job, "line"), small(job, "column")}});
    }
    index_.registries.push_back(std::move(registry));
  }

  void read_file(const json::object& record) {
    FileEntry file;
    file.path = text(record, "path");
    file.layer = text(record, "layer");
    file.root = root_index(record);
    check_prefix(file.path, file.root);
    const json::value& empty = member(record, "empty");
    if (!empty.is_bool()) {
      fail("`empty` is neither true nor false");
    }
    file.empty = empty.get_bool();
    if (!index_.files.empty() && !(index_.files.back().path <= file.path)) {
      fail("`files` is not sorted by path");
    }
    for (const json::value& entry : array(record, "blocks")) {
      file.blocks.push_back(read_block(object(entry)));
    }
    for (const json::value& entry : array(record, "defects")) {
      file.defects.push_back(read_defect(object(entry)));
    }
    index_.files.push_back(std::move(file));
  }

  Block read_block(const json::object& record) const {
    Block block;
    block.line = small(record, "line");
    block.jobs = texts(record, "jobs");
    if (const json::value& count = member(record, "job_count"); !count.is_null()) {
      block.job_count = number(count, "job_count");
    }
    const json::object& positions = object(member(record, "positions"));
    block.incoming = read_field(record, positions, "incoming");
    block.processing = read_field(record, positions, "processing");
    block.outgoing = read_field(record, positions, "outgoing");
    for (const json::value& column : array(positions, "jobs")) {
      block.job_columns.push_back(small(column, "jobs"));
    }
    return block;
  }

  Field read_field(const json::object& block, const json::object& positions,
                   std::string_view key) const {
    constexpr std::string_view k_separator = " --- {";
    const std::string canonical = text(block, key);
    const std::size_t at = canonical.rfind(k_separator);
    const json::array& position = array(positions, key);
    if (at == std::string::npos || !canonical.ends_with('}') || position.size() != 2) {
      fail(fmt::format("`{}` is no line of a block", key));
    }
    const std::size_t right = at + k_separator.size();
    return {canonical.substr(0, at), canonical.substr(right, canonical.size() - right - 1),
            small(position[0], key), small(position[1], key)};
  }

  Finding read_defect(const json::object& record) const {
    Finding defect;
    defect.rule = text(record, "rule");
    const auto severity = parse_severity(text(record, "severity"));
    if (!severity) {
      fail("`severity` is none of error, warning and note");
    }
    defect.severity = *severity;
    defect.message = text(record, "message");
    defect.begin = {small(record, "line"), small(record, "column")};
    if (record.contains("hint")) {
      defect.hint = text(record, "hint");
    }
    return defect;
  }

  void read_references(const json::object& record, FileEntry& file) {
    const json::array& blocks = array(record, "blocks");
    for (std::size_t b = 0; b < blocks.size(); ++b) {
      for (const json::value& entry : array(object(blocks[b]), "references")) {
        file.blocks[b].references.push_back(read_reference(object(entry)));
      }
    }
  }

  Reference read_reference(const json::object& record) {
    Reference reference;
    const std::string direction = text(record, "direction");
    if (direction != "incoming" && direction != "outgoing") {
      fail("`direction` is neither incoming nor outgoing");
    }
    reference.direction = direction == "incoming" ? Direction::incoming : Direction::outgoing;
    reference.text = text(record, "text");
    const auto resolution = parse_resolution(text(record, "resolution"));
    if (!resolution) {
      fail("`resolution` is none that this version knows");
    }
    reference.resolution = *resolution;
    std::vector<std::uint32_t> files;
    for (const std::string& path : texts(record, "files")) {
      const auto file = index_.find_file(path);
      if (!file) {
        fail(fmt::format("a reference names `{}`, which is not among the files", path));
      }
      files.push_back(*file);
    }
    std::sort(files.begin(), files.end());
    reference.files = shared(std::move(files));
    reference.position = {small(record, "line"), small(record, "column")};
    return reference;
  }

  // Many references lead to the same files: they share one list again.
  FileIds shared(std::vector<std::uint32_t> files) {
    const auto [place, is_new] = lists_.try_emplace(std::move(files));
    if (is_new) {
      place->second = FileIds(place->first);
    }
    return place->second;
  }

  std::string name_;
  Index index_;
  std::map<std::vector<std::uint32_t>, FileIds> lists_;
};

} // namespace

Index read_export(std::string_view text, std::string_view name) {
  const json::value document = read_document(text, name, k_export_schema, "job_tracer export -");
  return ExportReader(name).read(document);
}

} // namespace aether::blocks
