// Drives lib/net from the shell, for tests: asks the URLs of its standard input, one a line, and
// prints one JSON array of the results and one number, the milliseconds that it took.
//
// Usage: probe_services EACH_MS ALL_MS [MAX_BODY]
#include <chrono>
#include <iostream>
#include <string>
#include <vector>

#include "core/error.h"
#include "data/json_writer.h"
#include "net/probe.h"

namespace {

using aether::net::ProbeResult;

void write_time(aether::JsonWriter& out, std::string_view name,
                aether::net::ProbeTimes::Span time) {
  out.key(name);
  if (time) {
    out.value(time->count());
  } else {
    out.value(nullptr);
  }
}

void write(aether::JsonWriter& out, const ProbeResult& one) {
  out.begin_object();
  out.member("outcome", to_string(one.outcome));
  out.member("phase", to_string(one.phase));
  out.member("message", one.message);
  write_time(out, "name_us", one.times.name);
  write_time(out, "connection_us", one.times.connection);
  write_time(out, "tls_us", one.times.tls);
  write_time(out, "first_byte_us", one.times.first_byte);
  write_time(out, "total_us", one.times.total);
  out.member("address", one.address);
  out.member("status", one.status);
  out.member("body", one.body.substr(0, 100));
  out.member("body_size", one.body.size());
  out.member("body_is_cut", one.body_is_cut);
  out.member("redirect", one.redirect);
  if (one.certificate_problem) {
    out.member("certificate_problem", to_string(*one.certificate_problem));
  }
  if (one.certificate_ends) {
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    out.member("certificate_days", aether::net::days_until(*one.certificate_ends, now));
  }
  out.end_object();
}

} // namespace

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  if (argc < 3) {
    std::cerr << "usage: probe_services EACH_MS ALL_MS [MAX_BODY]\n";
    return 64;
  }
  try {
    aether::net::ProbeLimits limits;
    limits.each = std::chrono::milliseconds(std::stol(argv[1]));
    limits.all = std::chrono::milliseconds(std::stol(argv[2]));
    std::vector<aether::net::ProbeRequest> requests;
    for (std::string url; std::getline(std::cin, url);) {
      aether::net::ProbeRequest& request = requests.emplace_back();
      request.url = url;
      if (argc > 3) {
        request.max_body = std::stoul(argv[3]);
      }
    }
    const auto begun = std::chrono::steady_clock::now();
    const std::vector<ProbeResult> results = aether::net::probe_all(requests, limits);
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begun;
    aether::JsonWriter out(std::cout);
    out.begin_object();
    out.member("took_ms", took.count());
    out.key("results").begin_array();
    for (const ProbeResult& one : results) {
      write(out, one);
    }
    out.end_array();
    out.end_object();
    out.end_line();
  } catch (const aether::Error& error) {
    std::cerr << "probe_services: " << error.what() << '\n';
    return static_cast<int>(error.code());
  }
  return 0;
}
