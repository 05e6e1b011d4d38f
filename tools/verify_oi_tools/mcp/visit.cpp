#include "verify_oi_tools/mcp/visit.h"

#include <unistd.h>

#include <memory>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "backend/lenient_json.h"
#include "core/error.h"
#include "core/text.h"
#include "data/json.h"
#include "os/orphans.h"
#include "os/piped_process.h"
#include "verify_oi_tools/mcp/http_transport.h"
#include "verify_oi_tools/mcp/stdio_transport.h"

namespace aether::verify_oi_tools {

namespace {

namespace json = boost::json;

constexpr std::chrono::milliseconds k_farewell(5'000); // for ending a server that does not want to
constexpr std::chrono::milliseconds k_orphans(1'000);
constexpr JsonLimits k_record_limits{mcp::k_deepest_message + 10, 2 * mcp::k_most_values};

// The child's side: what it learns goes to the parent at once, so that it counts whatever comes.
class Visitor {
public:
  Visitor(const McpServer& server, const VisitOptions& options, const HandOver& hand_over)
      : server_(server), options_(options), hand_over_(hand_over) {}

  void visit() {
    std::unique_ptr<mcp::Transport> transport;
    try {
      transport = connect();
      talk(*transport);
    } catch (const mcp::Failure& failure) {
      tell("failure", because(failure, transport.get()));
    } catch (const Error& error) {
      tell("failure", json::value(error.what()));
    }
    if (transport && !has_left_) {
      leave(*transport);
    }
    for (std::size_t i = 0; transport && i < transport->complaints().size(); ++i) {
      tell("complaint", json::value(transport->complaints()[i]));
    }
    tell("left", json::value(end_orphans(k_orphans)));
  }

private:
  std::unique_ptr<mcp::Transport> connect() {
    if (server_.argv.empty()) {
      return std::make_unique<mcp::HttpTransport>(server_.url, server_.headers,
                                                  options_.timeout + k_farewell);
    }
    return std::make_unique<mcp::StdioTransport>(server_.argv, server_.environment);
  }

  void talk(mcp::Transport& transport) {
    mcp::ClientOptions options;
    options.protocol = options_.protocol;
    options.request = options_.timeout;
    options.deadline = mcp::Clock::now() + options_.timeout;
    mcp::Client client(transport, options);
    const mcp::ServerInfo info = client.initialize();
    tell("info", json::object{{"revision", info.revision},
                              {"name", info.name},
                              {"version", info.version},
                              {"capabilities", info.capabilities},
                              {"title", info.title},
                              {"instructions", info.instructions}});
    if (!info.capabilities.contains("tools")) {
      transport.complain("it declares no tools among its capabilities");
    }
    const std::vector<json::value> tools = client.list_tools();
    tell("tools", json::array(tools.begin(), tools.end()));
    if (options_.plan.which != ExecutionPlan::Which::none) {
      call(client, tools, options.deadline);
    }
    has_left_ = true;
    client.leave();
  }

  // One that does not answer is given up, and the next is called.
  CallReport call_within(mcp::Client& client, const json::object& tool,
                         mcp::Clock::time_point deadline) {
    CallReport report;
    report.tool = text_at(tool, "name");
    if (mcp::Clock::now() >= deadline) {
      report.message = "no time was left; --timeout gives more";
      return report;
    }
    try {
      return call_tool(client, tool, options_.plan);
    } catch (const mcp::Failure& failure) {
      if (failure.kind() != mcp::Failure::Kind::timed_out) {
        throw;
      }
      report.outcome = CallReport::Outcome::failed;
      report.message = failure.what();
      return report;
    }
  }

  void call(mcp::Client& client, const std::vector<json::value>& tools,
            mcp::Clock::time_point deadline) {
    for (const json::value& tool : tools) {
      const json::object* object = tool.if_object();
      if (object == nullptr || text_at(*object, "name").empty()) {
        continue;
      }
      tell("calling", json::value(text_at(*object, "name")));
      const CallReport report = call_within(client, *object, deadline);
      tell("call", json::object{{"tool", report.tool},
                                {"outcome", static_cast<int>(report.outcome)},
                                {"message", report.message},
                                {"made", report.arguments_are_made},
                                {"took", report.took.count()}});
    }
  }

  static void leave(mcp::Transport& transport) {
    try {
      (void)transport.close(false);
    } catch (const std::exception& error) {
      transport.complain(error.what());
    }
  }

  static json::value because(const mcp::Failure& failure, const mcp::Transport* transport) {
    std::string why = failure.what();
    const std::string words = transport == nullptr ? "" : transport->last_words();
    if (!words.empty()) {
      why += fmt::format("; its log ends with `{}`", words);
    }
    return json::value(why);
  }

  void tell(std::string_view what, json::value content) {
    json::object record;
    record[what] = std::move(content);
    hand_over_(json::serialize(record));
  }

  const McpServer& server_;
  const VisitOptions& options_;
  const HandOver& hand_over_;
  bool has_left_ = false;
};

CallReport call_of(const json::object& record) {
  CallReport made;
  made.tool = text_at(record, "tool");
  made.message = text_at(record, "message");
  made.arguments_are_made = flag_at(record, "made", false);
  made.outcome = static_cast<CallReport::Outcome>(record.at("outcome").to_number<int>());
  made.took = std::chrono::microseconds(record.at("took").to_number<std::int64_t>());
  return made;
}

void take(const json::object& record, McpVisit& visit) {
  const auto& [what, content] = *record.begin();
  if (what == "info") {
    const json::object& info = content.as_object();
    visit.info = {text_at(info, "revision"), text_at(info, "name"),
                  text_at(info, "version"),  info.at("capabilities").as_object(),
                  text_at(info, "title"),    text_at(info, "instructions")};
  } else if (what == "tools") {
    visit.is_listed = true;
    visit.tools.assign(content.as_array().begin(), content.as_array().end());
  } else if (what == "calling") {
    visit.lost_in = std::string(content.as_string());
  } else if (what == "call") {
    visit.lost_in.clear();
    visit.calls.push_back(call_of(content.as_object()));
  } else if (what == "complaint") {
    visit.complaints.emplace_back(content.as_string());
  } else if (what == "failure") {
    visit.why_not = std::string(content.as_string());
  } else if (what == "left") {
    visit.left_behind = content.to_number<std::size_t>();
  }
}

} // namespace

McpVisits::McpVisits(std::vector<McpServer> servers, VisitOptions options)
    : servers_(std::move(servers)), options_(std::move(options)) {
  std::vector<ForkedTask> tasks;
  const pid_t parent = ::getpid();
  for (const McpServer& server : servers_) {
    McpVisit visit;
    visit.server = server;
    visit.why_not = server.problem;
    visits_.push_back(std::move(visit));
    if (server.problem.empty()) {
      of_.push_back(visits_.size() - 1);
      tasks.push_back({[this, &server, parent](const HandOver& hand_over) {
                         stop_on_term(parent);
                         adopt_orphans();
                         Visitor(server, options_, hand_over).visit();
                       },
                       options_.timeout + k_farewell});
    }
  }
  if (!tasks.empty()) {
    adopt_orphans(); // of a child that has to be killed
    tasks_ = std::make_unique<ForkedTasks>(tasks, options_.timeout + k_farewell);
  }
}

McpVisits::~McpVisits() = default;

std::vector<McpVisit> McpVisits::wait() {
  if (!tasks_) {
    return std::move(visits_);
  }
  const std::vector<TaskResult> results = tasks_->wait();
  for (std::size_t i = 0; i < results.size(); ++i) {
    McpVisit& visit = visits_[of_[i]];
    visit.took = results[i].took;
    for (const std::string& record : results[i].records) {
      take(parse_json(record, "what was learned", k_record_limits).as_object(), visit);
    }
    if (results[i].end != TaskEnd::done && visit.why_not.empty()) {
      visit.why_not = results[i].why;
    }
  }
  end_orphans(k_orphans);
  return std::move(visits_);
}

} // namespace aether::verify_oi_tools
