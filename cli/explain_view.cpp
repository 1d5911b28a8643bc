#include "cli/explain_view.hpp"

namespace cli {
namespace {

std::string indented(const std::string& text) {
  std::string out;
  bool at_start = true;
  for (const char c : text) {
    if (at_start && c != '\n') out += "  ";
    out += c;
    at_start = c == '\n';
  }
  return out;
}

Surface narrower(Surface surface) {
  if (surface.width > 2) surface.width -= 2;
  return surface;
}

std::string intents_text(const std::vector<IntentChangeText>& changes, bool with_service,
                         const Surface& surface) {
  Table table{{"AT", "SERVICE", "INTENT", "SET BY", "PROOF", "BY", "REASON"}, {}};
  for (const auto& change : changes)
    table.rows.push_back({local_time(change.intent.at),
                          with_service ? change.service : "",
                          {change.intent.state, tone_of_phase(change.intent.state)},
                          change.intent.set_by,
                          change.proof,
                          change.intent.by,
                          change.intent.reason});
  return table_text(table, surface);
}

std::string policy_text(const std::vector<PolicyText>& policy, const Surface& surface) {
  Table table{{"POLICY", "VALUE", "FROM"}, {}};
  for (const auto& value : policy) table.rows.push_back({value.key, value.value, value.origin});
  return table_text(table, surface);
}

}  // namespace

std::string explanation_text(const ExplanationText& explanation, const Surface& surface) {
  auto out = explanation.name + ": " +
             painted(explanation.phase, tone_of_phase(explanation.phase), surface.color) + "\n";
  for (const auto& reason : explanation.reasons) out += "  " + printable(reason) + "\n";
  if (explanation.incident) {
    const auto id = std::to_string(*explanation.incident);
    out += "  incident " + id + " is open: `evenkeel incidents " + id + "` shows what was done\n";
  }
  if (!explanation.history.empty())
    out += "\n" + indented(intents_text(explanation.history, false, narrower(surface)));
  if (!explanation.policy.empty())
    out += "\n" + indented(policy_text(explanation.policy, narrower(surface)));
  return out;
}

std::string history_text(const std::vector<GenerationText>& generations,
                         const std::vector<IntentChangeText>& changes, const Surface& surface) {
  Table table{{"GENERATION", "AT", "SOURCE", "BY", "REASON"}, {}};
  for (const auto& each : generations)
    table.rows.push_back(
        {std::to_string(each.number), local_time(each.at), each.source, each.by, each.reason});
  auto out = table_text(table, surface);
  if (!changes.empty()) out += "\n" + intents_text(changes, true, surface);
  return out;
}

std::string holds_text(const std::vector<HoldText>& holds, const Surface& surface) {
  if (holds.empty()) return "No holds.\n";
  Table table{{"SUBJECT", "FROM", "UNTIL", "BY", "REASON"}, {}};
  for (const auto& hold : holds)
    table.rows.push_back(
        {hold.subject(), local_time(hold.from), local_time(hold.until), hold.by, hold.reason});
  return table_text(table, surface);
}

}  // namespace cli
