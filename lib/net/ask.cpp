#include "net/ask.h"

#include <sys/resource.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <memory>

#include <fmt/format.h>

#include "core/text.h"
#include "core/version.h"
#include "net/libcurl.h"

namespace aether {

namespace {

using Clock = std::chrono::steady_clock;

// Of one host and port: others wait for a connection that is free.
constexpr long k_connections_of_a_host = 100;

// X509_V_ERR_* of OpenSSL, which CURLINFO_SSL_VERIFYRESULT gives.
constexpr long k_not_yet_valid = 9;
constexpr long k_expired = 10;
constexpr long k_self_signed = 18;
constexpr long k_self_signed_in_chain = 19;
constexpr long k_no_issuer = 20;
constexpr long k_other_name = 62;

std::string scheme_of(std::string_view url) {
  const std::size_t end = url.find("://");
  return end == std::string_view::npos ? "" : to_lower(url.substr(0, end));
}

bool is_http(std::string_view scheme) {
  return scheme == "http" || scheme == "https" || scheme == "ws" || scheme == "wss";
}

// What libcurl is to open: sockets of the web begin as HTTP, all else is a connection.
std::string address_of(const NetRequest& request) {
  const std::string scheme = scheme_of(request.url);
  const std::size_t begin = scheme.size() + 3;
  const bool tls = scheme == "https" || scheme == "wss" || scheme == "rediss";
  const std::string front = tls ? "https://" : "http://";
  if (is_http(scheme)) {
    return front + request.url.substr(begin);
  }
  std::string host = request.url.substr(begin, request.url.find_first_of("/?#", begin) - begin);
  host = host.substr(host.rfind('@') + 1);
  const std::size_t colon = host.rfind(':');
  const bool has_port = colon != std::string::npos && host.find(']', colon) == std::string::npos;
  return front + host + (has_port || request.port == 0 ? "" : fmt::format(":{}", request.port)) +
         "/";
}

void raise_open_files() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max) {
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
  }
}

const char* certificates_of_user() {
  for (const char* name : {"CURL_CA_BUNDLE", "SSL_CERT_FILE"}) {
    const char* value = std::getenv(name);
    if (value != nullptr && *value != '\0') {
      return value;
    }
  }
  return nullptr;
}

class Transfer {
public:
  Transfer(const NetRequest& request, Milliseconds deadline)
      : request_(request), easy_(libcurl().easy_init()), address_(address_of(request)) {
    const std::string scheme = scheme_of(request.url);
    http_ = is_http(scheme);
    set(CURLOPT_URL, address_.c_str());
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_QUICK_EXIT, 1L); // a resolver that hangs is left behind, not waited for
    set(CURLOPT_TIMEOUT_MS, long{std::min(request.timeout, deadline).count()});
    set(CURLOPT_FOLLOWLOCATION, 0L);
    set(CURLOPT_USERAGENT, agent_.c_str());
    set(CURLOPT_WRITEFUNCTION, &Transfer::write);
    set(CURLOPT_WRITEDATA, this);
    set(CURLOPT_CERTINFO, 1L);
    set(CURLOPT_PRIVATE, this);
    if (const char* file = certificates_of_user()) {
      set(CURLOPT_CAINFO, file);
    }
    if (!http_) {
      set(CURLOPT_CONNECT_ONLY, 1L);
      set(CURLOPT_NOPROXY, "*"); // proxies of the web carry the web
    }
  }
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;
  ~Transfer() { libcurl().easy_cleanup(easy_); }

  [[nodiscard]] CURL* handle() const { return easy_; }

  void finish(CURLcode code) {
    result_.times = {
        milliseconds(CURLINFO_NAMELOOKUP_TIME_T), milliseconds(CURLINFO_CONNECT_TIME_T),
        milliseconds(CURLINFO_APPCONNECT_TIME_T), milliseconds(CURLINFO_STARTTRANSFER_TIME_T),
        milliseconds(CURLINFO_TOTAL_TIME_T)};
    get(CURLINFO_RESPONSE_CODE, &result_.status);
    const char* target = nullptr;
    get(CURLINFO_REDIRECT_URL, &target);
    result_.redirect = target == nullptr ? "" : target;
    read_certificate();
    judge(code);
  }

  // The time of all is over.
  void give_up() { finish(CURLE_OPERATION_TIMEDOUT); }

  [[nodiscard]] NetResult take() { return std::move(result_); }

