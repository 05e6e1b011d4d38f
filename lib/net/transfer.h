// One probe on its way: an easy handle of libcurl with all its options, and what became of it.
#pragma once

#include <sys/socket.h>

#include <chrono>
#include <cstddef>
#include <string>

#include "net/libcurl.h"
#include "net/probe.h"
#include "net/target.h"

namespace aether::net {

// That CURL_CA_BUNDLE or SSL_CERT_FILE names; empty: the system's.
[[nodiscard]] std::string certificates_file();

enum class Reuse : std::uint8_t { close, keep }; // of its connection by others

class Transfer {
public:
  // Target and request outlive it.
  Transfer(const Target& target, const ProbeRequest& request);
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;
  ~Transfer() = default;

  // Takes a handle that another transfer had, or makes one. `certificates`: a file in PEM; empty:
  // the system's.
  void prepare(EasyHandle used, std::chrono::milliseconds limit, Reuse reuse,
               const std::string& certificates);

  [[nodiscard]] CURL* easy() const { return easy_.get(); }
  // For another transfer, when this one has ended and is removed.
  [[nodiscard]] EasyHandle take_easy() { return std::move(easy_); }
  // Whether the name has been resolved: a connection was tried.
  [[nodiscard]] bool has_tried() const { return has_tried_; }

  [[nodiscard]] ProbeResult ended(CURLcode code);
  // At the deadline of all.
  [[nodiscard]] ProbeResult cancelled();

private:
  static curl_socket_t open_socket(void* self, curlsocktype purpose, curl_sockaddr* address);
  static CURLcode begin_tls(CURL* easy, void* context, void* self);
  static std::size_t take_body(char* data, std::size_t size, std::size_t count, void* self);
  void set_tls_options(const std::string& certificates);
  void set_request_options();
  void set_connect_options();
  [[nodiscard]] ProbePhase phase() const;
  void read_figures();
  void read_certificate();
  void judge(CURLcode code);
  void judge_connection();
  void judge_certificate();
  void judge_time();
  void fail(ProbeOutcome outcome, std::string message);
  [[nodiscard]] std::string peer() const;

  const Target& target_;
  const ProbeRequest& request_;
  std::chrono::milliseconds limit_{0};
  HeaderList headers_;
  EasyHandle easy_;
  std::chrono::steady_clock::time_point begun_;
  bool has_tried_ = false;
  ProbeTimes::Span tls_begun_; // TCP is connected
  int socket_error_ = 0;       // of the system, when it gave no socket
  std::string tried_;          // the address of the last try
  ProbeResult result_;
};

} // namespace aether::net
