// Built without PostgreSQL (AETHER_POSTGRES=OFF).
#include "health_check/checks/database.h"

namespace aether::health_check {

void check_postgres(const Context& /*context*/, const DatabaseTarget& /*target*/,
                    const DatabaseChecks& checks, std::chrono::milliseconds /*limit*/,
                    const Report& report) {
  CheckResult result = result_of(checks.connection, State::unknown,
                                 "this health_check was built without PostgreSQL");
  result.cause = "not_looked";
  result.is_down = true;
  report(result);
}

} // namespace aether::health_check
