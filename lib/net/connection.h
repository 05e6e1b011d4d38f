// A connection that bytes go over, for protocols that libcurl does not speak: TCP, TLS and Unix
// sockets by the schemes of net/probe.h. libcurl resolves, connects and encrypts.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include "net/probe.h"

namespace aether::net {

// Why there is no connection, or none any more. The message holds neither URL nor password.
class ConnectionError : public std::runtime_error {
public:
  explicit ConnectionError(ProbeResult result)
      : std::runtime_error(result.message), result_(std::move(result)) {}

  [[nodiscard]] const ProbeResult& result() const { return result_; }

private:
  ProbeResult result_;
};

class Connection {
public:
  using Deadline = std::chrono::steady_clock::time_point;

  // Throws ConnectionError; Error (unavailable) without libcurl.
  Connection(const std::string& url, Deadline deadline);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection();

  void send(std::string_view bytes);
  // At least one byte, appended to `to`; false when the other side has closed.
  bool receive(std::string& to);

  // How connecting went.
  [[nodiscard]] const ProbeResult& connected() const;

private:
  struct State;
  std::unique_ptr<State> state_;
};

} // namespace aether::net
