// The event log as notify reads it: from where it last was, without a hole. I/O thread only.
#pragma once

#include "api/ports.hpp"
#include "notify/ports.hpp"

#include <memory>

namespace agent {

class Journal final : public notify::Journal {
 public:
  // `log` must outlive it.
  explicit Journal(api::Events& log) : log_(log) {}

  boost::asio::awaitable<core::Result<Events>> after(model::EventId id, int limit,
                                                     core::Milliseconds wait) override;
  boost::asio::awaitable<core::Result<model::EventId>> newest() override;

 private:
  api::Events& log_;
  std::unique_ptr<api::Subscription> reader_;
  model::EventId read_ = 0;  // everything up to it was handed out
};

}  // namespace agent
