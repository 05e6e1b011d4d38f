#include "verify_oi_tools/command.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <sstream>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "core/error.h"
#include "core/glob.h"
#include "core/nearest.h"
#include "core/text.h"
#include "core/version.h"
#include "os/atomic_write.h"
#include "os/file.h"
#include "os/repository.h"
#include "os/source_lines.h"
#include "report/baseline.h"
#include "report/render_rules.h"
#include "verify_oi_tools/derive.h"
#include "verify_oi_tools/judge.h"
#include "verify_oi_tools/learn.h"
#include "verify_oi_tools/lock.h"
#include "verify_oi_tools/redact.h"
#include "verify_oi_tools/render.h"
#include "verify_oi_tools/rules.h"
#include "verify_oi_tools/union.h"

namespace aether::verify_oi_tools {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view k_tool = "verify_oi_tools";

class Command {
public:
  Command(const Options& options, cli::Streams& streams) : options_(options), streams_(streams) {}

  ExitCode run() {
    try {
      return run_openly();
    } catch (const Error& error) {
      throw Error(error.code(), secrets_.hidden(error.what()));
    }
  }

private:
  ExitCode run_openly() {
    if (options_.mode == Mode::list_rules) {
      return list_rules();
    }
    if (options_.mode == Mode::explain_rule) {
      return explain_rule();
    }
    read_what_may_be_refused();
    world_ = learn(options_, secrets_);
    if (options_.mode == Mode::generate) {
      return generate();
    }
    for (const std::string& glob : world_.unfit_callers) {
      streams_.err << fmt::format("{}: --callers: no file below {} fits `{}`\n", k_tool,
                                  printable(world_.root), printable(glob));
    }
    if (const ExitCode none = refuse_unknown_tools(); none != ExitCode::ok) {
      return none;
    }
    judge();
    if (options_.mode == Mode::list) {
      render_list(report_, options_, streams_);
      return ExitCode::ok;
    }
    know();
    if (options_.write_baseline != "-") { // which has standard output for itself
      render();
    }
    write_the_lock();
    return options_.write_baseline ? ExitCode::ok : report_.exit_code();
  }

  ExitCode list_rules() {
    render_rules(streams_.out, rules());
    return ExitCode::ok;
  }

  ExitCode explain_rule() {
    const Rule& rule = rule_named(options_.rule);
    streams_.out << fmt::format("{}: {} ({}{})\n", rule.name, rule.summary,
                                to_string(rule.severity), rule.enabled ? "" : ", if selected");
    return ExitCode::ok;
  }

  ExitCode generate() {
    if (!world_.openapi) {
      throw Error(ExitCode::unavailable,
                  fmt::format("there is no OpenAPI document to make the catalog of: {}; --openapi "
                              "names a file, --base-url the backend",
                              world_.backend_url.empty() ? "no backend was asked"
                                                         : world_.backend_why_not));
    }
    DerivedCatalog derived = derive_catalog(*world_.openapi, world_.registry, world_.catalog);
    hide(secrets_, derived);
    std::string text = to_yaml(derived, world_.registry);
    if (text != present_catalog()) { // the time stays while nothing else changes
      const char* epoch = std::getenv("SOURCE_DATE_EPOCH");
      const std::time_t now =
          epoch == nullptr ? std::time(nullptr) : static_cast<std::time_t>(std::atoll(epoch));
      derived.generated = fmt::format("{:%FT%TZ}", fmt::gmtime(now));
      text = to_yaml(derived, world_.registry);
    }
    streams_.out << text;
    return ExitCode::ok;
  }

  [[nodiscard]] std::string present_catalog() const {
    const fs::path file = options_.catalog ? fs::path(*options_.catalog)
                                           : fs::path(world_.root) / world_.catalog.file;
    std::error_code failed;
    return !world_.catalog.file.empty() && fs::is_regular_file(file, failed) ? read_file(file)
                                                                             : std::string();
  }

  // Before anything is started, asked or called.
  void read_what_may_be_refused() {
    if (options_.baseline) {
      baseline_ =
          read_baseline(read_file_or_stdin(*options_.baseline), input_name(*options_.baseline),
                        k_tool, "verify_oi_tools --write-baseline FILE");
    }
    if (options_.lock) {
      lock_ = read_lock(read_file_or_stdin(*options_.lock), input_name(*options_.lock));
    }
    std::error_code failed;
    if (options_.update_lock && fs::exists(*options_.update_lock, failed)) {
      lock_ = read_lock(read_named(*options_.update_lock), printable(*options_.update_lock));
    }
  }

  void write_the_lock() {
    if (options_.update_lock) {
      write_file_atomically(
          *options_.update_lock,
          to_json(lock_of(world_.all_tools(), lock_, std::chrono::system_clock::now())));
    }
  }

