# Included by an installation that carries its libraries: copies `libraries` and all that they need, but
# for the C library's own, which belongs to the kernel and the name service of the machine, into
# `destination`, under the names by which they are looked for; Debian's word on their terms into `terms`.
set(names "")
foreach(library IN LISTS libraries)
  file(REAL_PATH ${library} real)
  list(APPEND names ${real})
endforeach()
file(GET_RUNTIME_DEPENDENCIES LIBRARIES ${names} RESOLVED_DEPENDENCIES_VAR needed UNRESOLVED_DEPENDENCIES_VAR missing
  PRE_EXCLUDE_REGEXES "^lib(c|m|dl|rt|pthread|resolv|util|anl)[.]so" "^ld-linux")
if(missing)
  message(FATAL_ERROR "needed, and not found: ${missing}")
endif()
foreach(file IN LISTS names needed)
  execute_process(COMMAND objdump -p ${file} OUTPUT_VARIABLE headers COMMAND_ERROR_IS_FATAL ANY)
  string(REGEX MATCH "SONAME +([^\n]+)" _ "${headers}")
  set(name ${CMAKE_MATCH_1})
  file(REAL_PATH ${file} real)
  file(INSTALL ${real} DESTINATION ${destination} RENAME ${name}
    PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
  # dpkg knows a file by the name that its package has for it, with or without /usr
  string(REGEX REPLACE "^/usr/" "/" short ${real})
  foreach(path IN ITEMS ${real} ${short})
    execute_process(COMMAND dpkg-query -S ${path} OUTPUT_VARIABLE owner RESULT_VARIABLE unknown ERROR_QUIET)
    if(NOT unknown)
      string(REGEX REPLACE ":.*" "" owner "${owner}")
      file(INSTALL /usr/share/doc/${owner}/copyright DESTINATION ${terms} RENAME ${owner})
      break()
    endif()
  endforeach()
  if(unknown)
    message(FATAL_ERROR "no package has ${real}: its terms are not known")
  endif()
endforeach()
