// What became of a transfer: its figures, and in our own words what is wrong.
#include "net/transfer.h"

#include <cerrno>
#include <cstring>

#include <fmt/format.h>

#include "core/duration.h"
#include "core/secrets.h"
#include "core/text.h"

namespace aether::net {

namespace {

// Of OpenSSL's X509_V_ERR_*, which CURLINFO_SSL_VERIFYRESULT hands through (verify(1)).
constexpr long k_verified = 0;
constexpr long k_unspecified = 1;

std::optional<CertificateProblem> problem_of(long verified) {
  switch (verified) {
  case 9: // not yet valid
    return CertificateProblem::not_yet_valid;
  case 10: // expired
    return CertificateProblem::expired;
  case 18: // the certificate itself
    return CertificateProblem::self_signed;
  case 19: // an authority in its chain
  case 2:  // no issuer found
  case 20:
  case 21:
    return CertificateProblem::unknown_issuer;
  case 62: // host, e-mail and address
  case 63:
  case 64:
  case k_unspecified: // libcurl holds names against certificates itself
  case k_verified:
    return CertificateProblem::wrong_name;
  default:
    return CertificateProblem::other;
  }
}

std::string_view message_of(CertificateProblem problem) {
  switch (problem) {
  case CertificateProblem::expired:
    return "its certificate has expired";
  case CertificateProblem::not_yet_valid:
    return "its certificate is not valid yet";
  case CertificateProblem::self_signed:
    return "its certificate is signed by none but itself";
  case CertificateProblem::unknown_issuer:
    return "nobody that is trusted has signed its certificate";
  case CertificateProblem::wrong_name:
    return "its certificate is for another name";
  case CertificateProblem::other:
    return "its certificate cannot be trusted";
  }
  return "";
}

std::string place(std::string_view host, std::string_view port) {
  const bool is_ipv6 = host.find(':') != std::string_view::npos;
  return is_ipv6 ? fmt::format("[{}]:{}", host, port) : fmt::format("{}:{}", host, port);
}

ProbeTimes::Span span_of(CURL* easy, CURLINFO info) {
  const auto microseconds = get_info<curl_off_t>(easy, info);
  return microseconds > 0 ? ProbeTimes::Span(microseconds) : std::nullopt;
}

std::string text_of(CURL* easy, CURLINFO info) {
  const auto* text = get_info<const char*>(easy, info);
  return text == nullptr ? std::string() : std::string(text);
}

} // namespace

ProbePhase Transfer::phase() const {
  if (get_info<curl_off_t>(easy(), CURLINFO_PRETRANSFER_TIME_T) > 0) {
    return ProbePhase::answer;
  }
  if (tls_begun_ || get_info<curl_off_t>(easy(), CURLINFO_CONNECT_TIME_T) > 0) {
    return target_.has_tls() ? ProbePhase::tls : ProbePhase::answer;
  }
  const bool looks_up = target_.protocol != Protocol::unix_socket;
  return has_tried_ || !looks_up ? ProbePhase::connection : ProbePhase::name;
}

void Transfer::read_figures() {
  ProbeTimes& times = result_.times;
  times.name = span_of(easy(), CURLINFO_NAMELOOKUP_TIME_T);
  times.connection = span_of(easy(), CURLINFO_CONNECT_TIME_T);
  if (!times.connection) {
    times.connection = tls_begun_;
  }
  times.tls = target_.has_tls() ? span_of(easy(), CURLINFO_APPCONNECT_TIME_T) : std::nullopt;
  times.first_byte = span_of(easy(), CURLINFO_STARTTRANSFER_TIME_T);
  times.total = std::chrono::microseconds(get_info<curl_off_t>(easy(), CURLINFO_TOTAL_TIME_T));
  result_.status = static_cast<int>(get_info<long>(easy(), CURLINFO_RESPONSE_CODE));
  result_.redirect = without_secrets(text_of(easy(), CURLINFO_REDIRECT_URL));
  const std::string ip = text_of(easy(), CURLINFO_PRIMARY_IP);
  const long port = get_info<long>(easy(), CURLINFO_PRIMARY_PORT);
  if (target_.protocol == Protocol::unix_socket) {
    result_.address = target_.path;
  } else if (ip.empty() || port == 0) {
    result_.address = tried_;
  } else {
    result_.address = place(ip, std::to_string(port));
  }
  read_certificate();
}

// The server's own is the first of the chain: lines of `Name:text`.
void Transfer::read_certificate() {
  const auto* chain = get_info<curl_certinfo*>(easy(), CURLINFO_CERTINFO);
  if (!target_.has_tls() || chain == nullptr || chain->num_of_certs < 1) {
    return;
  }
  constexpr std::string_view k_end = "Expire date:";
  for (const curl_slist* line = chain->certinfo[0]; line != nullptr; line = line->next) {
    if (std::string_view(line->data).starts_with(k_end)) {
      const std::time_t end = libcurl().curl_getdate(line->data + k_end.size(), nullptr);
      if (end != -1) {
        result_.certificate_ends = std::chrono::sys_seconds(std::chrono::seconds(end));
      }
    }
  }
}

// As it is configured, so that messages do not differ with the address that was tried last; a proxy
// is told by its port.
std::string Transfer::peer() const {
  if (target_.protocol == Protocol::unix_socket) {
    return printable(target_.path);
  }
  const bool is_itself = result_.address.empty() || result_.address.ends_with(":" + target_.port);
  return is_itself ? printable(place(target_.host, target_.port)) : result_.address;
}

void Transfer::fail(ProbeOutcome outcome, std::string message) {
  result_.outcome = outcome;
  result_.message = std::move(message);
}

ProbeResult Transfer::ended(CURLcode code) {
  result_.phase = phase();
  read_figures();
  judge(code == CURLE_WRITE_ERROR && result_.body_is_cut ? CURLE_OK : code);
  if (result_.outcome == ProbeOutcome::ok || result_.outcome == ProbeOutcome::http_error) {
    result_.phase = ProbePhase::done;
  }
  return std::move(result_);
}

ProbeResult Transfer::cancelled() {
  result_.phase = phase();
  read_figures();
  fail(ProbeOutcome::cancelled, "");
  result_.message = "it was not through at the deadline";
  return std::move(result_);
}

void Transfer::judge(CURLcode code) {
  switch (code) {
  case CURLE_OK:
    result_.outcome = result_.status < 400 ? ProbeOutcome::ok : ProbeOutcome::http_error;
    if (result_.status >= 400) {
      result_.message = fmt::format("it answers {}", result_.status);
    }
    return;
  case CURLE_COULDNT_RESOLVE_HOST:
    return fail(ProbeOutcome::name_not_found,
                fmt::format("there is no host `{}`", printable(target_.host)));
  case CURLE_COULDNT_CONNECT:
    return judge_connection();
  case CURLE_OPERATION_TIMEDOUT:
    return judge_time();
  case CURLE_PEER_FAILED_VERIFICATION:
    return judge_certificate();
  case CURLE_SSL_CONNECT_ERROR:
    return fail(ProbeOutcome::tls_error, fmt::format("no TLS with {}", peer()));
  case CURLE_SSL_CACERT_BADFILE:
    return fail(ProbeOutcome::tls_error, "the file of trusted certificates cannot be read");
  case CURLE_COULDNT_RESOLVE_PROXY:
    return fail(ProbeOutcome::proxy_error, "there is no host of the proxy's name");
  case CURLE_PROXY:
    return fail(ProbeOutcome::proxy_error, fmt::format("the proxy {} refuses", peer()));
  case CURLE_UNSUPPORTED_PROTOCOL: // an answer without a status line: HTTP/0.9
  case CURLE_WEIRD_SERVER_REPLY:
    return fail(ProbeOutcome::protocol_error, fmt::format("{} speaks no HTTP", peer()));
  case CURLE_GOT_NOTHING:
    return fail(ProbeOutcome::protocol_error,
                fmt::format("{} closed the connection without an answer", peer()));
  case CURLE_URL_MALFORMAT:
    return fail(ProbeOutcome::bad_address, "it is no URL");
  default:
    break;
  }
  const long connect_status = get_info<long>(easy(), CURLINFO_HTTP_CONNECTCODE);
  if (connect_status >= 300) {
    return fail(ProbeOutcome::proxy_error,
                fmt::format("the proxy {} answers {}", peer(), connect_status));
  }
  if (code == CURLE_RECV_ERROR || code == CURLE_SEND_ERROR || code == CURLE_PARTIAL_FILE) {
    return result_.phase == ProbePhase::tls
               ? fail(ProbeOutcome::tls_error, fmt::format("no TLS with {}", peer()))
               : fail(ProbeOutcome::protocol_error, fmt::format("{} broke off", peer()));
  }
  fail(code == CURLE_OUT_OF_MEMORY ? ProbeOutcome::not_tried : ProbeOutcome::protocol_error,
       fmt::format("libcurl: {}", to_lower(libcurl().curl_easy_strerror(code))));
}

void Transfer::judge_connection() {
  const int error = socket_error_ != 0
                        ? socket_error_
                        : static_cast<int>(get_info<long>(easy(), CURLINFO_OS_ERRNO));
  switch (error) {
  case ECONNREFUSED:
    return fail(ProbeOutcome::refused, fmt::format("{} refuses the connection", peer()));
  case ENOENT: // a socket's path
    return fail(ProbeOutcome::refused, fmt::format("there is no socket {}", peer()));
  case ETIMEDOUT:
    return fail(ProbeOutcome::timed_out, fmt::format("no connection to {}", peer()));
  case ECONNRESET:
    return fail(ProbeOutcome::protocol_error, fmt::format("{} broke off", peer()));
  case EMFILE:
  case ENFILE:
  case ENOBUFS:
  case ENOMEM:
  case EADDRNOTAVAIL:
  case EAGAIN:
  case EACCES:
  case EPERM:
    return fail(ProbeOutcome::not_tried,
                fmt::format("no connection to {} can be tried: {}", peer(), std::strerror(error)));
  default:
    return fail(ProbeOutcome::unreachable, fmt::format("there is no way to {}", peer()));
  }
}

void Transfer::judge_certificate() {
  result_.phase = ProbePhase::tls;
  result_.certificate_problem = problem_of(get_info<long>(easy(), CURLINFO_SSL_VERIFYRESULT));
  fail(ProbeOutcome::tls_error, std::string(message_of(*result_.certificate_problem)));
}

void Transfer::judge_time() {
  const std::string limit = duration_text(limit_);
  switch (result_.phase) {
  case ProbePhase::not_begun:
  case ProbePhase::name:
    return fail(ProbeOutcome::timed_out, fmt::format("no name server answered in {}", limit));
  case ProbePhase::connection:
    return fail(ProbeOutcome::timed_out, fmt::format("no connection to {} in {}", peer(), limit));
  case ProbePhase::tls:
    return fail(ProbeOutcome::timed_out, fmt::format("no TLS with {} in {}", peer(), limit));
  case ProbePhase::answer:
  case ProbePhase::done:
    return fail(ProbeOutcome::timed_out,
                result_.times.first_byte
                    ? fmt::format("the answer of {} did not end in {}", peer(), limit)
                    : fmt::format("no answer of {} in {}", peer(), limit));
  }
}

} // namespace aether::net
