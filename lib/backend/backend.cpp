#include "backend/backend.h"

#include "backend/root.h"

namespace aether {

Backend read_backend(const BackendOptions& options) {
  Backend backend;
  backend.root = find_root(options.root).path;
  backend.environment = read_environment(options.env_file);
  for (const std::string& path : find_config_files(backend.root)) {
    backend.documents.emplace(path, read_config_document(backend.root, path, options.max_size));
  }
  backend.settings = read_settings(backend.root, backend.environment, backend.documents,
                                   options.probe, options.max_size);
  return backend;
}

} // namespace aether
