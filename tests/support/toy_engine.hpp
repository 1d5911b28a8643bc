// An engine of a few rules, enough to carry plans out against: names are unique, a running
// container cannot be removed, a port and an address are of one that runs, a start needs its
// networks under their present ids and its namespace parent running, checks pass and jobs end when
// time passes.
#pragma once

#include "reconcile/plan.hpp"
#include "support/scene_builder.hpp"

#include <optional>
#include <random>
#include <string>

namespace support {

class ToyEngine {
 public:
  explicit ToyEngine(SceneBuilder& world) : world_(world) {}

  // Carries out what the plan says, in any order that `after` allows, at most `steps_max` steps
  // (then the agent "dies"). Returns the first refusal of the engine, "" where there was none.
  std::string carry_out(const model::Plan& plan, std::mt19937& random, std::size_t steps_max);
  // One step; "" or why the engine refuses.
  std::string apply(const model::Step& step);
  // Checks pass, jobs end with 0 and have their fact.
  void time_passes(core::Milliseconds by);
  void remove_network(const std::string& key);
  model::Container* find(const std::string& id);

 private:
  std::string create(const model::Step& step, const model::CreateContainer& action);
  std::string remove_network(const model::RemoveNetwork& action);
  std::string connect(const model::ConnectNetwork& action);
  std::string start(const model::Step& step, const model::StartContainer& action);
  std::string remove(const std::string& id);
  std::string rename(const model::Step& step, const model::RenameContainer& action);
  std::string attach(model::Container& container);
  std::string parent_problem(const model::Container& container);
  std::string taken_from(const model::Container& container);
  model::Container* made(const std::string& id, const std::string& service, int number);
  void make_network(const std::string& key);

  SceneBuilder& world_;
  int next_ = 1;
};

}  // namespace support
