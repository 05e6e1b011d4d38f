// What a field of the settings allows, by its limits, its values and the comment behind it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <boost/json/value.hpp>

#include "backend/settings.h"

namespace aether::validate_config {

class DeclaredRange {
public:
  explicit DeclaredRange(const DeclaredField& field);

  // "is 0, and has to be at least 1"; empty where the value fits, or nothing is known. Text is read
  // as a number where the field is one and `from_text` is set.
  [[nodiscard]] std::string problem(const boost::json::value& value, bool from_text) const;

private:
  void read_comment();

  const DeclaredField& field_;
  std::optional<double> least_; // of the comment
  std::optional<double> most_;
  std::vector<std::string> words_; // one of these, by the comment
};

} // namespace aether::validate_config
