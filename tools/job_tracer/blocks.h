// The index of blocks and what reads it are the library's (backend/blocks), since other tools need
// them too; here they go by their own names.
#pragma once

namespace aether::blocks {}

namespace aether::job_tracer {

using namespace blocks; // NOLINT(google-build-using-namespace)

} // namespace aether::job_tracer
