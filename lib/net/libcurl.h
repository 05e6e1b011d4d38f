// libcurl, loaded when it is asked for first: with what it links in turn it is some thirty
// libraries, which take longer to load than the tools take for most of what they do without it.
//
// What lib/net alone includes; the rest of the project sees no <curl/curl.h>.
#pragma once

#include <memory>
#include <new>

#include <curl/curl.h>

namespace aether::net {

struct Libcurl {
  decltype(&::curl_easy_cleanup) curl_easy_cleanup;
  decltype(&::curl_easy_getinfo) curl_easy_getinfo;
  decltype(&::curl_easy_init) curl_easy_init;
  decltype(&::curl_easy_perform) curl_easy_perform;
  decltype(&::curl_easy_recv) curl_easy_recv;
  decltype(&::curl_easy_reset) curl_easy_reset;
  decltype(&::curl_easy_send) curl_easy_send;
  decltype(&::curl_easy_setopt) curl_easy_setopt;
  decltype(&::curl_easy_strerror) curl_easy_strerror;
  decltype(&::curl_free) curl_free;
  decltype(&::curl_getdate) curl_getdate;
  decltype(&::curl_global_init) curl_global_init;
  decltype(&::curl_multi_add_handle) curl_multi_add_handle;
  decltype(&::curl_multi_assign) curl_multi_assign;
  decltype(&::curl_multi_cleanup) curl_multi_cleanup;
  decltype(&::curl_multi_info_read) curl_multi_info_read;
  decltype(&::curl_multi_init) curl_multi_init;
  decltype(&::curl_multi_remove_handle) curl_multi_remove_handle;
  decltype(&::curl_multi_setopt) curl_multi_setopt;
  decltype(&::curl_multi_socket_action) curl_multi_socket_action;
  decltype(&::curl_slist_append) curl_slist_append;
  decltype(&::curl_slist_free_all) curl_slist_free_all;
  decltype(&::curl_url) curl_url;
  decltype(&::curl_url_cleanup) curl_url_cleanup;
  decltype(&::curl_url_get) curl_url_get;
  decltype(&::curl_url_set) curl_url_set;
  decltype(&::curl_version_info) curl_version_info;
};

// Throws Error (unavailable) where it is not installed, is older than 7.87 (which brought
// CURLOPT_QUICK_EXIT), or looks names up in a way that cannot be given up.
[[nodiscard]] const Libcurl& libcurl();

struct CleanUpEasy {
  void operator()(CURL* easy) const { libcurl().curl_easy_cleanup(easy); }
};
using EasyHandle = std::unique_ptr<CURL, CleanUpEasy>;

struct FreeHeaders {
  void operator()(curl_slist* list) const { libcurl().curl_slist_free_all(list); }
};
using HeaderList = std::unique_ptr<curl_slist, FreeHeaders>;

struct FreeCurlText {
  void operator()(char* text) const { libcurl().curl_free(text); }
};
using CurlText = std::unique_ptr<char, FreeCurlText>;

// Its options are all known to 7.87, so what fails here is the memory.
template <typename Value> void set_option(CURL* easy, CURLoption option, Value value) {
  if (libcurl().curl_easy_setopt(easy, option, value) != CURLE_OK) {
    throw std::bad_alloc();
  }
}

// What libcurl does not know of a transfer stays as the type's default.
template <typename Value> [[nodiscard]] Value get_info(CURL* easy, CURLINFO info) {
  Value value{};
  (void)libcurl().curl_easy_getinfo(easy, info, &value);
  return value;
}

} // namespace aether::net
