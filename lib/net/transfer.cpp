#include "net/transfer.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include <fmt/format.h>

#include "core/version.h"

namespace aether::net {

namespace {

std::string text_of(const sockaddr& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (address.sa_family == AF_INET) {
    sockaddr_in four{};
    std::memcpy(&four, &address, sizeof four);
    ::inet_ntop(AF_INET, &four.sin_addr, text.data(), text.size());
    return fmt::format("{}:{}", text.data(), ntohs(four.sin_port));
  }
  if (address.sa_family == AF_INET6) {
    sockaddr_in6 six{};
    std::memcpy(&six, &address, sizeof six);
    ::inet_ntop(AF_INET6, &six.sin6_addr, text.data(), text.size());
    return fmt::format("[{}]:{}", text.data(), ntohs(six.sin6_port));
  }
  return "";
}

} // namespace

std::string certificates_file() {
  for (const char* name : {"CURL_CA_BUNDLE", "SSL_CERT_FILE"}) {
    const char* file = std::getenv(name);
    if (file != nullptr && *file != '\0') {
      return file;
    }
  }
  return "";
}

Transfer::Transfer(const Target& target, const ProbeRequest& request)
    : target_(target), request_(request) {}

void Transfer::prepare(EasyHandle used, std::chrono::milliseconds limit, Reuse reuse,
                       const std::string& certificates) {
  limit_ = limit;
  begun_ = std::chrono::steady_clock::now();
  easy_ = std::move(used);
  if (easy_) {
    libcurl().curl_easy_reset(easy_.get());
  } else if (easy_.reset(libcurl().curl_easy_init()); !easy_) {
    throw std::bad_alloc();
  }
  CURL* easy = easy_.get();
  set_option(easy, CURLOPT_CURLU, target_.url.get());
  set_option(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  set_option(easy, CURLOPT_NOSIGNAL, 1L);
  // A look-up that does not return is left to its thread; see curl_easy_setopt(3).
  set_option(easy, CURLOPT_QUICK_EXIT, 1L);
  set_option(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(std::max<std::int64_t>(limit.count(), 1)));
  set_option(easy, CURLOPT_FOLLOWLOCATION, 0L);
  set_option(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  set_option(easy, CURLOPT_BUFFERSIZE, 4096L); // answers are short, and there are thousands
  set_option(easy, CURLOPT_FORBID_REUSE, reuse == Reuse::close ? 1L : 0L);
  set_option(easy, CURLOPT_OPENSOCKETFUNCTION, &Transfer::open_socket);
  set_option(easy, CURLOPT_OPENSOCKETDATA, static_cast<void*>(this));
  set_option(easy, CURLOPT_WRITEFUNCTION, &Transfer::take_body);
  set_option(easy, CURLOPT_WRITEDATA, static_cast<void*>(this));
  if (target_.has_tls()) {
    set_tls_options(certificates);
  }
  if (target_.protocol == Protocol::http || target_.protocol == Protocol::https) {
    set_option(easy, CURLOPT_USERAGENT, fmt::format("aether-tools/{}", version()).c_str());
    set_request_options();
  } else {
    set_connect_options();
  }
}

// Reading the system's certificates takes some 30 ms. libcurl keeps them for the transfers that
// follow when they come from a file alone, so its directory, which has the same ones, is left out.
void Transfer::set_tls_options(const std::string& certificates) {
  const char* file = certificates.empty() ? libcurl().curl_version_info(CURLVERSION_NOW)->cainfo
                                          : certificates.c_str();
  if (file != nullptr) {
    set_option(easy(), CURLOPT_CAINFO, file);
    set_option(easy(), CURLOPT_CAPATH, static_cast<const char*>(nullptr));
  }
  set_option(easy(), CURLOPT_CERTINFO, 1L);
  set_option(easy(), CURLOPT_SSL_CTX_FUNCTION, &Transfer::begin_tls);
  set_option(easy(), CURLOPT_SSL_CTX_DATA, static_cast<void*>(this));
}

void Transfer::set_request_options() {
  if (!request_.body.empty()) {
    set_option(easy(), CURLOPT_POSTFIELDSIZE, static_cast<long>(request_.body.size()));
    set_option(easy(), CURLOPT_POSTFIELDS, request_.body.c_str());
  }
  if (request_.method == "HEAD") {
    set_option(easy(), CURLOPT_NOBODY, 1L);
  } else if (!request_.method.empty()) {
    set_option(easy(), CURLOPT_CUSTOMREQUEST, request_.method.c_str());
  }
  for (const std::string& header : request_.headers) {
    curl_slist* longer = libcurl().curl_slist_append(headers_.get(), header.c_str());
    if (longer == nullptr) {
      throw std::bad_alloc();
    }
    (void)headers_.release();
    headers_.reset(longer);
  }
  if (headers_) {
    set_option(easy(), CURLOPT_HTTPHEADER, headers_.get());
  }
  if (!request_.verify_tls && target_.has_tls()) {
    set_option(easy(), CURLOPT_SSL_VERIFYPEER, 0L);
    set_option(easy(), CURLOPT_SSL_VERIFYHOST, 0L);
  }
}

void Transfer::set_connect_options() {
  set_option(easy(), CURLOPT_CONNECT_ONLY, 1L);
  set_option(easy(), CURLOPT_PROXY, ""); // none, whatever the environment says
  set_option(easy(), CURLOPT_SSL_ENABLE_ALPN, 0L);
  if (target_.protocol == Protocol::unix_socket) {
    set_option(easy(), CURLOPT_UNIX_SOCKET_PATH, target_.path.c_str());
  }
}

curl_socket_t Transfer::open_socket(void* self, curlsocktype /*purpose*/, curl_sockaddr* address) {
  auto* transfer = static_cast<Transfer*>(self);
  transfer->has_tried_ = true;
  transfer->tried_ = text_of(address->addr);
  const int made = ::socket(address->family, address->socktype | SOCK_NONBLOCK | SOCK_CLOEXEC,
                            address->protocol);
  transfer->socket_error_ = made < 0 ? errno : 0;
  return made < 0 ? CURL_SOCKET_BAD : made;
}

// libcurl tells the time of a connection only when TLS is through, too.
CURLcode Transfer::begin_tls(CURL* /*easy*/, void* /*context*/, void* self) {
  auto* transfer = static_cast<Transfer*>(self);
  transfer->tls_begun_ = std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::steady_clock::now() - transfer->begun_);
  return CURLE_OK;
}

// A short count ends the transfer: the rest of the answer is not wanted.
std::size_t Transfer::take_body(char* data, std::size_t size, std::size_t count, void* self) {
  auto* transfer = static_cast<Transfer*>(self);
  std::string& body = transfer->result_.body;
  const std::size_t given = size * count;
  const std::size_t room = transfer->request_.max_body - body.size();
  body.append(data, std::min(given, room));
  transfer->result_.body_is_cut = given > room;
  return std::min(given, room);
}

} // namespace aether::net
