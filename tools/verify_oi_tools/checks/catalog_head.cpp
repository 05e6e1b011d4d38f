// derivation/* of what a catalog says beside its tools: of categories, of itself, and at its end of
// integrations.
#include <algorithm>

#include <fmt/format.h>

#include "core/text.h"
#include "verify_oi_tools/judge.h"
#include "verify_oi_tools/redact.h"
#include "verify_oi_tools/rules.h"

namespace aether::verify_oi_tools {

namespace {

class CatalogHead {
public:
  explicit CatalogHead(Judge& judge)
      : judge_(judge), catalog_(judge.world().catalog), registry_(judge.world().registry) {}

  void check() {
    for (const Category& one : catalog_.categories) {
      category(one);
    }
    if (!registry_.file.empty() && catalog_.tail) {
      tail();
    }
    metadata();
  }

private:
  struct Part {
    const std::map<std::string, Position, std::less<>>& places;
    Position at;
    const std::string& pointer;
  };

  // A member that is not there is told by validate_config.
  bool differs(std::string_view rule, const Part& whole, const std::string& part,
               const std::string& name, const std::string& is, const std::string& given) {
    const auto place = whole.places.find(part);
    // --generate writes no secret, so that none is a difference.
    if (place == whole.places.end() || redacted(is) == redacted(given)) {
      return false;
    }
    Finding& made = judge_.found(rule, catalog_.file, place->second,
                                 fmt::format("{}: {} is `{}` in place of `{}`", printable(name),
                                             part.substr(1), printable(is), printable(given)));
    made.pointer = whole.pointer + part;
    made.hint = "verify_oi_tools --generate writes what the document and the registry give";
    return true;
  }

  // By the first tool of it that the document gives, else by the registry.
  void category(const Category& one) {
    const Part whole{one.places, one.at, one.pointer};
    const auto& categories = judge_.matching().derived().categories;
    const auto derived =
        std::find_if(categories.begin(), categories.end(),
                     [&](const DerivedCategory& each) { return each.key == one.name; });
    const auto say = [&](const char* part, const std::string& is, const std::string& given) {
      differs(k_category_head, whole, part, one.name, is, given);
    };
    if (derived != categories.end() && all_are_derived(one)) {
      say("/name", one.title, derived->name);
      if (is_of_known(derived->tools.front())) {
        say("/description", one.description, derived->description);
      }
      say("/integration", one.integration, derived->integration);
    }
    const IntegrationEntry* entry =
        registry_.find(derived != categories.end() ? derived->integration : one.integration);
    if (entry != nullptr && judge_.is_settled(entry->name + "/service")) {
      say("/requires_service", word(one.requires_service), word(entry->requires_service));
      say("/service_url", one.service_url, entry->service_url);
    }
  }

  // Whether the tool that gives a category its description is in the catalog, and as it should be.
  [[nodiscard]] bool is_of_known(const DerivedTool& first) const {
    return std::any_of(catalog_.tools.begin(), catalog_.tools.end(), [&](const Tool& one) {
      const Match& match = judge_.matching().of(one);
      return match.derived == &first && redacted(one.description) == redacted(first.description);
    });
  }

  // Others were put there by hand.
  [[nodiscard]] bool all_are_derived(const Category& category) const {
    return std::all_of(catalog_.tools.begin(), catalog_.tools.end(), [&](const Tool& one) {
      return one.category != category.name || !one.endpoint.empty();
    });
  }

  static std::string word(bool value) { return value ? "true" : "false"; }

  void tail() {
    for (const TailEntry& one : *catalog_.tail) {
      const IntegrationEntry* entry = registry_.find(one.name);
      if (entry == nullptr) {
        Finding& made =
            judge_.found(k_tail, catalog_.file, one.at,
                         fmt::format("the registry has no integration {}", printable(one.name)));
        made.pointer = one.pointer;
        totals_are_told_ = true;
        continue;
      }
      const Part whole{one.places, one.at, one.pointer};
      if (one.enabled && judge_.is_settled(entry->name + "/enabled")) {
        totals_are_told_ = differs(k_tail, whole, "/enabled", one.name, word(*one.enabled),
                                   word(entry->enabled)) ||
                           totals_are_told_;
      } else if (one.enabled && *one.enabled != entry->enabled) {
        totals_are_told_ = true;
      }
      if (one.api_prefix) {
        differs(k_tail, whole, "/api_prefix", one.name, *one.api_prefix, entry->api_prefix);
      }
      if (one.tool_count && judge_.is_settled(one.name)) {
        differs(k_tail, whole, "/tool_count", one.name, fmt::format("{}", *one.tool_count),
                fmt::format("{}", tools_of(one.name)));
      }
    }
    for (const IntegrationEntry& entry : registry_.integrations) {
      if (std::none_of(catalog_.tail->begin(), catalog_.tail->end(),
                       [&](const TailEntry& one) { return one.name == entry.name; })) {
        totals_are_told_ = true;
        if (judge_.is_settled(entry.name)) {
          judge_.found(
              k_tail, catalog_.file, {},
              fmt::format("the catalog does not know the integration {}", printable(entry.name)));
        }
      }
    }
  }

  [[nodiscard]] std::size_t tools_of(const std::string& integration) const {
    return static_cast<std::size_t>(
        std::count_if(catalog_.tools.begin(), catalog_.tools.end(),
                      [&](const Tool& one) { return judge_.integration_of(one) == integration; }));
  }

  void metadata() {
    const std::string pointer = "/metadata";
    const Part whole{catalog_.places, {}, pointer};
    const World& world = judge_.world();
    if (world.openapi && !catalog_.backend_version.empty() &&
        !world.openapi->backend_version.empty()) {
      differs(k_metadata, whole, "/backend_version", "metadata", catalog_.backend_version,
              world.openapi->backend_version);
    }
    if (registry_.file.empty() || totals_are_told_) {
      return;
    }
    if (catalog_.total_integrations) {
      differs(k_metadata, whole, "/total_integrations", "metadata",
              fmt::format("{}", *catalog_.total_integrations),
              fmt::format("{}", registry_.integrations.size()));
    }
    if (catalog_.enabled_integrations) {
      differs(k_metadata, whole, "/enabled_integrations", "metadata",
              fmt::format("{}", *catalog_.enabled_integrations),
              fmt::format(
                  "{}", std::count_if(registry_.integrations.begin(), registry_.integrations.end(),
                                      [](const IntegrationEntry& one) { return one.enabled; })));
    }
  }

  Judge& judge_;
  const Catalog& catalog_;
  const Registry& registry_;
  bool totals_are_told_ = false;
};

} // namespace

void check_catalog_head(Judge& judge) { CatalogHead(judge).check(); }

} // namespace aether::verify_oi_tools
