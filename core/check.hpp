// CHECK ends the process when the program itself is wrong; on in release too. systemd starts the
// agent again, and nothing about the containers changes by its death.
#pragma once

namespace core {
[[noreturn]] void check_failed(const char* condition, const char* file, int line);
}

#define CHECK(condition)                                                    \
  do {                                                                      \
    if (!(condition)) ::core::check_failed(#condition, __FILE__, __LINE__); \
  } while (false)
