// The Streamable HTTP transport: messages are posted, answers come as JSON or as events; a stream
// of its own brings what the server begins. A stream that breaks off is resumed where its events
// had numbers.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "net/http_streams.h"
#include "verify_oi_tools/mcp/transport.h"

namespace aether::verify_oi_tools::mcp {

class HttpTransport : public Transport {
public:
  // `headers`: sent with everything ("Name: value"). Nothing goes on beyond `limit`.
  HttpTransport(std::string url, std::vector<std::string> headers, std::chrono::milliseconds limit);
  ~HttpTransport() override;

  void send(const boost::json::object& message) override;
  std::optional<Message> receive(Clock::time_point deadline) override;
  void agreed(const std::string& revision) override;
  void forget_session() override;
  void give_up(const boost::json::value& id) override;
  std::vector<Message> close(bool in_peace) override;

private:
  // One answer that is read: of a post, or the stream for what the server begins.
  struct Stream;

  [[nodiscard]] net::ProbeRequest request(std::string_view method) const;
  void open(const std::shared_ptr<Stream>& stream, net::ProbeRequest request);
  void wait_for(net::HttpStreams::Id number);
  void listen();
  void take_head(Stream& stream, const net::HttpHead& head);
  bool take_bytes(Stream& stream, std::string_view bytes);
  void take_end(const std::shared_ptr<Stream>& stream, const net::ProbeResult& result);
  void take_messages(Stream& stream, std::string_view text);
  void answer_missing(const Stream& stream);
  void resume_later(const std::shared_ptr<Stream>& stream);
  void resume_due();
  void fail(Failure::Kind kind, std::string message);
  [[nodiscard]] std::chrono::milliseconds left() const;
  [[nodiscard]] std::string refusal(const Stream& stream, const net::ProbeResult& result) const;

  std::string url_;
  std::vector<std::string> headers_;
  Clock::time_point deadline_;
  std::string session_;
  std::string revision_;
  net::HttpStreams streams_;
  std::map<net::HttpStreams::Id, std::shared_ptr<Stream>> open_;
  std::vector<std::shared_ptr<Stream>> waiting_; // to be resumed
  std::deque<Message> messages_;
  std::optional<Failure> failure_; // once what came before is taken
  std::size_t total_ = 0;
};

} // namespace aether::verify_oi_tools::mcp
