// What notify keeps where there is no database: in memory only, so that somebody is told of the
// rescue itself and of what happens meanwhile. I/O thread only.
#pragma once

#include "notify/ports.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace store {

class MemoryNotify final : public notify::PipelineStore, public notify::Outbox {
 public:
  static constexpr std::size_t ended_max = 500;  // the oldest go
  using Deliveries = std::vector<notify::Delivery>;
  using Numbers = std::map<std::pair<std::string, notify::DeliveryState>, std::int64_t>;
  template <class T> using awaitable = notify::awaitable<T>;

  // Nothing is remembered of before; every event of this life is to be read.
  awaitable<core::Result<notify::Remembered>> load_pipeline() override;
  awaitable<core::Status> commit_step(notify::Step step) override;
  awaitable<core::Result<notify::Silence>> put_silence(notify::Silence silence) override;

  awaitable<core::Result<Deliveries>> deliveries(notify::DeliveryQuery query) override;
  awaitable<core::Status> put_delivery(notify::Delivery delivery) override;
  awaitable<core::Result<notify::Delivery>> merge(std::vector<std::int64_t> parts,
                                                  notify::Outgoing digest,
                                                  core::WallTime now) override;
  awaitable<core::Result<Deliveries>> trim(int keep_max, std::string answer,
                                           core::WallTime now) override;
  awaitable<core::Result<Numbers>> count() override;

 private:
  const notify::Delivery& add(notify::Outgoing outgoing, core::WallTime now);
  void forget_ended();

  std::map<std::int64_t, notify::Delivery> outbox_;
  std::int64_t newest_ = 0, newest_silence_ = 0;
};

}  // namespace store
