#include "api/routes_notify.hpp"

#include "api/routes/routes.hpp"

namespace api {
namespace {

using PagedBy = std::vector<QueryParameter>;

// What a list by number is filtered by, and then paged by.
PagedBy by_number(PagedBy filter) {
  filter.push_back({"limit", "integer", "items a page, 1 to 1000 (default 100)"});
  filter.push_back({"after", "integer", "the number after which the page begins (`next`)"});
  filter.push_back({"newest", "boolean", "the newest ones, still by number"});
  return filter;
}

}  // namespace

void add_incident_routes(std::vector<Route>& out) {
  using enum Method;
  const std::string one = "/v1/incidents/{id}";
  out.push_back({get, "/v1/incidents", Scope::read, routes::list_incidents,
                 "Open problems, and those resolved lately, by number",
                 by_number({{"state", "string", "open, needs_operator, resolved or all (default)"},
                            {"deployment", "string", "of this deployment only"},
                            {"service", "string", "of this service of it only"}})});
  out.push_back({get, one, Scope::read, routes::get_incident,
                 "One incident: what was seen, what was done, what comes next"});
  out.push_back({post, one + "/ack", Scope::operate, routes::acknowledge_incident,
                 "Say that it is known: it is not repeated until it is resolved or gets worse"});
  out.push_back({post, one + "/apply", Scope::operate, routes::apply_incident,
                 "Apply what is proposed; 409 where nothing is, as always in this version"});
}

void add_notify_routes(std::vector<Route>& out) {
  using enum Method;
  out.push_back({get,
                 "/v1/channels",
                 Scope::read,
                 routes::list_channels,
                 "Where notifications go, and how the channels do, by name",
                 {{"limit", "integer", "items a page, 1 to 1000 (default 100)"},
                  {"after", "string", "the name after which the page begins (`next`)"}}});
  out.push_back({post, "/v1/channels/{c}/test", Scope::operate, routes::test_channel,
                 "Send a test message now, and answer exactly what the other side said"});
  out.push_back(
      {get, "/v1/notifications", Scope::read, routes::list_notifications,
       "What was sent, waits to be sent, or could not be, by number",
       by_number({{"state", "string", "pending, sent, failed, dropped or merged (default: all)"},
                  {"channel", "string", "of this channel only"}})});
  out.push_back({post, "/v1/notifications/{id}/retry", Scope::operate, routes::retry_notification,
                 "Try it again now: one that is pending, failed or dropped"});
  out.push_back({get, "/v1/silences", Scope::read, routes::list_silences,
                 "What is held back, with those that are over, by number", by_number({})});
  out.push_back({post,
                 "/v1/silences",
                 Scope::operate,
                 routes::add_silence,
                 "Hold back what matches: {\"match\": {\"deployment\": \"shop\"}, \"for\": \"2h\"}",
                 {},
                 Body::json});
  out.push_back({del,
                 "/v1/silences",
                 Scope::operate,
                 routes::remove_silence,
                 "End a silence now: ?id=3",
                 {{"id", "integer", "its number"}}});
  out.push_back(
      {del, "/v1/silences/{id}", Scope::operate, routes::remove_silence, "End a silence now"});
}

}  // namespace api
