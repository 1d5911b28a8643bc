// Worlds of any kind for property tests: services that need each other, containers of this and of
// an earlier generation, interrupted replacements. The same dice, the same world.
#pragma once

#include "support/toy_engine.hpp"

#include <random>
#include <string>

namespace support {

class Dice {
 public:
  explicit Dice(unsigned seed) : random(seed) {}
  bool chance(int percent) { return below(100) < percent; }
  int below(int n) { return std::uniform_int_distribution<int>(0, n - 1)(random); }
  std::mt19937 random;
};

// Of the service of this index: an earlier one needs no later one.
inline std::string name(int i) { return "s" + std::to_string(i); }

SceneBuilder random_world(Dice& dice);
// Containers die, are removed, lose their network; the agent forgets.
void disturb(SceneBuilder& world, ToyEngine& engine, Dice& dice);

}  // namespace support
