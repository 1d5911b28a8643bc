// Where events enter: who knows more of them adds it, heal's watch is asked, then they are handed
// on. I/O thread only.
#pragma once

#include "heal/watch.hpp"
#include "monitor/ports.hpp"
#include "notify/ports.hpp"
#include "reconcile/ports.hpp"

#include <functional>
#include <utility>

namespace agent {

class IncidentSink final : public reconcile::EventSink,
                           public monitor::EventSink,
                           public notify::EventSink {
 public:
  // `next` must outlive it.
  explicit IncidentSink(reconcile::EventSink& next) : next_(next) {}

  // Until then events are handed on as they are. It must outlive this, or be taken back by nullptr.
  void set_watch(heal::Watch* watch) { watch_ = watch; }
  // Likewise: until then nothing is added.
  using Add = std::function<void(model::Event& event)>;
  void set_add(Add add) { add_ = std::move(add); }
  // Of the watch: what it hands on is not asked about again.
  heal::EventSink& next() { return next_; }

  void record(model::Event event) override;

 private:
  class Next final : public heal::EventSink {
   public:
    explicit Next(reconcile::EventSink& sink) : sink_(sink) {}
    void record(model::Event event) override;

   private:
    reconcile::EventSink& sink_;
  };

  Next next_;
  heal::Watch* watch_ = nullptr;
  Add add_;
};

}  // namespace agent