private:
  template <typename Value> void set(CURLoption option, Value value) {
    libcurl().easy_setopt(easy_, option, value);
  }
  template <typename Value> void get(CURLINFO info, Value* value) const {
    libcurl().easy_getinfo(easy_, info, value);
  }

  [[nodiscard]] double milliseconds(CURLINFO info) const {
    curl_off_t microseconds = 0;
    get(info, &microseconds);
    return static_cast<double>(microseconds) / 1000;
  }

  // What is more than is kept ends the transfer: the status has come by then.
  static std::size_t write(const char* data, std::size_t size, std::size_t count, void* user) {
    auto& self = *static_cast<Transfer*>(user);
    const std::size_t bytes = size * count;
    const std::size_t room = self.request_.max_body - self.result_.body.size();
    self.result_.body.append(data, std::min(bytes, room));
    return bytes <= room ? bytes : 0;
  }

  void read_certificate() {
    curl_certinfo* chain = nullptr;
    get(CURLINFO_CERTINFO, &chain);
    if (chain == nullptr || chain->num_of_certs == 0) {
      return;
    }
    for (const curl_slist* one = chain->certinfo[0]; one != nullptr; one = one->next) {
      constexpr std::string_view k_key = "Expire date:";
      if (!std::string_view(one->data).starts_with(k_key)) {
        continue;
      }
      std::tm when{};
      if (::strptime(one->data + k_key.size(), "%b %d %H:%M:%S %Y", &when) != nullptr) {
        result_.certificate_days =
            static_cast<int>(std::difftime(::timegm(&when), std::time(nullptr)) / 86400);
      }
    }
  }

  void fail(NetOutcome outcome, std::string problem) {
    result_.outcome = outcome;
    result_.problem = std::move(problem);
  }

  void judge(CURLcode code) {
    const bool answered = result_.status > 0;
    switch (code) {
    case CURLE_OK:
      result_.outcome = http_ ? NetOutcome::answered : NetOutcome::connected;
      return;
    case CURLE_COULDNT_RESOLVE_HOST:
      return fail(NetOutcome::name_not_found, "its name is not known");
    case CURLE_COULDNT_RESOLVE_PROXY:
      return fail(NetOutcome::unreachable, "the name of the proxy is not known");
    case CURLE_COULDNT_CONNECT:
      return judge_connection();
    case CURLE_OPERATION_TIMEDOUT:
      return fail(NetOutcome::timed_out, what_was_awaited());
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
      return fail(NetOutcome::tls_failed, tls_problem(code));
    case CURLE_URL_MALFORMAT:
      return fail(NetOutcome::invalid, "its address cannot be asked");
    case CURLE_UNSUPPORTED_PROTOCOL: // HTTP/0.9, which any text is
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
      return fail(NetOutcome::no_http, "what answers speaks no HTTP");
    default:
      break;
    }
    if (answered) { // more than is kept, or a body that breaks off
      result_.outcome = NetOutcome::answered;
    } else if (result_.times.connect > 0) {
      fail(NetOutcome::unreachable, "the connection breaks off without an answer");
    } else {
      fail(NetOutcome::unreachable, "it cannot be reached");
    }
  }

  void judge_connection() {
    long number = 0;
    get(CURLINFO_OS_ERRNO, &number);
    if (number == ECONNREFUSED || number == 0) {
      fail(NetOutcome::refused, "the connection is refused: nothing listens there");
    } else {
      fail(NetOutcome::unreachable, number == ENETUNREACH || number == EHOSTUNREACH
                                        ? "there is no way to the host"
                                    : number == ETIMEDOUT ? "the connection is not accepted"
                                                          : "it cannot be connected to");
    }
  }

  [[nodiscard]] std::string what_was_awaited() const {
    const std::string time = fmt::format("within {} ms", request_.timeout.count());
    if (result_.times.name == 0) {
      return "its name is not resolved " + time;
    }
    if (result_.times.connect == 0) {
      return "no connection " + time;
    }
    if (address_.starts_with("https:") && result_.times.tls == 0) {
      return "connected, and no TLS " + time;
    }
    return "connected, and no whole answer " + time;
  }

  [[nodiscard]] std::string tls_problem(CURLcode code) const {
    long verified = 0;
    get(CURLINFO_SSL_VERIFYRESULT, &verified);
    switch (verified) {
    case k_not_yet_valid:
      return "its certificate is not valid yet";
    case k_expired:
      return "its certificate has expired";
    case k_self_signed:
    case k_self_signed_in_chain:
      return "its certificate is signed by itself";
    case k_no_issuer:
      return "its certificate is of an authority that is not trusted here";
    default:
      break;
    }
    // libcurl compares names itself, before it asks OpenSSL for what it found: that is then unset
    return verified == k_other_name || (code == CURLE_PEER_FAILED_VERIFICATION && verified <= 1)
               ? "its certificate is for another name"
           : code == CURLE_SSL_CONNECT_ERROR ? "it speaks no TLS, or none that is accepted"
                                             : "its certificate is not to be trusted";
  }

  const NetRequest& request_;
  CURL* easy_;
  std::string address_;
  std::string agent_ = fmt::format("aether-tools/{}", version());
  bool http_ = true;
  NetResult result_;
};

