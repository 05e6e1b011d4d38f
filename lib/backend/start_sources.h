// What starts the backend, as sources of its settings: start scripts, Dockerfiles, a Procfile and
// compose files export variables that the settings ask for, and pass a host, a port and a number of
// workers to the server.
#pragma once

#include "backend/settings.h"
#include "backend/start_scripts.h"

namespace aether {

// The setting that an option of the server stands for: server.port, api.port, port. Null where
// there is none, and for facts that are no options.
[[nodiscard]] const Setting* setting_of(const Settings& settings, StartFactKind kind);

// At the head of the chains; `unknown`, since which of them starts the backend is not to be seen in
// its files. Values stay as they are.
void add_start_sources(Settings& settings, const StartFacts& facts);

} // namespace aether
