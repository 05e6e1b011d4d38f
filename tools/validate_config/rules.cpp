#include "validate_config/rules.h"

#include <algorithm>
#include <array>
#include <utility>

#include "validate_config/families/family.h"

namespace aether::validate_config {

namespace {

std::vector<DescribedRule> own_rules() {
  return {
      {{k_invalid, Severity::error, true, "The file cannot be read as what its name says."},
       "YAML, TOML, JSON and Python files are read strictly: a key that is there twice, an "
       "unclosed "
       "quote, a tab for indentation, several documents in one file, bytes that are not UTF-8 and "
       "the like are errors here though some readers let them pass, since what the backend then "
       "takes from the file is anyone's guess."},
      {{k_unreadable, Severity::error, true, "The file cannot be opened, or is too large."},
       "A configuration file that is there and may not be read, is no file, or is larger than "
       "--max-size."},
      {{k_ambiguous, Severity::warning, true,
        "A YAML scalar that the backend's reader takes for something else."},
       "PyYAML reads YAML 1.1, where `no` is false, 012 is ten, 1:30 is ninety and 2025-11-02 is a "
       "date; readers of YAML 1.2 see text and other numbers. Quote the scalar to say that it is "
       "text, or write the value out (false, 10, 90)."},
      {{k_type, Severity::error, true, "A value is of another type than its schema says."},
       "The schema of the file asks for another type here, such as a number where there is text. "
       "--print-schema shows the schemas that are built in."},
      {{k_missing_key, Severity::error, true, "A key that the schema requires is not there."},
       "The schema of the file requires the key, always or beside another that is there."},
      {{k_unknown_key, Severity::error, true, "A key that the schema does not know."},
       "Where a schema lists all keys that there may be, another is most often a misspelling, "
       "which "
       "whoever reads the file would pass over in silence."},
      {{k_similar_key, Severity::warning, true, "A key that is nearly one that is missing."},
       "Where a schema leaves other keys open, a misspelt key is no error of the schema's; but one "
       "that is nearly a key that the object has not is most often meant for it. Schemas of one's "
       "own are not looked at."},
      {{k_value, Severity::error, true, "A value is not one that the schema allows."},
       "The value is of the right type and outside what the schema allows: another word than the "
       "ones it lists, a number out of bounds, text of another form."},
      {{k_not_shown, Severity::note, true, "A file has more problems than are shown."},
       "Of a file with very many problems the first thousand are shown: mend these, or what made "
       "them, and look again."},
      {{k_unusable, Severity::error, true, "A schema that is named cannot be used."},
       "A document names its schema ($schema, `# yaml-language-server: $schema=`, `#:schema`), or "
       "--schema does, and there is no such file, or it is no JSON Schema."},
      {{k_not_looked, Severity::note, true, "What could not be looked at, and why."},
       "Without python3, or where the sources cannot be read, the checks that need them cannot be "
       "made. They never pass in silence."},
      {{k_unused_ignore, Severity::note, true, "A comment that silences nothing."},
       "`# validate_config: ignore RULE` on a line, or on the line above, and `ignore-file RULE` "
       "anywhere in a file silence findings there. One that has nothing to silence, or names no "
       "rule, is best taken away."},
  };
}

const std::vector<DescribedRule>& described() {
  static const std::vector<DescribedRule> k_all = [] {
    std::vector<DescribedRule> all = own_rules();
    for (const Family& family : families()) {
      const std::vector<DescribedRule> more = family.rules();
      all.insert(all.end(), more.begin(), more.end());
    }
    return all;
  }();
  return k_all;
}

} // namespace

const std::vector<Rule>& rules() {
  static const std::vector<Rule> k_all = [] {
    std::vector<Rule> all;
    for (const DescribedRule& one : described()) {
      all.push_back(one.rule);
    }
    return all;
  }();
  return k_all;
}

std::string_view paragraph(std::string_view rule) {
  const auto found = std::find_if(described().begin(), described().end(),
                                  [&](const DescribedRule& one) { return one.rule.name == rule; });
  return found == described().end() ? std::string_view() : found->paragraph;
}

std::string_view rule_of_keyword(std::string_view keyword) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 11> k_keywords = {{
      {"type", k_type},
      {"required", k_missing_key},
      {"dependentRequired", k_missing_key},
      {"dependencies", k_missing_key},
      {"additionalProperties", k_unknown_key},
      {"unevaluatedProperties", k_unknown_key},
      {"propertyNames", k_unknown_key},
      {"patternProperties", k_unknown_key},
      {"false", k_unknown_key},
      {"additionalItems", k_value},
      {"items", k_value},
  }};
  const auto* found = std::find_if(k_keywords.begin(), k_keywords.end(),
                                   [&](const auto& one) { return one.first == keyword; });
  return found == k_keywords.end() ? k_value : found->second;
}

} // namespace aether::validate_config
