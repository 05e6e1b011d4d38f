// What the text of a migration's file says. Pure.
//
// Formats: a plain file is the script that goes up. dbmate's sections: a line `-- migrate:up`, then
// a line `-- migrate:down`; only blank and comments stand before the first. Directives are lines
// that begin with `-- migrate:` (the space may be left out):
//   -- migrate:up [transaction:false]     -- migrate:down [transaction:false]
//   -- migrate:version N                  -- migrate:foreign-keys off
//   -- migrate:transaction false
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "db/migrations/migration.h"

namespace aether::migrations {

struct FileContent {
  bool has_sections = false; // `migrate:up`, and so the up script is not the whole text
  Script up;
  std::optional<Script> down;
  std::optional<std::string> version; // `-- migrate:version N`
};

// Without a BOM, CRLF as LF.
[[nodiscard]] std::string normalise(std::string_view bytes);

// `file` is how the file is called. Throws Error (bad_input), `FILE:LINE: ...`, for a text that is
// no migration: NUL bytes, another encoding, an unknown or misplaced directive.
[[nodiscard]] FileContent read_migration(std::string_view normalised, const std::string& file);

} // namespace aether::migrations
