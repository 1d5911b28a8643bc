#include "cli/command/define.hpp"
#include "cli/document.hpp"

namespace cli {
namespace {

Outcome reload(Session& session) {
  Call call;
  call.method = "POST";
  call.path = "/v1/reload";
  const auto reply = session.client.call(call);
  if (!reply) return reply.error();
  print_done(session, reply->body, "The configuration was read again.");
  return ExitCode::done;
}

}  // namespace

Action define_reload(Options&) { return reload; }

}  // namespace cli
