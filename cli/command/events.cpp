#include "cli/command/define.hpp"
#include "cli/document.hpp"
#include "cli/event_view.hpp"
#include "cli/requests.hpp"
#include "cli/sse.hpp"
#include "cli/subject.hpp"
#include "cli/surface.hpp"
#include "cli/view_decode.hpp"
#include "core/yaml_value.hpp"
#include "model/event_types.hpp"

#include <limits>
#include <memory>
#include <optional>
#include <ostream>
#include <utility>

namespace cli {
namespace {

// The agent says something every 15 s; where it does not, the connection is dead though nobody
// closed it.
constexpr core::Milliseconds silence_max{45'000}, reconnect_pause{2'000};

struct Asked {
  bool follow = false;
  std::optional<long long> after;
  std::string type;
  std::optional<std::string> deployment;
};

using Query = std::vector<std::pair<std::string, std::string>>;

Query filter_of(const Asked& asked) {
  Query query;
  if (!asked.type.empty()) query.emplace_back("type", asked.type);
  if (asked.deployment) query.emplace_back("deployment", *asked.deployment);
  return query;
}

void print_lines(Session& session, const std::vector<std::string>& items) {
  for (const auto& item : items)
    session.world.out << event_line(decode_event(item), surface_of(session.world));
}

// Without --after the newest page; with it, everything since.
Expected<std::vector<std::string>> read_list(Session& session, const Asked& asked) {
  auto query = filter_of(asked);
  if (asked.after) {
    query.emplace_back("after", std::to_string(*asked.after));
    return get_all(session.client, "/v1/events", std::move(query));
  }
  query.emplace_back("newest", "true");
  const auto body = get(session.client, "/v1/events", std::move(query));
  if (!body) return body.error();
  return decode_page(*body).items;
}

Outcome list(Session& session, const Asked& asked) {
  const auto items = read_list(session, asked);
  if (!items) return items.error();
  if (session.format == Format::table)
    print_lines(session, *items);
  else
    print_document(session, items_json(*items));
  return ExitCode::done;
}

void print_message(Session& session, const SseMessage& message) {
  if (message.type == "stream.gap") {
    session.world.err << gap_line(message.data);
  } else if (session.format != Format::table) {
    print_streamed(session, message.data);
  } else {
    print_lines(session, {message.data});
    session.world.out.flush();
  }
}

struct Heard {
  bool ever = false, since_connect = false;
  core::MonoTime last;
};

Call stream_call(Session& session, const Asked& asked, SseReader& reader, Heard& heard) {
  Call call;
  call.path = "/v1/events/stream";
  call.query = filter_of(asked);
  call.timeout = core::Milliseconds{0};
  if (!reader.last_id().empty())
    call.headers.emplace_back("Last-Event-ID", reader.last_id());
  else if (asked.after)
    call.query.emplace_back("after", std::to_string(*asked.after));
  heard.since_connect = false;
  heard.last = session.world.now().mono;
  call.on_chunk = [&](std::string_view piece) {
    heard = {true, true, session.world.now().mono};
    reader.read(piece);
    return session.world.out.good();
  };
  call.on_idle = [&] { return session.world.now().mono - heard.last < silence_max; };
  return call;
}

// What comes from now on begins after the newest event: a stream that is lost before its first
// event can be resumed too.
Expected<Asked> with_start(Session& session, Asked asked) {
  if (asked.after) return asked;
  const auto body = get(session.client, "/v1/events", {{"newest", "true"}, {"limit", "1"}});
  if (!body) return body.error();
  const auto items = decode_page(*body).items;
  asked.after = items.empty() ? 0 : decode_event(items.back()).id;
  return asked;
}

// Ends by a signal, with a reader that is gone, or where the agent refuses; a lost stream is
// resumed where it ended.
Outcome follow(Session& session, const Asked& wanted) {
  const auto asked = with_start(session, wanted);
  if (!asked) return asked.error();
  SseReader reader([&](const SseMessage& message) { print_message(session, message); });
  Heard heard;
  for (bool told = false;;) {
    const auto reply = session.client.call(stream_call(session, *asked, reader, heard));
    if (!session.world.out.good()) return ExitCode::done;
    const bool refused = !reply && reply.error().code != ExitCode::unreachable;
    if (refused || !heard.ever)
      return reply ? Outcome(failed("the stream of events ended at once")) : reply.error();
    if (heard.since_connect) told = false;
    if (!std::exchange(told, true))
      session.world.err << "evenkeel: the stream of events ended; connecting again\n";
    reader.restart();
    session.world.pause(reconnect_pause);
  }
}

Outcome show_events(Session& session, const Asked& asked) {
  if (asked.deployment) {
    const auto named = parse_deployment(*asked.deployment);
    if (!named) return named.error();
  }
  // Another version of the agent may know more of them: that is no mistake, but worth a word.
  if (!asked.type.empty() && !model::matches_event_type(asked.type))
    session.world.err << "evenkeel: no type of an event matches " << printable(asked.type)
                      << core::did_you_mean(asked.type, model::event_type_patterns()) << "\n";
  return asked.follow ? follow(session, asked) : list(session, asked);
}

}  // namespace

Action define_events(Options& options) {
  const auto asked = std::make_shared<Asked>();
  options.flag("-f,--follow", asked->follow, "Go on with what comes, until Ctrl-C");
  options.number(
      "--after", asked->after, 0, std::numeric_limits<long long>::max(),
      "Everything after the event of this number (default: the newest 100; with -f what comes)");
  options.text("--type", asked->type, "Only these types: 'service.*'");
  options.text("--deployment", asked->deployment, "Only of this deployment");
  return [asked](Session& session) { return show_events(session, *asked); };
}

}  // namespace cli
