// Answers to POSTs with an Idempotency-Key, kept in state.db. I/O thread only.
#pragma once

#include "api/ports.hpp"
#include "store/writer.hpp"

namespace store {

class Answers final : public api::Idempotency {
 public:
  explicit Answers(Writer& writer) : writer_(writer) {}
  api::awaitable<core::Result<std::optional<api::RememberedAnswer>>> get(std::string key) override;
  api::awaitable<core::Status> put(std::string key, api::RememberedAnswer answer) override;

 private:
  Writer& writer_;
};

}  // namespace store
