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

  // `subject` is a container id, or the container's name for a create (its id is not known yet).
  void begin(const std::string& key, std::string_view verb, const std::string& subject);
  void end(const std::string& key, core::MonoTime now);
  // A call that an earlier life of the agent had begun: its events may be in the replay, and,
  // where that life had no answer any more, may still come.
  void recall(const std::string& key, std::string_view verb, const std::string& subject,
              bool answered);

  // True where the event belongs to a call of ours. `replayed`: it happened before we connected.
  bool claims(std::string_view action, const model::ContainerId& id, const std::string& name,
              core::MonoTime now, bool replayed);
  // A call of ours on this container is under way.
  bool in_flight(const model::ContainerId& id) const;
  // An earlier life had begun a call on this container.
  bool recalled(const model::ContainerId& id) const;
  // All that this call causes has been on the stream, or would have been by now.
  bool is_over(const std::string& key, core::MonoTime now) const;
  void forget_recalled();

 private:
  struct Call {
    bool expects(std::string_view action) const;
    void note_claimed(std::string_view action);
    void expect_only(std::string_view one, std::string_view other);

    std::string subject;
    std::vector<std::string> expected;  // actions that this call causes
    bool recalled = false;
    bool ended = false;  // answered
    core::MonoTime ended_at{};
    bool died = false;  // its `die` was claimed
  };
  std::map<std::string, Call> calls_;
};

}  // namespace reconcile
