// Reads a source file and hands its text on: whole where it is small, in pieces where it is large,
// so that memory stays bounded whatever the size. One reader per thread; its buffer is reused.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

#include "backend/blocks/block_parser.h"

namespace aether::blocks {

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

// Memory that begins on a page. The kernel copies a file into a buffer that begins a few bytes
// behind a page's start, as one from malloc does, at a quarter of the speed on some processors.
class PageBuffer {
public:
  explicit PageBuffer(std::size_t size);

  [[nodiscard]] char* data() const { return memory_.get(); }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::string_view first(std::size_t count) const { return {data(), count}; }

private:
  struct Free {
    void operator()(char* memory) const;
  };
  std::unique_ptr<char, Free> memory_;
  std::size_t size_;
};

class FileReader {
public:
  FileReader();

  // Takes a piece whose text begins at byte `offset` of the file, returns what the parser said of
  // it.
  using TakePiece = std::function<ParsedPiece(const Piece& piece, std::uint64_t offset)>;

  // Throws std::system_error with the failed call's number.
  SourceKind read(const ReadRequest& request, const TakePiece& take);

  // The first line of the file read last that was passed over, since it takes more than 64 MiB; 0
  // for none.
  [[nodiscard]] std::uint32_t passed_over() const { return passed_over_; }

private:
  SourceKind read_pieces(int fd, const TakePiece& take);

  PageBuffer buffer_;
  std::uint32_t passed_over_ = 0;
};

} // namespace aether::blocks
