#include "backend/blocks/export_format.h"
#include "job_tracer/blocks.h"

#include <gmock/gmock.h>

#include <sstream>

#include <boost/json.hpp>

#include "core/error.h"
#include "job_tracer/merge.h"
#include "tree.h"

namespace aether::job_tracer {
namespace {

using test::block;
using test::Tree;
using testing::HasSubstr;

std::string exported(const Index& index, JsonLayout layout = JsonLayout::compact) {
  std::ostringstream out;
  write_export(out, index, layout);
  return out.str();
}

std::string problem_of(std::string_view text) {
  try {
    (void)read_export(text, "x.json");
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::bad_input);
    return error.what();
  }
  return "accepted";
}

Index sample() {
  const Tree tree({
      {"a.py", block("b.py, gone.py, Frontend (x)", "j, k", "sub/, names.py")},
      {"b.py", "# @.architecture\n# Incoming: a.py -- {x}\n# Processing: p --- {3 jobs: b, a}\n# "
               "Outgoing: o,\n#   q --- {y}\n"},
      {"sub/names.py", "x"},
      {"other/names.py", "# @.architecture\n"},
      {"empty.py", "\n"},
      {"bytes.py", "# @.architecture\n# Incoming: \xFF --- {}\n# Processing: --- {15+ jobs: a}\n# "
                   "Outgoing: \x01\t\" --- {{}}\n"},
      {".architecture/job_types.yaml", "cat:\n  j: {level: 1}\n  unused: {}\n"},
  });
  return tree.index();
}

TEST(Export, read_back_is_the_index_that_was_written) {
  const Index index = sample();
  EXPECT_EQ(read_export(exported(index), "x"), index);
  EXPECT_EQ(read_export(exported(index, JsonLayout::pretty), "x"), index);
}

TEST(Export, of_what_was_read_is_the_same_bytes) {
  const std::string text = exported(sample());
  EXPECT_EQ(exported(read_export(text, "x")), text);
}

TEST(Export, has_the_keys_that_scripts_read) {
  const std::string text = exported(sample());
  EXPECT_THAT(text, HasSubstr(R"("total_files":3,"total_job_types":4)"));
  EXPECT_THAT(text, HasSubstr(R"("job_types":["a","b","j","k"])"));
  EXPECT_THAT(
      text,
      HasSubstr(
          R"("j":[{"file":"a.py","jobs":["j","k"],"job_count":2,"incoming":"b.py, gone.py, Frontend (x) --- {A}")"));
}

TEST(Export, that_is_empty_truncated_or_foreign_is_refused_by_name) {
  EXPECT_THAT(problem_of(""), HasSubstr("x.json"));
  const std::string text = exported(sample());
  EXPECT_THAT(problem_of(std::string_view(text).substr(0, text.size() / 2)), HasSubstr("x.json"));
  EXPECT_THAT(problem_of("[]"), HasSubstr("aether/job_tracer/export/1"));
  EXPECT_THAT(problem_of(R"({"schema": "aether/health_check/report/1"})"),
              HasSubstr("aether/job_tracer/export/1"));
}

TEST(Export, that_was_damaged_is_refused_and_never_crashes) {
  const std::string text = exported(sample());
  for (const auto& [from, to] : std::initializer_list<std::pair<std::string, std::string>>{
           {R"("path":"a.py")", R"("path":7)"},
           {R"("resolution":"exact")", R"("resolution":"guess")"},
           {R"("files":["b.py"])", R"("files":["c.py"])"},
           {R"("root":0)", R"("root":9)"},
           {R"("warnings":[)", R"("warnings":{},"w":[)"},
           {R"("incoming":"a.py --- {x}","processing")", R"("incoming":"a.py","processing")"},
           {R"("line":1,)", R"("line":-1,)"},
           {R"("layers":[)", R"("strata":[)"}}) {
    std::string damaged = text;
    const std::size_t at = damaged.rfind(from);
    ASSERT_NE(at, std::string::npos) << from;
    damaged.replace(at, from.size(), to);
    EXPECT_THAT(problem_of(damaged), HasSubstr("x.json")) << to;
  }
}

// The text with another value in place of the one that the JSON pointer leads to.
std::string with(const std::string& text, boost::json::string_view pointer,
                 const boost::json::value& value) {
  boost::json::value document = boost::json::parse(text);
  if (boost::json::error_code failed; document.find_pointer(pointer, failed) == nullptr) {
    ADD_FAILURE() << "nothing at " << pointer;
    return text;
  }
  document.at_pointer(pointer) = value;
  return boost::json::serialize(document);
}

// Each is of the right type and wrong all the same: what answers a question would run past the end
// of a list, out of the root, or say a thing twice.
TEST(Export, with_values_that_no_scan_gives_is_refused) {
  const std::string text = exported(sample()); // of the files, a.py and b.py come first
  const boost::json::array none;
  for (const auto& [pointer, value] :
       std::initializer_list<std::pair<const char*, boost::json::value>>{
           {"/layers", none},
           {"/layers/0", "Other"},
           {"/roots", none},
           {"/roots/0/path", "tree"},
           {"/roots/0/path", "/tmp/../etc"},
           {"/registries/0/file", "/etc/passwd"},
           {"/registries/0/jobs/0/line", 0},
           {"/files/0/layer", "Nope"},
           {"/files/0/path", ""},
           {"/files/0/path", "aa/../../b.py"},
           {"/files/0/path", "/b.py"},
           {"/files/0/path", "a.py/"},
           {"/files/0/path", boost::json::string("a\0.py", 5)},
           {"/files/1/path", "a.py"},
           {"/files/0/blocks/0/line", 0},
           {"/files/0/blocks/0/jobs", boost::json::array{"j", "j"}},
           {"/files/0/blocks/0/jobs", boost::json::array{"", "j"}},
           {"/files/0/blocks/0/positions/jobs", boost::json::array{4}},
           {"/files/0/blocks/0/references/0/files", none},
           {"/files/0/blocks/0/references/0/files", boost::json::array{"a.py", "b.py"}},
           {"/files/0/blocks/0/references/0/resolution", "ambiguous"},
           {"/files/0/blocks/0/references/0/resolution", "external"},
           {"/files/0/blocks/0/references/1/files", boost::json::array{"b.py"}},
           {"/files/0/blocks/0/references/3/files", none},
           {"/files/0/blocks/0/references/3/files",
            boost::json::array{"sub/names.py", "sub/names.py"}},
           {"/files/0/blocks/0/references/0/line", 0},
           {"/files/1/defects/0/rule", "unused-job"},
           {"/files/1/defects/0/line", 0}}) {
    EXPECT_THAT(problem_of(with(text, pointer, value)), HasSubstr("x.json: this aether/job_tracer"))
        << pointer << " " << value;
  }
}

TEST(Export, of_several_roots_is_held_against_their_names) {
  const Tree one({{"a.py", block("b.py", "j", "none")}}, "one");
  const Tree two({{"b.py", "x = 1\n"}}, "two");
  const std::string text = exported(merge({{"1", one.index()}, {"2", two.index()}}));
  ASSERT_EQ(problem_of(text), "accepted");
  for (const auto& [pointer, value] : std::initializer_list<std::pair<const char*, const char*>>{
           {"/roots/0/name", "two"},
           {"/roots/0/name", ""},
           {"/roots/0/name", ".."},
           {"/files/0/path", "one/"},
           {"/files/0/path", "one/../../b.py"},
           {"/files/1/path", "three/b.py"}}) {
    EXPECT_THAT(problem_of(with(text, pointer, value)), HasSubstr("x.json: this aether/job_tracer"))
        << pointer << " " << value;
  }
}

} // namespace
} // namespace aether::job_tracer
