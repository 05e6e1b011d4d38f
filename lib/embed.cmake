# aether_embed(TARGET NAMESPACE NAME=FILE...): compiles files of share/ into a target, so that no
# binary depends on where it is installed. Declares them in the generated header "embedded.h" as
# `extern const std::string_view NAME` in the given namespace.
function(aether_embed target namespace)
  set(directory ${CMAKE_CURRENT_BINARY_DIR}/embedded)
  set(declarations "")
  set(definitions "")
  foreach(pair IN LISTS ARGN)
    string(REGEX MATCH "^([^=]+)=(.+)$" _ ${pair})
    set(name ${CMAKE_MATCH_1})
    set(file ${PROJECT_SOURCE_DIR}/${CMAKE_MATCH_2})
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
    file(READ ${file} content)
    string(APPEND declarations "extern const std::string_view ${name};\n")
    string(APPEND definitions
      "const std::string_view ${name} = R\"__embedded__(${content})__embedded__\";\n")
  endforeach()
  file(CONFIGURE OUTPUT ${directory}/embedded.h @ONLY CONTENT
"#pragma once
#include <string_view>
namespace @namespace@ {
@declarations@} // namespace @namespace@
")
  file(CONFIGURE OUTPUT ${directory}/embedded.cpp @ONLY CONTENT
"#include \"embedded.h\"
namespace @namespace@ {
@definitions@} // namespace @namespace@
")
  target_sources(${target} PRIVATE ${directory}/embedded.cpp)
  target_include_directories(${target} PRIVATE ${directory})
endfunction()

# aether_embed_directory(TARGET NAMESPACE VARIABLE DIRECTORY PATTERN): all files of a directory that
# match, as pairs of name (without its suffix) and text, in the generated header "VARIABLE.h".
function(aether_embed_directory target namespace variable directory pattern)
  set(made ${CMAKE_CURRENT_BINARY_DIR}/embedded)
  file(GLOB files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${directory}/${pattern})
  set(pairs "")
  foreach(file IN LISTS files)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
    file(READ ${file} content)
    get_filename_component(name ${file} NAME_WE)
    string(APPEND pairs "    {\"${name}\", R\"__embedded__(${content})__embedded__\"},\n")
  endforeach()
  file(CONFIGURE OUTPUT ${made}/${variable}.h @ONLY CONTENT
"#pragma once
#include <string_view>
#include <utility>
#include <vector>
namespace @namespace@ {
extern const std::vector<std::pair<std::string_view, std::string_view>> @variable@;
} // namespace @namespace@
")
  file(CONFIGURE OUTPUT ${made}/${variable}.cpp @ONLY CONTENT
"#include \"@variable@.h\"
namespace @namespace@ {
const std::vector<std::pair<std::string_view, std::string_view>> @variable@ = {
@pairs@};
} // namespace @namespace@
")
  target_sources(${target} PRIVATE ${made}/${variable}.cpp)
  target_include_directories(${target} PRIVATE ${made})
endfunction()

# aether_embed_bytecode(TARGET DIRECTORY): the modules of a directory as lib/backend/probe_bytecode.h has
# them, compiled by the system's own python3; none where that is missing.
function(aether_embed_bytecode target directory)
  set(made ${CMAKE_CURRENT_BINARY_DIR}/embedded/probe_bytecode.cpp)
  find_program(AETHER_BUILD_PYTHON python3 PATHS /usr/bin NO_DEFAULT_PATH)
  if(AETHER_BUILD_PYTHON)
    file(GLOB files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${directory}/*.py)
    add_custom_command(OUTPUT ${made}
      COMMAND ${AETHER_BUILD_PYTHON} -I -B ${PROJECT_SOURCE_DIR}/lib/compile_probe.py
        ${PROJECT_SOURCE_DIR}/${directory} ${made}
      DEPENDS ${files} ${PROJECT_SOURCE_DIR}/lib/compile_probe.py VERBATIM)
  else()
    file(CONFIGURE OUTPUT ${made} @ONLY CONTENT
"#include \"backend/probe_bytecode.h\"
const std::string_view aether::backend::k_bytecode_magic;
const std::string_view aether::backend::k_probe_bytecode;
")
  endif()
  target_sources(${target} PRIVATE ${made})
  set_source_files_properties(${made} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON
    COMPILE_OPTIONS -Wno-overlength-strings)
endfunction()
