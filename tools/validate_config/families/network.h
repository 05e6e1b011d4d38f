// network/*: whether what the backend is configured for is there. Asked for with --check-network.
#pragma once

#include <optional>
#include <string>

#include "backend/services.h"
#include "net/ask.h"
#include "validate_config/families/family.h"

namespace aether::validate_config {

struct NetworkFinding {
  std::string rule;
  Severity severity = Severity::error;
  std::string message;
  std::string hint;
};

// What an answer says of a service, without a place; nothing where all is well.
[[nodiscard]] std::optional<NetworkFinding> judge_answer(const Service& service,
                                                         const NetResult& result);

} // namespace aether::validate_config