class Exchange {
public:
  Exchange() : multi_(libcurl().multi_init()) {
    libcurl().multi_setopt(multi_, CURLMOPT_MAX_HOST_CONNECTIONS, k_connections_of_a_host);
  }
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;
  ~Exchange() { libcurl().multi_cleanup(multi_); }

  void run(std::vector<std::unique_ptr<Transfer>>& transfers, Clock::time_point end) {
    std::vector<Transfer*> open;
    open.reserve(transfers.size());
    for (const auto& one : transfers) {
      libcurl().multi_add_handle(multi_, one->handle());
      open.push_back(one.get());
    }
    int running = 1;
    while (running > 0) {
      libcurl().multi_perform(multi_, &running);
      take_finished(open);
      const auto left = std::chrono::duration_cast<Milliseconds>(end - Clock::now()).count();
      if (running == 0 || left <= 0) {
        break;
      }
      libcurl().multi_poll(multi_, nullptr, 0, static_cast<int>(std::min<long>(left, 1000)),
                           nullptr);
    }
    for (Transfer* one : open) {
      libcurl().multi_remove_handle(multi_, one->handle());
      one->give_up();
    }
  }

private:
  void take_finished(std::vector<Transfer*>& open) {
    int left = 0;
    while (const CURLMsg* message = libcurl().multi_info_read(multi_, &left)) {
      if (message->msg != CURLMSG_DONE) {
        continue;
      }
      const CURLcode code = message->data.result;
      CURL* easy = message->easy_handle; // the message goes with it
      Transfer* transfer = nullptr;
      libcurl().easy_getinfo(easy, CURLINFO_PRIVATE, &transfer);
      transfer->finish(code);
      libcurl().multi_remove_handle(multi_, easy);
      open.erase(std::find(open.begin(), open.end(), transfer));
    }
  }

  CURLM* multi_;
};

} // namespace

std::string_view to_string(NetOutcome outcome) {
  switch (outcome) {
  case NetOutcome::answered:
    return "answered";
  case NetOutcome::connected:
    return "connected";
  case NetOutcome::name_not_found:
    return "name not found";
  case NetOutcome::refused:
    return "refused";
  case NetOutcome::unreachable:
    return "unreachable";
  case NetOutcome::timed_out:
    return "timed out";
  case NetOutcome::tls_failed:
    return "TLS failed";
  case NetOutcome::no_http:
    return "no HTTP";
  case NetOutcome::invalid:
    break;
  }
  return "invalid";
}

std::vector<NetResult> ask_all(const std::vector<NetRequest>& requests, Milliseconds deadline) {
  if (requests.empty()) {
    return {};
  }
  raise_open_files();
  const Clock::time_point end = Clock::now() + deadline;
  std::vector<std::unique_ptr<Transfer>> transfers;
  transfers.reserve(requests.size());
  for (const NetRequest& request : requests) {
    transfers.push_back(std::make_unique<Transfer>(request, deadline));
  }
  Exchange().run(transfers, end);
  std::vector<NetResult> results;
  results.reserve(transfers.size());
  for (const auto& one : transfers) {
    results.push_back(one->take());
  }
  return results;
}

} // namespace aether
