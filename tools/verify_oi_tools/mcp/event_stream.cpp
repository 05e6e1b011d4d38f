#include "verify_oi_tools/mcp/event_stream.h"

#include <algorithm>
#include <charconv>

#include "core/text.h"

namespace aether::verify_oi_tools::mcp {

namespace {

constexpr std::int64_t k_longest_retry = 3'600'000; // an hour: later is never
constexpr std::string_view k_byte_order_mark = "\xEF\xBB\xBF";

} // namespace

bool EventStream::feed(std::string_view bytes, std::size_t longest) {
  if (skip_newline_ && !bytes.empty()) {
    bytes.remove_prefix(bytes.front() == '\n' ? 1 : 0);
    skip_newline_ = false;
  }
  for (std::size_t end = 0; (end = bytes.find_first_of("\r\n")) != std::string_view::npos;) {
    line_.append(bytes.substr(0, end));
    const bool is_pair = bytes[end] == '\r' && bytes.substr(end + 1).starts_with('\n');
    skip_newline_ = bytes[end] == '\r' && end + 1 == bytes.size();
    bytes.remove_prefix(end + (is_pair ? 2 : 1));
    take_line(line_);
    line_.clear();
    if (data_.size() > longest) {
      return false;
    }
  }
  line_.append(bytes);
  return line_.size() <= longest;
}

void EventStream::take_line(std::string_view line) {
  if (is_first_line_ && line.starts_with(k_byte_order_mark)) {
    line.remove_prefix(k_byte_order_mark.size());
  }
  is_first_line_ = false;
  if (line.empty()) {
    dispatch();
    return;
  }
  const std::size_t colon = line.find(':');
  const std::string_view field = line.substr(0, colon); // empty: a comment
  std::string_view value = colon == std::string_view::npos ? "" : line.substr(colon + 1);
  if (value.starts_with(' ')) {
    value.remove_prefix(1);
  }
  if (field == "data") {
    data_.append(value).push_back('\n');
  } else if (field == "id" && value.find('\0') == std::string_view::npos) {
    id_ = value;
  } else if (field == "retry" && !value.empty() &&
             std::all_of(value.begin(), value.end(), is_ascii_digit)) {
    std::int64_t milliseconds = 0;
    if (std::from_chars(value.data(), value.data() + value.size(), milliseconds).ec ==
        std::errc()) {
      retry_ = std::chrono::milliseconds(std::min(milliseconds, k_longest_retry));
    }
  }
}

void EventStream::dispatch() {
  last_event_id_ = id_;
  if (!data_.empty()) {
    data_.pop_back(); // the last newline
  }
  if (!data_.empty()) {
    on_data_(data_);
  }
  data_.clear();
}

} // namespace aether::verify_oi_tools::mcp
