#include "monitor/adaptive.hpp"

namespace monitor {
namespace {

Levels levels_of(const Baseline& usual, const AdaptiveRule& rule) {
  const double reach = rule.sensitivity * usual.scale;
  return {usual.median + reach, usual.median + reach / 2, rule.lasting};
}

}  // namespace

std::optional<Change> Adaptive::look(core::MonoTime at, std::optional<double> value,
                                     const std::optional<Baseline>& usual,
                                     const AdaptiveRule& rule) {
  if (rule != rule_) held_.count_anew();
  rule_ = rule;
  if (!rule.enabled) return held_.end(Ending::switched_off);
  std::optional<Change> accepted;
  if (is_normal_by_now(at)) accepted = held_.end(Ending::new_normal);
  if (!stands_still(at)) baseline_ = usual;
  if (!baseline_) held_.count_anew();
  if (accepted || !baseline_) return accepted;
  return held_.look(at, value, levels_of(*baseline_, rule));
}

void Adaptive::resume(const ToldSpike& told, const Baseline& usual, core::MonoTime now) {
  held_.resume(told);
  baseline_ = usual;
  resumed_at_ = now;
}

bool Adaptive::is_normal_by_now(core::MonoTime at) const {
  const auto since = held_.resumed() ? resumed_at_ : held_.since();
  return held_.open() && at - since >= accepted_after;
}

bool Adaptive::stands_still(core::MonoTime at) const {
  if (held_.open()) return true;
  return held_.counting() && baseline_ && at - held_.since() < count_holds_for;
}

}  // namespace monitor
