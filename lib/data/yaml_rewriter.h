// What yaml-cpp is given in place of a YAML text. Each token keeps its offset.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "data/yaml_scalar.h"

namespace aether::yaml {

class Rewriter {
public:
  explicit Rewriter(std::string_view text) : text_(text) {}

  void blank(std::size_t begin, std::size_t end);
  void blank_line_break(std::size_t at); // with the carriage return before it

  // A scalar becomes one on its first line, without meaning, that ends where it does; its text is
  // read from the source. In the order of the text; begin, end and style are set.
  void take_plain(const SourceScalar& scalar);
  void take_plain_key(const SourceScalar& scalar); // with a blank after its colon
  void take_quoted(const SourceScalar& scalar);
  void take_block(const SourceScalar& scalar); // keeps the last line break

  // The node that begins here is a key: properties on the lines before are its mapping's.
  void begin_key(std::size_t at);

  [[nodiscard]] std::string take_text() { return std::move(text_); }
  [[nodiscard]] std::vector<SourceScalar> take_scalars() { return std::move(scalars_); }

private:
  std::string text_;
  std::vector<SourceScalar> scalars_;
};

} // namespace aether::yaml
