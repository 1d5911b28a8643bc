// Which files of a container's control group are read, and what each tells. A table.
#pragma once

#include "monitor/cgroup_place.hpp"
#include "monitor/parse_container.hpp"

#include <optional>
#include <span>
#include <string>

namespace monitor {

// `first`: the CPU's, read at every look and before the others: while it stands still nothing runs
// in the container. `always`: at every look but of a container that rests. `seldom`: what hardly
// changes, every k-th time only. `moved`: what is slow to read and says which part of the memory in
// use can be taken back: as `seldom`, and whenever the memory in use is another one.
enum class Pace : std::uint8_t { first, always, moved, seldom };

struct CounterFile {
  Controller controller;
  const char* name;
  const char* otherwise;  // where older kernels have it; null: nowhere
  Pace pace;
  ParseContainerFile parse;
};

std::span<const CounterFile> counter_files_v1();  // in the folder of its controller
// In the one folder of version 2, where no controller of version 1 has it.
std::span<const CounterFile> counter_files_v2();

}  // namespace monitor
