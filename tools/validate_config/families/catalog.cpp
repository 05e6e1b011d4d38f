// catalog/*: config/backend_tools_registry.yaml in itself, against the registry and the routers.
#include <algorithm>
#include <map>
#include <set>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>

#include "backend/lenient_json.h"
#include "backend/signature.h"
#include "core/nearest.h"
#include "core/text.h"
#include "data/json_pointer.h"
#include "validate_config/families/family.h"
#include "validate_config/families/routers.h"

namespace aether::validate_config {

namespace {

namespace json = boost::json;

constexpr std::string_view k_duplicate_tool = "catalog/duplicate-tool";
constexpr std::string_view k_count = "catalog/count";
constexpr std::string_view k_category = "catalog/category";
constexpr std::string_view k_signature = "catalog/signature";
constexpr std::string_view k_prefix = "catalog/unknown-prefix";

class CatalogChecker {
public:
  CatalogChecker(Tree& tree, Reporter& report)
      : tree_(tree), report_(report), document_(*tree.document(k_catalog_file)) {}

  void check() {
    duplicates();
    for (const CatalogTool& tool : tree_.tools) {
      if (!tool.signature.empty()) {
        signature(tool);
      }
    }
    counts();
    categories();
    prefixes();
  }

private:
  Finding& add(std::string_view rule, std::string message, const std::string& pointer,
               std::string hint = "") {
    Finding& made = report_.add(rule, std::move(message), k_catalog_file,
                                document_.position_of(pointer), std::move(hint));
    made.pointer = pointer;
    return made;
  }

  // Of another function's name it may be on purpose, of nearly the tool's own it is a slip.
  void signature(const CatalogTool& tool) {
    const Signature parsed = parse_signature(tool.signature);
    const std::string pointer = tool.pointer + "/signature";
    const std::string name = parsed.name.substr(parsed.name.rfind('.') + 1);
    if (!parsed.problem.empty()) {
      add(k_signature,
          fmt::format("the signature of {} is no Python: {}", printable(tool.name), parsed.problem),
          pointer);
    } else if (name != tool.name && name.size() >= 5 && edit_distance(name, tool.name, 2) <= 2) {
      add(k_signature,
          fmt::format("the signature of {} is of {}", printable(tool.name), printable(name)),
          pointer, fmt::format("did you mean `{}`?", printable(tool.name)));
    }
  }

  // A tool that is there twice is one finding, whatever of it is the same.
  void duplicates() {
    std::map<std::string, const CatalogTool*> names;
    std::map<std::string, const CatalogTool*> paths;
    std::map<std::string, const CatalogTool*> endpoints;
    for (const CatalogTool& tool : tree_.tools) {
      const std::string endpoint =
          tool.endpoint.empty() ? "" : to_lower(tool.method) + " " + tool.endpoint;
      const auto name = taken(names, tool.name, tool);
      const auto path = taken(paths, tool.path, tool);
      const auto route = taken(endpoints, endpoint, tool);
      if (name != nullptr) {
        twice("name", tool.name, tool, *name, "name");
      } else if (path != nullptr) {
        twice("path", tool.path, tool, *path, "path");
      } else if (route != nullptr) {
        twice("endpoint", endpoint, tool, *route, "api_endpoint");
      }
    }
  }

  static const CatalogTool* taken(std::map<std::string, const CatalogTool*>& known,
                                  const std::string& key, const CatalogTool& tool) {
    if (key.empty()) {
      return nullptr;
    }
    const auto [at, is_new] = known.try_emplace(key, &tool);
    return is_new ? nullptr : at->second;
  }

  void twice(std::string_view what, const std::string& text, const CatalogTool& tool,
             const CatalogTool& before, const std::string& key) {
    const Position at = document_.position_of(before.pointer + "/" + key);
    Finding& made =
        add(k_duplicate_tool,
            tool.name == before.name
                ? fmt::format("two tools have the {} {}", what, printable(text))
                : fmt::format("the {} {} of {} is also that of {}", what, printable(text),
                              printable(tool.name), printable(before.name)),
            tool.pointer + "/" + key);
    made.hint = fmt::format("the other is in line {}", at.line);
  }

