#include "health_check/render.h"

#include <sstream>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>

namespace aether::health_check {
namespace {

using testing::HasSubstr;
using testing::Not;

CheckResult result(State state) {
  CheckResult made;
  made.check.component = "services";
  made.check.name = "one";
  made.check.target = "http://here/";
  made.check.source = "SERVICE_URL of the environment";
  made.state = state;
  made.message = "it says | and\nmore";
  made.at = std::chrono::system_clock::time_point(std::chrono::seconds(0));
  return made;
}

std::string rendered(void (*render)(std::ostream&, const View&), const Round& round) {
  std::ostringstream out;
  render(out, {round, "/srv/aether"});
  return out.str();
}

TEST(Nagios, keeps_bars_and_newlines_out_of_its_text) {
  Round round;
  round.results.push_back(result(State::critical));
  const std::string text = rendered(render_nagios, round);
  EXPECT_THAT(text,
              HasSubstr("HEALTH CRITICAL - services one: it says / and\\nmore, http://here/"));
  EXPECT_THAT(text, Not(HasSubstr("|")));
}

TEST(Nagios, writes_performance_data_without_exponents_and_with_ranges) {
  Round round;
  round.results.push_back(result(State::healthy));
  round.results[0].figures = {{"size", Unit::bytes, 1e15, 2e15, {}, 0.0, {}},
                              {"latency", Unit::seconds, 0.00025, 1.5, 3.0, 0.0, {}},
                              {"certificate_days", Unit::count, 20, 30.0, 14.0, {}, {}, true}};
  EXPECT_EQ(rendered(render_nagios, round),
            "HEALTH OK - 1 checks are well|'one_size'=1000000000000000B;2000000000000000;;0; "
            "'one_latency'=0.00025s;1.5;3;0; 'one_certificate_days'=20;30:;14:;;\n");
}

TEST(Nagios, labels_differ_in_their_first_characters) {
  Round round;
  round.results.push_back(result(State::healthy));
  round.results[0].check.name = "a_very_long_name_of_a_check";
  round.results[0].figures = {{"first", Unit::none, 1, {}, {}, {}, {}},
                              {"second", Unit::none, 2, {}, {}, {}, {}}};
  EXPECT_THAT(rendered(render_nagios, round),
              HasSubstr("'a_very_long_name_of_a_check_first'=1;;;; "
                        "'2_a_very_long_name_of_a_check_second'=2;;;;"));
}

TEST(Prometheus, escapes_and_keeps_families_together) {
  Round round;
  round.results.push_back(result(State::degraded));
  round.results.push_back(result(State::healthy));
  round.results[1].check.name = "a\"b\\c\nd";
  round.results[1].figures = {{"used", Unit::percent, 50, {}, {}, {}, {}}};
  const std::string text = rendered(render_prometheus, round);
  EXPECT_THAT(
      text,
      HasSubstr("aether_health_status{component=\"services\",check=\"one\"} 0.5\n"
                "aether_health_status{component=\"services\",check=\"a\\\"b\\\\c\\nd\"} 1\n"));
  EXPECT_THAT(
      text,
      HasSubstr(
          "aether_services_used_ratio{component=\"services\",check=\"a\\\"b\\\\c\\nd\"} 0.5\n"));
  EXPECT_TRUE(text.ends_with("\n"));
}

TEST(HealthJson, has_no_output_on_pass) {
  Round round;
  round.results.push_back(result(State::healthy));
  EXPECT_THAT(rendered(render_health_json, round), Not(HasSubstr("output")));
  round.results.push_back(result(State::critical));
  EXPECT_THAT(rendered(render_health_json, round), HasSubstr("\"status\":\"fail\""));
  EXPECT_THAT(rendered(render_health_json, round), HasSubstr("\"output\":\"services one:"));
}

TEST(HealthJson, names_the_addresses_that_are_affected) {
  Round round;
  round.results.push_back(result(State::critical));
  round.results.back().blocks = {"integrations.a", "integrations.b"};
  round.results.push_back(result(State::degraded));
  round.results.back().check.component = "integrations";
  round.results.back().check.name = "a";
  round.results.back().check.target = "http://{x}|y/";
  round.results.back().blocked_by = "services.one";
  round.results.push_back(result(State::critical));
  round.results.back().check.component = "database";
  round.results.back().check.target = "localhost:5432/db as me";
  round.results.push_back(result(State::healthy));
  round.results.back().check.component = "redis";
  const boost::json::value told = boost::json::parse(rendered(render_health_json, round));
  const auto affected = [&](const char* key) {
    const boost::json::value& check = told.at("checks").at(key).at(0);
    const boost::json::value* found = check.as_object().if_contains("affectedEndpoints");
    return found == nullptr ? std::string() : boost::json::serialize(*found);
  };
  EXPECT_EQ(affected("services:state"), R"(["http://%7Bx%7D%7Cy/","http://here/"])");
  EXPECT_EQ(affected("integrations:state"), R"(["http://%7Bx%7D%7Cy/"])");
  EXPECT_EQ(affected("database:state"), "") << "it is no address";
  EXPECT_EQ(affected("redis:state"), "") << "it is well";
}

TEST(Sentence, says_cause_target_source_and_next_step) {
  CheckResult one = result(State::critical);
  one.message = "refused";
  one.check.is_default = true;
  one.next_step = "start it";
  one.attempts = 2;
  one.blocks = {"mcp.servers"};
  EXPECT_EQ(sentence(one),
            "refused, http://here/ (only a default: SERVICE_URL of the environment), "
            "2 tries, blocks mcp.servers; start it");
}

} // namespace
} // namespace aether::health_check
