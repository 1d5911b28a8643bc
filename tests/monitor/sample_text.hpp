// Texts of the kernel under tests/data/cgroup (see the README there).
#pragma once

#include "support/catch.hpp"

#include <fstream>
#include <iterator>
#include <string>

inline std::string sample_text(const std::string& name) {
  std::ifstream file(EVENKEEL_TEST_DATA "/cgroup/" + name, std::ios::binary);
  INFO("sample " << name);
  REQUIRE(file.is_open());
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}
