#include "backend/blocks/file_reader.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <new>
#include <system_error>

#include "core/text.h"
#include "os/descriptor.h"

namespace aether::blocks {

namespace {

constexpr std::size_t k_small = std::size_t{64} << 10U;   // read by one call
constexpr std::size_t k_window = std::size_t{4} << 20U;   // of a large file
constexpr std::size_t k_largest = std::size_t{64} << 20U; // the window may grow to this
constexpr std::align_val_t k_page{4096};
constexpr std::size_t k_binary_check = std::size_t{8} << 10U;

bool is_binary(std::string_view text) {
  return std::memchr(text.data(), '\0', std::min(text.size(), k_binary_check)) != nullptr;
}

bool is_blank_text(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return is_blank(c) || c == '\n'; });
}

// Reads until the buffer is full or the file ends; returns the number of bytes in the buffer.
std::size_t fill(int fd, const PageBuffer& buffer, std::size_t used) {
  while (used < buffer.size()) {
    const std::size_t wanted = buffer.size() - used;
    const ssize_t got = ::read(fd, buffer.data() + used, wanted);
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got < 0) {
      throw std::system_error(errno, std::generic_category());
    }
    used += static_cast<std::size_t>(got);
    if (static_cast<std::size_t>(got) < wanted) {
      return used; // a regular file gives less only at its end
    }
  }
  return used;
}

// Drops `text`, the first lines of the buffer, and the line behind them as far as it goes on;
// returns their length.
std::uint64_t drop(std::string_view text, int fd, const PageBuffer& buffer, std::size_t& used) {
  std::uint64_t length = text.size();
  std::size_t begin = text.size();
  while (true) {
    const std::string_view rest = buffer.first(used).substr(begin);
    const std::size_t newline = rest.find('\n');
    if (newline != k_none || rest.empty()) {
      const std::size_t end = rest.empty() ? used : begin + newline + 1;
      length += end - begin;
      used -= end;
      std::memmove(buffer.data(), buffer.data() + end, used);
      return length;
    }
    length += rest.size();
    begin = 0;
    used = fill(fd, buffer, 0);
  }
}

// Moves what is read already into a buffer of at least this size.
PageBuffer larger(std::string_view read, std::size_t size) {
  PageBuffer buffer(size);
  std::memcpy(buffer.data(), read.data(), read.size());
  return buffer;
}

} // namespace

PageBuffer::PageBuffer(std::size_t size)
    : memory_(static_cast<char*>(::operator new(size, k_page))), size_(size) {}

void PageBuffer::Free::operator()(char* memory) const { ::operator delete(memory, k_page); }

FileReader::FileReader() : buffer_(k_small) {}

SourceKind FileReader::read(const ReadRequest& request, const TakePiece& take) {
  const Descriptor fd(::openat(request.directory_fd, request.name,
                               O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
  if (!fd) {
    throw std::system_error(errno, std::generic_category());
  }
  passed_over_ = 0;
  const std::size_t used = fill(fd.get(), buffer_, 0);
  const std::string_view text = buffer_.first(used);
  if (request.needs_shebang && !text.starts_with("#!")) {
    return SourceKind::not_source;
  }
  if (is_binary(text)) {
    return SourceKind::binary;
  }
  if (used == buffer_.size()) {
    return read_pieces(fd.get(), take);
  }
  (void)take({text, 1, true, {}}, 0);
  return is_blank_text(text.substr(text.starts_with("\xEF\xBB\xBF") ? 3 : 0)) ? SourceKind::empty
                                                                              : SourceKind::text;
}

// Goes on with a file that has filled buffer_.
SourceKind FileReader::read_pieces(int fd, const TakePiece& take) {
  std::size_t used = buffer_.size();
  PageBuffer window = larger(buffer_.first(used), k_window);
  Piece piece;
  bool blank = true;
  for (std::uint64_t offset = 0;;) {
    used = fill(fd, window, used);
    piece.text = window.first(used);
    piece.last = used < window.size();
    const ParsedPiece parsed = take(piece, offset);
    blank = blank && is_blank_text(piece.text);
    if (piece.last) {
      return blank ? SourceKind::empty : SourceKind::text;
    }
    if (parsed.resume == 0 && window.size() < k_largest) {
      window = larger(piece.text, window.size() * 2);
      continue;
    }
    if (parsed.resume > 0) {
      std::memmove(window.data(), window.data() + parsed.resume, used - parsed.resume);
      used -= parsed.resume;
      offset += parsed.resume;
      piece.first_line = parsed.resume_line;
      piece.fence = parsed.resume_fence;
      continue;
    }
    // The last line goes on for longer than any text that is held: what stands before it ends here.
    piece.text = piece.text.substr(0, piece.text.rfind('\n') + 1);
    piece.last = true;
    piece.fence = take(piece, offset).resume_fence;
    const auto lines = std::count(piece.text.begin(), piece.text.end(), '\n');
    piece.first_line += static_cast<std::uint32_t>(lines);
    passed_over_ = passed_over_ == 0 ? piece.first_line : passed_over_;
    offset += drop(piece.text, fd, window, used);
    ++piece.first_line;
    blank = false;
  }
}

} // namespace aether::blocks
