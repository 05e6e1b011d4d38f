#include "net/connection.h"

#include <poll.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "net/libcurl.h"
#include "net/target.h"
#include "net/transfer.h"
#include "os/broken_pipe.h"

namespace aether::net {

namespace {

using Clock = std::chrono::steady_clock;

std::chrono::milliseconds until(Clock::time_point then) {
  return std::max(std::chrono::ceil<std::chrono::milliseconds>(then - Clock::now()),
                  std::chrono::milliseconds(0));
}

} // namespace

struct Connection::State {
  State(const std::string& url, Deadline end) : target(parse_target(url)), deadline(end) {}

  [[noreturn]] void fail(ProbeOutcome outcome, std::string message) {
    ProbeResult failed = result;
    failed.outcome = outcome;
    failed.phase = ProbePhase::answer;
    failed.message = std::move(message);
    throw ConnectionError(std::move(failed));
  }

  void wait_for(short events) {
    pollfd polled{socket, events, 0};
    for (;;) {
      const auto left = until(deadline);
      const int ready = ::poll(&polled, 1, static_cast<int>(left.count()));
      if (ready > 0) {
        return;
      }
      if (ready == 0) {
        fail(ProbeOutcome::timed_out, "it is connected, and does not answer in time");
      }
      if (errno != EINTR) {
        fail(ProbeOutcome::protocol_error, "the connection failed");
      }
    }
  }

  IgnoreBrokenPipe ignore_broken_pipe;
  Target target;
  ProbeRequest request;
  Deadline deadline;
  std::unique_ptr<Transfer> transfer;
  ProbeResult result;
  curl_socket_t socket = CURL_SOCKET_BAD;
};

Connection::Connection(const std::string& url, Deadline deadline)
    : state_(std::make_unique<State>(url, deadline)) {
  State& state = *state_;
  if (!state.target.problem.empty()) {
    state.result.outcome = ProbeOutcome::bad_address;
    state.result.message = state.target.problem;
    throw ConnectionError(state.result);
  }
  state.transfer = std::make_unique<Transfer>(state.target, state.request);
  state.transfer->prepare(nullptr, until(deadline), Reuse::keep, certificates_file());
  CURL* easy = state.transfer->easy();
  const CURLcode code = libcurl().curl_easy_perform(easy);
  (void)libcurl().curl_easy_getinfo(easy, CURLINFO_ACTIVESOCKET, &state.socket);
  state.result = state.transfer->ended(code);
  if (state.result.outcome != ProbeOutcome::ok) {
    throw ConnectionError(state.result);
  }
}

Connection::~Connection() = default;

void Connection::send(std::string_view bytes) {
  State& state = *state_;
  while (!bytes.empty()) {
    std::size_t sent = 0;
    const CURLcode code =
        libcurl().curl_easy_send(state.transfer->easy(), bytes.data(), bytes.size(), &sent);
    bytes.remove_prefix(sent);
    if (code == CURLE_AGAIN) {
      state.wait_for(POLLOUT);
    } else if (code != CURLE_OK) {
      state.fail(ProbeOutcome::protocol_error, "it closed the connection");
    }
  }
}

bool Connection::receive(std::string& to) {
  State& state = *state_;
  std::array<char, 16384> buffer; // NOLINT(cppcoreguidelines-pro-type-member-init): read into
  for (;;) {
    if (Clock::now() >= state.deadline) {
      state.fail(ProbeOutcome::timed_out, "it is connected, and does not answer in time");
    }
    std::size_t got = 0;
    const CURLcode code =
        libcurl().curl_easy_recv(state.transfer->easy(), buffer.data(), buffer.size(), &got);
    if (code == CURLE_AGAIN) {
      state.wait_for(POLLIN);
    } else if (code != CURLE_OK) {
      state.fail(ProbeOutcome::protocol_error, "it broke the connection off");
    } else {
      to.append(buffer.data(), got);
      return got > 0;
    }
  }
}

const ProbeResult& Connection::connected() const { return state_->result; }

} // namespace aether::net
