// --list-services: what the backend works with, as health_check reads it with --services.
#pragma once

#include "backend/backend.h"
#include "backend/services.h"
#include "validate_config/options.h"

namespace aether::validate_config {

struct ListedServices {
  Backend backend;
  Services services;
};

[[nodiscard]] ListedServices list_services(const Options& options);

} // namespace aether::validate_config
