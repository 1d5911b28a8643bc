// A world in which anything may happen, in any order, while anything may last: drawn by a seed.
#pragma once

#include "fakes/world.hpp"

#include <array>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace fakes {

// A deployment with dependencies, a job, a shared network and two replicas, watched from its being
// well on.
class Trial : public World {
 public:
  static inline const std::array<std::string, 5> services{"db", "migrate", "app", "side", "web"};

  explicit Trial(unsigned seed);
  // One thing of many: a death, a client's or the owner's word, a hold, a refusal, something that
  // lasts from now on, or ends, time.
  void happens();
  // What lasts ends, holds end, and nothing more happens.
  void comes_to_rest();
  // The newest word on a service, where it is beyond doubt; else what the agent took for it counts.
  std::optional<model::IntentState> word_on(const std::string& service) const;
  bool is_up(const std::string& service) const;
  // What happened, and what came of it.
  std::string told() const;
  int below(int n) { return std::uniform_int_distribution<int>(0, n - 1)(random_); }

 private:
  bool chance(int percent) { return below(100) < percent; }
  void say(const std::string& what) { story_.push_back(what); }
  const std::string& any() { return services[static_cast<std::size_t>(below(5))]; }
  const model::Container* seen_of(const std::string& service) const;
  bool first_is_up(const std::string& service) const;
  void crashes();
  void client_acts();
  void owner_asks();
  void owner_applies();
  void hold_or_resume();
  void is_refused();
  void lasts();
  void ends();
  void engine_goes_and_comes();
  void time_passes();
  void settle_or_not();
  void mend_what_was_given_up();

  std::mt19937 random_;
  std::vector<std::string> story_;
  std::set<std::string> held_;  // at the turnstile
  std::map<std::string, model::IntentState> word_;
  std::map<std::string, core::MonoTime> client_stopped_;
  int engine_start_ = 1;
};

}  // namespace fakes
