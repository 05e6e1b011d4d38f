# What CPack makes of an installation: a Debian package, and a tarball that runs from where it is
# unpacked. Included by the top CMakeLists.txt; scripts/package runs it.
set(CPACK_PACKAGE_NAME aether-tools)
set(CPACK_PACKAGE_VENDOR "The aether-tools project")
set(CPACK_PACKAGE_CONTACT "The aether-tools project <aether-tools@lists.example.org>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "keep an Aether backend in good order")
set(CPACK_PACKAGE_DESCRIPTION
"Five programs for the terminal, shell pipelines, Makefiles, cron and CI:
 health_check says whether a running backend is well, and why not;
 job_tracer indexes the @.architecture blocks of a source tree and traces
 jobs through it; run_migrations applies SQL migrations to SQLite and
 PostgreSQL; validate_config says what is wrong in the configuration; and
 verify_oi_tools compares the tools that Open Interpreter is promised with
 what is there.")
set(CPACK_VERBATIM_VARIABLES ON)
set(CPACK_STRIP_FILES ON)
set(CPACK_PACKAGE_CHECKSUM SHA256)
set(CPACK_THREADS 0)
set(CPACK_GENERATOR DEB)
set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_CURRENT_LIST_DIR}/package_files.cmake)
# The tarball has bin, lib and share below one directory; everything else belongs below /usr.
file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/package_prefix.cmake @ONLY CONTENT
"if(NOT CPACK_GENERATOR STREQUAL \"TGZ\")
  set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
else()
  set(CPACK_PACKAGING_INSTALL_PREFIX /)
endif()
")
set(CPACK_PROJECT_CONFIG_FILE ${PROJECT_BINARY_DIR}/package_prefix.cmake)
string(TOLOWER ${CMAKE_SYSTEM_NAME}-${CMAKE_SYSTEM_PROCESSOR} CPACK_SYSTEM_NAME)

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# Loaded when they are needed, so that no dependency is generated for them; python3 reads the
# settings of a backend, and certificates are what TLS is judged by.
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "ca-certificates, libcurl4, libpq5, python3")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "jq, prometheus-node-exporter")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)

include(CPack)
