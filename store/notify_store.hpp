// What notify keeps in state.db: the pipeline's memory, and the outbox. I/O thread only.
#pragma once

#include "notify/ports.hpp"
#include "store/writer.hpp"

namespace store {

class NotifyStore final : public notify::PipelineStore, public notify::Outbox {
 public:
  explicit NotifyStore(Writer& writer) : writer_(writer) {}

  notify::awaitable<core::Result<notify::Remembered>> load_pipeline() override;
  notify::awaitable<core::Status> commit_step(notify::Step step) override;
  notify::awaitable<core::Result<notify::Silence>> put_silence(notify::Silence silence) override;

  notify::awaitable<core::Result<std::vector<notify::Delivery>>> deliveries(
      notify::DeliveryQuery query) override;
  notify::awaitable<core::Status> put_delivery(notify::Delivery delivery) override;
  notify::awaitable<core::Result<notify::Delivery>> merge(std::vector<std::int64_t> parts,
                                                          notify::Outgoing digest,
                                                          core::WallTime now) override;
  notify::awaitable<core::Result<std::vector<notify::Delivery>>> trim(int keep_max,
                                                                      std::string answer,
                                                                      core::WallTime now) override;
  notify::awaitable<
      core::Result<std::map<std::pair<std::string, notify::DeliveryState>, std::int64_t>>>
  count() override;

 private:
  Writer& writer_;
};

}  // namespace store
