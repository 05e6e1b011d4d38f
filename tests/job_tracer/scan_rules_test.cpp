#include "backend/blocks/scan_rules.h"
#include "job_tracer/blocks.h"

#include <gtest/gtest.h>

namespace aether::job_tracer {
namespace {

TEST(ScanRules, take_sources_and_files_without_extension) {
  const ScanRules rules({});
  EXPECT_TRUE(rules.takes("", "a.py"));
  EXPECT_TRUE(rules.takes("x", "run"));
  EXPECT_FALSE(rules.takes("", "a.md"));
  EXPECT_FALSE(rules.takes("", ".env"));
}

TEST(ScanRules, take_the_extensions_asked_for) {
  const ScanRules rules(ScanOptions{{"md", ".yaml,yml"}, {}, {}, true});
  EXPECT_TRUE(rules.takes("", "a.md"));
  EXPECT_TRUE(rules.takes("", "a.yaml"));
  EXPECT_TRUE(rules.takes("", "a.yml"));
  EXPECT_TRUE(rules.takes("", "a.py"));
}

TEST(ScanRules, exclude_services_and_tests_at_the_root_alone) {
  const ScanRules rules({});
  EXPECT_FALSE(rules.enters("", "services"));
  EXPECT_FALSE(rules.enters("", "tests"));
  EXPECT_TRUE(rules.enters("core", "services"));
  EXPECT_TRUE(rules.enters("core", "tests"));
}

TEST(ScanRules, exclude_generated_and_hidden_directories_anywhere) {
  const ScanRules rules({});
  for (const char* name :
       {"node_modules", "venv", ".venv", "dist", "build", "__pycache__", ".git", ".hidden"}) {
    EXPECT_FALSE(rules.enters("a/b", name)) << name;
  }
  EXPECT_TRUE(rules.enters("", ".architecture"));
  EXPECT_TRUE(rules.enters("", "builder"));
}

TEST(ScanRules, exclude_nothing_when_told_so) {
  const ScanRules rules(ScanOptions{{}, {}, {}, false});
  EXPECT_TRUE(rules.enters("", "services"));
  EXPECT_TRUE(rules.enters("", ".git"));
}

TEST(ScanRules, exclude_names_and_paths_by_pattern) {
  const ScanRules rules(ScanOptions{{}, {"legacy", "core/old/", "*_pb2.py"}, {}, true});
  EXPECT_FALSE(rules.enters("a", "legacy"));
  EXPECT_FALSE(rules.enters("core", "old"));
  EXPECT_TRUE(rules.enters("x/core", "old"));
  EXPECT_FALSE(rules.takes("a", "x_pb2.py"));
}

TEST(ScanRules, include_brings_back_what_is_excluded) {
  const ScanRules rules(ScanOptions{{}, {}, {"services/own"}, true});
  EXPECT_TRUE(rules.enters("", "services"));
  EXPECT_TRUE(rules.enters("services", "own"));
  EXPECT_TRUE(rules.enters("services/own", "deeper"));
  EXPECT_TRUE(rules.takes("services/own/deeper", "a.py"));
  EXPECT_FALSE(rules.enters("services", "other"));
  EXPECT_FALSE(rules.takes("services", "a.py"));
  EXPECT_FALSE(rules.takes_path("services/other/a.py"));
  EXPECT_TRUE(rules.takes_path("services/own/a.py"));
}

TEST(ScanRules, hold_listed_files_against_the_directories_above_them) {
  const ScanRules rules({});
  EXPECT_FALSE(rules.takes_path("services/a.py"));
  EXPECT_FALSE(rules.takes_path("a/node_modules/b/c.js"));
  EXPECT_TRUE(rules.takes_path("core/services/a.py"));
  EXPECT_TRUE(rules.takes_path("main.py"));
}

} // namespace
} // namespace aether::job_tracer
