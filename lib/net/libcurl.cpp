#include "net/libcurl.h"

#include <dlfcn.h>

#include <string>

#include "core/error.h"

namespace aether::net {

namespace {

constexpr const char* k_library = "libcurl.so.4";
constexpr unsigned k_oldest = 0x075700; // 7.87.0

template <typename Function> void load(void* library, const char* name, Function& function) {
  function = reinterpret_cast<Function>(::dlsym(library, name));
  if (function == nullptr) {
    throw Error(ExitCode::unavailable, std::string(k_library) + " has no " + name);
  }
}

void check_version(const Libcurl& table) {
  const curl_version_info_data* about = table.curl_version_info(CURLVERSION_NOW);
  if (about->version_num < k_oldest) {
    throw Error(ExitCode::unavailable,
                std::string("asking services needs libcurl 7.87 or newer, ") + k_library + " is " +
                    about->version);
  }
  if ((about->features & CURL_VERSION_ASYNCHDNS) == 0) {
    throw Error(ExitCode::unavailable, std::string("asking services needs a ") + k_library +
                                           " that looks names up in the background");
  }
}

// It is never unloaded: a thread that looks a name up may outlive the transfer that began it.
Libcurl load_all() {
  void* library = ::dlopen(k_library, RTLD_LAZY | RTLD_LOCAL);
  if (library == nullptr) {
    throw Error(ExitCode::unavailable, std::string("asking services needs ") + k_library +
                                           " (Debian: the package libcurl4): " + ::dlerror());
  }
  Libcurl table{};
  load(library, "curl_easy_cleanup", table.curl_easy_cleanup);
  load(library, "curl_easy_getinfo", table.curl_easy_getinfo);
  load(library, "curl_easy_init", table.curl_easy_init);
  load(library, "curl_easy_perform", table.curl_easy_perform);
  load(library, "curl_easy_recv", table.curl_easy_recv);
  load(library, "curl_easy_reset", table.curl_easy_reset);
  load(library, "curl_easy_send", table.curl_easy_send);
  load(library, "curl_easy_setopt", table.curl_easy_setopt);
  load(library, "curl_easy_strerror", table.curl_easy_strerror);
  load(library, "curl_free", table.curl_free);
  load(library, "curl_getdate", table.curl_getdate);
  load(library, "curl_global_init", table.curl_global_init);
  load(library, "curl_multi_add_handle", table.curl_multi_add_handle);
  load(library, "curl_multi_assign", table.curl_multi_assign);
  load(library, "curl_multi_cleanup", table.curl_multi_cleanup);
  load(library, "curl_multi_info_read", table.curl_multi_info_read);
  load(library, "curl_multi_init", table.curl_multi_init);
  load(library, "curl_multi_remove_handle", table.curl_multi_remove_handle);
  load(library, "curl_multi_setopt", table.curl_multi_setopt);
  load(library, "curl_multi_socket_action", table.curl_multi_socket_action);
  load(library, "curl_slist_append", table.curl_slist_append);
  load(library, "curl_slist_free_all", table.curl_slist_free_all);
  load(library, "curl_url", table.curl_url);
  load(library, "curl_url_cleanup", table.curl_url_cleanup);
  load(library, "curl_url_get", table.curl_url_get);
  load(library, "curl_url_set", table.curl_url_set);
  load(library, "curl_version_info", table.curl_version_info);
  check_version(table);
  if (table.curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
    throw Error(ExitCode::unavailable, std::string(k_library) + " cannot be started");
  }
  return table;
}

} // namespace

const Libcurl& libcurl() {
  static const Libcurl k_table = load_all();
  return k_table;
}

} // namespace aether::net
