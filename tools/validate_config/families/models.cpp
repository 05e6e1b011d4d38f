// models/*: the models file against the code that reads it, and all files about one service.
#include <algorithm>
#include <map>
#include <set>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>

#include "backend/lenient_json.h"
#include "core/nearest.h"
#include "core/path.h"
#include "core/secrets.h"
#include "core/text.h"
#include "data/json_pointer.h"
#include "validate_config/families/address.h"
#include "validate_config/families/family.h"
#include "validate_config/families/read_keys.h"
#include "validate_config/families/service_places.h"

namespace aether::validate_config {

namespace {

namespace json = boost::json;

constexpr std::string_view k_unread_models = "models/unread";
constexpr std::string_view k_provider = "models/unknown-provider";
constexpr std::string_view k_url = "models/invalid-url";
constexpr std::string_view k_differs = "models/service-differs";

class ModelsChecker {
public:
  ModelsChecker(Tree& tree, Reporter& report, const std::string& path)
      : tree_(tree), report_(report), path_(path), document_(*tree.document(path)) {}

  void check() {
    unread();
    providers();
    addresses();
  }

private:
  Finding& add(std::string_view rule, std::string message, const std::string& pointer) {
    Finding& made = report_.add(rule, std::move(message), path_, document_.position_of(pointer));
    made.pointer = pointer;
    return made;
  }

  void unread() {
    const json::object* root = document_.document.root.if_object();
    if (!tree_.has_code() || root == nullptr) {
      return;
    }
    const ReadKeys keys(tree_);
    if (!keys.is_opened(path_)) {
      add(k_unread_models, "no code opens this file", "");
      return;
    }
    for (const auto& [name, value] : *root) {
      const std::string pointer = "/" + pointer_token(name);
      const json::object* table = value.if_object();
      if (table == nullptr) {
        if (!keys.is_read(path_, name, pointer)) {
          add(k_unread_models, fmt::format("no code reads {}", printable(name)), pointer);
        }
        continue;
      }
      of_table(keys, name, *table, pointer);
    }
  }

  // A table without a reader, or the keys of one that have none.
  void of_table(const ReadKeys& keys, const std::string& name, const json::object& table,
                const std::string& pointer) {
    std::vector<std::string> unread;
    for (const auto& [key, value] : table) {
      const std::string full = name + "." + std::string(key);
      const std::string place = pointer + "/" + pointer_token(key);
      if (!keys.is_read(path_, full, place) && !is_read_below(keys, full, place, value)) {
        unread.emplace_back(key);
      }
    }
    if (unread.empty()) {
      return;
    }
    const bool all = unread.size() == table.size();
    std::string shown;
    for (std::size_t i = 0; i < std::min<std::size_t>(unread.size(), 3); ++i) {
      shown += (i == 0 ? "" : ", ") + printable(unread[i]);
    }
    shown += unread.size() > 3 ? " and others" : "";
    Finding& made = add(k_unread_models,
                        all ? fmt::format("no code reads the table {} ({})", printable(name), shown)
                            : fmt::format("no code reads {} of {}", shown, printable(name)),
                        all ? pointer : pointer + "/" + pointer_token(unread.front()));
    if (unread.size() > 1) {
      made.count = unread.size();
    }
  }

  bool is_read_below(const ReadKeys& keys, const std::string& name, const std::string& pointer,
                     const json::value& value) {
    const json::object* table = value.if_object();
    return table != nullptr && std::any_of(table->begin(), table->end(), [&](const auto& one) {
             const std::string below = name + "." + std::string(one.key());
             const std::string place = pointer + "/" + pointer_token(one.key());
             return keys.is_read(path_, below, place) ||
                    is_read_below(keys, below, place, one.value());
           });
  }

  void providers() {
    const json::value& root = document_.document.root;
    const json::object* known = object_at(root, "PROVIDERS");
    const json::object* wanted = object_at(root, "PROVIDER_PREFERENCES");
    if (known == nullptr || wanted == nullptr) {
      return;
    }
    std::set<std::string> names;
    for (const auto& [key, value] : *known) {
      names.insert(to_lower(key));
    }
    for (const auto& [key, value] : *wanted) {
      const std::string pointer = "/PROVIDER_PREFERENCES/" + pointer_token(key);
      if (const json::array* list = value.if_array()) {
        for (std::size_t i = 0; i < list->size(); ++i) {
          provider((*list)[i], names, fmt::format("{}/{}", pointer, i));
        }
      } else if (key.ends_with("provider")) {
        provider(value, names, pointer);
      }
    }
  }

  // `lm_studio` has lm_studio_url, lm_studio_api_key or a table of its own.
  void provider(const json::value& value, const std::set<std::string>& names,
                const std::string& pointer) {
    if (!value.is_string()) {
      return;
    }
    std::string name = to_lower(value.get_string());
    std::replace(name.begin(), name.end(), '-', '_');
    std::vector<std::string> stems;
    for (const std::string& one : names) {
      if (one == name || one.starts_with(name + "_")) {
        return;
      }
      for (const std::string_view end : {"_url", "_api_key", "_base_url", "_enabled"}) {
        if (one.ends_with(end)) {
          stems.push_back(one.substr(0, one.size() - end.size()));
        }
      }
    }
    const std::vector<std::string_view> candidates(stems.begin(), stems.end());
    const std::vector<std::string> nearest = nearest_names(name, candidates, 1);
    Finding& made =
        add(k_provider, fmt::format("PROVIDERS has no entry of {}", printable(name)), pointer);
    made.hint = nearest.empty() ? fmt::format("{}_url would be one", printable(name))
                                : fmt::format("did you mean `{}`?", nearest.front());
  }

