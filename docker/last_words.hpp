// What a container printed last, where that tells that it can never run here: an "exec format
// error" (ENGINE.md 7, row 18). Judged by its end alone: a program for another architecture may
// well run, by an emulator of the host.
#pragma once

#include "docker/engine_client.hpp"
#include "docker/images.hpp"
#include "docker/version.hpp"
#include "model/observation.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace docker {

// The last line of a log is what runc, an init or a shell says of a program that the kernel does
// not know how to run. Pure.
bool ends_with_format_error(std::string_view log);

// What image and host are made for, and what to do. `image`: what is known of it, if anything.
// Pure.
std::string format_error_sentence(const std::string& reference,
                                  const std::optional<model::SeenImage>& image,
                                  const EngineVersion& host);

// Asks for what the sentences need. I/O thread only.
class LastWords {
 public:
  // Both must outlive it.
  LastWords(EngineClient& client, Images& images) : client_(client), images_(images) {}

  // nullopt: they tell nothing. Errors: unavailable (they cannot be had now).
  awaitable<core::Result<std::optional<model::Fault>>> of(model::Container ended);
  // A start that was refused for the same reason, in words that help; any other fault as it is.
  awaitable<model::Fault> explained(model::Fault refusal, model::ContainerId id);

 private:
  awaitable<core::Result<std::string>> newest_line(const model::Container& ended);
  awaitable<std::string> sentence_on(const model::Container& container);

  EngineClient& client_;
  Images& images_;
};

}  // namespace docker
