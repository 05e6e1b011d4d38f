#include <array>
#include <ostream>
#include <sstream>
#include <utility>

#include <fmt/format.h>

#include "core/sha256.h"
#include "core/text.h"
#include "embedded.h"
#include "job_tracer/render.h"

namespace aether::job_tracer {

namespace {

unsigned hex_value(char digit) {
  return static_cast<unsigned>(is_ascii_digit(digit) ? digit - '0' : digit - 'a' + 10);
}

// What a Content-Security-Policy calls the source of an inline script or style.
std::string source_hash(std::string_view text) {
  static constexpr std::string_view k_digits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const std::string hex = sha256(text);
  std::string encoded;
  // 12 bits make three hexadecimal digits and two of base 64; 256 bits leave four over.
  for (std::size_t i = 0; i + 3 <= hex.size(); i += 3) {
    const unsigned bits =
        hex_value(hex[i]) << 8U | hex_value(hex[i + 1]) << 4U | hex_value(hex[i + 2]);
    encoded += k_digits[bits >> 6U];
    encoded += k_digits[bits & 63U];
  }
  encoded += k_digits[hex_value(hex.back()) << 2U];
  return "'sha256-" + encoded + "='";
}

// JSON within an element of HTML: `<` occurs in its strings alone, and could end the element. The
// control characters from U+0080 to U+009F, two bytes in UTF-8, could reach a terminal.
std::string for_script_element(std::string_view json) {
  std::string safe;
  safe.reserve(json.size());
  for (std::size_t i = 0; i < json.size(); ++i) {
    const bool control =
        json[i] == '\xC2' && i + 1 < json.size() && static_cast<unsigned char>(json[i + 1]) < 0xA0U;
    if (json[i] == '<') {
      safe += "\\u003c";
    } else if (control) {
      safe += fmt::format("\\u00{:02x}", static_cast<unsigned char>(json[++i]));
    } else {
      safe += json[i];
    }
  }
  return safe;
}

std::string for_html(std::string_view text) {
  std::string safe;
  for (const char c : to_valid_utf8(printable(text))) {
    if (std::string_view("&<>\"'").find(c) != std::string_view::npos) {
      safe += fmt::format("&#{};", static_cast<unsigned>(static_cast<unsigned char>(c)));
    } else {
      safe += c;
    }
  }
  return safe;
}

std::string page_title(const Index& index, const GraphSubject& subject) {
  std::string title;
  for (const RootEntry& root : index.roots) {
    title += (title.empty() ? "" : ", ") + root.name;
  }
  const std::string at = subject.job    ? *subject.job
                         : subject.file ? index.files[*subject.file].path
                                        : "";
  return at.empty() ? title : at + " \xC2\xB7 " + title;
}

// The modules as one script. They share their functions with each other and with nobody else.
std::string program_text() {
  std::string text = "\"use strict\";\n(() => {\n";
  for (const std::string_view module :
       {k_explorer_index, k_explorer_fuzzy, k_explorer_place, k_explorer_elements,
        k_explorer_layout, k_explorer_drawing, k_explorer_browse, k_explorer_views,
        k_explorer_overview, k_explorer_main}) {
    text += module;
  }
  return text + "})();\n";
}

// Writes the page with each `{{name}}` replaced; what is put in is not looked into again.
template <std::size_t Count>
void fill(std::ostream& out, std::string_view page,
          const std::array<std::pair<std::string_view, std::string_view>, Count>& parts) {
  while (!page.empty()) {
    const std::size_t begin = page.find("{{");
    out << page.substr(0, begin);
    if (begin == std::string_view::npos) {
      return;
    }
    const std::size_t end = page.find("}}", begin);
    const std::string_view name = page.substr(begin + 2, end - begin - 2);
    for (const auto& [key, text] : parts) {
      if (key == name) {
        out << text;
      }
    }
    page.remove_prefix(end + 2);
  }
}

} // namespace

void render_html(std::ostream& out, const Index& index, const ExplorerReport& report) {
  std::ostringstream json;
  render_explorer_data(json, index, report);
  const std::string data = for_script_element(json.str());
  const std::string script = program_text();
  const std::string policy = fmt::format(
      "default-src 'none'; script-src {} {}; style-src {}; base-uri 'none'; form-action 'none'; "
      "require-trusted-types-for 'script'; trusted-types 'none'",
      source_hash(k_explorer_theme), source_hash(script), source_hash(k_explorer_style));
  const std::string title = for_html(page_title(index, report.subject));
  fill(out, k_explorer_page,
       std::array<std::pair<std::string_view, std::string_view>, 6>{{{"title", title},
                                                                     {"policy", policy},
                                                                     {"theme", k_explorer_theme},
                                                                     {"style", k_explorer_style},
                                                                     {"data", data},
                                                                     {"script", script}}});
}

} // namespace aether::job_tracer
