// Plants blocks and mentions in generated files, in many comment syntaxes among noise, and asks
// that every block is found where it was put and no mention is taken for one.
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "backend/blocks/block_parser.h"
#include "backend/blocks/block_reading.h"
#include "job_tracer/blocks.h"

namespace aether::job_tracer {
namespace {

struct Syntax {
  std::vector<std::string> open; // lines before the block
  std::string leader;
  std::string trailer;
  std::vector<std::string> close;
};

const std::vector<Syntax>& syntaxes() {
  static const std::vector<Syntax> k_syntaxes = {
      {{"\"\"\"Title.", "", "Prose about it."}, "", "", {"\"\"\""}},
      {{"    r'''"}, "    ", "", {"    '''"}},
      {{"/**"}, " * ", "", {" */"}},
      {{"/*"}, "   ", "", {"*/"}},
      {{}, "# ", "", {}},
      {{}, "## ", "", {}},
      {{}, "// ", "", {}},
      {{}, "/// ", "", {}},
      {{}, "-- ", "", {}},
      {{}, "; ", "", {}},
      {{}, "% ", "", {}},
      {{"<!--"}, "  ", "", {"-->"}},
      {{}, "<!-- ", " -->", {}},
      {{}, "/* ", " */", {}},
      {{}, "{/* ", " */}", {}},
      {{"--[["}, "", "", {"]]"}},
      {{"{-"}, "  ", "", {"-}"}},
      {{"(*"}, " * ", "", {"*)"}},
      {{"=begin"}, "", "", {"=end"}},
      {{}, "// # ", "", {}},
      {{}, "# # ", "", {}},
      {{}, "# // ", "", {}},
      {{}, "-- -- ", "", {}},
      {{}, "# // # ", "", {}},
      {{"/**"}, " * // ", "", {" */"}},
      {{"<!-- "}, "// ", "", {"-->"}},
      {{}, "// <!-- ", " -->", {}},
      {{}, "<!-- /* ", " */ -->", {}},
      {{}, "///< ", "", {}},
      {{}, "/**< ", " */", {}},
      {{}, "<%-- ", " --%>", {}},
      {{}, "#\xC2\xA0", "", {}},
      {{"/*****"}, " * ", "   *", {" *****/"}},
      {{"#####"}, "# ", "   #", {"#####"}},
  };
  return k_syntaxes;
}

class Generator {
public:
  explicit Generator(unsigned seed) : random_(seed) {}

  std::string make() {
    const std::size_t parts = 1 + pick(6);
    for (std::size_t i = 0; i < parts; ++i) {
      noise();
      pick(2) == 0 ? mention() : block();
    }
    noise();
    return text_;
  }

  std::vector<std::uint32_t> lines; // of the tags
  std::vector<std::vector<std::string>> jobs;

private:
  std::size_t pick(std::size_t n) {
    return std::uniform_int_distribution<std::size_t>(0, n - 1)(random_);
  }

  void line(const std::string& content) {
    text_ += content + (crlf_ ? "\r\n" : "\n");
    ++line_;
  }

  void noise() {
    static const std::vector<std::string> k_noise = {"",
                                                     "def run(self):",
                                                     "    @property",
                                                     "const a = {b: {c: 1}};",
                                                     "SELECT 1 -- comment",
                                                     "@decorator",
                                                     "x --- {y}",
                                                     "}",
                                                     "print('@.architecture')",
                                                     "`@.architecture`",
                                                     "email@.architecture.example"};
    for (std::size_t i = pick(8); i > 0; --i) {
      line(k_noise[pick(k_noise.size())]);
    }
    line("code();"); // ends whatever comment the noise may have seemed to open
  }

  void mention() {
    static const std::vector<std::string> k_mentions = {
        "The @.architecture block says:",
        "tags = ['@.architecture', 'Incoming: a --- {b}']",
        "re.compile(r'@\\.architecture')",
        "# every file has an @.architecture block",
        "\"@.architecture\",",
        "'@.architecture'",
        "// @.architecture (see the guide)",
        "# // see # @.architecture",
        "// # ' @.architecture'",
        "* `# @.architecture`",
        "# - @.architecture",
        "// # // # // @.architecture",
        "see: @.architecture"};
    line(k_mentions[pick(k_mentions.size())]);
    if (pick(2) == 0) {
      line("Incoming: a --- {b}");
      line("Outgoing: out of order --- {b}");
    }
  }

  std::string value() {
    static const std::vector<std::string> k_values = {
        "core/x.py, api/*.py",  "send({a: {b: 1}})", "node --expose-gc run",
        "Frontend (HTTP POST)", "a --- b, c - d",    "mentions @.architecture in prose",
        "\xC3\xA4\xC3\xB6 text"};
    return k_values[pick(k_values.size())];
  }

  std::string types() {
    static const std::vector<std::string> k_types = {"str, int", "{a: n} | {b: n}", "GET /{id}, T",
                                                     "Dict[str, Any]", ""};
    return k_types[pick(k_types.size())];
  }

  void field(const Syntax& syntax, const std::string& key, const std::string& right) {
    const bool wrap = syntax.trailer.empty() && pick(4) == 0;
    const std::string left = value();
    if (wrap) {
      line(syntax.leader + key + ": " + left + ",");
      line(syntax.leader + "    more/" + left + " --- {" + right + "}" + syntax.trailer);
    } else {
      line(syntax.leader + key + ": " + left + " --- {" + right + "}" + syntax.trailer);
    }
    if (pick(5) == 0 && syntax.trailer.empty()) {
      line(syntax.leader);
    }
  }

  void block() {
    const Syntax& syntax = syntaxes()[pick(syntaxes().size())];
    for (const std::string& opening : syntax.open) {
      line(opening);
    }
    lines.push_back(line_);
    line(syntax.leader + "@.architecture" + syntax.trailer);
    std::vector<std::string> own;
    std::string list;
    for (std::size_t i = 1 + pick(4); i > 0; --i) {
      own.push_back("job_" + std::to_string(own.size()) + std::string(pick(3), 'x'));
      list += (list.empty() ? "" : ", ") + own.back();
    }
    field(syntax, "Incoming", types());
    field(syntax, "Processing",
          std::to_string(own.size()) + (own.size() == 1 ? " job: " : " jobs: ") + list);
    field(syntax, "Outgoing", types());
    jobs.push_back(own);
    for (const std::string& closing : syntax.close) {
      line(closing);
    }
  }

  std::mt19937 random_;
  std::string text_;
  std::uint32_t line_ = 1;
  bool crlf_ = std::uniform_int_distribution<int>(0, 3)(random_) == 0;
};

TEST(BlockProperty, every_block_is_found_and_no_mention) {
  for (unsigned seed = 0; seed < 3000; ++seed) {
    Generator generator(seed);
    const std::string text = generator.make();
    const ParsedPiece parsed =
        parse_blocks({text, 1, true, {}}, Markup::plain, ParseDepth::everything);
    std::vector<std::uint32_t> lines;
    std::vector<std::vector<std::string>> jobs;
    for (const RawBlock& raw : parsed.blocks) {
      lines.push_back(raw.line);
      jobs.push_back(read_jobs(raw)->unique());
    }
    ASSERT_EQ(lines, generator.lines) << "seed " << seed << "\n" << text;
    ASSERT_EQ(jobs, generator.jobs) << "seed " << seed << "\n" << text;
    ASSERT_TRUE(parsed.malformed.empty()) << "seed " << seed << "\n" << text;
  }
}

} // namespace
} // namespace aether::job_tracer
