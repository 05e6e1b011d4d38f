#include "db/database_url.h"

#include <algorithm>
#include <array>

#include "core/error.h"
#include "core/text.h"

namespace aether {

namespace {

// The parameters of a URL that libpq 15 knows; SQLAlchemy's drivers have others, which it refuses.
constexpr std::array<std::string_view, 36> k_parameters = {"application_name",
                                                           "channel_binding",
                                                           "client_encoding",
                                                           "connect_timeout",
                                                           "dbname",
                                                           "fallback_application_name",
                                                           "gssencmode",
                                                           "gsslib",
                                                           "host",
                                                           "hostaddr",
                                                           "keepalives",
                                                           "keepalives_count",
                                                           "keepalives_idle",
                                                           "keepalives_interval",
                                                           "krbsrvname",
                                                           "options",
                                                           "passfile",
                                                           "password",
                                                           "port",
                                                           "replication",
                                                           "requirepeer",
                                                           "service",
                                                           "ssl_max_protocol_version",
                                                           "ssl_min_protocol_version",
                                                           "sslcert",
                                                           "sslcompression",
                                                           "sslcrl",
                                                           "sslcrldir",
                                                           "sslkey",
                                                           "sslmode",
                                                           "sslpassword",
                                                           "sslrootcert",
                                                           "sslsni",
                                                           "target_session_attrs",
                                                           "tcp_user_timeout",
                                                           "user"};

// Percent-encoding (RFC 3986) of what SQLAlchemy takes as it is in a name or password, and libpq
// only encoded.
std::string encoded(std::string_view text) {
  constexpr std::string_view k_hexadecimal = "0123456789abcdefABCDEF";
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view two = text.substr(i + 1, 2);
    const bool is_code = two.size() == 2 && two.find_first_not_of(k_hexadecimal) == k_none;
    switch (text[i]) {
    case '/':
      out += "%2F";
      break;
    case '?':
      out += "%3F";
      break;
    case '@':
      out += "%40";
      break;
    case '%':
      out += is_code ? "%" : "%25";
      break;
    default:
      out += text[i];
    }
  }
  return out;
}

DatabaseUrl sqlite_url(std::string_view rest, const std::filesystem::path& base) {
  std::string path;
  if (rest.starts_with("//")) { // SQLAlchemy's: an empty host, then a slash, then the path
    rest = rest.substr(0, rest.find('?'));
    rest.remove_prefix(2);
    if (!rest.empty() && rest.front() != '/') {
      throw Error(ExitCode::usage, "a SQLite address has three slashes before a relative path and "
                                   "four before an absolute one: `sqlite:///data/aether.db`");
    }
    path = std::string(rest.substr(rest.empty() ? 0 : 1)); // nothing in it is encoded
  } else {
    path = std::string(rest);
  }
  if (path.empty() || path == ":memory:") {
    throw Error(ExitCode::usage,
                "a SQLite database in memory is gone when the run ends: name a file");
  }
  if (path.starts_with("file:")) {
    throw Error(ExitCode::usage, "a URI of SQLite (`file:...`) is not supported: name the file");
  }
  DatabaseUrl url;
  url.file = (base / path).lexically_normal();
  url.shown = "sqlite:" + url.file.string();
  return url;
}

// SQLAlchemy's drivers name some parameters otherwise, and have some that libpq refuses.
std::string for_libpq(std::string_view parameters) {
  std::string kept;
  while (!parameters.empty()) {
    const std::size_t end = std::min(parameters.find('&'), parameters.size());
    std::string one(parameters.substr(0, end));
    if (one.starts_with("ssl=")) {
      one = "sslmode=" + (one == "ssl=true" ? "require" : one.substr(4));
    }
    const std::string_view key = std::string_view(one).substr(0, one.find('='));
    if (std::find(k_parameters.begin(), k_parameters.end(), key) != k_parameters.end()) {
      kept += (kept.empty() ? "?" : "&") + one;
    }
    parameters.remove_prefix(std::min(end + 1, parameters.size()));
  }
  return kept;
}

// `?a=b&c=d` with passwords as ***.
std::string without_passwords(std::string_view parameters) {
  std::string shown;
  parameters.remove_prefix(parameters.empty() ? 0 : 1);
  while (!parameters.empty()) {
    const std::size_t end = std::min(parameters.find('&'), parameters.size());
    const std::string_view one = parameters.substr(0, end);
    const bool secret = one.starts_with("password=") || one.starts_with("sslpassword=");
    shown += (shown.empty() ? "?" : "&") +
             (secret ? std::string(one.substr(0, one.find('='))) + "=***" : std::string(one));
    parameters.remove_prefix(std::min(end + 1, parameters.size()));
  }
  return shown;
}

// Where the `@` after user and password is, or npos. libpq looks for it before the first slash;
// SQLAlchemy takes `/` and `?` in a password.
std::size_t end_of_url_login(std::string_view address) {
  const std::string_view authority = address.substr(0, address.find('/'));
  if (const std::size_t at = authority.rfind('@'); at != k_none) {
    return at;
  }
  const std::size_t colon = authority.find(':');
  const std::size_t last = address.substr(0, address.find('?')).rfind('@');
  const std::size_t at = last == k_none ? address.find('@') : last;
  if (colon == k_none || at == k_none || address.starts_with('[')) {
    return k_none;
  }
  // HOST:PORT/DATABASE?KEY=...@...
  const std::string_view port = authority.substr(colon + 1, authority.find(',', colon) - colon - 1);
  const bool is_port = port.find_first_not_of("0123456789") == k_none;
  const bool in_query = address.substr(0, at).find('=', address.find('?')) != k_none;
  return is_port && in_query ? k_none : at;
}

DatabaseUrl postgres_url(std::string_view rest) {
  if (!rest.starts_with("//")) {
    throw Error(ExitCode::usage, "a PostgreSQL address begins with `postgresql://`");
  }
  rest.remove_prefix(2);
  DatabaseUrl url;
  url.engine = DatabaseEngine::postgres;
  url.conninfo = "postgresql://";
  url.shown = "postgresql://";
  if (const std::size_t at = end_of_url_login(rest); at != k_none) {
    const std::string_view login = rest.substr(0, at);
    const std::size_t colon = login.find(':');
    const std::string user = encoded(login.substr(0, colon));
    const bool has_password = colon != k_none;
    url.conninfo += user + (has_password ? ":" + encoded(login.substr(colon + 1)) : "") + "@";
    url.shown += user + (has_password ? ":***@" : "@");
    rest.remove_prefix(at + 1);
  }
  const std::size_t question = std::min(rest.find('?'), rest.size());
  const std::string parameters = for_libpq(rest.substr(std::min(question + 1, rest.size())));
  url.conninfo += std::string(rest.substr(0, question)) + parameters;
  url.shown += std::string(rest.substr(0, question)) + without_passwords(parameters);
  return url;
}

} // namespace

std::string_view to_string(DatabaseEngine engine) {
  return engine == DatabaseEngine::sqlite ? "sqlite" : "postgresql";
}

DatabaseUrl parse_database_url(std::string_view text, const std::filesystem::path& base) {
  const std::size_t colon = text.find(':');
  const std::string scheme = to_lower(text.substr(0, colon));
  const std::string engine = scheme.substr(0, scheme.find('+'));
  if (colon != k_none && engine == "sqlite") {
    return sqlite_url(text.substr(colon + 1), base);
  }
  if (colon != k_none && (engine == "postgresql" || engine == "postgres")) {
    return postgres_url(text.substr(colon + 1));
  }
  const bool named = colon != k_none && text.substr(colon).starts_with("://");
  throw Error(ExitCode::usage, (named ? "the engine `" + printable(engine) + "` is not supported"
                                      : std::string("this is no address of a database")) +
                                   ": write `sqlite:PATH` or `postgresql://USER@HOST/DATABASE`");
}

} // namespace aether
