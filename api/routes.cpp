#include "api/routes/routes.hpp"
#include "api/router.hpp"
#include "api/routes_notify.hpp"

namespace api {
namespace {

using Parameters = std::vector<QueryParameter>;

constexpr QueryParameter wait{"wait", "string",
                              "wait so long until it has converged (60s; at most 10m): 200 then, "
                              "else 202 with \"converged\": false"};
constexpr QueryParameter limit{"limit", "integer", "items a page, 1 to 1000 (default 100)"};
constexpr QueryParameter after{"after", "string", "the key after which the page begins (`next`)"};
constexpr QueryParameter newest{"newest", "boolean", "the newest ones, still by id"};
constexpr QueryParameter service{"service", "string", "this service only"};
constexpr HeaderParameter if_match{
    "If-Match", "string",
    "the ETag of the generation that must be the current one (\"3\"), else 412"};
constexpr HeaderParameter if_none_match{"If-None-Match", "string",
                                        "*: only where there is no such deployment yet, else 412"};
constexpr HeaderParameter last_event_id{
    "Last-Event-ID", "integer", "the id of the last event that was got; goes before ?after"};
const Parameters page = {limit, after};
const Parameters event_filter = {
    {"type", "string", "glob over the type: service.*"},
    {"deployment", "string", "of this deployment only"},
    {"severity", "string", "this severity and above: info, warning, critical"},
    after};

Parameters with(Parameters base, Parameters more) {
  base.insert(base.end(), more.begin(), more.end());
  return base;
}

void add_host(std::vector<Route>& out) {
  using enum Method;
  out.push_back({get, "/healthz", Scope::open, routes::healthz, "Whether the loop makes progress"});
  out.push_back({get, "/readyz", Scope::open, routes::readyz,
                 "Whether the engine is reachable and the store writable; 503 with the reasons"});
  out.push_back({get, "/openapi.json", Scope::read, routes::openapi, "This contract"});
  out.push_back({get, "/metrics", Scope::read, routes::prometheus,
                 "Everything that is counted or measured, as Prometheus text (0.0.4)"});
  out.push_back({get, "/v1/host", Scope::read, routes::host, "The host, its engine and the agent"});
  out.push_back({post, "/v1/reload", Scope::deploy, routes::reload,
                 "Read the configuration again; a bad one is refused and the running one stays"});
}

void add_deployments(std::vector<Route>& out) {
  using enum Method;
  const std::string one = "/v1/deployments/{d}";
  out.push_back({get, "/v1/deployments", Scope::read, routes::list_deployments,
                 "All deployments, by name", page});
  out.push_back({get,
                 one,
                 Scope::read,
                 routes::get_deployment,
                 "One deployment",
                 {{"wait", "string",
                   "wait so long until it has converged, or cannot without a person (60s; at most "
                   "10m); `converged` and `wait` say what came of it"}}});
  out.push_back(
      {put,
       one,
       Scope::deploy,
       routes::put_deployment,
       "Apply a Compose file; an equal one makes no generation",
       {{"dry_run", "boolean", "answer the plan and change nothing"},
        {"start", "boolean", "also start what was stopped on purpose"},
        {"directory", "string", "of a Compose file sent as YAML: what its paths are relative to"},
        {"auto_heal", "boolean",
         "false: heal nothing of it by itself (default: as it is, true for a new one)"},
        wait},
       Body::compose,
       {if_match, if_none_match}});
  out.push_back(
      {del,
       one,
       Scope::deploy,
       routes::delete_deployment,
       "Forget a deployment; with ?containers=true stop and remove its containers",
       {{"containers", "boolean", "stop and remove containers and networks (default false)"},
        {"volumes", "boolean", "and its volumes"},
        wait},
       Body::reason,
       {if_match}});
  out.push_back({get, one + "/plan", Scope::read, routes::plan, "What would be done now"});
  out.push_back({get,
                 one + "/explain",
                 Scope::read,
                 routes::explain,
                 "Why each service is as it is",
                 {service}});
  out.push_back({get,
                 one + "/logs",
                 Scope::read,
                 routes::logs,
                 "The containers' output as text",
                 {service,
                  {"tail", "integer", "lines of each container, 0 to 10000 (default 100)"},
                  {"follow", "boolean", "go on with what comes"},
                  {"since", "string", "a duration (10m) or a time"},
                  {"timestamps", "boolean", "each line begins with its time"}}});
  out.push_back({get, one + "/intents", Scope::read, routes::intents,
                 "The history of intents, by id", with(page, {service, newest})});
  out.push_back({get, one + "/generations", Scope::read, routes::generations,
                 "What was applied, by number", page});
  out.push_back({get,
                 one + "/generations/{g}",
                 Scope::read,
                 routes::generation,
                 "One generation with its project; values of environment read as ***",
                 {{"reveal", "boolean", "show them; over the Unix socket only"}}});
}

struct VerbRow {
  const char* name;
  Handler handler;
  Scope scope;
  const char* summary;
};

// The same verbs on a deployment and on one of its services.
void add_verbs(std::vector<Route>& out) {
  static constexpr VerbRow verbs[] = {
      {"start", routes::start, Scope::operate, "Set the intent to running"},
      {"stop", routes::stop, Scope::operate, "Set the intent to stopped, through every reboot"},
      {"restart", routes::restart, Scope::operate, "Restart"},
      {"recreate", routes::recreate, Scope::deploy, "Make the containers again"},
  };
  for (const std::string on : {"/v1/deployments/{d}/", "/v1/deployments/{d}/services/{s}/"}) {
    for (const auto& verb : verbs)
      out.push_back({Method::post,
                     on + verb.name,
                     verb.scope,
                     verb.handler,
                     verb.summary,
                     {wait},
                     Body::reason,
                     {if_match}});
    out.push_back({Method::post,
                   on + "hold",
                   Scope::operate,
                   routes::hold,
                   "Hands off for a time: {\"for\": \"30m\", \"reason\": \"\"}",
                   {},
                   Body::json,
                   {if_match}});
    out.push_back({Method::post,
                   on + "resume",
                   Scope::operate,
                   routes::resume,
                   "End the holds of exactly this subject",
                   {},
                   Body::reason,
                   {if_match}});
  }
}

void add_holds(std::vector<Route>& out) {
  using enum Method;
  out.push_back({get, "/v1/holds", Scope::read, routes::list_holds, "The holds in force", page});
  out.push_back({post,
                 "/v1/holds",
                 Scope::operate,
                 routes::add_hold,
                 "Hold a deployment, a service, or with {\"host\": true} the host",
                 {},
                 Body::json});
  out.push_back({del,
                 "/v1/holds",
                 Scope::operate,
                 routes::remove_holds,
                 "End the holds of a subject",
                 {{"host", "boolean", "of the host"},
                  {"deployment", "string", "of this deployment"},
                  service}});
  out.push_back({del, "/v1/holds/{id}", Scope::operate, routes::remove_hold, "End one hold"});
}

void add_events(std::vector<Route>& out) {
  using enum Method;
  out.push_back({get, "/v1/events", Scope::read, routes::list_events, "The event log, by id",
                 with(event_filter, {limit, newest})});
  out.push_back({get,
                 "/v1/events/stream",
                 Scope::read,
                 routes::stream_events,
                 "Events as they come (SSE); resumes by Last-Event-ID or ?after",
                 event_filter,
                 Body::none,
                 {last_event_id}});
}

void add_samples(std::vector<Route>& out) {
  out.push_back(
      {Method::get,
       "/v1/samples",
       Scope::read,
       routes::samples,
       "What a service, the host or a disk did over time",
       {{"subject", "string", "host, DEPLOYMENT/SERVICE, or disk:MOUNT_POINT"},
        {"metric", "string", "such as cpu_percent; without it the answer names those there are"},
        {"from", "string", "a time, or how long ago (default 15m)"},
        {"to", "string", "a time, or how long ago (default now)"},
        {"step", "string", "of the answer (default: at most 200 steps); longer where less is kept"},
        {"aggregation", "string", "of a step: mean (default), min, max or last"},
        {"limit", "integer", "items a page, 1 to 1000 (default 1000)"},
        {"after", "string", "the time after which the page begins (`next`)"}}});
}

void add_checks(std::vector<Route>& out) {
  using enum Method;
  out.push_back(
      {get, "/v1/checks", Scope::read, routes::list_checks,
       "What is probed on the host and of services, and what came of it, by id",
       with(page, {{"deployment", "string", "of the services of this deployment only"}})});
  Route run{post, "/v1/checks/{c}/run", Scope::operate, routes::run_check,
            "Run a check now, out of turn; its result counts like any other"};
  run.id_has_slashes = true;
  out.push_back(std::move(run));
}

std::vector<Route> made() {
  std::vector<Route> out;
  add_host(out);
  add_deployments(out);
  add_verbs(out);
  add_holds(out);
  add_events(out);
  add_samples(out);
  add_checks(out);
  add_incident_routes(out);
  add_notify_routes(out);
  for (auto& route : out)
    if (route.method != Method::get && route.body == Body::none) route.body = Body::reason;
  return out;
}

std::vector<Route> made_for_metrics() {
  std::vector<Route> out;
  for (const auto& route : route_table())
    if (route.pattern == "/metrics" || route.scope == Scope::open) out.push_back(route);
  return out;
}

}  // namespace

const std::vector<Route>& route_table() {
  static const auto table = made();
  return table;
}

const std::vector<Route>& metrics_table() {
  static const auto table = made_for_metrics();
  return table;
}

}  // namespace api
