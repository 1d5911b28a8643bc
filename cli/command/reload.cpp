#include "cli/command/define.hpp"
#include "cli/document.hpp"
#include "cli/requests.hpp"
#include "cli/table.hpp"
#include "cli/view_decode.hpp"

namespace cli {
namespace {

// An event is on record a moment after what it tells of.
constexpr int looks_max = 20;
constexpr core::Milliseconds look_pause{50};

// What the first `config.reloaded` after this event says; "" where it cannot be found out.
std::string told_after(Session& session, long long id) {
  for (int look = 0; look < looks_max; ++look) {
    const auto body =
        get(session.client, "/v1/events",
            {{"after", std::to_string(id)}, {"type", "config.reloaded"}, {"limit", "1"}});
    if (!body) return "";
    const auto items = decode_page(*body).items;
    if (!items.empty()) return decode_event(items.front()).message;
    session.world.pause(look_pause);
  }
  return "";
}

std::optional<long long> newest_event(Session& session) {
  const auto body = get(session.client, "/v1/events", {{"newest", "true"}, {"limit", "1"}});
  if (!body) return std::nullopt;
  const auto items = decode_page(*body).items;
  return items.empty() ? 0 : decode_event(items.back()).id;
}

Outcome reload(Session& session) {
  const auto before = newest_event(session);
  Call call;
  call.method = "POST";
  call.path = "/v1/reload";
  const auto reply = session.client.call(call);
  if (!reply) return reply.error();
  // Such as which keys need a restart of the agent.
  const auto told = before ? told_after(session, *before) : std::string();
  print_done(session, reply->body,
             told.empty() ? "The configuration was read again."
                          : "The configuration was " + printable(told) + ".");
  return ExitCode::done;
}

}  // namespace

Action define_reload(Options&) { return reload; }

}  // namespace cli
