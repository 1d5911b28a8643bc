// What a pull or load says line by line, and how it ended (ENGINE.md 6). Pure.
#pragma once

#include "docker/decode.hpp"

#include <map>
#include <string>
#include <string_view>

namespace docker {

class PullProgress {
 public:
  void feed(const ProgressLine& line);
  // The last error wins, whatever came before; a stream that just ends has failed.
  bool succeeded() const { return finished_ && error_.empty(); }
  const std::string& error() const { return error_; }
  // "downloading 12MiB of 40MiB, 3 of 5 layers done"
  std::string text() const;

 private:
  struct Layer {
    long long current = 0, total = 0;
    bool done = false;
  };
  std::map<std::string, Layer> layers_;
  std::string error_;
  bool finished_ = false;
};

}  // namespace docker
