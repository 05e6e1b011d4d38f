#include "validate_config/families/network.h"

#include <gtest/gtest.h>

namespace aether::validate_config {
namespace {

Service service(std::string kind = "http") {
  Service made;
  made.name = "docling";
  made.kind = std::move(kind);
  made.check_url = "http://u:geheim@localhost:5001/health";
  made.source = "DOCLING_URL of the environment";
  return made;
}

NetResult answer(NetOutcome outcome, long status = 0) {
  NetResult made;
  made.outcome = outcome;
  made.status = status;
  made.problem = "its name is not known";
  return made;
}

TEST(JudgeAnswer, takes_every_answer_of_a_server_that_is_well) {
  for (const long status : {200L, 204L, 401L, 403L, 405L, 426L}) {
    EXPECT_FALSE(judge_answer(service(), answer(NetOutcome::answered, status))) << status;
  }
  EXPECT_FALSE(judge_answer(service("redis"), answer(NetOutcome::connected)));
}

TEST(JudgeAnswer, tells_the_rest_by_its_rule) {
  EXPECT_EQ(judge_answer(service(), answer(NetOutcome::name_not_found))->rule, "network/name");
  EXPECT_EQ(judge_answer(service(), answer(NetOutcome::refused))->rule, "network/connect");
  EXPECT_EQ(judge_answer(service(), answer(NetOutcome::tls_failed))->rule, "network/tls");
  EXPECT_EQ(judge_answer(service(), answer(NetOutcome::answered, 503))->severity, Severity::error);
  EXPECT_EQ(judge_answer(service(), answer(NetOutcome::answered, 404))->severity,
            Severity::warning);
  EXPECT_EQ(judge_answer(service(), answer(NetOutcome::answered, 302))->rule, "network/redirect");
  EXPECT_EQ(judge_answer(service("backend"), answer(NetOutcome::refused))->severity,
            Severity::note);
  NetResult expiring = answer(NetOutcome::answered, 200);
  expiring.certificate_days = 29;
  EXPECT_EQ(judge_answer(service(), expiring)->severity, Severity::warning);
  expiring.certificate_days = 30;
  EXPECT_FALSE(judge_answer(service(), expiring));
}

TEST(JudgeAnswer, shows_no_password) {
  const std::string message = judge_answer(service(), answer(NetOutcome::refused))->message;
  EXPECT_EQ(message, "docling at http://u:***@localhost:5001/health: its name is not known");
}

} // namespace
} // namespace aether::validate_config
