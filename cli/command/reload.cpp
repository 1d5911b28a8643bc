#include "cli/command/define.hpp"

#include <ostream>

namespace cli {
namespace {

Outcome reload(Session& session) {
  Call call;
  call.method = "POST";
  call.path = "/v1/reload";
  const auto reply = session.client.call(call);
  if (!reply) return reply.error();
  if (session.format == Format::table) session.world.out << "The configuration was read again.\n";
  return ExitCode::done;
}

}  // namespace

Action define_reload(Options&) { return reload; }

}  // namespace cli
