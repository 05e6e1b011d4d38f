// safety/*: texts that are handed to a model.
//
// Invisible characters: Unicode's default-ignorable and bidirectional controls (UAX #9, UTS #39),
// the tag block U+E0000 to U+E007F among them. Look-alike names: the letters of Cyrillic and Greek
// that UTS #39 takes for Latin ones, and digits for letters.
#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

#include "core/secret_shapes.h"
#include "core/text.h"
#include "verify_oi_tools/judge.h"
#include "verify_oi_tools/rules.h"

namespace aether::verify_oi_tools {

namespace {

struct CodePoint {
  char32_t value = 0;
  std::size_t length = 0;
};

CodePoint code_point_at(std::string_view text, std::size_t at) {
  const std::size_t length = utf8_sequence_length(text, at);
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
  switch (length) {
  case 1:
    return {byte(0), 1};
  case 2:
    return {(byte(0) & 0x1FU) << 6U | (byte(1) & 0x3FU), 2};
  case 3:
    return {(byte(0) & 0x0FU) << 12U | (byte(1) & 0x3FU) << 6U | (byte(2) & 0x3FU), 3};
  case 4:
    return {(byte(0) & 0x07U) << 18U | (byte(1) & 0x3FU) << 12U | (byte(2) & 0x3FU) << 6U |
                (byte(3) & 0x3FU),
            4};
  default:
    return {0xFFFD, 1};
  }
}

struct Range {
  char32_t first;
  char32_t last;
};

constexpr std::array k_invisible_ranges = {
    Range{0x0080, 0x009F},   Range{0x00AD, 0x00AD}, Range{0x034F, 0x034F}, Range{0x061C, 0x061C},
    Range{0x115F, 0x1160},   Range{0x17B4, 0x17B5}, Range{0x180B, 0x180F}, Range{0x200B, 0x200F},
    Range{0x202A, 0x202E},   Range{0x2060, 0x206F}, Range{0x3164, 0x3164}, Range{0xFE00, 0xFE0E},
    Range{0xFEFF, 0xFEFF},   Range{0xFFA0, 0xFFA0}, Range{0xFFF9, 0xFFFB}, Range{0x1D173, 0x1D17A},
    Range{0xE0000, 0xE0FFF},
};

// Joiners belong into words of scripts that need them, and into pictures.
bool is_joined(char32_t before, char32_t one) {
  return (one == 0x200C || one == 0x200D) && before >= 0x0600 &&
         !(before >= 0x2000 && before < 0x2190);
}

// Offset of the first character that no person sees; npos where there is none.
std::size_t find_invisible(std::string_view text, char32_t& found) {
  char32_t before = 0;
  for (std::size_t at = 0; at < text.size();) {
    if (const auto byte = static_cast<unsigned char>(text[at]); byte < 0x80U) {
      if ((byte < 0x20U && byte != '\t' && byte != '\n' && byte != '\r') || byte == 0x7FU) {
        found = byte; // an escape hides from who looks at it on a terminal
        return at;
      }
      before = byte;
      ++at;
      continue;
    }
    const CodePoint one = code_point_at(text, at);
    const bool is_invisible =
        std::any_of(k_invisible_ranges.begin(), k_invisible_ranges.end(), [&](const Range& range) {
          return one.value >= range.first && one.value <= range.last;
        });
    if (is_invisible && !is_joined(before, one.value)) {
      found = one.value;
      return at;
    }
    before = one.value;
    at += one.length;
  }
  return std::string_view::npos;
}

struct Alike {
  char32_t letter;
  char latin;
};

constexpr std::array k_alike_letters = {
    Alike{U'а', 'a'}, Alike{U'в', 'b'}, Alike{U'с', 'c'}, Alike{U'ԁ', 'd'}, Alike{U'е', 'e'},
    Alike{U'һ', 'h'}, Alike{U'і', 'i'}, Alike{U'ј', 'j'}, Alike{U'к', 'k'}, Alike{U'ӏ', 'l'},
    Alike{U'м', 'm'}, Alike{U'о', 'o'}, Alike{U'р', 'p'}, Alike{U'ԛ', 'q'}, Alike{U'ѕ', 's'},
    Alike{U'т', 't'}, Alike{U'у', 'y'}, Alike{U'х', 'x'}, Alike{U'ԝ', 'w'}, Alike{U'α', 'a'},
    Alike{U'ε', 'e'}, Alike{U'ι', 'i'}, Alike{U'κ', 'k'}, Alike{U'ν', 'v'}, Alike{U'ο', 'o'},
    Alike{U'ρ', 'p'}, Alike{U'τ', 't'}, Alike{U'υ', 'u'}, Alike{U'χ', 'x'}, Alike{U'0', 'o'},
    Alike{U'1', 'l'},
};

// What a name looks like: names of one look are alike.
std::string look_of(std::string_view name) {
  std::string look;
  for (std::size_t at = 0; at < name.size();) {
    const CodePoint one = code_point_at(name, at);
    const auto* alike = std::find_if(k_alike_letters.begin(), k_alike_letters.end(),
                                     [&](const Alike& each) { return each.letter == one.value; });
    if (alike != k_alike_letters.end()) {
      look += alike->latin;
    } else if (one.length == 1) {
      look += ascii_lower(name[at]);
    } else {
      look.append(name.substr(at, one.length));
    }
    at += one.length;
  }
  return look;
}

class Safety {
public:
  explicit Safety(Judge& judge) : judge_(judge) {}