  void counts() {
    const json::object* metadata = object_at(document_.document.root, "metadata");
    const json::object* categories = object_at(document_.document.root, "categories");
    if (metadata == nullptr || categories == nullptr) {
      return;
    }
    count(*metadata, "total_tools", tree_.tools.size(), "tools in the catalog", "/metadata/");
    count(*metadata, "tool_count", tree_.tools.size(), "tools in the catalog", "/metadata/");
    count(*metadata, "total_categories", categories->size(), "categories", "/metadata/");
    if (!tree_.integrations.empty()) {
      const auto enabled = std::count_if(tree_.integrations.begin(), tree_.integrations.end(),
                                         [](const Integration& one) { return one.enabled; });
      count(*metadata, "total_integrations", tree_.integrations.size(),
            "integrations in the registry", "/metadata/");
      count(*metadata, "enabled_integrations", static_cast<std::size_t>(enabled),
            "enabled integrations in the registry", "/metadata/");
    }
    for (const auto& [name, value] : *categories) {
      if (const json::object* category = value.if_object()) {
        count(*category, "tool_count", array_at(*category, "tools").size(), "tools in it",
              "/categories/" + pointer_token(name) + "/");
      }
    }
  }

  void count(const json::object& object, std::string_view key, std::size_t there,
             std::string_view what, const std::string& below) {
    const json::value* said = object.if_contains(key);
    if (said == nullptr || !said->is_int64() ||
        said->get_int64() == static_cast<std::int64_t>(there)) {
      return;
    }
    add(k_count, fmt::format("{} is {}, and there are {} {}", key, said->get_int64(), there, what),
        below + std::string(key), fmt::format("make it {}", there));
  }

  // The registry's own category of an integration, and the integrations that tools name.
  void categories() {
    const json::object* categories = object_at(document_.document.root, "categories");
    if (tree_.integrations.empty() || categories == nullptr) {
      return;
    }
    std::vector<std::string_view> known;
    for (const Integration& one : tree_.integrations) {
      known.emplace_back(one.name);
    }
    std::set<std::string> used;
    for (const auto& [name, value] : *categories) {
      used.insert(name);
      if (is_backends_own(name)) {
        continue;
      }
      const json::object* category = value.if_object();
      const std::string integration = category == nullptr ? "" : text_at(*category, "integration");
      unknown_integration(integration, "/categories/" + pointer_token(name) + "/integration",
                          known);
    }
    for (const CatalogTool& tool : tree_.tools) {
      const json::object* category =
          is_backends_own(tool.category) ? nullptr : object_at(*categories, tool.category);
      if (category != nullptr && text_at(*category, "integration") != tool.integration) {
        unknown_integration(tool.integration, tool.pointer + "/integration", known);
      }
    }
    of_registry(used);
  }

  // Where the catalog is derived, tags of the backend's own routes that the registry has not are
  // put here.
  static bool is_backends_own(std::string_view category) {
    return category == "other" || category == "mcp_tools";
  }

  void unknown_integration(const std::string& name, const std::string& pointer,
                           const std::vector<std::string_view>& known) {
    const bool own = name == "backend" || name == "core" || name == "system" || name == "builtin";
    if (name.empty() || own || std::find(known.begin(), known.end(), name) != known.end()) {
      return;
    }
    const std::vector<std::string> nearest = nearest_names(name, known, 1);
    add(k_category, fmt::format("the registry has no integration {}", printable(name)), pointer,
        nearest.empty() ? "" : fmt::format("did you mean `{}`?", nearest.front()));
  }

  // tools_reference.category, where it refers to this catalog, is one of its categories.
  void of_registry(const std::set<std::string>& used) {
    ConfigDocument* registry = tree_.document(k_registry_file);
    const std::vector<std::string_view> candidates(used.begin(), used.end());
    for (const Integration& one : tree_.integrations) {
      const json::object* entries = object_at(registry->document.root, "integrations");
      const json::object* entry = entries == nullptr ? nullptr : object_at(*entries, one.name);
      const json::object* reference =
          entry == nullptr ? nullptr : object_at(*entry, "tools_reference");
      if (reference == nullptr || !k_catalog_file.ends_with(text_at(*reference, "registry_file")) ||
          text_at(*reference, "registry_file").empty()) {
        continue;
      }
      const std::string category = text_at(*reference, "category");
      const std::string pointer = one.pointer + "/tools_reference/category";
      if (!category.empty() && !used.contains(category)) {
        const std::vector<std::string> nearest = nearest_names(category, candidates, 1);
        Finding& made = report_.add(
            k_category, fmt::format("the catalog has no category {}", printable(category)),
            k_registry_file, registry->position_of(pointer),
            nearest.empty() ? "" : fmt::format("did you mean `{}`?", nearest.front()));
        made.pointer = pointer;
      }
    }
  }