  [[nodiscard]] bool is_asked(const std::string& name, const std::string& path) const {
    return options_.tools.empty() ||
           std::any_of(options_.tools.begin(), options_.tools.end(), [&](const std::string& one) {
             return one == name || one == path || glob_matches(one, name) ||
                    glob_matches(one, path);
           });
  }

  // A name that fits no tool: which are near, who calls it, when it went.
  ExitCode refuse_unknown_tools() {
    ExitCode code = ExitCode::ok;
    for (const std::string& asked : options_.tools) {
      const std::vector<const Tool*> all = world_.all_tools();
      const bool is_there = std::any_of(all.begin(), all.end(), [&](const Tool* tool) {
        return asked == tool->name || asked == tool->path || glob_matches(asked, tool->name) ||
               glob_matches(asked, tool->path);
      });
      if (!is_there) {
        tell_unknown(asked);
        code = ExitCode::problem;
      }
    }
    return code;
  }

  void tell_unknown(const std::string& asked) {
    std::vector<std::string_view> names;
    for (const Tool* tool : world_.all_tools()) {
      names.emplace_back(asked.find('.') == std::string::npos ? tool->name : tool->path);
    }
    streams_.err << fmt::format("{}: no tool is named `{}`{}\n", k_tool, printable(asked),
                                did_you_mean(nearest_names(asked, names)));
    for (const Call& call : world_.calls) {
      if (call.path == asked || last_part(call.path) == asked) {
        streams_.err << fmt::format("{}: {}:{}: calls {}\n", k_tool, printable(call.file),
                                    call.at.line, secrets_.hidden(printable(call.path)));
      }
    }
    for (const auto& [path, approved] : lock_) {
      if (path == asked || last_part(path) == asked) {
        streams_.err << fmt::format("{}: it was approved at {}, and went since\n", k_tool,
                                    approved.time);
      }
    }
  }

  void judge() {
    Judge judge(world_);
    check_safety(judge);
    check_exposure(judge);
    check_attached_lists(judge);
    check_served(judge);
    check_schemas(judge);
    check_signatures(judge);
    check_derivation(judge);
    check_integrations(judge);
    check_catalog_head(judge);
    check_callers(judge);
    check_availability(judge);
    check_execution(judge);
    check_the_lock(judge);
    report_.root = world_.root;
    report_.tools = judge.take_tools();
    report_.findings = judge.take_findings();
    report_.union_of_all = union_of(world_, judge.matching(), report_.tools);
    report_sources();
    select(judge.take_concerns());
    summarize_integrations();
    hide(secrets_, report_);
  }

  void report_sources() {
    for (const Source& one : world_.sources) {
      SourceReport made;
      made.origin = one.origin;
      made.name = one.name;
      made.reached = one.reached;
      made.needed = one.is_needed;
      made.why_not = one.why_not;
      made.tools = one.tools.size();
      for (const McpVisit& visit : world_.visits) {
        if (one.origin == Origin::mcp && one.name == printable(visit.server.name)) {
          made.server = {visit.info.name,
                         visit.info.version,
                         visit.info.revision,
                         {},
                         world_.client_capabilities,
                         visit.took};
          for (const auto& [name, value] : visit.info.capabilities) {
            made.server->capabilities.emplace_back(name);
          }
        }
      }
      report_.sources.push_back(std::move(made));
    }
  }

  // What is left out is held against no tool.
  void select(std::vector<Judge::Concern> concerns) {
    std::vector<Finding> kept;
    std::vector<std::set<std::size_t>> tools; // of those that are kept
    std::size_t next = 0;
    std::stable_sort(concerns.begin(), concerns.end(),
                     [](const auto& a, const auto& b) { return a.finding < b.finding; });
    for (std::size_t i = 0; i < report_.findings.size(); ++i) {
      std::vector<Finding> one{std::move(report_.findings[i])};
      apply_selection(options_.selection, rules(), one);
      std::set<std::size_t> of;
      for (; next < concerns.size() && concerns[next].finding == i; ++next) {
        of.insert(concerns[next].tool);
        if (!one.empty() && one.front().severity != Severity::note) {
          report_.tools[concerns[next].tool].raise(
              concerns[next].group,
              one.front().severity == Severity::error ? Outcome::failed : Outcome::warned);
        }
      }
      if (!one.empty() && is_of_asked(one.front(), of)) {
        kept.push_back(std::move(one.front()));
      }
    }
    report_.findings = std::move(kept);
    if (!options_.tools.empty()) {
      std::erase_if(report_.tools,
                    [&](const ToolReport& one) { return !is_asked(one.name, one.path); });
    }
  }

