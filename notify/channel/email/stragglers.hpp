// Recipients that a server wants to be asked for again later, while others have the mail already:
// greylisting, a full mailbox. They are waited for a while, so that nobody gets a mail twice nor
// misses it; one that is not taken by then is given up for this mail, and not waited for again
// until it takes one. Pure; of one channel, in memory: after a restart a mail may come twice, with
// the same Message-ID.
#pragma once

#include "core/clock.hpp"
#include "core/io/curl_mail_client.hpp"

#include <set>
#include <string>
#include <vector>

namespace notify {

class Stragglers {
 public:
  // Servers that greylist usually want five minutes.
  static constexpr core::Milliseconds patience{10 * 60 * 1000};

  // Those of `all` that have not got this mail yet.
  std::vector<std::string> left_of(const std::string& id,
                                   const std::vector<std::string>& all) const;

  struct Next {
    bool again = false;                               // some should be tried later
    std::vector<core::MailAnswer::Refusal> given_up;  // in the order of the recipients
  };
  // After `tried` were tried: who has it now, and whether it is worth to come back.
  Next take(const std::string& id, const std::vector<std::string>& tried,
            const core::MailAnswer& answer, core::MonoTime now);

 private:
  bool is_waited_for(const core::MailAnswer::Refusal& refusal, core::MonoTime now) const;

  std::string id_;        // the mail that some have already
  core::MonoTime since_;  // they do
  std::set<std::string> have_it_;
  std::vector<core::MailAnswer::Refusal> refused_;  // for good
  std::set<std::string> slow_;                      // outlasted the patience
};

}  // namespace notify
