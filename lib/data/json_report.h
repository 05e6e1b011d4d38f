// The answer of a tool as JSON: one document, or a stream of records for --ndjson. The same calls
// make both, so that a renderer says once what there is:
//
//   JsonReport report(out, "validate_config", "report", shape);
//   report.members().member("root", root);
//   report.list("findings", findings, write_finding);
//   report.members().key("summary")...
//   report.end();
//
// As a document: `schema`, `tool` and `version`, then members and lists in the order of the calls.
// As records: each item of a list on a line of its own, flushed when it is there; at the end a last
// record with all that is in no list, without `schema`, which it does not fit. Records are told
// apart by their members; the last one has `tool`, and where it is missing the stream was cut.
#pragma once

#include <iosfwd>
#include <sstream>
#include <string_view>

#include "data/json_writer.h"

namespace aether {

enum class JsonShape { compact, pretty, records };

class JsonReport {
public:
  // Of the schema `aether/TOOL/KIND/1`.
  JsonReport(std::ostream& out, std::string_view tool, std::string_view kind, JsonShape shape);

  [[nodiscard]] bool is_records() const { return shape_ == JsonShape::records; }

  // Where what is in no list is written.
  [[nodiscard]] JsonWriter& members() { return is_records() ? rest_writer_ : writer_; }

  // `write(JsonWriter&, item)` writes one value.
  template <typename Items, typename Write>
  void list(std::string_view name, const Items& items, const Write& write) {
    if (!is_records()) {
      writer_.key(name).begin_array();
    }
    for (const auto& item : items) {
      write(writer_, item);
      end_record();
    }
    if (!is_records()) {
      writer_.end_array();
    }
  }

  void end();

private:
  void end_record();

  std::ostream& out_;
  JsonShape shape_;
  std::ostringstream rest_; // of records: the last one
  JsonWriter writer_;
  JsonWriter rest_writer_;
};

} // namespace aether
