# Run by each build: cmake -DSOURCE=DIR -DHEADER=FILE -P commit.cmake
# Writes the commit that SOURCE is at into HEADER, which stays untouched while that is the same. A
# tree of its own is asked for, since sources may be unpacked below somebody else's checkout.
cmake_minimum_required(VERSION 3.25)
set(commit unknown)
find_program(GIT git)
if(GIT AND EXISTS ${SOURCE}/.git)
  execute_process(COMMAND ${GIT} -C ${SOURCE} rev-parse --short=12 HEAD
    OUTPUT_VARIABLE head RESULT_VARIABLE failed OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  # What is compiled; a changed test or page makes no other program.
  execute_process(COMMAND ${GIT} -C ${SOURCE} --no-optional-locks status --porcelain --
      CMakeLists.txt lib tools share/schemas share/probes share/layers.yaml share/services.yaml
    OUTPUT_VARIABLE changes RESULT_VARIABLE unsure ERROR_QUIET)
  if(NOT failed AND NOT unsure)
    set(commit ${head})
    if(changes)
      string(APPEND commit " and changes")
    endif()
  endif()
endif()
file(CONFIGURE OUTPUT ${HEADER} @ONLY CONTENT
"#pragma once
#include <string_view>
namespace aether {
inline constexpr std::string_view k_commit = \"@commit@\";
}
")
