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

// Longer than the agent gives a channel (5m), which may be at another message when it is asked.
constexpr core::Milliseconds test_limit{630'000};

struct Asked {
  std::optional<std::string> verb, name;
  bool all = false;
};

Outcome list_channels(Session& session) {
  const auto items = get_all(session.client, "/v1/channels");
  if (!items) return items.error();
  if (session.format != Format::table) {
    print_document(session, items_json(*items));
    return ExitCode::done;
  }
  std::vector<ChannelText> channels;
  for (const auto& item : *items) channels.push_back(decode_channel(item));
  session.world.out << channels_text(channels, session.world.now().wall, surface_of(session.world));
  return ExitCode::done;
}

Expected<std::string> test_one(Session& session, const std::string& name) {
  Call call;
  call.method = "POST";
  call.path = "/v1/channels/" + core::url_encode(name) + "/test";
  call.timeout = test_limit;
  auto reply = session.client.call(call);
  if (!reply) return reply.error();
  return std::move(reply->body);
}

// Whether it was delivered.
bool print_test(Session& session, const std::string& body) {
  const auto test = decode_channel_test(body);
  if (session.format == Format::table) {
    session.world.out << channel_test_text(test, surface_of(session.world));
    session.world.out.flush();
  }
  return test.delivered;
}

// One that could not be asked for keeps no other from being tested.
Outcome test_all(Session& session) {
  const auto items = get_all(session.client, "/v1/channels");
  if (!items) return items.error();
  if (items->empty())
    return failed(
        "No channel is configured: nobody will be told. `evenkeel channels sample` "
        "lists what there is.");
  bool all_delivered = true;
  std::vector<std::string> bodies;
  for (const auto& item : *items) {
    const auto name = decode_channel(item).name;
    const auto body = test_one(session, name);
    if (!body && body.error().code == ExitCode::unreachable) return body.error();
    if (!body)
      session.world.err << "evenkeel: " << printable(name + ": " + body.error().message) << "\n";
    all_delivered = body && print_test(session, *body) && all_delivered;
    if (body) bodies.push_back(*body);
  }
  if (session.format != Format::table) print_document(session, items_json(bodies));
  return all_delivered ? ExitCode::done : ExitCode::failed;
}

Outcome test_channels(const Asked& asked, Session& session) {
  if (asked.all && asked.name) return wrong_usage("say either NAME or --all");
  if (asked.all) return test_all(session);
  if (!asked.name || asked.name->empty() || *asked.name == "." || *asked.name == "..")
    return wrong_usage("say which channel to test, or --all: `evenkeel channels` lists them");
  const auto body = test_one(session, *asked.name);
  if (!body) return body.error();
  const bool delivered = print_test(session, *body);
  if (session.format != Format::table) print_document(session, *body);
  return delivered ? ExitCode::done : ExitCode::failed;
}

// Needs no agent: the samples are in this program.
Outcome print_sample(const Asked& asked, Session& session) {
  if (session.format == Format::json)
    return wrong_usage("a sample is a piece of YAML: leave -o json out");
  const auto samples = session.world.channel_samples();
  if (!asked.name) {
    session.world.out << samples_text(samples, surface_of(session.world));
    return ExitCode::done;
  }
  std::vector<std::string> types;
  for (const auto& sample : samples) {
    types.push_back(sample.type);
    if (sample.type != *asked.name) continue;
    session.world.out << sample.text << (sample.text.ends_with('\n') ? "" : "\n");
    return ExitCode::done;
  }
  const auto near = core::nearest(*asked.name, types);
  return wrong_usage("there is no channel of the type " + printable(*asked.name) + "." +
                     (near.empty() ? " There are: " + core::join(types, ", ") + "."
                                   : " Did you mean " + near + "?"));
}

Outcome show_channels(const Asked& asked, Session& session) {
  if (asked.all && (!asked.verb || *asked.verb != "test"))
    return wrong_usage("--all is for `channels test`");
  if (!asked.verb) return list_channels(session);
  if (*asked.verb == "test") return test_channels(asked, session);
  if (*asked.verb == "sample") return print_sample(asked, session);
  return wrong_usage("expected nothing, test NAME, test --all, or sample TYPE, not " +
                     printable(*asked.verb));
}

}  // namespace

Action define_channels(Options& options) {
  const auto asked = std::make_shared<Asked>();
  options.optional_argument("test|sample", asked->verb,
                            "Send a test message, or print a piece of configuration");
  options.optional_argument("NAME|TYPE", asked->name, "Which channel to test; which type to print");
  options.flag("--all", asked->all, "With test: every channel");
  return [asked](Session& session) { return show_channels(*asked, session); };
}

}  // namespace cli
