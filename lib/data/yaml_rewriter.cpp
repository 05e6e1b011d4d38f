#include "data/yaml_rewriter.h"

#include <algorithm>

namespace aether::yaml {

void Rewriter::blank(std::size_t begin, std::size_t end) {
  std::fill(text_.begin() + static_cast<std::ptrdiff_t>(begin),
            text_.begin() + static_cast<std::ptrdiff_t>(end), ' ');
}

void Rewriter::blank_line_break(std::size_t at) {
  blank(at > 0 && text_[at - 1] == '\r' ? at - 1 : at, at + 1);
}

void Rewriter::take_plain(const SourceScalar& scalar) {
  text_[scalar.begin] = 'A';
  blank(scalar.begin + 1, scalar.end);
  scalars_.push_back(scalar);
}

void Rewriter::take_plain_key(const SourceScalar& scalar) {
  take_plain(scalar);
  text_[scalar.end - 1] = ':';
  text_[scalar.end] = ' ';
}

void Rewriter::take_quoted(const SourceScalar& scalar) {
  blank(scalar.begin + 1, scalar.end - 1);
  scalars_.push_back(scalar);
}

// Quoted, since a plain scalar would go on in what is wrongly indented below; a header without
// lines has no room for quotes, and nothing below it that could be taken for it.
void Rewriter::take_block(const SourceScalar& scalar) {
  blank(scalar.begin, scalar.end - (text_[scalar.end - 1] == '\n' ? 1U : 0U));
  if (scalar.end > scalar.lines) {
    text_[scalar.begin] = '"';
    text_[scalar.begin + 1] = '"';
  } else {
    text_[scalar.begin] = 'A';
  }
  scalars_.push_back(scalar);
}

void Rewriter::begin_key(std::size_t at) {
  if (!scalars_.empty() && scalars_.back().begin >= at) {
    scalars_.back().node = at;
  }
}

} // namespace aether::yaml
