// Redis servers: signed in to, PINGed, and asked for their figures by INFO. No key is read or set.
#include <algorithm>

#include <fmt/format.h>

#include "core/error.h"
#include "core/secrets.h"
#include "core/text.h"
#include "health_check/checks/http.h"
#include "net/redis.h"

namespace aether::health_check {

namespace {

using Info = std::map<std::string, std::string, std::less<>>;

std::string text_of(const Info& info, std::string_view name) {
  const auto found = info.find(name);
  return found == info.end() ? "" : found->second;
}

double number_of(const Info& info, std::string_view name) {
  try {
    return std::stod(text_of(info, name));
  } catch (const std::exception&) {
    return 0;
  }
}

CheckResult refused(const Check& check, const net::RedisReply& reply) {
  CheckResult result = result_of(check, failed_state(check), "it answers " + printable(reply.text));
  result.is_down = true;
  if (reply.is_error("LOADING")) {
    result.cause = "loading";
    result.message = "it is loading its data into memory and takes no commands yet";
    result.next_step = "wait; INFO persistence says how far it is";
  } else if (reply.is_error("NOAUTH") || reply.is_error("WRONGPASS") || reply.is_error("NOPERM") ||
             reply.text.find("AUTH") != std::string::npos) {
    result.cause = "authentication";
    result.next_step = "see the user and password of the address";
  } else if (reply.is_error("MASTERDOWN")) {
    result.cause = "replication";
    result.next_step = "see its primary: INFO replication";
  } else {
    result.cause = "error";
  }
  return result;
}

void memory(const Context& context, const Info& info, CheckResult& result) {
  const double used = number_of(info, "used_memory");
  const double most = number_of(info, "maxmemory");
  result.details["used_memory_bytes"] = used;
  result.figures.push_back({"used_memory",
                            Unit::bytes,
                            used,
                            {},
                            {},
                            0.0,
                            most > 0 ? std::optional(most) : std::nullopt});
  if (most > 0) {
    const std::string policy = text_of(info, "maxmemory_policy");
    result.details["max_memory_bytes"] = most;
    result.measure({"memory_used", Unit::percent, used / most * 100, {}, {}, 0.0, {}},
                   context.limits("redis_memory_percent"),
                   fmt::format("{} of {} used ({:.0f} %), {}", shown_number(used, Unit::bytes),
                               shown_number(most, Unit::bytes), used / most * 100, policy));
  }
  const double evicted = number_of(info, "evicted_keys");
  result.details["evicted_keys"] = evicted;
}

void replication(const Context& context, const Info& info, CheckResult& result) {
  const std::string role = text_of(info, "role");
  result.details["role"] = role;
  if (role != "slave") {
    return;
  }
  if (text_of(info, "master_link_status") != "up") {
    result.worsen(State::degraded,
                  fmt::format("its link to its primary {}:{} is down since {} s",
                              text_of(info, "master_host"), text_of(info, "master_port"),
                              text_of(info, "master_link_down_since_seconds")),
                  "replication");
    result.next_step = "see the primary, and masterauth";
    return;
  }
  const double lag = number_of(info, "master_last_io_seconds_ago");
  result.measure({"replication_lag", Unit::seconds, lag, {}, {}, 0.0, {}},
                 context.limits("replication_lag"),
                 fmt::format("it heard of its primary {} ago", shown_number(lag, Unit::seconds)));
}

void persistence(const Info& info, CheckResult& result) {
  for (const char* name :
       {"rdb_last_bgsave_status", "aof_last_bgrewrite_status", "aof_last_write_status"}) {
    const std::string status = text_of(info, name);
    if (!status.empty() && status != "ok") {
      result.worsen(State::degraded,
                    fmt::format("it cannot save its data: {} is {}", name, printable(status)),
                    "persistence");
      result.next_step = "see its log, and the space on its disk";
    }
  }
}

CheckResult look(const Context& context, const Check& check, const net::RedisLogin& login,
                 std::chrono::milliseconds limit) {
  const auto begun = std::chrono::steady_clock::now();
  net::Redis redis(login.url, begun + limit);
  if (!login.user.empty() || !login.password.empty()) { // redis-py sends a user alone, too
    std::vector<std::string> words{"AUTH"};
    if (!login.user.empty()) {
      words.push_back(login.user);
    }
    words.push_back(login.password);
    const net::RedisReply reply = redis.ask(words);
    // A server without a password refuses one; that it is open is another's concern.
    if (reply.kind == net::RedisReply::Kind::error &&
        reply.text.find("without any password") == std::string::npos) {
      return refused(check, reply);
    }
  }
  const net::RedisReply pong = redis.ask({"PING"});
  if (pong.kind == net::RedisReply::Kind::error) {
    return refused(check, pong);
  }
  if (pong.text != "PONG") {
    CheckResult result =
        result_of(check, failed_state(check), "it answers PING otherwise than Redis does");
    result.cause = "unexpected_answer";
    result.next_step = "see its port: another service at this address?";
    result.is_down = true;
    return result;
  }
  const double latency =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  if (!login.database.empty() && login.database != "0") {
    const net::RedisReply chosen = redis.ask({"SELECT", login.database});
    if (chosen.kind == net::RedisReply::Kind::error) {
      CheckResult result = refused(check, chosen);
      result.cause = "no_such_database";
      return result;
    }
  }
  const net::RedisReply reply = redis.ask({"INFO"});
  if (reply.kind == net::RedisReply::Kind::error) { // ACL: PING was allowed, and INFO is not
    CheckResult result =
        result_of(check, State::healthy, "it answers PING; INFO is not allowed for this user");
    return result;
  }
  const Info info = net::parse_redis_info(reply.text);
  CheckResult result =
      result_of(check, State::healthy,
                fmt::format("Redis {}, {}, {} clients", text_of(info, "redis_version"),
                            shown_number(number_of(info, "used_memory"), Unit::bytes),
                            text_of(info, "connected_clients")));
  result.details["redis_version"] = text_of(info, "redis_version");
  memory(context, info, result);
  replication(context, info, result);
  persistence(info, result);
  result.measure({"latency", Unit::seconds, latency, {}, {}, 0.0, {}},
                 context.limits("service_latency"),
                 fmt::format("it took {} to answer", shown_number(latency, Unit::seconds)));
  return result;
}

CheckResult check_redis(const Context& context, const Check& check, const net::RedisLogin& login,
                        std::chrono::milliseconds limit) {
  try {
    return look(context, check, login, limit);
  } catch (const net::ConnectionError& error) {
    return not_answered(check, error.result());
  } catch (const Error& error) {
    CheckResult result = result_of(check, State::unknown, error.what());
    result.cause = "not_looked";
    return result;
  }
}

} // namespace

void plan_redis(const Context& context, Plan& plan) {
  if (!context.wants("redis")) {
    return;
  }
  for (const Service& service : context.targets.services) {
    if (service.kind != "redis") {
      continue;
    }
    Check check = context.check("redis", service.name);
    check.target = without_secrets(service.url);
    check.source = service.source;
    check.is_default = service.is_default;
    if (!service.enabled) {
      plan.settled.push_back(skipped(check, "it is disabled: " + service.disabled_by));
      continue;
    }
    if (context.options.quick) {
      plan.settled.push_back(skipped(check, "--quick asks no network"));
      continue;
    }
    const auto run = [&context, check,
                      login = net::split_redis_url(service.url)](const Report& report) {
      with_retries(context, context.rules("redis"), report, [&](std::chrono::milliseconds limit) {
        return check_redis(context, check, login, limit);
      });
    };
    plan.works.push_back({{check}, run, context.limit(context.rules("redis"))});
  }
}

} // namespace aether::health_check
