#include "cli/command/define.hpp"
#include "cli/document.hpp"
#include "cli/notify_view.hpp"
#include "cli/requests.hpp"
#include "cli/subject.hpp"
#include "cli/surface.hpp"
#include "cli/view_decode.hpp"
#include "core/text.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <ostream>

namespace cli {
namespace {

struct Asked {
  std::optional<std::string> verb, number, channel;
  std::string state;
};

// One that was removed may have some all the same: asked where nothing was found.
Expected<void> check_channel(Session& session, const std::string& name) {
  const auto items = get_all(session.client, "/v1/channels");
  if (!items) return {};
  std::vector<std::string> names;
  for (const auto& item : *items) names.push_back(decode_channel(item).name);
  if (std::find(names.begin(), names.end(), name) != names.end()) return {};
  const auto near = core::nearest(name, names);
  return failed("There is no channel " + printable(name) + "." +
                (near.empty() ? "" : " Did you mean " + near + "?"));
}

// The newest page: who wants more asks the API.
Outcome list_notifications(const Asked& asked, Session& session) {
  std::vector<std::pair<std::string, std::string>> query;
  if (!asked.state.empty()) query.emplace_back("state", asked.state);
  if (asked.channel) query.emplace_back("channel", *asked.channel);
  query.emplace_back("newest", "true");
  const auto body = get(session.client, "/v1/notifications", std::move(query));
  if (!body) return body.error();
  if (asked.channel && decode_page(*body).items.empty()) {
    const auto known = check_channel(session, *asked.channel);
    if (!known) return known.error();
  }
  if (session.format != Format::table) {
    print_document(session, *body);
    return ExitCode::done;
  }
  std::vector<NotificationText> notifications;
  for (const auto& item : decode_page(*body).items)
    notifications.push_back(decode_notification(item));
  session.world.out << notifications_text(notifications, surface_of(session.world));
  return ExitCode::done;
}

Outcome retry(const Asked& asked, Session& session) {
  if (!asked.state.empty() || asked.channel)
    return wrong_usage("--state and --channel are for the list, `retry` is for one notification");
  if (!asked.number)
    return wrong_usage("say which one to try again: `evenkeel notifications` lists them");
  const auto number = parse_number(*asked.number, "a notification");
  if (!number) return number.error();
  Call call;
  call.method = "POST";
  call.path = "/v1/notifications/" + *number + "/retry";
  const auto reply = session.client.call(call);
  if (!reply) return reply.error();
  if (session.format == Format::table)
    session.world.out << "notification " << *number << ": tried again now by "
                      << printable(decode_notification(reply->body).channel)
                      << "; `evenkeel notifications` shows what comes of it\n";
  else
    print_document(session, reply->body);
  return ExitCode::done;
}

Outcome show_notifications(const Asked& asked, Session& session) {
  if (!asked.verb) return list_notifications(asked, session);
  if (*asked.verb == "retry") return retry(asked, session);
  return wrong_usage("expected nothing, or retry ID, not " + printable(*asked.verb));
}

}  // namespace

Action define_notifications(Options& options) {
  const auto asked = std::make_shared<Asked>();
  options.optional_argument("retry", asked->verb, "Try one again now, instead of listing them");
  options.optional_argument("ID", asked->number, "Which one, as the list numbers it");
  options.one_of("--state", asked->state, {"pending", "sent", "failed", "dropped", "merged"},
                 "Only those in this state");
  options.text("--channel", asked->channel, "Only those of this channel");
  return [asked](Session& session) { return show_notifications(*asked, session); };
}

}  // namespace cli
