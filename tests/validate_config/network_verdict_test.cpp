// What --check-network makes of answers; lib/net's own tests hold the answers against servers.
#include "validate_config/families/network_verdict.h"

#include <gmock/gmock.h>

namespace aether::validate_config {
namespace {

using net::ProbeOutcome;
using net::ProbeResult;
using testing::HasSubstr;

const std::chrono::sys_seconds k_now{std::chrono::seconds(1'800'000'000)};

Service http_service() {
  Service service;
  service.name = "perplexica";
  service.kind = "http";
  service.url = "http://search:3000";
  service.check_url = "http://search:3000/api/health";
  return service;
}

Service openai_service() {
  Service service = http_service();
  service.kind = "openai";
  service.key = "data";
  return service;
}

ProbeResult ended(ProbeOutcome outcome, const std::string& message) {
  ProbeResult result;
  result.outcome = outcome;
  result.message = message;
  return result;
}

ProbeResult answer(int status, const std::string& body = "") {
  ProbeResult result =
      ended(status < 400 ? ProbeOutcome::ok : ProbeOutcome::http_error, status < 400 ? "" : "bad");
  result.status = status;
  result.body = body;
  return result;
}

ProbeResult redirect(const std::string& to) {
  ProbeResult result = answer(302);
  result.redirect = to;
  return result;
}

ProbeResult certificate(int days) {
  ProbeResult result = answer(200);
  result.certificate_ends = k_now + std::chrono::hours(24 * days + 12);
  return result;
}

std::optional<NetworkVerdict> judged(const Service& service, const ProbeResult& result) {
  return judge(service, result, k_now);
}

void expect(const std::optional<NetworkVerdict>& verdict, std::string_view rule, Severity severity,
            const std::string& text) {
  ASSERT_TRUE(verdict) << rule;
  EXPECT_EQ(verdict->rule, rule);
  EXPECT_EQ(verdict->severity, severity) << rule;
  EXPECT_THAT(verdict->message, HasSubstr(text));
}

TEST(NetworkVerdict, has_nothing_to_say_of_what_answers) {
  for (const int status : {200, 204, 301, 400, 401, 403, 405, 422, 429}) {
    EXPECT_FALSE(judged(http_service(), answer(status))) << status;
  }
  EXPECT_FALSE(judged(http_service(), answer(0))) << "a connection";
}

TEST(NetworkVerdict, tells_what_answers_that_it_does_not_work) {
  for (const int status : {500, 502, 503, 504}) {
    expect(judged(http_service(), answer(status)), k_network_http, Severity::error,
           "perplexica: it answers " + std::to_string(status));
  }
}

TEST(NetworkVerdict, tells_a_missing_route_only_where_one_is_asked_for) {
  expect(judged(http_service(), answer(404)), k_network_http, Severity::error, "no such route");
  expect(judged(http_service(), answer(410)), k_network_http, Severity::error, "no such route");
  Service base = http_service();
  base.check_url = base.url;
  EXPECT_FALSE(judged(base, answer(404)));
}

TEST(NetworkVerdict, tells_why_nobody_answers) {
  for (const auto& [outcome, rule] : {std::pair{ProbeOutcome::name_not_found, k_network_name},
                                      {ProbeOutcome::refused, k_network_connect},
                                      {ProbeOutcome::unreachable, k_network_connect},
                                      {ProbeOutcome::proxy_error, k_network_connect},
                                      {ProbeOutcome::timed_out, k_network_timeout},
                                      {ProbeOutcome::cancelled, k_network_timeout},
                                      {ProbeOutcome::tls_error, k_network_tls},
                                      {ProbeOutcome::protocol_error, k_network_http}}) {
    expect(judged(http_service(), ended(outcome, "so it is")), rule, Severity::error,
           "perplexica: so it is");
  }
}

TEST(NetworkVerdict, notes_what_could_not_be_asked) {
  for (const ProbeOutcome outcome : {ProbeOutcome::bad_address, ProbeOutcome::not_tried}) {
    expect(judged(http_service(), ended(outcome, "why")), k_network_connect, Severity::note,
           "perplexica could not be asked: why");
  }
}

TEST(NetworkVerdict, does_not_expect_the_backend_to_run) {
  Service backend = http_service();
  backend.kind = "backend";
  expect(judged(backend, ended(ProbeOutcome::refused, "x")), k_network_connect, Severity::note, "");
  expect(judged(backend, answer(500)), k_network_http, Severity::error, "500");
}

TEST(NetworkVerdict, is_milder_with_what_is_only_a_default) {
  Service service = http_service();
  service.is_default = true;
  const auto verdict = judged(service, ended(ProbeOutcome::refused, "x"));
  expect(verdict, k_network_connect, Severity::warning, "x");
  EXPECT_THAT(verdict->hint, HasSubstr("default of the code"));
}

TEST(NetworkVerdict, warns_of_a_certificate_that_expires_within_30_days) {
  expect(judged(http_service(), certificate(29)), k_network_tls, Severity::warning, "in 29 days");
  expect(judged(http_service(), certificate(1)), k_network_tls, Severity::warning, "in 1 day");
  expect(judged(http_service(), certificate(0)), k_network_tls, Severity::warning, "today");
  EXPECT_FALSE(judged(http_service(), certificate(30)));
}

TEST(NetworkVerdict, advises_by_what_is_wrong_with_a_certificate) {
  ProbeResult result = ended(ProbeOutcome::tls_error, "x");
  result.certificate_problem = net::CertificateProblem::unknown_issuer;
  EXPECT_THAT(judged(http_service(), result)->hint, HasSubstr("SSL_CERT_FILE"));
  result.certificate_problem.reset();
  Service https = http_service();
  https.url = "https://search:3000";
  EXPECT_THAT(judged(https, result)->hint, HasSubstr("plain HTTP"));
}

TEST(NetworkVerdict, notes_redirects_and_warns_of_those_to_other_hosts) {
  for (const char* to : {"http://search:3000/login", "https://search/", "http://SEARCH:99/"}) {
    expect(judged(http_service(), redirect(to)), k_network_redirect, Severity::note,
           std::string("it redirects to ") + to);
  }
  expect(judged(http_service(), redirect("http://other/")), k_network_redirect, Severity::warning,
         "it redirects to http://other/");
  EXPECT_FALSE(judged(http_service(), answer(304)));
}

TEST(NetworkVerdict, warns_of_an_answer_that_another_kind_of_service_gives) {
  EXPECT_FALSE(judged(openai_service(), answer(200, R"({"data": []})")));
  for (const char* body : {"", "<html>", R"({"models": []})", "[]", R"({"data": )"}) {
    expect(judged(openai_service(), answer(200, body)), k_network_answer, Severity::warning,
           "not as openai does: no JSON with `data`");
  }
  EXPECT_FALSE(judged(openai_service(), answer(401, ""))) << "a key is wanted";
  ProbeResult cut = answer(200, "{");
  cut.body_is_cut = true;
  EXPECT_FALSE(judged(openai_service(), cut)) << "nobody knows";
}

} // namespace
} // namespace aether::validate_config
