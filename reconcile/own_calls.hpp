// Which engine events are echoes of our own calls. The stream does not name the client, so a call
// is registered before it is sent and each event it must cause is claimed once. I/O thread only.
#pragma once

#include "core/clock.hpp"
#include "model/ids.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace reconcile {

// Verbs are those of model::verb_of: create start stop restart remove rename connect_network.
class OwnCalls {
 public:
  // An event may come this much later than the reply of its call.
  static constexpr core::Milliseconds echo_limit{5000};
  // An engine that hung does what it was asked for once it goes on, and nobody may be waiting any
  // more. While it hangs no other client ends anything either, so waiting for long costs little; as
  // long as for a create that was lost (facts.cpp).
  static constexpr core::Milliseconds lost_limit{15 * 60'000};

  // `subject` is a container id, or the container's name for a create (its id is not known yet).
  void begin(const std::string& key, std::string_view verb, const std::string& subject);
  void end(const std::string& key, core::MonoTime now);
  // It was sent, and no answer came. What ends a container may do so yet: its events are ours until
  // they have come, the container started anew, or `lost_limit` is over. All other calls have
  // ended.
  void lose(const std::string& key, core::MonoTime now);
  // A look shows that what it ended runs again. Says nothing of calls that are not lost.
  void overtake(const std::string& key, core::MonoTime now);
  // A call that an earlier life of the agent had begun: its events may be in the replay, and,
  // where that life had no answer any more, may still come.
  void recall(const std::string& key, std::string_view verb, const std::string& subject,
              bool answered);

  // True where the event belongs to a call of ours. `replayed`: it happened before we connected.
  bool claims(std::string_view action, const model::ContainerId& id, const std::string& name,
              core::MonoTime now, bool replayed);
  // A call of ours on this container is under way.
  bool in_flight(const model::ContainerId& id) const;
  // A restart of ours is under way on this container, and its start has not been told.
  bool will_start(const model::ContainerId& id) const;
  // An earlier life had begun a call on this container, or one was lost: nobody knows what it did.
  bool may_have_acted_on(const model::ContainerId& id) const;
  // All that this call causes has been on the stream, or would have been by now.
  bool is_over(const std::string& key, core::MonoTime now) const;
  // All has been looked at since: of calls of an earlier life, and of those that were lost by then,
  // nothing more is to come.
  void forget_begun_before(core::MonoTime returned_at);

 private:
  struct Call {
    bool expects(std::string_view action) const;
    void note_claimed(std::string_view action);
    void expect_only(std::string_view one, std::string_view other);
    bool may_end_something() const;
    bool is_past(core::MonoTime now) const;

    std::string subject;
    std::vector<std::string> expected;  // actions that this call causes
    bool recalled = false;
    bool ended = false;  // answered, or lost
    core::MonoTime ended_at{};
    bool died = false;  // its `die` was claimed
    bool lost = false;
  };
  std::map<std::string, Call> calls_;
};

}  // namespace reconcile
