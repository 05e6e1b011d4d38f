#include "verify_oi_tools/checks/parameters.h"

#include <set>

#include "verify_oi_tools/checks/comparison.h"

namespace aether::verify_oi_tools {

namespace {

std::vector<Parameter> without(std::vector<Parameter> parameters,
                               const std::set<std::string, std::less<>>& names) {
  std::erase_if(parameters, [&](const Parameter& one) { return names.contains(one.name); });
  return parameters;
}

} // namespace

void compare_parameters(Judge& judge, const Tool& tool, const ToldTool& told,
                        const std::vector<RealTool>& reals) {
  Disputed disputed;
  if (reals.empty()) {
    Comparison(judge, tool, told, nullptr, nullptr, disputed).compare();
  }
  for (const RealTool& each : reals) {
    RealTool real = each;
    std::set<std::string, std::less<>> aside = disputed.names;
    aside.insert(real.aside.begin(), real.aside.end());
    real.parameters = without(real.parameters, aside);
    ToldTool rest;
    std::vector<Parameter> listed;
    if (told.listed != nullptr) {
      listed = without(*told.listed, aside);
      rest.listed = &listed;
    }
    if (told.written) {
      rest.written = without(*told.written, aside);
    }
    Comparison(judge, tool, rest, &real, &each == &reals.front() ? nullptr : &reals.front(),
               disputed)
        .compare();
  }
}

} // namespace aether::verify_oi_tools
