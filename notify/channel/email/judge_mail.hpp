// What an answer of a mail server means for a message. Pure.
#pragma once

#include "core/io/curl_mail_client.hpp"
#include "notify/channel.hpp"
#include "notify/channel/email/stragglers.hpp"

namespace notify {

// Taken for all that are left → delivered, and whoever was refused is named. 4xx, a connection that
// breaks, and what a person mends while the message is kept (certificate, login, a sender that is
// not allowed) → retry. Any other 5xx → refused.
Answer judge_mail(const core::MailAnswer& answer, const Stragglers::Next& next);

}  // namespace notify
