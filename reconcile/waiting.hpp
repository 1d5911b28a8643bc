// Keeps a waiter in a list for as long as it waits, also when it is cancelled.
#pragma once

#include "core/io/timing.hpp"

#include <set>

namespace reconcile {

class Waiting {
 public:
  Waiting(std::set<core::Wakeup*>& list, core::Wakeup& wakeup) : list_(list), wakeup_(wakeup) {
    list_.insert(&wakeup_);
  }
  ~Waiting() { list_.erase(&wakeup_); }
  Waiting(const Waiting&) = delete;
  Waiting& operator=(const Waiting&) = delete;

 private:
  std::set<core::Wakeup*>& list_;
  core::Wakeup& wakeup_;
};

}  // namespace reconcile
