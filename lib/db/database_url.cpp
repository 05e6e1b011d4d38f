#include "db/database_url.h"

#include <algorithm>
#include <array>

#include "core/error.h"
#include "core/text.h"

namespace aether {

namespace {

constexpr std::size_t k_none = std::string_view::npos;

// The parameters of a URL that libpq knows; SQLAlchemy's drivers have others, which it refuses.
constexpr std::array<std::string_view, 21> k_parameters = {"application_name",
                                                           "channel_binding",
                                                           "client_encoding",
                                                           "connect_timeout",
                                                           "dbname",
                                                           "host",
                                                           "hostaddr",
                                                           "keepalives",
                                                           "keepalives_idle",
                                                           "options",
                                                           "password",
                                                           "port",
                                                           "service",
                                                           "sslcert",
                                                           "sslcrl",
                                                           "sslkey",
                                                           "sslmode",
                                                           "sslrootcert",
                                                           "target_session_attrs",
                                                           "tcp_user_timeout",
                                                           "user"};

// Percent-decoding (RFC 3986), for the path of a SQLite file.
std::string decode(std::string_view text) {
  const auto digit = [](char c) {
    const char lower = ascii_lower(c);
    return is_ascii_digit(c) ? c - '0' : lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
  };
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && digit(text[i + 1]) >= 0 &&
        digit(text[i + 2]) >= 0) {
      plain += static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
      i += 2;
    } else {
      plain += text[i];
    }
  }
  return plain;
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
    path = decode(rest.substr(rest.empty() ? 0 : 1));
  } else {
    path = std::string(rest);
  }
  if (path.empty() || path == ":memory:") {
    throw Error(ExitCode::usage,
                "a SQLite database in memory is gone when the run ends: name a file");
  }
  DatabaseUrl url;
  url.file = (base / path).lexically_normal();
  url.shown = "sqlite:" + url.file.string();
  return url;
}

// `password=` of a query, whatever its case, as ***.
std::string without_passwords(std::string_view parameters) {
  std::string shown;
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

DatabaseUrl postgres_url(std::string_view rest) {
  if (!rest.starts_with("//")) {
    throw Error(ExitCode::usage, "a PostgreSQL address begins with `postgresql://`");
  }
  const std::size_t question = std::min(rest.find('?'), rest.size());
  const std::string_view parameters = rest.substr(std::min(question + 1, rest.size()));
  const std::string_view main = rest.substr(0, question);
  const std::string_view authority = main.substr(2, main.find('/', 2) - 2);
  const std::size_t at = authority.rfind('@');
  const std::size_t colon = authority.find(':');
  DatabaseUrl url;
  url.engine = DatabaseEngine::postgres;
  url.conninfo = "postgresql:" + std::string(main) + for_libpq(parameters);
  url.shown = "postgresql:";
  if (at != k_none && colon < at) {
    url.shown +=
        "//" + std::string(authority.substr(0, colon)) + ":***" + std::string(main.substr(2 + at));
  } else {
    url.shown += main;
  }
  url.shown += without_passwords(parameters);
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
