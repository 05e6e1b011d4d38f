# Run by CPack on what was installed for a package. Debian's has its pages and its changelog
# compressed, and says under which terms it may be passed on.
if(NOT CPACK_GENERATOR STREQUAL "DEB")
  return()
endif()
file(GLOB_RECURSE pages ${CPACK_TEMPORARY_DIRECTORY}/*/share/man/*.[17])
set(doc ${CPACK_TEMPORARY_DIRECTORY}/usr/share/doc/aether-tools)
file(WRITE ${doc}/changelog
"aether-tools (${CPACK_PACKAGE_VERSION}) bookworm; urgency=medium

  * Version ${CPACK_PACKAGE_VERSION}: see README.md and the guides.

 -- ${CPACK_PACKAGE_CONTACT}  Mon, 30 Nov 2026 00:00:00 +0000
")
file(RENAME ${doc}/LICENSE ${doc}/copyright)
execute_process(COMMAND gzip --best --no-name --force ${pages} ${doc}/changelog COMMAND_ERROR_IS_FATAL ANY)
