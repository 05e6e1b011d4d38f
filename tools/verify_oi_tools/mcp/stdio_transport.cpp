#include "verify_oi_tools/mcp/stdio_transport.h"

#include <cstring>
#include <iterator>

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "core/error.h"
#include "core/text.h"

namespace aether::verify_oi_tools::mcp {

namespace {

// Before each harder way to end it; the shorter one where it is lost already.
constexpr std::chrono::milliseconds k_grace(2'000);
constexpr std::chrono::milliseconds k_short_grace(300);
constexpr std::size_t k_most_rubbish = 10'000; // lines

PipedProcess start(const std::vector<std::string>& argv,
                   const std::vector<std::pair<std::string, std::string>>& environment) {
  try {
    return PipedProcess(argv, environment);
  } catch (const Error& error) {
    throw Failure(Failure::Kind::not_started, error.what());
  }
}

} // namespace

StdioTransport::StdioTransport(const std::vector<std::string>& argv,
                               const std::vector<std::pair<std::string, std::string>>& environment)
    : process_(start(argv, environment)) {}

void StdioTransport::send(const boost::json::object& message) {
  process_.write(boost::json::serialize(message) + "\n");
}

std::optional<Message> StdioTransport::receive(Clock::time_point deadline) {
  while (messages_.empty()) {
    const std::size_t before = received_.size();
    switch (process_.receive(received_, deadline)) {
    case PipedProcess::Got::something:
      total_ += received_.size() - before;
      take_lines();
      break;
    case PipedProcess::Got::nothing_in_time:
      return std::nullopt;
    case PipedProcess::Got::interrupted:
      throw Failure(Failure::Kind::interrupted, "interrupted");
    case PipedProcess::Got::end:
      throw ended();
    }
    if (Clock::now() >= deadline && messages_.empty()) {
      return std::nullopt;
    }
  }
  Message first = std::move(messages_.front());
  messages_.pop_front();
  return first;
}

Failure StdioTransport::ended() {
  std::string rest;
  const ProcessEnd end = process_.stop(k_short_grace, rest);
  std::string how = "it closed its output";
  if (end.by == ProcessEnd::By::itself) {
    constexpr int k_signals = 128;
    how = end.status > k_signals
              ? fmt::format("it was ended by a signal ({})", ::strsignal(end.status - k_signals))
              : fmt::format("it ended with status {}", end.status);
  }
  return {Failure::Kind::ended,
          received_.empty() ? how : how + " in the midst of a message: " + excerpt(received_)};
}

void StdioTransport::take_lines() {
  std::size_t begin = 0;
  for (std::size_t end = 0;
       (end = received_.find('\n', std::max(begin, looked_at_))) != std::string::npos;
       begin = end + 1) {
    take_line(trim_right(std::string_view(received_).substr(begin, end - begin)));
  }
  received_.erase(0, begin);
  looked_at_ = received_.size();
  if (received_.size() > k_longest_message) {
    throw Failure(Failure::Kind::protocol,
                  fmt::format("it wrote a line of more than {} MiB", k_longest_message >> 20U));
  }
  if (total_ > k_most_bytes) {
    throw Failure(Failure::Kind::protocol,
                  fmt::format("it wrote more than {} MiB", k_most_bytes >> 20U));
  }
}

void StdioTransport::take_line(std::string_view line) {
  if (line.empty()) {
    return;
  }
  try {
    for (Message& one : parse_messages(line)) {
      messages_.push_back(std::move(one));
    }
  } catch (const Failure& failure) {
    if (++rubbish_ > k_most_rubbish) {
      throw;
    }
    complain(fmt::format("it writes to its standard output {}", failure.what()));
  }
}

std::vector<Message> StdioTransport::close(bool in_peace) {
  const ProcessEnd end = process_.stop(in_peace ? k_grace : k_short_grace, received_);
  if (in_peace) {
    try {
      take_lines();
    } catch (const Failure& failure) {
      complain(failure.what());
    }
    if (end.by == ProcessEnd::By::terminate) {
      complain("it does not end when its input is closed, but when it is terminated (SIGTERM)");
    } else if (end.by == ProcessEnd::By::kill) {
      complain("it ends neither when its input is closed nor when it is terminated (SIGTERM), so "
               "that it was killed");
    }
  }
  return {std::make_move_iterator(messages_.begin()), std::make_move_iterator(messages_.end())};
}

std::string StdioTransport::last_words() const {
  std::string_view log = process_.log();
  log = log.substr(0, log.find_last_not_of(" \r\n") + 1); // npos + 1 is 0
  return printable(to_valid_utf8(trim(log.substr(log.rfind('\n') + 1)).substr(0, 200)));
}

} // namespace aether::verify_oi_tools::mcp
