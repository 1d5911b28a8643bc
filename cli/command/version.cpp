#include "cli/command/define.hpp"
#include "cli/document.hpp"
#include "cli/requests.hpp"
#include "cli/version_text.hpp"

#include <ostream>

namespace cli {
namespace {

// That there is no agent is an answer, not a failure.
Outcome show_version(Session& session) {
  const auto host = get_host(session.client);
  const VersionText shown{EVENKEEL_VERSION, host ? host->version : "",
                          host ? "" : host.error().message};
  if (session.format == Format::table)
    session.world.out << version_lines(shown);
  else
    print_document(session, version_json(shown));
  return ExitCode::done;
}

}  // namespace

Action define_version(Options&) { return show_version; }

}  // namespace cli
