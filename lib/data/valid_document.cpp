#include "data/valid_document.h"

#include <fmt/format.h>

#include "core/text.h"
#include "data/document_reader.h"
#include "data/json.h"
#include "data/json_schema/schema.h"

namespace aether {

Document parse_valid_document(std::string_view text, const std::string& name,
                              std::string_view schema) {
  Document document = parse_document(text, name, DocumentFormat::yaml);
  const std::vector<json_schema::Problem> problems =
      json_schema::Schema(parse_json(schema, "the schema"), {}).evaluate(document.root);
  if (problems.empty()) {
    return document;
  }
  locate(document, text, DocumentFormat::yaml);
  const json_schema::Problem& first = problems.front();
  const auto place = document.find(first.instance);
  throw InputError(
      name,
      !place         ? Position()
      : first.at_key ? place->key
                     : place->value,
      fmt::format("{}{}{}{}", first.message, first.hint.empty() ? "" : "; ", first.hint,
                  problems.size() > 1 ? fmt::format(" (and {} more; validate_config shows all)",
                                                    problems.size() - 1)
                                      : ""));
}

void expect_valid(const boost::json::value& document, std::string_view name,
                  const DocumentKind& kind, std::string_view schema) {
  for (const json_schema::Problem& one :
       json_schema::Schema(parse_json(schema, "the schema"), {}).evaluate(document)) {
    if (one.keyword != "additionalProperties") {
      throw Error(ExitCode::bad_input,
                  fmt::format("{}: expected an {} document (from `{}`), but at {}: {}", name,
                              kind.schema, kind.made_by,
                              one.instance.empty() ? "its root" : one.instance,
                              printable(one.message)));
    }
  }
}

} // namespace aether
