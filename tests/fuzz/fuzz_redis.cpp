// Whatever the bytes: parse_reply says that a reply is not whole yet, returns one that lies within
// the bytes and is the same when more bytes follow, or throws std::invalid_argument.
#include <cstdint>
#include <cstdlib>
#include <stdexcept>
#include <string>

#include "net/redis.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(data, data + size);
  try {
    const auto parsed = aether::net::parse_reply(bytes);
    if (parsed) {
      if (parsed->length > size || parsed->length == 0) {
        std::abort();
      }
      const auto again = aether::net::parse_reply(bytes.substr(0, parsed->length));
      if (!again || again->length != parsed->length || again->reply.kind != parsed->reply.kind) {
        std::abort();
      }
      (void)aether::net::parse_redis_info(parsed->reply.text);
    }
  } catch (const std::invalid_argument&) { // no RESP
  }
  (void)aether::net::split_redis_url(bytes);
  return 0;
}
