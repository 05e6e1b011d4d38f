#include "report/render_rules.h"

#include <string>

#include "cli/table.h"

namespace aether {

void render_rules(std::ostream& out, const std::vector<Rule>& rules) {
  cli::Table table({cli::Align::left, cli::Align::left, cli::Align::left});
  for (const Rule& rule : rules) {
    const std::string level(to_string(rule.severity));
    table.add_row({std::string(rule.name), rule.enabled ? level : level + " (if selected)",
                   std::string(rule.summary)});
  }
  table.print(out);
}

} // namespace aether
