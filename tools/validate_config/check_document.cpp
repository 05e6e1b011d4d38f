#include "validate_config/check_document.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/error.h"
#include "core/text.h"
#include "validate_config/check_dotenv.h"
#include "validate_config/rules.h"

namespace aether::validate_config {

namespace {

Finding finding_at(std::string_view rule, Severity severity, const std::string& file, Position at,
                   std::string message) {
  Finding finding;
  finding.rule = rule;
  finding.severity = severity;
  finding.file = file;
  finding.begin = at;
  finding.message = std::move(message);
  return finding;
}

void tell_of_more(std::size_t more, const std::string& file, std::vector<Finding>& findings) {
  if (more > 0) {
    Finding finding = finding_at(k_not_shown, Severity::note, file, {},
                                 fmt::format("{} more problems of this file are not shown", more));
    finding.count = more;
    findings.push_back(std::move(finding));
  }
}

bool is_ambiguous(const Document& document, Position at) {
  return std::any_of(document.ambiguities.begin(), document.ambiguities.end(),
                     [&](const Ambiguity& one) { return one.at == at; });
}

} // namespace

std::optional<Document> read_checked(std::string_view text, const std::string& file,
                                     DocumentFormat format, std::vector<Finding>& findings) {
  if (format == DocumentFormat::dotenv) {
    const std::size_t before = findings.size();
    check_dotenv(text, file, findings);
    return findings.size() > before ? std::nullopt
                                    : std::optional(parse_document(text, file, format));
  }
  try {
    Document document = parse_document(text, file, format);
    for (const Ambiguity& one : document.ambiguities) {
      Finding finding =
          finding_at(k_ambiguous, Severity::warning, file, one.at,
                     fmt::format("`{}` is {} to readers of YAML 1.1 such as PyYAML, "
                                 "and {} to those of 1.2",
                                 printable(one.text), one.other_reading, one.reading));
      finding.hint = "quote it where text is meant, or write the value in a form that has one "
                     "reading";
      findings.push_back(std::move(finding));
    }
    if (document.ambiguities.size() == k_max_ambiguities) {
      findings.push_back(finding_at(k_not_shown, Severity::note, file, {},
                                    "there may be more such scalars in this file"));
    }
    return document;
  } catch (const InputError& error) {
    findings.push_back(finding_at(k_invalid, Severity::error, file, error.at(), error.message()));
  } catch (const Error& error) { // an empty JSON text
    std::string message = error.what();
    if (message.starts_with(file + ": ")) {
      message.erase(0, file.size() + 2);
    }
    findings.push_back(finding_at(k_invalid, Severity::error, file, {1, 1}, std::move(message)));
  }
  return std::nullopt;
}

void check_against(const json_schema::Schema& schema, Document& document, std::string_view text,
                   DocumentFormat format, const std::string& file, std::vector<Finding>& findings) {
  std::size_t more = 0;
  const std::vector<json_schema::Problem> problems = schema.evaluate(document.root, &more);
  if (problems.empty()) {
    return;
  }
  locate(document, text, format);
  for (const json_schema::Problem& problem : problems) {
    const std::optional<Place> place = document.find(problem.instance);
    if (place && is_ambiguous(document, place->value)) {
      continue; // to the backend's reader it is something else, and a warning says so
    }
    const bool at_key =
        place && place->key.line > 0 && (problem.at_key || problem.keyword == "required");
    Finding finding = finding_at(rule_of_keyword(problem.keyword), Severity::error, file,
                                 !place   ? Position()
                                 : at_key ? place->key
                                          : place->value,
                                 problem.message);
    finding.pointer = problem.instance;
    finding.hint = problem.hint;
    finding.secret = problem.secret;
    findings.push_back(std::move(finding));
  }
  tell_of_more(more, file, findings);
}

} // namespace aether::validate_config
