#include "job_tracer/queries.h"

#include <gmock/gmock.h>

#include "core/error.h"
#include "job_tracer/diff.h"
#include "tree.h"

namespace aether::job_tracer {
namespace {

using test::block;
using test::Tree;
using testing::ElementsAre;
using testing::IsEmpty;

const Tree& tree() {
  static const Tree k_tree({
      {"api/v1/endpoints/chat.py",
       block("Frontend", "authentication, streaming", "core/runtime/engine.py")},
      {"api/v1/endpoints/health.py", block("Frontend", "health_checking", "Frontend")},
      {"core/runtime/engine.py",
       block("api/v1/endpoints/chat.py", "routing, streaming", "data/store.py")},
      {"data/store.py", block("core/runtime/engine.py", "storage", "none")},
      {"utils/two.py", block("none", "a_job", "none") + block("none", "b_job, streaming", "none")},
      {"utils/bare.py", "x = 1\n"},
      {"utils/__init__.py", ""},
  });
  return k_tree;
}

const Index& index() {
  static const Index k_index = tree().index();
  return k_index;
}

const Graph& graph() {
  static const Graph k_graph(index());
  return k_graph;
}

std::vector<std::string> names(const std::vector<std::uint32_t>& files) {
  std::vector<std::string> result;
  for (const std::uint32_t file : files) {
    result.push_back(index().files[file].path);
  }
  return result;
}

TEST(List, counts_files_and_sorts_by_name_or_frequency) {
  const ListReport by_name =
      list_jobs(tally_index(index()), index().layers, ListOrder::name, std::nullopt);
  EXPECT_EQ(by_name.jobs.front().name, "a_job");
  EXPECT_EQ(by_name.total_files, 5U);
  const ListReport by_frequency =
      list_jobs(tally_index(index()), index().layers, ListOrder::frequency, std::nullopt);
  EXPECT_EQ(by_frequency.jobs.front().name, "streaming");
  EXPECT_EQ(by_frequency.jobs.front().files, 3U);
  EXPECT_EQ(by_frequency.jobs[1].name, "a_job");
}

TEST(List, is_the_same_from_a_scan_that_only_counts) {
  ScanRequest request = tree().request();
  const TalliedScan scanned = scan_jobs(request, Layers::defaults());
  EXPECT_EQ(scanned.tally.jobs(), tally_index(index()).jobs());
  EXPECT_EQ(scanned.tally.files(), tally_index(index()).files());
  EXPECT_EQ(scanned.index.layers, index().layers);
}

TEST(List, counts_a_file_once_whose_blocks_repeat_a_job) {
  const Tree twice({{"a.py", block("none", "x", "none") + block("none", "x, y", "none")}});
  const JobTally tally = tally_index(twice.index());
  EXPECT_EQ(list_jobs(tally, twice.index().layers, ListOrder::name, std::nullopt).jobs[0].files,
            1U);
}

TEST(List, can_be_of_one_layer) {
  const ListReport report =
      list_jobs(tally_index(index()), index().layers, ListOrder::name, "Core Runtime");
  ASSERT_EQ(report.jobs.size(), 2U);
  EXPECT_EQ(report.jobs[0].name, "routing");
  EXPECT_EQ(report.total_files, 1U);
}

TEST(Search, finds_files_with_any_or_every_job_ignoring_case) {
  EXPECT_EQ(search_jobs(index(), {"STREAMING", "storage"}, false).results.size(), 4U);
  const SearchReport all = search_jobs(index(), {"streaming", "routing"}, true);
  ASSERT_EQ(all.results.size(), 1U);
  EXPECT_EQ(index().files[all.results[0].file].path, "core/runtime/engine.py");
}

TEST(Search, joins_the_jobs_of_all_blocks_of_a_file) {
  const SearchReport report = search_jobs(index(), {"a_job", "b_job"}, true);
  ASSERT_EQ(report.results.size(), 1U);
  EXPECT_THAT(report.results[0].jobs, ElementsAre("a_job", "b_job", "streaming"));
  EXPECT_THAT(report.results[0].blocks, ElementsAre(0U, 1U));
}

TEST(Search, names_the_nearest_of_an_unknown_job) {
  const SearchReport report = search_jobs(index(), {"strreaming"}, false);
  EXPECT_THAT(report.results, IsEmpty());
  ASSERT_EQ(report.unknown.size(), 1U);
  EXPECT_THAT(report.unknown[0].nearest, ElementsAre("streaming"));
}

TEST(Trace, goes_through_the_layers_in_order) {
  const TraceReport report = trace_job(index(), graph(), "streaming");
  std::vector<std::string> layers;
  for (const TraceLayer& layer : report.layers) {
    layers.push_back(layer.name);
  }
  EXPECT_THAT(layers, ElementsAre("API Endpoints", "Core Runtime", "Utils"));
  ASSERT_EQ(report.edges.size(), 1U);
  EXPECT_EQ(declared_by(report.edges[0]), "both");
  ASSERT_EQ(report.leading_out.size(), 1U);
  EXPECT_EQ(index().files[report.leading_out[0].to].path, "data/store.py");
}

TEST(Files, are_selected_by_layer_and_jobs) {
  EXPECT_THAT(names(select_files(index(), {"API Endpoints", {}, {"authentication"}}).files),
              ElementsAre("api/v1/endpoints/health.py"));
  EXPECT_THAT(names(select_files(index(), {std::nullopt, {"streaming", "routing"}, {}}).files),
              ElementsAre("core/runtime/engine.py"));
}

TEST(Layer, is_found_in_any_case_or_suggested) {
  EXPECT_EQ(layer_named(index(), "core runtime"), "Core Runtime");
  EXPECT_THROW((void)layer_named(index(), "Core Runtim"), Error);
}

TEST(Stats, count_what_ought_to_have_a_block) {
  const StatsReport stats = gather_stats(index(), graph());
  EXPECT_EQ(stats.files, 5U);
  EXPECT_EQ(stats.sources, 6U) << "an empty file is not asked for a block";
  EXPECT_EQ(stats.blocks, 6U);
  EXPECT_EQ(stats.edges, 2U);
}

TEST(Impact, goes_downstream_and_upstream_step_by_step) {
  const auto chat = *index().find_file("api/v1/endpoints/chat.py");
  const ImpactReport down = find_impact(index(), graph(), {chat}, false, 10);
  ASSERT_EQ(down.files.size(), 2U);
  EXPECT_EQ(index().files[down.files[1].file].path, "data/store.py");
  EXPECT_EQ(down.files[1].distance, 2U);
  EXPECT_EQ(index().files[down.files[1].via].path, "core/runtime/engine.py");
  EXPECT_EQ(find_impact(index(), graph(), {chat}, false, 1).files.size(), 1U);
  const auto store = *index().find_file("data/store.py");
  EXPECT_EQ(find_impact(index(), graph(), {store}, true, 10).files.size(), 2U);
}

TEST(Impact, ends_in_a_circle) {
  const Tree circle({{"a.py", block("b.py", "j", "b.py")}, {"b.py", block("a.py", "j", "a.py")}});
  const Index both = circle.index();
  EXPECT_EQ(find_impact(both, Graph(both), {0}, false, 100).files.size(), 1U);
}

TEST(FileGraph, holds_the_file_and_its_neighbours) {
  const GraphReport report =
      file_graph(index(), graph(), *index().find_file("core/runtime/engine.py"));
  EXPECT_THAT(names(report.files),
              ElementsAre("api/v1/endpoints/chat.py", "core/runtime/engine.py", "data/store.py"));
  EXPECT_EQ(report.edges.size(), 2U);
}

TEST(Diff, of_equal_indices_is_empty) { EXPECT_TRUE(compare(index(), index()).empty()); }

TEST(Diff, tells_files_jobs_and_edges_that_came_and_went) {
  const Tree before({{"a.py", block("none", "x", "b.py")},
                     {"b.py", block("a.py", "y", "none")},
                     {"c.py", block("none", "z", "none")}});
  const Tree after({{"a.py", block("none", "x", "none")},
                    {"b.py", block("none", "w, y", "none")},
                    {"d.py", block("none", "z", "none")}});
  const DiffReport report = compare(before.index(), after.index());
  EXPECT_THAT(report.files_added, ElementsAre("d.py"));
  EXPECT_THAT(report.files_removed, ElementsAre("c.py"));
  ASSERT_EQ(report.files_changed.size(), 2U);
  EXPECT_THAT(report.files_changed[1].jobs_added, ElementsAre("w"));
  EXPECT_THAT(report.files_changed[1].fields, ElementsAre("incoming", "processing"));
  EXPECT_THAT(report.jobs_added, ElementsAre("w"));
  EXPECT_THAT(report.jobs_removed, IsEmpty());
  EXPECT_THAT(report.edges_removed, ElementsAre(EdgeText{"a.py", "b.py"}));
}

TEST(Diff, does_not_mind_moved_lines) {
  const Tree before({{"a.py", block("none", "x", "none")}});
  const Tree after({{"a.py", "import os\n\n" + block("none", "x", "none")}});
  EXPECT_TRUE(compare(before.index(), after.index()).empty());
}

} // namespace
} // namespace aether::job_tracer
