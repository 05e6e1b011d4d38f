// A migration as its files state it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace aether::migrations {

// SQL to run, with what its file says about running it.
struct Script {
  std::string file;              // as it is called in messages
  std::string text;              // LF line ends, no BOM
  std::uint32_t first_line = 1;  // of the file, for `text`
  bool transaction = true;       // `transaction:false` is not said
  bool foreign_keys_off = false; // `-- migrate:foreign-keys off`; SQLite
};

struct Migration {
  std::string version; // the digits as written, or the stem of a base file
  std::string name;    // what follows the digits; a base file's is its stem
  std::string stem;    // of the file's name, without .sql, .up.sql
  std::string file;
  bool base = false;        // applied before the numbered ones
  std::string checksum;     // SHA-256 of the file with LF line ends and without a BOM
  std::string raw_checksum; // SHA-256 of its bytes
  Script up;
  std::optional<Script> down;
};

} // namespace aether::migrations
