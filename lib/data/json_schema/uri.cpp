#include "data/json_schema/uri.h"

#include <algorithm>

#include "core/text.h"

namespace aether::json_schema {

namespace {

struct Parts {
  std::string_view scheme;
  bool has_authority = false;
  std::string_view authority;
  std::string_view path;
  bool has_query = false;
  std::string_view query;
  bool has_fragment = false;
  std::string_view fragment;
};

// RFC 3986, appendix B.
Parts parts_of(std::string_view uri) {
  Parts parts;
  if (const std::size_t hash = uri.find('#'); hash != k_none) {
    parts.has_fragment = true;
    parts.fragment = uri.substr(hash + 1);
    uri = uri.substr(0, hash);
  }
  if (const std::size_t question = uri.find('?'); question != k_none) {
    parts.has_query = true;
    parts.query = uri.substr(question + 1);
    uri = uri.substr(0, question);
  }
  const std::size_t colon = uri.find(':');
  if (colon != k_none && colon > 0 && uri.find('/') > colon) {
    parts.scheme = uri.substr(0, colon);
    uri.remove_prefix(colon + 1);
  }
  if (uri.starts_with("//")) {
    parts.has_authority = true;
    uri.remove_prefix(2);
    parts.authority = uri.substr(0, uri.find('/'));
    uri.remove_prefix(parts.authority.size());
  }
  parts.path = uri;
  return parts;
}

std::string text_of(const Parts& parts, std::string_view path) {
  std::string text;
  if (!parts.scheme.empty()) {
    text += std::string(parts.scheme) + ":";
  }
  if (parts.has_authority) {
    text += "//" + std::string(parts.authority);
  }
  text += path;
  if (parts.has_query) {
    text += "?" + std::string(parts.query);
  }
  if (parts.has_fragment) {
    text += "#" + std::string(parts.fragment);
  }
  return text;
}

// Section 5.2.4.
std::string without_dots(std::string_view path) {
  std::string out;
  while (!path.empty()) {
    if (path.starts_with("/./") || path == "/.") {
      path = path.size() > 2 ? path.substr(2) : "/";
    } else if (path.starts_with("/../") || path == "/..") {
      path = path.size() > 3 ? path.substr(3) : "/";
      out.resize(std::min(out.size(), out.rfind('/') == k_none ? 0 : out.rfind('/')));
    } else if (path.starts_with("../") || path.starts_with("./")) {
      path.remove_prefix(path.find('/') + 1);
    } else if (path == "." || path == "..") {
      path = {};
    } else {
      const std::size_t end = std::min(path.find('/', 1), path.size());
      out += path.substr(0, end);
      path.remove_prefix(end);
    }
  }
  return out;
}

// Section 5.2.3.
std::string merged(const Parts& base, std::string_view path) {
  if (base.has_authority && base.path.empty()) {
    return "/" + std::string(path);
  }
  const std::size_t slash = base.path.rfind('/');
  return (slash == k_none ? "" : std::string(base.path.substr(0, slash + 1))) + std::string(path);
}

} // namespace

SplitUri split_fragment(std::string_view uri) {
  const std::size_t hash = uri.find('#');
  return hash == k_none ? SplitUri{uri, {}} : SplitUri{uri.substr(0, hash), uri.substr(hash + 1)};
}

std::string resolve_reference(std::string_view base, std::string_view reference) {
  const Parts from = parts_of(base);
  Parts to = parts_of(reference);
  if (!to.scheme.empty()) {
    return text_of(to, without_dots(to.path));
  }
  to.scheme = from.scheme;
  if (to.has_authority) {
    return text_of(to, without_dots(to.path));
  }
  to.has_authority = from.has_authority;
  to.authority = from.authority;
  if (to.path.empty()) {
    if (!to.has_query) {
      to.has_query = from.has_query;
      to.query = from.query;
    }
    return text_of(to, from.path);
  }
  return text_of(
      to, without_dots(to.path.starts_with('/') ? std::string(to.path) : merged(from, to.path)));
}

} // namespace aether::json_schema
