#include "data/json_report.h"

#include <ostream>

#include <fmt/format.h>

#include "core/version.h"

namespace aether {

JsonReport::JsonReport(std::ostream& out, std::string_view tool, std::string_view kind,
                       JsonShape shape)
    : out_(out), shape_(shape),
      writer_(out, shape == JsonShape::pretty ? JsonLayout::pretty : JsonLayout::compact),
      rest_writer_(rest_) {
  members().begin_object();
  if (!is_records()) {
    members().member("schema", fmt::format("aether/{}/{}/1", tool, kind));
  }
  members().member("tool", tool).member("version", version());
}

void JsonReport::end_record() {
  if (is_records()) {
    writer_.end_line();
    writer_.flush();
  }
}

void JsonReport::end() {
  members().end_object();
  members().end_line();
  members().flush();
  if (is_records()) {
    out_ << rest_.str() << std::flush;
  }
}

} // namespace aether
