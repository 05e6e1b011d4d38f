#include "verify_oi_tools/mcp/transport.h"

#include <algorithm>

namespace aether::verify_oi_tools::mcp {

void Transport::complain(std::string problem) {
  constexpr std::size_t k_most = 8;
  if (complaints_.size() < k_most &&
      std::find(complaints_.begin(), complaints_.end(), problem) == complaints_.end()) {
    complaints_.push_back(std::move(problem));
  }
}

} // namespace aether::verify_oi_tools::mcp
