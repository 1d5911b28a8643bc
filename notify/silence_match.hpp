// Whether a silence holds something back. Pure.
#pragma once

#include "core/clock.hpp"
#include "model/event.hpp"
#include "notify/silence.hpp"

#include <optional>
#include <string>
#include <vector>

namespace notify {

struct SilenceFacts {
  std::string type, deployment, service, key;
  model::Severity severity = model::Severity::warning;
};

bool matches(const SilenceMatch& match, const SilenceFacts& facts);
// When the last of the silences ends that hold it back now; nothing where none does.
std::optional<core::WallTime> silent_until(const std::vector<Silence>& silences,
                                           const SilenceFacts& facts, core::WallTime now);

}  // namespace notify
