// Mails by SMTP: what notify/channel/kinds.cpp knows of this kind is read_email and email_sample.
#pragma once

#include "core/clock.hpp"
#include "notify/channel.hpp"
#include "notify/channel/email/read_email.hpp"

#include <memory>

namespace notify {

std::unique_ptr<Channel> make_email_channel(EmailSettings settings);

}  // namespace notify
