# Warnings as errors for our code, the sanitizers of the preset, and ccache where it is there.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
# Libraries, tests and programs alike, so that they can share one precompiled header.
add_compile_options(-fPIE)
add_link_options($<$<NOT:$<PLATFORM_ID:Darwin>>:-pie>)
set(CMAKE_CXX_FLAGS_DEBUG "-O0 -g1")
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -g1 -DNDEBUG")

set(EVENKEEL_SANITIZE "" CACHE STRING "Sanitizers, as in -fsanitize=")

add_library(evenkeel_warnings INTERFACE)
target_compile_options(evenkeel_warnings INTERFACE
  -Wall -Wextra -Werror -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wimplicit-fallthrough -Wcast-align
  -Wsuggest-override -Wno-missing-field-initializers)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC 12 reports these falsely inside the standard library and Boost.
  target_compile_options(evenkeel_warnings INTERFACE
    -Wno-maybe-uninitialized -Wno-restrict -Wno-stringop-overflow -Wno-stringop-overread -Wno-array-bounds -Wno-free-nonheap-object
    -Wno-dangling-pointer -Wno-mismatched-new-delete)
endif()

if(EVENKEEL_SANITIZE)
  add_compile_options(-fsanitize=${EVENKEEL_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  if(EVENKEEL_SANITIZE MATCHES "undefined")
    # What AddressSanitizer finds as well; checking it twice makes a build half as long again.
    add_compile_options(-fno-sanitize=null,alignment,vptr,object-size)
  endif()
  if(EVENKEEL_SANITIZE MATCHES "thread" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # Asio's fences, which ThreadSanitizer does not know (what they order is ordered by a mutex as well); and what it adds after a
    # call that never returns.
    target_compile_options(evenkeel_warnings INTERFACE -Wno-tsan -Wno-return-type)
  endif()
  add_link_options(-fsanitize=${EVENKEEL_SANITIZE})
endif()

find_program(CCACHE ccache)
if(CCACHE)
  # Relative to the checkout, so that a second one (a worktree, the continuous integration) finds what the first has compiled.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1
      CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE})
endif()
