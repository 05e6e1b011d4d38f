#include "validate_config/list_services.h"

namespace aether::validate_config {

ListedServices list_services(const Options& options) {
  ListedServices made;
  made.backend = read_backend({options.root, options.env_file, options.probe, options.max_size});
  made.services = find_services(made.backend);
  return made;
}

} // namespace aether::validate_config