  void addresses() {
    for (const Leaf& leaf : leaves_of(document_)) {
      const std::string name = to_lower(leaf.name);
      const bool is_address = name.ends_with("_url") || name.ends_with(".url") ||
                              name.ends_with("endpoint") || name.ends_with("api_base");
      if (!is_address || !leaf.value->is_string() || leaf.value->get_string().empty()) {
        continue;
      }
      const std::string_view text(leaf.value->get_string());
      if (text.find("${") != std::string_view::npos || text.starts_with('/')) {
        continue;
      }
      const ParsedAddress parsed = parse_address(text);
      if (!parsed.address) {
        add(k_url, fmt::format("{} is no URL: {}", printable(leaf.name), parsed.problem),
            leaf.pointer);
      }
    }
  }

  Tree& tree_;
  Reporter& report_;
  const std::string& path_;
  ConfigDocument& document_;
};

std::string places_text(const ServicePlaces& service, const std::string& majority) {
  std::string text;
  for (const ServicePlace& place : service.places) {
    text += fmt::format("{}{} {}{}", text.empty() ? "" : "; ", place.shown(), place.address.place(),
                        place.is_effective ? " (effective)" : "");
  }
  if (service.listener) {
    text += fmt::format("; {} listens on {}", service.listener->shown, service.listener->port);
  }
  return text + (majority.empty() ? "" : fmt::format("; most say {}", majority));
}

// What more than half of the places say; empty where none is.
std::string majority_of(const ServicePlaces& service) {
  std::map<std::string, std::size_t> votes;
  for (const ServicePlace& place : service.places) {
    ++votes[place.address.place()];
  }
  const auto most = std::max_element(
      votes.begin(), votes.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  return most->second * 2 > service.places.size() ? most->first : "";
}

// One finding a service; it stands at the first place that is not as the others, or not as what is
// effective where there is no majority.
void compare(const ServicePlaces& service, Reporter& report) {
  const auto said = [](const ServicePlace& place) { return place.address.place(); };
  const auto differs = [&](const ServicePlace& place) {
    return said(place) != said(service.places.front());
  };
  const bool listens_elsewhere =
      service.listener &&
      std::any_of(service.places.begin(), service.places.end(), [&](const ServicePlace& place) {
        return place.address.is_local() && place.address.port != service.listener->port;
      });
  const bool disagree = std::any_of(service.places.begin(), service.places.end(), differs);
  if (!disagree && !listens_elsewhere) {
    return;
  }
  const std::string majority = majority_of(service);
  const auto effective = std::find_if(service.places.begin(), service.places.end(),
                                      [](const ServicePlace& one) { return one.is_effective; });
  const std::string right = !disagree && service.listener
                                ? fmt::format("localhost:{}", service.listener->port)
                            : !majority.empty()                 ? majority
                            : effective != service.places.end() ? said(*effective)
                                                                : said(service.places.front());
  const auto odd = std::find_if(service.places.begin(), service.places.end(),
                                [&](const ServicePlace& one) { return said(one) != right; });
  const ServicePlace& place = odd == service.places.end() ? service.places.front() : *odd;
  Finding& made = report.add(k_differs,
                             fmt::format("files disagree about the address of {}: {}",
                                         printable(service.name), places_text(service, majority)),
                             place.file, place.at, fmt::format("make it {}", right));
  made.pointer = place.pointer;
  made.cause = service.name;
}

} // namespace

std::vector<DescribedRule> model_rules() {
  return {
      {{k_unread_models, Severity::warning, true,
        "A table or key of the models file that nobody reads."},
       "The keys that code takes are followed by the chain of accesses that leads to them. What "
       "nobody reads looks as if it had an effect and has none: one finding a table."},
      {{k_provider, Severity::error, true, "A preferred provider that PROVIDERS does not have."},
       "PROVIDER_PREFERENCES lists names of providers; each needs an entry in PROVIDERS, NAME_url "
       "or NAME_api_key."},
      {{k_url, Severity::error, true, "A URL that is none."},
       "Addresses need a scheme, a host that is a name, and a port up to 65535."},
      {{k_differs, Severity::error, true, "Files disagree about where a service is."},
       "The same service has other hosts or ports in other files. The finding lists every place, "
       "says which is effective, what the service's own source listens on where that is in the "
       "tree, and what most say. localhost and 127.0.0.1 agree; addresses that nothing reads count "
       "as well, since a person reads them."},
  };
}

void check_models(Tree& tree, Reporter& report) {
  const std::string path = tree.models_file();
  if (!path.empty()) {
    ModelsChecker(tree, report, path).check();
  }
  for (const ServicePlaces& service : places_of_services(tree)) {
    compare(service, report);
  }
}

} // namespace aether::validate_config
