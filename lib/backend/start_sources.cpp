#include "backend/start_sources.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace aether {

namespace {

std::string_view option_of(StartFactKind kind) {
  switch (kind) {
  case StartFactKind::host:
    return "host";
  case StartFactKind::port:
    return "port";
  case StartFactKind::workers:
    return "workers";
  case StartFactKind::variable:
  case StartFactKind::reference:
    break;
  }
  return "";
}

bool asks(const Setting& setting, std::string_view variable) {
  return std::any_of(setting.chain.begin(), setting.chain.end(), [&](const SettingSource& one) {
    return one.kind == SourceKind::environment && one.state != SourceState::inert &&
           one.name == variable;
  });
}

SettingSource source_from(const StartFact& fact) {
  SettingSource made;
  made.kind = SourceKind::start;
  made.state = SourceState::unknown;
  made.name = fact.name;
  made.file = fact.file;
  made.at = fact.at;
  made.value = boost::json::value(fact.value);
  made.note = fact.service.empty()
                  ? std::string("counts where this starts the backend")
                  : fmt::format("counts where this starts the service {}", fact.service);
  return made;
}

void put_first(Setting& setting, const StartFact& fact) {
  const auto own = std::find_if(setting.chain.begin(), setting.chain.end(),
                                [](const auto& one) { return one.kind != SourceKind::start; });
  setting.chain.insert(own, source_from(fact)); // in the order of files and lines
}

} // namespace

const Setting* setting_of(const Settings& settings, StartFactKind kind) {
  const std::string_view option = option_of(kind);
  for (const std::string_view section : {"server.", "api.", "app.", "backend.", ""}) {
    const Setting* found =
        option.empty() ? nullptr : settings.find(std::string(section) + std::string(option));
    if (found != nullptr) {
      return found;
    }
  }
  return nullptr;
}

void add_start_sources(Settings& settings, const StartFacts& facts) {
  for (const StartFact& fact : facts.facts) {
    const Setting* by_option = setting_of(settings, fact.kind);
    for (Setting& setting : settings.settings) {
      if (&setting == by_option ||
          (fact.kind == StartFactKind::variable && asks(setting, fact.name))) {
        put_first(setting, fact);
      }
    }
  }
}

} // namespace aether
