// What a pull or load says line by line, and how it ended (ENGINE.md 6). Pure.
#pragma once

#include "core/clock.hpp"
#include "docker/decode.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace docker {

constexpr core::Milliseconds progress_told_every{2'000};

class PullProgress {
 public:
  void feed(const ProgressLine& line);
  // The last error wins, whatever came before; a stream that just ends has failed.
  bool succeeded() const { return finished_ && error_.empty(); }
  const std::string& error() const { return error_; }
  // "downloading 12MiB of 40MiB, 3 of 5 layers done"
  std::string text() const;
  // The text when there is something new to tell: engines write many lines a second.
  std::optional<std::string> news(core::MonoTime now);

 private:
  struct Layer {
    long long current = 0, total = 0;
    bool done = false;
  };
  std::map<std::string, Layer> layers_;
  std::string error_;
  bool finished_ = false;
  std::string told_;
  std::optional<core::MonoTime> told_at_;
};

}  // namespace docker
