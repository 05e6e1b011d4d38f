// Whether the configuration can be read at all; validate_config says what is wrong with it.
#include <algorithm>

#include <fmt/format.h>

#include "core/text.h"
#include "health_check/plan.h"

namespace aether::health_check {

namespace {

CheckResult check_documents(const Check& check, const Targets& targets) {
  std::size_t broken = 0;
  std::string first;
  for (const auto& [name, document] : targets.backend.documents) {
    if (!document.error.empty()) {
      first = broken++ == 0 ? fmt::format("{}: {}", printable(name), document.error) : first;
    }
  }
  const std::size_t count = targets.backend.documents.size();
  CheckResult result =
      result_of(check, State::healthy,
                fmt::format("{} document{} can be read", count, count == 1 ? "" : "s"));
  result.details = {{"documents", count}, {"unreadable", broken}};
  if (broken > 0) {
    result.worsen(State::critical,
                  broken == 1 ? first : fmt::format("{} (and {} more)", first, broken - 1),
                  "unreadable");
  }
  return result;
}

CheckResult check_settings(const Check& check, const Targets& targets) {
  const Settings& settings = targets.backend.settings;
  if (!targets.asked_settings) {
    return skipped(check, "--quick starts no python3, which reads the settings");
  }
  if (!settings.looked) {
    CheckResult result =
        result_of(check, State::unknown, "the settings cannot be read: " + settings.why_not);
    result.cause = "not_looked";
    return result;
  }
  if (settings.module.empty() && settings.notes.empty()) {
    return skipped(check, "there is no settings.py");
  }
  const auto unknown =
      static_cast<std::size_t>(std::count_if(settings.settings.begin(), settings.settings.end(),
                                             [](const Setting& one) { return !one.value; }));
  CheckResult result = result_of(check, State::healthy,
                                 fmt::format("{} settings of {} are understood",
                                             settings.settings.size() - unknown, settings.module));
  result.details = {{"settings", settings.settings.size()}, {"unknown", unknown}};
  if (settings.settings.empty() && !settings.notes.empty()) {
    result.worsen(State::critical, settings.notes.front().message, "unreadable");
  } else if (!settings.notes.empty()) {
    const SettingNote& note = settings.notes.front();
    result.worsen(State::degraded,
                  note.file.empty() ? note.message
                                    : fmt::format("{}:{}: {}", note.file, note.line, note.message),
                  "refused");
  }
  return result;
}

} // namespace

void plan_configuration(const Context& context, Plan& plan) {
  if (!context.wants("configuration")) {
    return;
  }
  Check documents = context.check("configuration", "documents");
  Check settings = context.check("configuration", "settings");
  for (Check* one : {&documents, &settings}) {
    one->target = printable(context.targets.backend.root.string());
    one->next_step = one->next_step.empty() ? "validate_config says more" : one->next_step;
  }
  plan.settled.push_back(check_documents(documents, context.targets));
  plan.settled.push_back(check_settings(settings, context.targets));
}

} // namespace aether::health_check
