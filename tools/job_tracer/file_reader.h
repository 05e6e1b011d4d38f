// Reads a source file and hands its text on: whole where it is small, in pieces where it is large,
// so that memory stays bounded whatever the size. One reader per thread; its buffer is reused.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "job_tracer/block_parser.h"

namespace aether::job_tracer {

enum class SourceKind {
  text,
  empty,      // nothing but white space
  binary,     // a NUL byte in the first 8 KiB
  not_source, // no extension and no `#!`
};

struct ReadRequest {
  int directory_fd = -1;
  const char* name = nullptr; // relative to the directory
  bool needs_shebang = false; // has no extension
};

class FileReader {
public:
  FileReader();

  // Takes a piece whose text begins at byte `offset` of the file, returns what the parser said of
  // it.
  using TakePiece = std::function<ParsedPiece(const Piece& piece, std::uint64_t offset)>;

  // Throws std::system_error with the failed call's number.
  SourceKind read(const ReadRequest& request, const TakePiece& take);

private:
  std::size_t fill(int fd, std::size_t used);
  SourceKind read_pieces(int fd, std::size_t used, const TakePiece& take);

  std::vector<char> buffer_;
};

} // namespace aether::job_tracer
