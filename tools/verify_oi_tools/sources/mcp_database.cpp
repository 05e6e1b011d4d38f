#include "verify_oi_tools/sources/mcp_database.h"

#include <filesystem>
#include <map>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "backend/lenient_json.h"
#include "core/error.h"
#include "core/text.h"
#include "data/json.h"
#include "db/database_error.h"
#include "db/sqlite.h"

namespace aether::verify_oi_tools {

namespace {

namespace json = boost::json;

Rows rows_of(const SqliteDatabase& database, std::string_view table) {
  SqliteStatement there =
      database.prepare("SELECT 1 FROM sqlite_master WHERE type IN ('table', 'view') AND name = ?");
  if (!there.bind(1, table).step()) {
    return std::nullopt;
  }
  SqliteStatement statement = database.prepare(fmt::format("SELECT * FROM {}", table));
  std::vector<json::object> rows;
  while (statement.step()) {
    json::object row;
    for (int i = 0; i < statement.columns(); ++i) {
      if (!statement.is_null(i)) {
        row[statement.column_name(i)] = to_valid_utf8(statement.text(i));
      }
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

McpTables read_sqlite_tables(const DatabaseUrl& url, std::chrono::milliseconds timeout) {
  SqliteDatabase database(url.file, SqliteAccess::read_only);
  database.set_busy_timeout(timeout);
  return {rows_of(database, "mcp_servers"), rows_of(database, "mcp_tools")};
}

// The first of the columns that there is.
const json::value* column(const json::object& row, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    const json::value* found = row.if_contains(name);
    if (found != nullptr && !found->is_null()) {
      return found;
    }
  }
  return nullptr;
}

std::string text(const json::object& row, std::initializer_list<std::string_view> names) {
  const json::value* found = column(row, names);
  return found == nullptr     ? ""
         : found->is_string() ? std::string(found->get_string())
                              : json::serialize(*found);
}

// What is JSON, or text that holds some.
std::optional<json::value> content(const json::object& row,
                                   std::initializer_list<std::string_view> names) {
  const json::value* found = column(row, names);
  if (found == nullptr || !found->is_string()) {
    return found == nullptr ? std::nullopt : std::optional(*found);
  }
  try {
    return parse_json(found->get_string(), "column");
  } catch (const Error&) {
    return *found;
  }
}

bool is_enabled(const json::object& row) {
  const std::string said = to_lower(text(row, {"enabled", "is_enabled", "is_active", "active"}));
  return said.empty() || (said != "0" && said != "false" && said != "f");
}

McpServer server_of(const json::object& row, const std::string& shown) {
  McpServer made;
  made.name = text(row, {"name", "server_name", "id"});
  made.file = shown;
  made.url = text(row, {"url", "endpoint", "server_url"});
  const std::string command = text(row, {"command"});
  const auto args = content(row, {"args", "arguments"});
  if (!command.empty() && args && args->is_array()) {
    made.argv.push_back(command);
    for (const json::value& one : args->get_array()) {
      made.argv.push_back(one.is_string() ? std::string(one.get_string()) : json::serialize(one));
    }
  } else if (!command.empty()) {
    made.argv =
        split_command(command + (args && args->is_string() ? " " + std::string(args->get_string())
                                                           : std::string()),
                      "command");
  }
  const auto environment = content(row, {"env", "environment"});
  if (environment && environment->is_object()) {
    for (const auto& [name, value] : environment->get_object()) {
      made.environment.emplace_back(name, value.is_string() ? std::string(value.get_string())
                                                            : json::serialize(value));
    }
  }
  const auto headers = content(row, {"headers"});
  if (headers && headers->is_object()) {
    for (const auto& [name, value] : headers->get_object()) {
      made.headers.push_back(std::string(name) + ": " +
                             (value.is_string() ? std::string(value.get_string()) : ""));
    }
  }
  if (made.argv.empty() == made.url.empty()) {
    made.problem = made.url.empty() ? "its row has neither `command` nor `url`"
                                    : "its row has both `command` and `url`";
  }
  return made;
}

void take(const McpTables& tables, McpDatabase& made) {
  if (!tables.servers) {
    made.why_not = "it has no table mcp_servers";
    return;
  }
  std::map<std::string, std::string> names; // by identity
  for (const json::object& row : *tables.servers) {
    if (is_enabled(row)) {
      McpServer server = server_of(row, made.shown);
      names[text(row, {"id", "server_id"})] = server.name;
      names[server.name] = server.name;
      made.servers.push_back(std::move(server));
    }
  }
  for (const json::object& row : tables.tools.value_or(std::vector<json::object>())) {
    const auto server =
        names.find(text(row, {"server_id", "server_name", "mcp_server_id", "server"}));
    if (server != names.end() && is_enabled(row)) {
      made.tools.push_back({server->second, text(row, {"name", "tool_name"}),
                            content(row, {"input_schema", "inputSchema", "schema"})});
    }
  }
}

} // namespace

McpDatabase read_mcp_database(std::string_view url, std::chrono::milliseconds timeout) {
  const DatabaseUrl parsed = parse_database_url(url, std::filesystem::current_path());
  McpDatabase made;
  made.shown = parsed.shown;
  try {
    take(parsed.engine == DatabaseEngine::sqlite ? read_sqlite_tables(parsed, timeout)
                                                 : read_postgres_tables(parsed, timeout),
         made);
  } catch (const DatabaseError& error) {
    made.why_not = error.what();
  } catch (const Error& error) {
    made.why_not = error.what();
  }
  return made;
}

} // namespace aether::verify_oi_tools
