#include "cli/command/define.hpp"
#include "cli/document.hpp"
#include "cli/notify_view.hpp"
#include "cli/requests.hpp"
#include "cli/silence_body.hpp"
#include "cli/subject.hpp"
#include "cli/surface.hpp"
#include "cli/view.hpp"
#include "cli/view_decode.hpp"
#include "core/text.hpp"
#include "core/time_text.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <ostream>

namespace cli {
namespace {

constexpr core::Milliseconds silence_max{366 * 86'400'000LL};

struct Asked {
  std::optional<std::string> verb, number;
  std::vector<std::string> match;
  std::optional<core::Milliseconds> lasting;
  std::string until, starts, comment;

  bool says_what() const {
    return !match.empty() || lasting || !until.empty() || !starts.empty() || !comment.empty();
  }
};

Outcome list_silences(Session& session) {
  const auto items = get_all(session.client, "/v1/silences");
  if (!items) return items.error();
  if (session.format != Format::table) {
    print_document(session, items_json(*items));
    return ExitCode::done;
  }
  std::vector<SilenceText> silences;
  for (const auto& item : *items) silences.push_back(decode_silence(item));
  session.world.out << silences_text(silences, surface_of(session.world));
  return ExitCode::done;
}

// KEY=GLOB into `into`.
Expected<void> add_match(const std::string& text, std::map<std::string, std::string>& into) {
  static const std::vector<std::string> keys{"type", "deployment", "service", "key", "severity"};
  const auto equals = text.find('=');
  const auto key = text.substr(0, equals);
  if (equals == text.npos || equals + 1 == text.size())
    return wrong_usage("--match: expected KEY=PATTERN such as deployment=shop, not " +
                       printable(text));
  if (std::find(keys.begin(), keys.end(), key) == keys.end()) {
    const auto near = core::nearest(key, keys);
    return wrong_usage("--match: there is no key " + printable(key) + "." +
                       (near.empty() ? " There are: " + core::join(keys, ", ") + "."
                                     : " Did you mean " + near + "?"));
  }
  if (!into.emplace(key, text.substr(equals + 1)).second)
    return wrong_usage("--match: " + key + " is said twice; make a silence for each");
  return {};
}

Expected<void> check_time(const char* flag, const std::string& text) {
  if (text.empty() || core::parse_rfc3339(text)) return {};
  return wrong_usage(std::string(flag) +
                     ": expected a time such as 2026-02-01T08:00:00+01:00, not " + printable(text));
}

Expected<SilenceRequest> request_of(const Asked& asked) {
  if (asked.number) return wrong_usage("a new silence gets its number by itself");
  if (asked.match.empty())
    return wrong_usage(
        "say what to silence: --match deployment=shop (or type, service, key, "
        "severity)");
  if (asked.lasting.has_value() == !asked.until.empty())
    return wrong_usage("say how long: either --for 2h, or --until TIME");
  SilenceRequest request;
  for (const auto& text : asked.match) {
    const auto added = add_match(text, request.match);
    if (!added) return added.error();
  }
  for (const auto& [flag, text] : {std::pair{"--until", asked.until}, {"--starts", asked.starts}}) {
    const auto time = check_time(flag, text);
    if (!time) return time.error();
  }
  request.lasting = asked.lasting ? core::duration_text(*asked.lasting) : "";
  request.until = asked.until;
  request.starts = asked.starts;
  request.comment = asked.comment;
  return request;
}

Outcome add(const Asked& asked, Session& session) {
  const auto request = request_of(asked);
  if (!request) return request.error();
  Call call;
  call.method = "POST";
  call.path = "/v1/silences";
  call.body = silence_body(*request);
  const auto reply = session.client.call(call);
  if (!reply) return reply.error();
  if (session.format != Format::table) {
    print_document(session, reply->body);
    return ExitCode::done;
  }
  const auto made = decode_silence(reply->body);
  session.world.out << "silence " << made.id << ": " << printable(made.match) << " until "
                    << local_time(made.ends_at) << ", `evenkeel silences remove " << made.id
                    << "` ends it\n";
  return ExitCode::done;
}

Outcome remove(const Asked& asked, Session& session) {
  if (!asked.number) return wrong_usage("say which silence to end: `evenkeel silences` lists them");
  if (asked.says_what()) return wrong_usage("flags are for `silences add`");
  const auto number = parse_number(*asked.number, "a silence");
  if (!number) return number.error();
  Call call;
  call.method = "DELETE";
  call.path = "/v1/silences/" + *number;
  const auto reply = session.client.call(call);
  if (!reply) return reply.error();
  print_done(session, reply->body,
             "silence " + *number + ": ended; what still fires is told with the next message");
  return ExitCode::done;
}

Outcome show_silences(const Asked& asked, Session& session) {
  if (asked.verb && *asked.verb == "add") return add(asked, session);
  if (asked.verb && *asked.verb == "remove") return remove(asked, session);
  if (asked.verb)
    return wrong_usage("expected nothing, add, or remove ID, not " + printable(*asked.verb));
  if (asked.says_what()) return wrong_usage("flags are for `silences add`");
  return list_silences(session);
}

}  // namespace

Action define_silences(Options& options) {
  const auto asked = std::make_shared<Asked>();
  options.optional_argument("add|remove", asked->verb, "Make one or end one, instead of listing");
  options.optional_argument("ID", asked->number, "Which one to end");
  options.each("--match", asked->match,
               "KEY=PATTERN: type, deployment, service, key (of the alert), or severity (this and "
               "below); all of them must match");
  options.duration("--for", asked->lasting, silence_max, "How long: 2h");
  options.text("--until", asked->until, "Until when: 2026-02-01T08:00:00+01:00");
  options.text("--starts", asked->starts, "From when on (default: now)");
  options.text("--comment", asked->comment, "Why; shown in the list");
  return [asked](Session& session) { return show_silences(*asked, session); };
}

}  // namespace cli
