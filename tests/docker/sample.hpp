// Recorded answers of real engines, under tests/data/docker: <what>_<engine version>.<json|jsonl>.
#pragma once

#include "support/catch.hpp"

#include <fstream>
#include <iterator>
#include <string>

inline std::string sample(const std::string& name) {
  std::ifstream file(std::string(EVENKEEL_TEST_DATA) + "/docker/" + name, std::ios::binary);
  INFO("sample " << name);
  REQUIRE(file.is_open());
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}
