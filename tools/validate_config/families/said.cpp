#include "validate_config/families/said.h"

#include <algorithm>
#include <set>

#include "core/path.h"
#include "core/text.h"
#include "validate_config/families/environment_files.h"

namespace aether::validate_config {

std::string_view last_part(std::string_view name) { return name.substr(name.rfind('.') + 1); }

std::string last_of(std::string_view name) { return to_lower(last_part(name)); }

bool has_any(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view one) {
    return text.find(one) != std::string_view::npos;
  });
}

bool has_word(std::string_view text, std::string_view word) {
  const auto is_of_name = [](char c) {
    return is_ascii_letter(c) || is_ascii_digit(c) || c == '_';
  };
  for (std::size_t at = text.find(word); at != std::string_view::npos;
       at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if ((at == 0 || !is_of_name(text[at - 1])) && (end == text.size() || !is_of_name(text[end]))) {
      return true;
    }
  }
  return false;
}

std::vector<Said> said_in(Tree& tree) {
  std::vector<Said> said;
  for (auto& [path, document] : tree.backend.documents) {
    if (!document.error.empty() || path.starts_with(".architecture/") || !is_about(tree, path)) {
      continue;
    }
    for (Leaf& leaf : leaves_of(document)) {
      said.push_back({std::move(leaf.name), leaf.value, path, leaf.at, std::move(leaf.pointer)});
    }
  }
  std::set<std::pair<std::string, std::uint32_t>> seen;
  for (const Setting& setting : tree.backend.settings.settings) {
    for (const SettingSource& source : setting.chain) {
      // a list has no value of one source alone
      const auto& value = source.value                             ? source.value
                          : source.state == SourceState::effective ? setting.value
                                                                   : source.value;
      if (source.kind == SourceKind::literal && value && !source.file.empty() &&
          source.state != SourceState::inert && seen.emplace(source.file, source.at.line).second) {
        said.push_back({setting.name, &*value, source.file, source.at, source.pointer});
      }
    }
  }
  return said;
}

bool is_template(std::string_view file) {
  const std::string_view name = base_name(file);
  return has_any(name, {"example", "sample", "template", ".dist"});
}

bool is_local_environment(std::string_view file) {
  const std::string environment = Tree::environment_of(file);
  const std::string_view name = base_name(file);
  return environment.starts_with("dev") || environment.starts_with("test") ||
         environment == "local" || environment == "ci" || name == ".env.development" ||
         name == ".env.dev" || name == ".env.test" || name == ".env.local";
}

// A file that says what production is.
bool is_production(std::string_view file) {
  const std::string environment = Tree::environment_of(file);
  return environment.starts_with("prod") || base_name(file) == ".env.production" ||
         base_name(file) == ".env.prod";
}

} // namespace aether::validate_config
