#include "db/libpq.h"

#include <dlfcn.h>

#include "core/error.h"

namespace aether {

namespace {

constexpr const char* k_library = "libpq.so.5";

template <typename Function> void load(void* library, const char* name, Function& function) {
  function = reinterpret_cast<Function>(::dlsym(library, name));
  if (function == nullptr) {
    throw Error(ExitCode::unavailable, std::string(k_library) + " has no " + name);
  }
}

Libpq load_all() {
  void* library = ::dlopen(k_library, RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) {
    throw Error(ExitCode::unavailable, std::string("PostgreSQL needs ") + k_library +
                                           " (Debian: the package libpq5): " + ::dlerror());
  }
  Libpq table{};
  load(library, "PQbackendPID", table.PQbackendPID);
  load(library, "PQclear", table.PQclear);
  load(library, "PQconnectPoll", table.PQconnectPoll);
  load(library, "PQconnectStartParams", table.PQconnectStartParams);
  load(library, "PQconninfoFree", table.PQconninfoFree);
  load(library, "PQconninfoParse", table.PQconninfoParse);
  load(library, "PQdb", table.PQdb);
  load(library, "PQerrorMessage", table.PQerrorMessage);
  load(library, "PQexec", table.PQexec);
  load(library, "PQexecParams", table.PQexecParams);
  load(library, "PQfinish", table.PQfinish);
  load(library, "PQfreemem", table.PQfreemem);
  load(library, "PQgetisnull", table.PQgetisnull);
  load(library, "PQgetvalue", table.PQgetvalue);
  load(library, "PQnfields", table.PQnfields);
  load(library, "PQntuples", table.PQntuples);
  load(library, "PQparameterStatus", table.PQparameterStatus);
  load(library, "PQresultErrorField", table.PQresultErrorField);
  load(library, "PQresultStatus", table.PQresultStatus);
  load(library, "PQserverVersion", table.PQserverVersion);
  load(library, "PQsetErrorVerbosity", table.PQsetErrorVerbosity);
  load(library, "PQsetNoticeReceiver", table.PQsetNoticeReceiver);
  load(library, "PQsocket", table.PQsocket);
  load(library, "PQstatus", table.PQstatus);
  load(library, "PQtransactionStatus", table.PQtransactionStatus);
  load(library, "PQuser", table.PQuser);
  load(library, "PQconsumeInput", table.PQconsumeInput);
  load(library, "PQgetResult", table.PQgetResult);
  load(library, "PQisBusy", table.PQisBusy);
  load(library, "PQsendQuery", table.PQsendQuery);
  return table;
}

} // namespace

const Libpq& libpq() {
  static const Libpq k_table = load_all();
  return k_table;
}

} // namespace aether
