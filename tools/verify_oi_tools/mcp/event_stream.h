// Server-sent events: the event stream format of the HTML standard, 9.2.5 and 9.2.6.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace aether::verify_oi_tools::mcp {

class EventStream {
public:
  // `on_data`: the data of an event, which is never empty.
  explicit EventStream(std::function<void(std::string_view data)> on_data)
      : on_data_(std::move(on_data)) {}

  // Bytes as they come, cut anywhere. False when an event is longer than `longest`.
  bool feed(std::string_view bytes, std::size_t longest);

  [[nodiscard]] const std::string& last_event_id() const { return last_event_id_; }
  [[nodiscard]] std::optional<std::chrono::milliseconds> retry() const { return retry_; }
  // Whether it stops in the midst of an event, which is lost.
  [[nodiscard]] bool is_amidst() const { return !line_.empty() || !data_.empty(); }

private:
  void take_line(std::string_view line);
  void dispatch();

  std::function<void(std::string_view)> on_data_;
  std::string line_;
  bool skip_newline_ = false; // after CR
  bool is_first_line_ = true;
  std::string data_;
  std::string id_;
  std::string last_event_id_;
  std::optional<std::chrono::milliseconds> retry_;
};

} // namespace aether::verify_oi_tools::mcp
