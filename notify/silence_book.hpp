// The silences that count, in memory as in the store: a change is visible once it is durable. I/O
// thread only.
#pragma once

#include "core/clock.hpp"
#include "notify/ports.hpp"

#include <functional>
#include <vector>

namespace notify {

class SilenceBook final : public Silences {
 public:
  static constexpr std::size_t silences_max = 500;  // that are not over
  static constexpr core::Milliseconds listed_after_end = std::chrono::hours(24 * 7);

  // `on_change` after each; the others must outlive it.
  SilenceBook(PipelineStore& store, const core::Clock& clock,
              std::function<void(const std::vector<Silence>&)> on_change);

  // What the store knows; until then every change is refused.
  void restore(std::vector<Silence> silences);

  std::vector<Silence> silences() const override;
  awaitable<core::Result<Silence>> silence(Silence silence) override;
  awaitable<core::Result<Silence>> expire(std::int64_t id, std::string by) override;

 private:
  awaitable<core::Result<Silence>> put(Silence silence);

  PipelineStore& store_;
  const core::Clock& clock_;
  std::function<void(const std::vector<Silence>&)> on_change_;
  bool restored_ = false;
  std::vector<Silence> silences_;  // ascending by id
};

}  // namespace notify
