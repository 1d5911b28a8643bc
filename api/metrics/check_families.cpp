// Checks of the host and of services.
#include "api/metrics/exposition.hpp"
#include "api/metrics/families.hpp"

namespace api::metrics {
namespace {

constexpr About check_up{"evenkeel_check_up", Type::gauge,
                         "0 for a check that fails, 1 for one that passes; absent before that is "
                         "known, and while its service does not run."};

// What a rule needs to know beside: join it on `check`.
constexpr About check_info{"evenkeel_check_info", Type::gauge,
                           "Always 1; what kind of check it is, and how much it matters."};

std::optional<double> check_passes(const monitor::CheckView& check) {
  using enum monitor::CheckState;
  if (check.state != passing && check.state != failing) return std::nullopt;
  return zero_or_one(check.state == passing);
}

}  // namespace

void write_checks(const Facts& facts, std::string& out) {
  Family up(out, check_up);
  for (const auto& check : facts.checks) up.add({{"check", check.id}}, check_passes(check));
  Family info(out, check_info);
  for (const auto& check : facts.checks) {
    info.add({{"check", check.id}, {"type", check.type}, {"criticality", check.criticality}}, 1);
  }
}

}  // namespace api::metrics
