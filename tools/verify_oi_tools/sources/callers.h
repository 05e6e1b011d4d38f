// Who calls tools: `computer.x.y(...)` in the profiles, skills and prompts of a backend, be they
// Python, YAML or text for a model.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/finding.h"

namespace aether::verify_oi_tools {

struct Call {
  std::string path;                  // computer.perplexica_search
  std::vector<std::string> keywords; // that it passes by name
  std::vector<std::string> values;   // of these, as they are written
  std::vector<std::string> by_place; // what it passes without a name, as it is written
  bool is_spread = false;            // it passes *args or **kwargs, or `...` stands for some
  std::string file;
  Position at;
};

// Of one text: of Python by its code and what is quoted there, of YAML and JSON without comments
// and escapes, as the name of the file says; the first 20,000 of a text. Brackets that do not close
// end the call at the end of the text.
[[nodiscard]] std::vector<Call> calls_in(std::string_view text, const std::string& file);

struct FoundCalls {
  std::vector<Call> calls;
  std::vector<std::string> unfit; // globs that no file fits
};

// Of the files below the root that fit one of the globs, by path and place. Files that are no text
// or larger than 4 MiB are left out.
[[nodiscard]] FoundCalls find_callers(const std::filesystem::path& root,
                                      const std::vector<std::string>& globs);

// Profiles, skills and prompts, wherever they lie.
[[nodiscard]] const std::vector<std::string>& default_caller_globs();

} // namespace aether::verify_oi_tools
