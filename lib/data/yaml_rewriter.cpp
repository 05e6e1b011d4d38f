#include "data/yaml_rewriter.h"

#include <algorithm>

namespace aether::yaml {

void SourceMap::add(std::size_t rewritten, std::size_t source) {
  const Step step{static_cast<std::uint32_t>(rewritten), static_cast<std::uint32_t>(source)};
  if (!steps_.empty() && steps_.back().rewritten == step.rewritten) {
    steps_.back() = step;
  } else {
    steps_.push_back(step);
  }
}

std::size_t SourceMap::source_offset(std::size_t rewritten) const {
  const auto is_behind = [&](std::size_t step) {
    return step < steps_.size() && steps_[step].rewritten <= rewritten;
  };
  if (last_ > 0 && !is_behind(last_ - 1)) {
    const auto after = std::upper_bound(
        steps_.begin(), steps_.end(), rewritten,
        [](std::size_t offset, const Step& step) { return offset < step.rewritten; });
    last_ = static_cast<std::size_t>(after - steps_.begin());
  }
  while (is_behind(last_)) {
    ++last_;
  }
  return last_ == 0 ? rewritten
                    : steps_[last_ - 1].source + (rewritten - steps_[last_ - 1].rewritten);
}

void Rewriter::replace(std::size_t begin, std::size_t end, std::string_view by) {
  rewritten_ += text_.substr(copied_, begin - copied_);
  map_.add(rewritten_.size(), begin);
  rewritten_ += by;
  copied_ = end;
  map_.add(rewritten_.size(), end);
}

void Rewriter::remove(std::size_t begin, std::size_t end) {
  if (begin < end) {
    replace(begin, end, "");
  }
}

void Rewriter::finish() {
  rewritten_ += text_.substr(copied_);
  copied_ = text_.size();
}

} // namespace aether::yaml
