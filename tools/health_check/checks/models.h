// The models of servers that speak as OpenAI's does, LM Studio among them.
#pragma once

#include <string>
#include <string_view>

#include <boost/json/value.hpp>

#include "health_check/check.h"

namespace aether::health_check {

// GET /v1/models: those that it offers, and whether the configured one is among them; empty: none
// is configured.
void judge_models(const boost::json::value& document, const std::string& wanted,
                  CheckResult& result);

// GET /api/v0/models of LM Studio, which also offers what it has not loaded yet. Any other answer
// is that of a server without this route, and the check is skipped.
void judge_loaded(std::string_view body, const std::string& wanted, CheckResult& result);

} // namespace aether::health_check
