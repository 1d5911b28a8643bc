# evenkeel_folder(NAME SOURCES_UNDER DIR [EXCEPT PATH...] [ASIO] LINKS ...)
# A folder is one static library. Sources are found by glob, so that a new part is a new file and no line here.
function(evenkeel_folder NAME)
  cmake_parse_arguments(ARG "ASIO" "SOURCES_UNDER" "EXCEPT;LINKS" ${ARGN})
  file(GLOB_RECURSE SOURCES CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/${ARG_SOURCES_UNDER}/*.cpp")
  foreach(PATH IN LISTS ARG_EXCEPT)
    list(FILTER SOURCES EXCLUDE REGEX "^${CMAKE_SOURCE_DIR}/${PATH}")
  endforeach()
  if(APPLE)
    list(FILTER SOURCES EXCLUDE REGEX "_linux\\.cpp$")
  else()
    list(FILTER SOURCES EXCLUDE REGEX "_macos\\.cpp$")
  endif()
  if(NOT SOURCES)
    set(SOURCES "${CMAKE_SOURCE_DIR}/cmake/empty.cpp")
  endif()
  add_library(${NAME} STATIC ${SOURCES})
  target_include_directories(${NAME} PUBLIC "${CMAKE_SOURCE_DIR}")
  target_link_libraries(${NAME} PUBLIC ${ARG_LINKS} PRIVATE evenkeel_warnings)
  if(ARG_ASIO)
    target_link_libraries(${NAME} PUBLIC evenkeel_asio)
    evenkeel_precompile(${NAME})
  endif()
  evenkeel_unite(${NAME})
endfunction()

# Several files a compiler run: most of a run is the code that headers generate, which is then generated once for all of them.
# -DEVENKEEL_UNITE=OFF compiles each file by itself, which is faster while one file is worked on.
option(EVENKEEL_UNITE "Compile several files of a folder together" ON)
# Files whose local names another file of their folder uses for something else.
set(EVENKEEL_ALONE
  agent/command.cpp api/routes/holds.cpp api/routes/put.cpp api/routes/verbs.cpp api/session_stream.cpp compose/check_values.cpp compose/defaults.cpp
  compose/encode_lists.cpp compose/encode_value.cpp compose/merge.cpp compose/paths.cpp
  compose/short_port.cpp compose/transform.cpp store/intent_table.cpp
  cli/problem_decode.cpp cli/progress.cpp cli/requests_encode.cpp cli/run.cpp cli/ssh_tunnel.cpp cli/top/header.cpp)
# Each command calls what it was asked for `Asked`.
file(GLOB COMMANDS CONFIGURE_DEPENDS RELATIVE "${CMAKE_SOURCE_DIR}" "${CMAKE_SOURCE_DIR}/cli/command/*.cpp")
list(APPEND EVENKEEL_ALONE ${COMMANDS})

# What is local to one file is no mistake beside another. Linked after evenkeel_warnings, which it takes back in part.
add_library(evenkeel_united INTERFACE)
target_compile_options(evenkeel_united INTERFACE -Wno-shadow -Wno-subobject-linkage)

function(evenkeel_unite NAME)
  if(NOT EVENKEEL_UNITE)
    return()
  endif()
  set_target_properties(${NAME} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 8)
  target_link_libraries(${NAME} PRIVATE evenkeel_united)
  foreach(PATH IN LISTS EVENKEEL_ALONE)
    set_source_files_properties("${CMAKE_SOURCE_DIR}/${PATH}" PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  endforeach()
endfunction()

# One precompiled header, built once and shared by every target that waits.
function(evenkeel_precompile NAME)
  if(NOT TARGET evenkeel_pch)
    add_library(evenkeel_pch STATIC "${CMAKE_SOURCE_DIR}/cmake/empty.cpp")
    target_link_libraries(evenkeel_pch PUBLIC evenkeel_asio PRIVATE evenkeel_warnings)
    target_precompile_headers(evenkeel_pch PRIVATE "${CMAKE_SOURCE_DIR}/cmake/asio_pch.hpp")
  endif()
  target_precompile_headers(${NAME} REUSE_FROM evenkeel_pch)
endfunction()
