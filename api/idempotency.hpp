// What a POST with an Idempotency-Key leaves behind, and the answer to its repetition. Pure.
#pragma once

#include "api/ports.hpp"
#include "api/problem.hpp"

#include <set>
#include <string>

namespace api {

constexpr std::size_t idempotency_key_bytes_max = 255;

// The key as it is stored: of the caller and the header, so that callers cannot meet.
Expected<std::string> remembered_key(const Request& request);
RememberedAnswer remembered(const Request& request, const Response& response, core::WallTime now);
// The same answer for the same request; 422 for another one under the same key.
Response replay(const RememberedAnswer& answer, const Request& request);

// Marks a key as being worked on, for as long as it lives.
class InFlight {
 public:
  InFlight(std::set<std::string>& keys, std::string key) : keys_(keys), key_(std::move(key)) {
    keys_.insert(key_);
  }
  ~InFlight() { keys_.erase(key_); }
  InFlight(const InFlight&) = delete;
  InFlight& operator=(const InFlight&) = delete;

 private:
  std::set<std::string>& keys_;
  std::string key_;
};

}  // namespace api
