#include "net/libcurl.h"

#include <dlfcn.h>

#include <string>

#include "core/error.h"

namespace aether {

namespace {

constexpr const char* k_library = "libcurl.so.4";

template <typename Function> void load(void* library, const char* name, Function& function) {
  function = reinterpret_cast<Function>(::dlsym(library, name));
  if (function == nullptr) {
    throw Error(ExitCode::unavailable, std::string(k_library) + " has no " + name);
  }
}

Libcurl load_all() {
  void* library = ::dlopen(k_library, RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) {
    throw Error(ExitCode::unavailable, std::string("asking over the network needs ") + k_library +
                                           " (Debian: the package libcurl4): " + ::dlerror());
  }
  Libcurl table{};
  load(library, "curl_easy_cleanup", table.easy_cleanup);
  load(library, "curl_easy_getinfo", table.easy_getinfo);
  load(library, "curl_easy_init", table.easy_init);
  load(library, "curl_easy_setopt", table.easy_setopt);
  load(library, "curl_global_init", table.global_init);
  load(library, "curl_multi_add_handle", table.multi_add_handle);
  load(library, "curl_multi_cleanup", table.multi_cleanup);
  load(library, "curl_multi_info_read", table.multi_info_read);
  load(library, "curl_multi_init", table.multi_init);
  load(library, "curl_multi_perform", table.multi_perform);
  load(library, "curl_multi_poll", table.multi_poll);
  load(library, "curl_multi_remove_handle", table.multi_remove_handle);
  load(library, "curl_multi_setopt", table.multi_setopt);
  if (table.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
    throw Error(ExitCode::unavailable, std::string(k_library) + " cannot be set up");
  }
  return table;
}

} // namespace

const Libcurl& libcurl() {
  static const Libcurl k_table = load_all();
  return k_table;
}

} // namespace aether
