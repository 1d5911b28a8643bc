#include "cli/command/define.hpp"
#include "cli/document.hpp"
#include "cli/explain_view.hpp"
#include "cli/history_document.hpp"
#include "cli/requests.hpp"
#include "cli/subject.hpp"
#include "cli/surface.hpp"
#include "cli/view_decode.hpp"

#include <memory>
#include <ostream>

namespace cli {
namespace {

Outcome show_history(const std::string& text, Session& session) {
  const auto name = parse_deployment(text);
  if (!name) return name.error();
  const auto generations = get_all(session.client, deployment_path(*name, "/generations"));
  if (!generations) return generations.error();
  const auto changes = get_all(session.client, deployment_path(*name, "/intents"));
  if (!changes) return changes.error();
  if (session.format != Format::table) {
    print_document(session, history_json(*generations, *changes));
    return ExitCode::done;
  }
  std::vector<GenerationText> shown;
  for (const auto& each : *generations) shown.push_back(decode_generation(each));
  std::vector<IntentChangeText> shown_changes;
  for (const auto& each : *changes) shown_changes.push_back(decode_intent_change(each));
  session.world.out << history_text(shown, shown_changes, surface_of(session.world));
  return ExitCode::done;
}

}  // namespace

Action define_history(Options& options) {
  const auto name = std::make_shared<std::string>();
  options.argument("DEPLOYMENT", *name, "Which deployment");
  return [name](Session& session) { return show_history(*name, session); };
}

}  // namespace cli