  // Of an integration, in the catalog's end.
  void prefixes_of_integrations(const Routers& routers) {
    const json::object* integrations = object_at(document_.document.root, "integrations");
    if (integrations == nullptr) {
      return;
    }
    for (const auto& [name, entry] : *integrations) {
      const json::object* one = entry.if_object();
      const std::string prefix = one == nullptr ? "" : text_at(*one, "api_prefix");
      if (prefix.starts_with('/') && !routers.know(prefix)) {
        add(k_prefix, fmt::format("no router has {}", printable(prefix)),
            fmt::format("/integrations/{}/api_prefix", pointer_token(name)));
      }
    }
  }

  // Those with the same wrong beginning have one cause.
  void prefixes() {
    if (!tree_.has_code()) {
      return;
    }
    const Routers routers(tree_.code());
    if (!routers.can_tell()) {
      return;
    }
    prefixes_of_integrations(routers);
    std::map<std::string, std::vector<const CatalogTool*>> wrong; // by a router, or a beginning
    for (const CatalogTool& tool : tree_.tools) {
      if (tool.endpoint.starts_with('/') && !routers.know(tool.endpoint)) {
        const auto moved = routers.moved(tool.endpoint);
        wrong[moved ? moved->file : beginning_of(tool.endpoint)].push_back(&tool);
      }
    }
    for (const auto& [where, tools] : wrong) {
      const CatalogTool& first = *tools.front();
      const auto moved = routers.moved(first.endpoint);
      Finding& made = add(k_prefix, fmt::format("no router has {}", beginning_of(first.endpoint)),
                          first.pointer + "/api_endpoint");
      if (moved) {
        made.hint = fmt::format("there is {}", printable(moved->path));
        made.fix_at = fmt::format("{}:{}", printable(moved->file), moved->line);
      }
      if (tools.size() > 1) {
        made.count = tools.size();
        made.hint += (made.hint.empty() ? "" : "; ") + examples(tools);
      }
    }
  }

  static std::string beginning_of(const std::string& endpoint) {
    const std::vector<std::string> segments = segments_of(endpoint);
    std::string beginning;
    for (std::size_t i = 0; i < std::min<std::size_t>(segments.size(), 2); ++i) {
      beginning += "/" + printable(segments[i]);
    }
    return beginning;
  }

  static std::string examples(const std::vector<const CatalogTool*>& tools) {
    std::string text = "tools:";
    for (std::size_t i = 0; i < std::min<std::size_t>(tools.size(), 3); ++i) {
      text += fmt::format("{} {}", i == 0 ? "" : ",", printable(tools[i]->name));
    }
    return tools.size() > 3 ? text + " and others" : text;
  }

  Tree& tree_;
  Reporter& report_;
  ConfigDocument& document_;
};

} // namespace

std::vector<DescribedRule> catalog_rules() {
  return {
      {{k_duplicate_tool, Severity::error, true, "A tool is there twice."},
       "Two tools of the catalog have the same name, the same path or the same endpoint and "
       "method: "
       "the interpreter would find one of them."},
      {{k_count, Severity::error, true, "A number is not that of what it counts."},
       "The catalog says how many tools, categories and integrations there are; those numbers are "
       "held against the catalog itself and against the integrations registry."},
      {{k_category, Severity::error, true, "Catalog and registry name each other wrongly."},
       "Tools and categories belong to integrations of the registry, and integrations that refer "
       "to "
       "the catalog name one of its categories."},
      {{k_signature, Severity::error, true, "A signature is not that of a Python function."},
       "A signature reads `name(parameter: type = default, ...)`, with an answer's type behind "
       "`->` "
       "or not; a name that is nearly the tool's is a slip."},
      {{k_prefix, Severity::error, true, "No router has the beginning of an endpoint."},
       "Endpoints are made of the prefixes of routers (APIRouter, include_router, mount) and of "
       "routes; this one begins as none of the tree's sources could make it."},
  };
}

void check_catalog(Tree& tree, Reporter& report) {
  if (tree.document(k_catalog_file) != nullptr) {
    CatalogChecker(tree, report).check();
  }
}

} // namespace aether::validate_config
