# Everything comes from the distribution. A missing package stops the configuration with the name of what to install.

macro(evenkeel_find PACKAGE DEBIAN)
  find_package(${PACKAGE} ${ARGN} QUIET)
  if(NOT ${PACKAGE}_FOUND)
    message(FATAL_ERROR "evenkeel needs ${PACKAGE} ${ARGN}. On Debian: apt-get install ${DEBIAN}  (or run ./dev build)")
  endif()
endmacro()

evenkeel_find(Threads "g++")
evenkeel_find(Boost "libboost1.81-dev libboost-url1.81-dev" 1.81 COMPONENTS url)
evenkeel_find(nlohmann_json "nlohmann-json3-dev")
evenkeel_find(yaml-cpp "libyaml-cpp-dev")
evenkeel_find(spdlog "libspdlog-dev")
evenkeel_find(CURL "libcurl4-openssl-dev")
evenkeel_find(SQLite3 "libsqlite3-dev")
evenkeel_find(OpenSSL "libssl-dev")
evenkeel_find(CLI11 "libcli11-dev")
evenkeel_find(PkgConfig "pkg-config")
# Debian 12's package has no file for CMake.
pkg_check_modules(re2 QUIET IMPORTED_TARGET re2)
if(NOT re2_FOUND)
  message(FATAL_ERROR "evenkeel needs re2. On Debian: apt-get install libre2-dev  (or run ./dev build)")
endif()
# Its -pthread is the linker's alone here: a precompiled header that was made without it would be refused.
set_target_properties(PkgConfig::re2 PROPERTIES INTERFACE_COMPILE_OPTIONS "")

# One translation unit holds Asio and Beast; every other one is spared the code generation.
add_library(evenkeel_asio STATIC cmake/asio_implementation.cpp)
target_compile_definitions(evenkeel_asio PUBLIC
  BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED)
target_link_libraries(evenkeel_asio PUBLIC Boost::headers Boost::url Threads::Threads OpenSSL::SSL OpenSSL::Crypto)
