#include "net/redis.h"

#include <charconv>

#include <fmt/format.h>

#include "core/text.h"

namespace aether::net {

namespace {

constexpr std::size_t k_longest = std::size_t{1} << 20U;
constexpr int k_deepest = 8;

[[noreturn]] void refuse(const char* why) { throw std::invalid_argument(why); }

class ReplyReader {
public:
  explicit ReplyReader(std::string_view bytes) : bytes_(bytes) {}

  // False while something is missing.
  bool read(RedisReply& reply, int depth = 0) {
    if (depth > k_deepest) {
      refuse("a reply within replies, too deep");
    }
    std::string_view line;
    if (!take_line(line)) {
      return false;
    }
    if (line.empty()) {
      refuse("an empty line");
    }
    const std::string_view rest = line.substr(1);
    switch (line.front()) {
    case '+':
      reply = {RedisReply::Kind::text, std::string(rest), 0, {}};
      return true;
    case '-':
      reply = {RedisReply::Kind::error, std::string(rest), 0, {}};
      return true;
    case ':':
      reply = {RedisReply::Kind::number, "", number(rest), {}};
      return true;
    case '$':
      return read_bulk(number(rest), reply);
    case '*':
      return read_array(number(rest), reply, depth);
    default:
      refuse("no reply of Redis");
    }
  }

  [[nodiscard]] std::size_t at() const { return at_; }

private:
  bool take_line(std::string_view& line) {
    const std::size_t end = bytes_.find("\r\n", at_);
    if (end == std::string_view::npos) {
      if (bytes_.size() > at_ &&
          std::string_view("+-:$*").find(bytes_[at_]) == std::string_view::npos) {
        refuse("no reply of Redis");
      }
      return false;
    }
    line = bytes_.substr(at_, end - at_);
    at_ = end + 2;
    return true;
  }

  static std::int64_t number(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) {
      refuse("a number that is none");
    }
    return value;
  }

  bool read_bulk(std::int64_t length, RedisReply& reply) {
    if (length < 0) {
      reply = {};
      return true;
    }
    if (static_cast<std::uint64_t>(length) > k_longest) {
      refuse("a longer reply than any that was asked for");
    }
    const auto size = static_cast<std::size_t>(length);
    if (bytes_.size() - at_ < size + 2) {
      return false;
    }
    reply = {RedisReply::Kind::text, std::string(bytes_.substr(at_, size)), 0, {}};
    at_ += size + 2;
    return true;
  }

  bool read_array(std::int64_t count, RedisReply& reply, int depth) {
    reply = {};
    if (count < 0) {
      return true;
    }
    if (static_cast<std::uint64_t>(count) > k_longest) {
      refuse("a longer reply than any that was asked for");
    }
    reply.kind = RedisReply::Kind::array;
    for (std::int64_t i = 0; i < count; ++i) {
      RedisReply item;
      if (!read(item, depth + 1)) {
        return false;
      }
      reply.items.push_back(std::move(item));
    }
    return true;
  }

  std::string_view bytes_;
  std::size_t at_ = 0;
};

} // namespace

std::optional<ParsedReply> parse_reply(std::string_view bytes) {
  ReplyReader reader(bytes);
  ParsedReply parsed;
  if (!reader.read(parsed.reply)) {
    if (bytes.size() > 2 * k_longest) {
      refuse("a longer reply than any that was asked for");
    }
    return std::nullopt;
  }
  parsed.length = reader.at();
  return parsed;
}

RedisLogin split_redis_url(std::string_view url) {
  RedisLogin parts;
  const std::size_t scheme_end = url.find("://");
  if (scheme_end == std::string_view::npos) {
    parts.url = url;
    return parts;
  }
  const std::string scheme(url.substr(0, scheme_end));
  std::string_view rest = url.substr(scheme_end + 3);
  std::string_view query;
  if (const std::size_t mark = rest.find('?'); mark != std::string_view::npos) {
    query = rest.substr(mark + 1);
    rest = rest.substr(0, mark);
  }
  if (const std::size_t sign = rest.rfind('@'); sign != std::string_view::npos) {
    const std::string_view login = rest.substr(0, sign);
    const std::size_t colon = login.find(':');
    parts.user = percent_decoded(login.substr(0, colon));
    parts.password =
        colon == std::string_view::npos ? "" : percent_decoded(login.substr(colon + 1));
    rest = rest.substr(sign + 1);
  }
  if (scheme != "unix") {
    if (const std::size_t slash = rest.find('/'); slash != std::string_view::npos) {
      parts.database = rest.substr(slash + 1);
      rest = rest.substr(0, slash);
    }
  }
  for (std::size_t begin = 0; begin < query.size();) {
    const std::size_t end = std::min(query.find('&', begin), query.size());
    const std::string_view one = query.substr(begin, end - begin);
    if (one.starts_with("db=")) {
      parts.database = one.substr(3);
    } else if (one.starts_with("password=")) {
      parts.password = percent_decoded(one.substr(9));
    } else if (one.starts_with("username=")) {
      parts.user = percent_decoded(one.substr(9));
    }
    begin = end + 1;
  }
  parts.url = scheme + "://" + std::string(rest);
  return parts;
}

Redis::Redis(const std::string& url, Connection::Deadline deadline) : connection_(url, deadline) {}

RedisReply Redis::ask(const std::vector<std::string>& words) {
  std::string command = fmt::format("*{}\r\n", words.size());
  for (const std::string& word : words) {
    command += fmt::format("${}\r\n{}\r\n", word.size(), word);
  }
  connection_.send(command);
  try {
    for (;;) {
      if (auto parsed = parse_reply(received_)) {
        received_.erase(0, parsed->length);
        return std::move(parsed->reply);
      }
      if (!connection_.receive(received_)) {
        refuse(received_.empty() ? "it closed the connection without a word"
                                 : "it closed the connection within a reply");
      }
    }
  } catch (const std::invalid_argument& error) {
    ProbeResult failed = connection_.connected();
    failed.outcome = ProbeOutcome::protocol_error;
    failed.phase = ProbePhase::answer;
    failed.message = fmt::format("it does not speak as Redis does: {}", error.what());
    throw ConnectionError(std::move(failed));
  }
}

std::map<std::string, std::string, std::less<>> parse_redis_info(std::string_view text) {
  std::map<std::string, std::string, std::less<>> info;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    std::string_view line = text.substr(begin, end - begin);
    if (line.ends_with('\r')) {
      line.remove_suffix(1);
    }
    if (const std::size_t colon = line.find(':');
        colon != std::string_view::npos && !line.starts_with('#')) {
      info.emplace(line.substr(0, colon), line.substr(colon + 1));
    }
    begin = end + 1;
  }
  return info;
}

} // namespace aether::net
