// A client of Redis for questions: RESP2 (the Redis serialization protocol) over net/connection.h.
// URLs as redis-py reads them: redis://[[user]:password@]host[:port][/db], rediss:// with TLS,
// unix://[[user]:password@]/path/to/socket[?db=N].
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "net/connection.h"

namespace aether::net {

struct RedisReply {
  enum class Kind : std::uint8_t { text, error, number, null, array };

  Kind kind = Kind::null;
  std::string text; // of an error with its code: "NOAUTH Authentication required."
  std::int64_t number = 0;
  std::vector<RedisReply> items;

  [[nodiscard]] bool is_error(std::string_view code) const {
    return kind == Kind::error && text.starts_with(code);
  }
};

// A reply at the beginning of `bytes` and how long it is; nothing while it is not whole. Throws
// std::invalid_argument for what is no RESP, or deeper or longer than any answer that is asked for.
struct ParsedReply {
  RedisReply reply;
  std::size_t length = 0;
};
[[nodiscard]] std::optional<ParsedReply> parse_reply(std::string_view bytes);

struct RedisLogin {
  std::string url; // without login and database
  std::string user;
  std::string password;
  std::string database; // a number; empty: none is chosen
};
// The parts of a URL, without their percent signs. What is no number for a database is left as it
// is.
[[nodiscard]] RedisLogin split_redis_url(std::string_view url);

class Redis {
public:
  // Connects; says nothing yet. Throws ConnectionError, Error (unavailable).
  Redis(const std::string& url, Connection::Deadline deadline);

  // Throws ConnectionError, also (protocol_error) for what is no Redis.
  RedisReply ask(const std::vector<std::string>& words);

  [[nodiscard]] const ProbeResult& connected() const { return connection_.connected(); }

private:
  Connection connection_;
  std::string received_;
};

// `name:value` lines of INFO, sections left out.
[[nodiscard]] std::map<std::string, std::string, std::less<>>
parse_redis_info(std::string_view text);

} // namespace aether::net