  void check() {
    const World& world = judge_.world();
    expected_looks();
    for (const Tool& tool : world.catalog.tools) {
      texts_of(tool);
      look(tool);
      judge_.passed(Group::safety, tool);
    }
    names_of_sources();
    for (const Tool& tool : world.served) {
      texts_of(tool);
      look_served(tool);
      names_another(tool, {{"description", tool.description},
                           {"title", tool.title},
                           {"annotations.title", tool.hint_title}});
      judge_.passed(Group::safety, tool);
    }
    for (const McpVisit& visit : world.visits) {
      texts_of(visit);
    }
    if (world.attached) {
      for (const Tool& tool : *world.attached) {
        texts_of(tool);
      }
    }
  }

private:
  // What a server says of itself is handed to the model, too.
  void texts_of(const McpVisit& visit) {
    Tool made;
    made.name = made.path = made.integration = visit.server.name;
    made.file = visit.server.file;
    made.at = visit.server.at;
    text(made, "", "name", visit.info.name);
    text(made, "", "title", visit.info.title);
    text(made, "", "instructions", visit.info.instructions);
    names_another(made, {{"instructions", visit.info.instructions}});
  }

  void texts_of(const Tool& tool) {
    text(tool, "/name", "name", tool.name);
    text(tool, "/path", "path", without_own_name(tool, tool.path));
    text(tool, "/description", "description", tool.description);
    text(tool, "/title", "title", tool.title);
    text(tool, "/annotations/title", "annotations.title", tool.hint_title);
    text(tool, "/signature", "signature", without_own_name(tool, tool.signature));
    for (std::size_t i = 0; i < tool.examples.size(); ++i) {
      text(tool, fmt::format("/examples/{}", i), "examples",
           without_own_name(tool, tool.examples[i]));
    }
    for (std::size_t i = 0; i < tool.parameters.size() && !tool.input_schema; ++i) {
      const Parameter& one = tool.parameters[i];
      text(tool, fmt::format("/parameters/{}/description", i),
           fmt::format("description of {}", printable(one.name)), one.description);
      text(tool, fmt::format("/parameters/{}", i), "parameters", one.name);
    }
    for (const auto* schema : {&tool.input_schema, &tool.output_schema}) {
      if (*schema) {
        texts_within(tool, **schema, 0);
      }
    }
  }

  // What is told of the name is not told again where the name is repeated.
  static std::string without_own_name(const Tool& tool, std::string text) {
    char32_t character = 0;
    if (find_invisible(tool.name, character) != std::string::npos) {
      for (std::size_t at = 0; (at = text.find(tool.name, at)) != std::string::npos;) {
        text.erase(at, tool.name.size());
      }
    }
    return text;
  }

  // A schema's words are read by the model, too: titles, descriptions, names, values. One finding
  // tells of the first of them.
  bool texts_within(const Tool& tool, const boost::json::value& value, int depth) {
    constexpr int k_deepest = 64;
    if (depth > k_deepest) {
      return false;
    }
    if (const auto* object = value.if_object()) {
      return std::any_of(object->begin(), object->end(), [&](const auto& member) {
        return text(tool, "/inputSchema", "schema", std::string_view(member.key())) ||
               texts_within(tool, member.value(), depth + 1);
      });
    }
    if (const auto* array = value.if_array()) {
      return std::any_of(array->begin(), array->end(), [&](const boost::json::value& one) {
        return texts_within(tool, one, depth + 1);
      });
    }
    return value.is_string() &&
           text(tool, "/inputSchema", "schema", std::string_view(value.get_string()));
  }

  bool text(const Tool& tool, const std::string& part, const std::string& what,
            std::string_view text) {
    char32_t character = 0;
    bool is_found = false;
    if (const std::size_t at = find_invisible(text, character); at != std::string::npos) {
      judge_
          .found_at(part, k_invisible, Group::safety, tool,
                    fmt::format("{}: its {} holds U+{:04X} at byte {}, which no person sees and a "
                                "model reads",
                                printable(tool.name), what, static_cast<std::uint32_t>(character),
                                at))
          .hint = "take it out, and find out who put it in";
      is_found = true;
    }
    if (const SecretShape shape = find_secret_shape(text); !shape.kind.empty()) {
      Finding& made = judge_.found_at(
          part, k_secret, Group::safety, tool,
          fmt::format("{}: its {} holds {}", printable(tool.name), what, shape.kind));
      made.secret = true;
      made.hint = "revoke it: whoever has the catalog has it";
      is_found = true;
    }
    if (is_found) {
      told(tool, part);
    }
    return is_found;
  }

