#include "health_check/hidden.h"

#include <algorithm>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "core/secrets.h"

namespace aether::health_check {

namespace {

namespace json = boost::json;

constexpr std::size_t k_shortest = 5; // a shorter one is part of too many words

void hide_in(const Hidden& hidden, json::value& value) {
  if (json::object* object = value.if_object()) {
    for (auto& [key, member] : *object) {
      hide_in(hidden, member);
    }
  } else if (json::array* array = value.if_array()) {
    for (json::value& item : *array) {
      hide_in(hidden, item);
    }
  } else if (const json::string* text = value.if_string()) {
    value = hidden.without(std::string(*text));
  }
}

} // namespace

Hidden::Hidden(const Targets& targets, const HealthConfig& config) {
  if (targets.database) {
    add_url(targets.database->url.conninfo);
  }
  for (const Service& one : targets.services) {
    add_url(one.url);
    add_url(one.check_url);
  }
  for (const HttpCheck& one : config.http) {
    add_url(one.request.url);
    for (const std::string& header : one.request.headers) {
      const std::size_t colon = header.find(": ");
      const std::string name = header.substr(0, colon);
      if (colon != std::string::npos &&
          (name == "Authorization" || name == "Cookie" || is_secret_name(name))) {
        add(header.substr(colon + 2));
      }
    }
  }
  for (const std::string& one : config.secrets) {
    add(one);
  }
}

// What stands elsewhere in an address, as its user or database, is no secret any more.
void Hidden::add_url(const std::string& url) {
  for (const std::string& password : passwords_in(url)) {
    if (without_secrets(url).find(password) == std::string::npos) {
      add(password);
    }
  }
}

void Hidden::add(const std::string& secret) {
  if (secret.size() >= k_shortest) {
    secrets_.insert(secret);
  }
}

std::string Hidden::without(std::string text) const {
  text = without_secrets_within(text);
  for (const std::string& secret : secrets_) {
    for (std::size_t at = 0; (at = text.find(secret, at)) != std::string::npos; at += 3) {
      text.replace(at, secret.size(), "***");
    }
  }
  return text;
}

void Hidden::hide_in(CheckResult& result) const {
  for (std::string* text : {&result.message, &result.next_step, &result.check.target}) {
    *text = without(std::move(*text));
  }
  for (auto& [key, member] : result.details) {
    health_check::hide_in(*this, member);
  }
}

} // namespace aether::health_check
