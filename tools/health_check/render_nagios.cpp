// Monitoring Plugins Development Guidelines: `HEALTH STATE -
// text|'label'=value[UOM];warn;crit;min;max`.
#include <algorithm>
#include <cmath>
#include <map>
#include <ostream>
#include <set>

#include <fmt/format.h>

#include "core/text.h"
#include "health_check/render.h"

namespace aether::health_check {

namespace {

constexpr std::size_t k_unique = 19; // characters of a label that some readers keep

// No exponent, no needless digits.
std::string number(double value) {
  std::string text = fmt::format("{:.6f}", value);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) {
    text.pop_back();
  }
  return text == "-0" ? "0" : text;
}

std::string_view nagios_unit(Unit unit) {
  return unit == Unit::seconds ? "s" : unit == Unit::percent ? "%" : unit == Unit::bytes ? "B" : "";
}

// The range that is well: outside of it is the alert.
std::string range(const Figure& figure, const std::optional<double>& limit) {
  return !limit ? "" : figure.low_is_bad ? number(*limit) + ":" : number(*limit);
}

class Labels {
public:
  std::string make(const CheckResult& result, const Figure& figure) {
    std::string label;
    for (const char c : result.check.name + "_" + figure.name) {
      label += c == '=' || c == '\'' || c == '|' || c == ' ' || static_cast<unsigned char>(c) < 0x20
                   ? '_'
                   : c;
    }
    if (!taken_.insert(label.substr(0, k_unique)).second) {
      for (unsigned& i = next_[label.substr(0, k_unique)];; ++i) {
        const std::string numbered = fmt::format("{}_{}", i + 2, label);
        if (taken_.insert(numbered.substr(0, k_unique)).second) {
          ++i;
          return numbered;
        }
      }
    }
    return label;
  }

private:
  std::set<std::string> taken_;
  std::map<std::string, unsigned> next_; // numbers tried, by the beginning that many labels share
};

std::string_view word_of(State state) {
  constexpr std::string_view k_words[] = {"OK", "WARNING", "CRITICAL", "UNKNOWN"};
  return k_words[static_cast<std::size_t>(nagios_status(state))];
}

bool is_to_tell(const CheckResult& one) {
  return one.blocked_by.empty() && one.state != State::healthy && one.state != State::skipped;
}

} // namespace

std::string plugin_text(std::string_view text) {
  std::string made = printable(text);
  std::replace(made.begin(), made.end(), '|', '/');
  return made;
}

int nagios_status(State state) {
  switch (state) {
  case State::critical:
    return 2;
  case State::degraded:
    return 1;
  case State::unknown:
    return 3;
  case State::healthy:
  case State::skipped:
    break;
  }
  return 0;
}

void render_nagios(std::ostream& out, const View& view) {
  const Round& round = view.round;
  const State state = round.state();
  std::vector<const CheckResult*> bad;
  for (const CheckResult& one : round.results) {
    if (is_to_tell(one)) {
      bad.push_back(&one);
    }
  }
  std::stable_sort(bad.begin(), bad.end(), [](const CheckResult* a, const CheckResult* b) {
    const auto rank = [](State one) {
      return one == State::critical ? 0 : one == State::unknown ? 1 : 2;
    };
    return rank(a->state) < rank(b->state);
  });
  out << "HEALTH " << word_of(state) << " - ";
  if (bad.empty()) {
    out << round.count(State::healthy) << " checks are well";
  } else {
    out << plugin_text(fmt::format("{} {}: {}", bad.front()->check.component,
                                   bad.front()->check.name, sentence(*bad.front())));
    if (bad.size() > 1) {
      out << fmt::format(" (and {} more)", bad.size() - 1);
    }
  }
  Labels labels;
  std::string performance;
  for (const CheckResult& one : round.results) {
    for (const Figure& figure : one.figures) {
      if (std::isfinite(figure.value)) {
        performance += fmt::format(
            "{}'{}'={}{};{};{};{};{}", performance.empty() ? "" : " ", labels.make(one, figure),
            number(figure.value), nagios_unit(figure.unit), range(figure, figure.warn),
            range(figure, figure.crit), figure.least ? number(*figure.least) : "",
            figure.most ? number(*figure.most) : "");
      }
    }
  }
  if (!performance.empty()) {
    out << '|' << performance;
  }
  out << '\n';
  for (const CheckResult* one : bad) {
    out << plugin_text(fmt::format("{} {} {}: {}", word_of(one->state), one->check.component,
                                   one->check.name, sentence(*one)))
        << '\n';
  }
  for (const std::string& one : view.not_written) {
    out << "UNKNOWN " << plugin_text(one) << '\n';
  }
}

} // namespace aether::health_check
