#include "validate_config/cross_checks.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "backend/blocks/export_format.h"
#include "backend/blocks/scan.h"
#include "core/error.h"
#include "core/nearest.h"
#include "core/text.h"
#include "os/file.h"
#include "os/walk.h"
#include "validate_config/families/family.h"
#include "validate_config/families/unread_fields.h"
#include "validate_config/rules.h"

namespace aether::validate_config {

namespace {

// Lines of .env files are looked at where each file is.
bool wants(const Options& options, const Family& family) {
  const std::vector<DescribedRule> rules = family.rules();
  return std::any_of(rules.begin(), rules.end(), [&](const DescribedRule& one) {
    return one.rule.name != k_dotenv_syntax && one.rule.name != k_dotenv_duplicate &&
           is_selected(options.selection, one.rule);
  });
}

// Names, one a line; what stands behind `=` is not looked at.
std::set<std::string, std::less<>> read_names(const std::string& file) {
  const std::string text = read_file_or_stdin(file);
  std::set<std::string, std::less<>> names;
  std::size_t number = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    std::string_view line = trim(std::string_view(text).substr(begin, end - begin));
    begin = end + 1;
    ++number;
    line = trim(line.substr(0, line.find_first_of("=#")));
    line = line.starts_with("export ") ? trim(line.substr(7)) : line;
    if (line.empty()) {
      continue;
    }
    if (!std::all_of(line.begin(), line.end(),
                     [](char c) { return is_ascii_letter(c) || is_ascii_digit(c) || c == '_'; })) {
      throw Error(ExitCode::bad_input,
                  fmt::format("{}:{}: `{}` is no name of a variable", printable(input_name(file)),
                              number, printable(line)));
    }
    names.emplace(line);
  }
  return names;
}

void require_environment(const Tree& tree) {
  std::vector<std::string> names;
  for (const auto& [path, document] : tree.backend.documents) {
    if (std::string name = Tree::environment_of(path); !name.empty()) {
      names.push_back(std::move(name));
    }
  }
  if (std::find(names.begin(), names.end(), tree.environment) == names.end()) {
    const std::vector<std::string_view> candidates(names.begin(), names.end());
    throw Error(ExitCode::no_input,
                fmt::format("--environment: there is no config/environments/{}.yaml{}",
                            printable(tree.environment),
                            did_you_mean(nearest_names(tree.environment, candidates))));
  }
}

std::vector<Job> jobs_in(const blocks::Index& index) {
  std::vector<Job> jobs;
  for (const blocks::FileEntry& file : index.files) {
    for (const blocks::Block& block : file.blocks) {
      for (std::size_t i = 0; i < block.jobs.size(); ++i) {
        const std::uint32_t column = i < block.job_columns.size() ? block.job_columns[i] : 0;
        jobs.push_back({block.jobs[i], file.path, {block.processing.line, column}});
      }
    }
  }
  return jobs;
}

std::vector<Job> scan_jobs(const std::filesystem::path& root) {
  blocks::ScanRequest request;
  request.root = root;
  request.threads = default_threads();
  request.depth = blocks::ScanDepth::blocks;
  return jobs_in(blocks::scan(request, blocks::Layers::defaults()));
}

// What can be said only where the code of the settings was looked at.
bool says_that_nothing_reads(const Finding& finding) {
  constexpr std::array<std::string_view, 4> k_rules = {
      "settings/inert", "models/unread", "environment/unread-variable", "environment/unread-key"};
  return std::find(k_rules.begin(), k_rules.end(), finding.rule) != k_rules.end();
}

} // namespace

bool can_read_settings(const Tree& tree) {
  const Settings& settings = tree.backend.settings;
  return !settings.settings.empty() || settings.sources.unreadable.empty();
}

bool wants_cross_checks(const Options& options) {
  return std::any_of(families().begin(), families().end(),
                     [&](const Family& one) { return wants(options, one); });
}

Tree read_tree(const Options& options) {
  BackendOptions wanted;
  wanted.root = options.root;
  wanted.env_file = options.env_file;
  wanted.probe = options.probe;
  wanted.probe.keep_going = true;
  wanted.max_size = options.max_size;
  Tree tree;
  // First what may be refused at once: the sources take longer.
  if (options.architecture) {
    tree.jobs = jobs_in(blocks::read_export(read_file_or_stdin(*options.architecture),
                                            input_name(*options.architecture)));
  }
  if (options.env_names) {
    tree.set_elsewhere = read_names(*options.env_names);
  }
  tree.backend = read_backend(wanted);
  tree.environment = options.environment;
  if (!tree.environment.empty()) {
    require_environment(tree);
  }
  tree.services = find_services(tree.backend);
  tree.integrations = read_registry(tree.backend.documents);
  tree.tools = read_catalog(tree.backend.documents);
  tree.requirements = read_requirements(tree.backend.root, tree.backend.documents);
  if (!options.architecture) {
    tree.jobs = scan_jobs(tree.backend.root);
  }
  tree.start = read_start_scripts(tree.backend.root, tree.backend.documents);
  return tree;
}

CrossChecks cross_check(Tree& tree, const Options& options) {
  CrossChecks made;
  Reporter report(made.findings);
  for (const SettingNote& one : tree.backend.settings.sources.unreadable) {
    const bool is_closed = one.message.starts_with("cannot open");
    report.add(is_closed ? k_unreadable : k_invalid,
               is_closed ? one.message
                         : fmt::format("Python cannot read it: {}", printable(one.message)),
               one.file, {is_closed ? 0 : one.line, 0});
  }
  std::string unseen;
  for (const Family& family : families()) {
    if (family.check != nullptr && wants(options, family)) {
      family.check(tree, report);
      unseen += family.needs_sources && !tree.has_code()
                    ? fmt::format("{}{}/*", unseen.empty() ? "" : ", ", family.name)
                    : "";
    }
  }
  const auto of_settings = std::find_if(families().begin(), families().end(),
                                        [](const Family& one) { return one.name == "settings"; });
  if (of_settings != families().end() && wants(options, *of_settings)) {
    const std::vector<Finding> before = made.findings;
    check_unread_fields(tree, before, report);
  }
  if (!can_read_settings(tree)) {
    std::erase_if(made.findings, says_that_nothing_reads);
  }
  if (!unseen.empty()) {
    report.add(k_not_looked,
               fmt::format("what needs the Python sources was not looked at ({}): {}", unseen,
                           tree.backend.settings.why_not),
               "", {}, "--python names another python3");
  }
  if (options.check_network) {
    made.asked =
        check_network(tree.services, {options.service_timeout, options.network_timeout}, report);
  }
  return made;
}

} // namespace aether::validate_config
