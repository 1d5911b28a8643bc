// What is recorded of the deliveries themselves. `channel` is in the data of each that is about
// one, so that it is never sent through that channel.
#pragma once

#include "core/clock.hpp"
#include "model/event.hpp"
#include "notify/ports.hpp"

#include <cstdint>
#include <string>

namespace notify {

model::Event sent_event(const Delivery& delivery, core::WallTime now);
// It was not taken, while another one was.
model::Event aside_event(const Delivery& delivery, core::WallTime now);
// A channel begins to fail.
model::Event failing_event(const std::string& channel, const std::string& answer,
                           core::WallTime now);
// The other side will not take this one; `first`: it had taken the one before, so that a person
// should know.
model::Event refused_event(const Delivery& delivery, bool first, core::WallTime now);
// `why`: "they waited for 3d", after "… were not sent: ".
model::Event dropped_event(const std::string& channel, std::int64_t count, const std::string& why,
                           core::WallTime now);
// Events that the log did not keep until they were looked at.
model::Event skipped_event(std::int64_t count, core::WallTime now);
// Something else that is sent regularly begins to fail: "The heartbeat", "The health report".
model::Event round_failing_event(const std::string& subject, const std::string& why,
                                 core::WallTime now);

}  // namespace notify
