#include "cli/command/define.hpp"
#include "cli/plan_view.hpp"
#include "cli/requests.hpp"
#include "cli/subject.hpp"

#include <memory>

namespace cli {

Action define_plan(Options& options) {
  const auto name = std::make_shared<std::string>();
  options.argument("DEPLOYMENT", *name, "Which deployment");
  return [name](Session& session) -> Outcome {
    const auto deployment = parse_deployment(*name);
    if (!deployment) return deployment.error();
    const auto body = get(session.client, deployment_path(*deployment, "/plan"));
    if (!body) return body.error();
    print_plan(session, *body);
    return ExitCode::done;
  };
}

}  // namespace cli