  // Of a tool that was asked for, or of a source that tools share.
  [[nodiscard]] bool is_of_asked(const Finding& finding, const std::set<std::size_t>& tools) const {
    if (options_.tools.empty()) {
      return true;
    }
    if (!tools.empty()) {
      return std::any_of(tools.begin(), tools.end(), [&](std::size_t one) {
        return is_asked(report_.tools[one].name, report_.tools[one].path);
      });
    }
    return finding.rule.starts_with("availability/") ||
           std::any_of(world_.catalog.tools.begin(), world_.catalog.tools.end(),
                       [&](const Tool& tool) {
                         return is_asked(tool.name, tool.path) && !tool.path.empty() &&
                                finding.message.find(tool.path) != std::string::npos;
                       });
  }

  void check_the_lock(Judge& judge) {
    if (!options_.lock) {
      return;
    }
    std::set<std::string> there;
    for (const Tool* each : world_.all_tools()) {
      const Tool& tool = *each;
      there.insert(tool.path);
      const auto approved = lock_.find(tool.path);
      if (approved == lock_.end()) {
        judge
            .found(k_changed, Severity::warning, Group::safety, tool,
                   fmt::format("{}: nobody approved it", printable(tool.name)))
            .hint = "read it, then verify_oi_tools --update-lock";
      } else if (const std::string what = changed(approved->second, tool); !what.empty()) {
        judge
            .found_at("/" + what.substr(0, what.find(',')), k_changed, Group::safety, tool,
                      fmt::format("{}: changed since it was approved at {}: {}",
                                  printable(tool.name), approved->second.time, what))
            .hint = "read it, then verify_oi_tools --update-lock";
      }
    }
    for (const auto& [path, approved] : lock_) {
      if (!there.contains(path)) {
        Finding& made = judge.found(
            k_changed, world_.catalog.file, {},
            fmt::format("{} was approved at {}, and is gone", printable(path), approved.time));
        made.severity = Severity::warning;
      }
    }
  }

  void summarize_integrations() {
    for (const IntegrationEntry& entry : world_.registry.integrations) {
      IntegrationReport made;
      made.name = printable(entry.name);
      made.enabled = entry.enabled;
      for (const ToolReport& tool : report_.tools) {
        if (tool.integration == entry.name) {
          ++made.tools;
          made.verified += tool.status() == Status::verified ? 1U : 0U;
          made.failed += tool.status() == Status::failed ? 1U : 0U;
        }
      }
      report_.integrations.push_back(std::move(made));
    }
  }

  void know() {
    sort_findings(report_.findings);
    assign_fingerprints(report_.findings);
    report_.known = drop_known(baseline_, report_.findings);
    if (options_.write_baseline) {
      std::ostringstream text;
      write_baseline(text, k_tool, version(), report_.findings);
      if (*options_.write_baseline == "-") {
        streams_.out << text.str();
      } else {
        write_file_atomically(*options_.write_baseline, text.str());
      }
    }
  }

  // Where a file of a finding is.
  [[nodiscard]] fs::path path_of(std::string_view file) const {
    const fs::path path{std::string(file)};
    std::error_code failed;
    return path.is_absolute() || (options_.catalog && printable(*options_.catalog) == file) ||
                   !fs::exists(fs::path(world_.root) / path, failed)
               ? path
               : fs::path(world_.root) / path;
  }

  void render() {
    SourceLines lines([this](std::string_view file) { return path_of(file); });
    Repositories repositories;
    const FileName in_repository = [&](std::string_view file) {
      return repositories.path_of(path_of(file));
    };
    switch (options_.format) {
    case Format::text:
      render_text(report_, options_, streams_, [&](std::string_view file, std::uint32_t line) {
        // A configuration of servers on one line holds all of their keys.
        std::optional<std::string> text = lines.line(file, line);
        return text && secrets_.hidden(*text) == *text ? text : std::nullopt;
      });
      break;
    case Format::json:
    case Format::ndjson:
      render_json(report_, options_, streams_);
      break;
    case Format::sarif:
      render_findings_sarif(streams_.out, {k_tool, version()}, rules(), report_.findings,
                            in_repository);
      break;
    case Format::github:
      render_findings_github(streams_.out, report_.findings, in_repository);
      break;
    case Format::junit:
      render_junit(report_, streams_);
      break;
    }
  }

  const Options& options_;
  cli::Streams& streams_;
  Secrets secrets_;
  World world_;
  Lock lock_;
  std::set<std::string> baseline_;
  Report report_;
};

} // namespace

ExitCode run_command(const Options& options, cli::Streams& streams) {
  return Command(options, streams).run();
}

} // namespace aether::verify_oi_tools