  void told(const Tool& tool, const std::string& part) {
    judge_.tell(tool, part);
    if (part == "/name") {
      for (const char* other : {"/path", "/signature"}) {
        judge_.tell(tool, other);
      }
    }
    if (part.starts_with("/parameters")) {
      judge_.tell(tool, "/parameters");
    }
  }

  void names_of_sources() {
    const World& world = judge_.world();
    if (world.served.empty()) {
      return;
    }
    for (const Tool& tool : world.catalog.tools) {
      names_.emplace(tool.name, tool.integration);
    }
    for (const Tool& tool : world.served) {
      names_.emplace(tool.name, tool.integration);
    }
  }

  // Texts that tell the model what to do with somebody else's tool. Names that are words of a
  // language say nothing.
  void names_another(const Tool& tool,
                     const std::vector<std::pair<const char*, std::string_view>>& texts) {
    for (const auto& [what, text] : texts) {
      if (names_another(tool, what, text)) {
        return;
      }
    }
  }

  bool names_another(const Tool& tool, const char* what, std::string_view text) {
    const auto is_of_name = [](char c) {
      return is_ascii_letter(c) || is_ascii_digit(c) || c == '_' || c == '-';
    };
    for (std::size_t begin = 0; begin < text.size();) {
      std::size_t end = begin;
      while (end < text.size() && is_of_name(text[end])) {
        ++end;
      }
      const std::string_view word = text.substr(begin, end - begin);
      begin = end + 1;
      if (word.find_first_of("_-") == std::string_view::npos) {
        continue;
      }
      const auto [first, last] = names_.equal_range(word);
      const bool is_own =
          std::any_of(first, last, [&](const auto& one) { return one.second == tool.integration; });
      if (first != last && !is_own) {
        judge_
            .found(k_names_other, Group::safety, tool,
                   fmt::format("{}: its {} names {}, a tool of {}", printable(tool.path), what,
                               printable(word), printable(first->second)))
            .hint = "read it: one source must not say how another's tools are used";
        return true;
      }
    }
    return false;
  }

  // Names as registry, document and callers have them: a tool that looks like one of these, and is
  // not, is meant to be it.
  void expected_looks() {
    const World& world = judge_.world();
    for (const IntegrationEntry& entry : world.registry.integrations) {
      for (const std::string& path : entry.tool_paths) {
        expect(last_part(path), path);
      }
    }
    for (const DerivedCategory& category : judge_.matching().derived().categories) {
      for (const DerivedTool& tool : category.tools) {
        expect(tool.name, tool.path);
      }
    }
    for (const Call& call : world.calls) {
      expect(last_part(call.path), call.path);
    }
  }

  // Against the catalog's and those of other servers; `get-sum` is attached as get_sum.
  void look_served(const Tool& tool) {
    std::string name = tool.name;
    std::replace(name.begin(), name.end(), '-', '_');
    const auto [other, is_new] = looks_.try_emplace(look_of(name), &tool);
    std::string other_name = other->second->name;
    std::replace(other_name.begin(), other_name.end(), '-', '_');
    if (!is_new && other_name != name) {
      tell_alike(tool, other->second->name,
                 "it is one of " + printable(other->second->integration));
    }
  }

  void expect(std::string_view name, const std::string& path) {
    expected_[look_of(name)].emplace(std::string(name), path);
  }

  void look(const Tool& tool) {
    const std::string look = look_of(tool.name);
    const auto [other, is_new] = looks_.try_emplace(look, &tool);
    if (!is_new && other->second->name != tool.name) {
      tell_alike(tool, other->second->name,
                 fmt::format("it stands at {}:{}", printable(other->second->file),
                             other->second->at.line));
      return;
    }
    const auto expected = expected_.find(look);
    if (expected == expected_.end() || expected->second.contains(tool.name) || !is_new) {
      return;
    }
    const auto& [name, path] = *expected->second.begin();
    if (to_lower(name) != to_lower(tool.name)) { // else the other is told with a nearest name
      tell_alike(tool, name, "");
      judge_.explain(path);
    }
  }

  void tell_alike(const Tool& tool, const std::string& other, std::string cause) {
    Finding& made = judge_.found(
        k_alike, Group::safety, tool,
        fmt::format("{} looks like {}, and is not", spelled(tool.name), spelled(other)));
    made.cause = std::move(cause);
    judge_.tell(tool, "/name");
    judge_.tell(tool, "/path");
    judge_.tell(tool, "/signature");
  }

  // With the letters that deceive by their numbers.
  static std::string spelled(std::string_view name) {
    std::string made;
    for (std::size_t at = 0; at < name.size();) {
      const CodePoint one = code_point_at(name, at);
      made += one.length == 1 ? std::string(1, name[at])
                              : fmt::format("<U+{:04X}>", static_cast<std::uint32_t>(one.value));
      at += one.length;
    }
    return printable(made);
  }

  Judge& judge_;
  std::map<std::string, const Tool*> looks_;
  std::map<std::string, std::map<std::string, std::string, std::less<>>> expected_; // name, path
  std::multimap<std::string, std::string, std::less<>> names_; // of tools, and whose they are
};

} // namespace

void check_safety(Judge& judge) { Safety(judge).check(); }

} // namespace aether::verify_oi_tools
