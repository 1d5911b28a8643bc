// A small scripted world around the pipeline: a manual clock, incidents as heal would keep them,
// and what is sent. Whatever is due on the way is sent when the clock moves.
#pragma once

#include "notify/pipeline.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace pipeline_test {

using namespace std::chrono_literals;

// 2026-01-31 00:00 UTC; the local time of the tests is UTC.
inline constexpr core::WallTime midnight{core::Milliseconds{1'769'817'600'000}};
int utc_minute(core::WallTime at);
// "22:30:05", and "+1 08:00:00" of the day after.
std::string clock_at(core::WallTime at);

// One channel "ops", no route, as configured by default.
notify::Settings plain_settings(const std::vector<std::string>& channels = {"ops"});

class World final : public notify::Circumstances {
 public:
  explicit World(notify::Settings with = plain_settings(), core::WallTime from = midnight);

  // ---- the clock ----
  core::WallTime now() const { return now_; }
  void pass(core::Milliseconds by) { pass_until(now_ + by); }
  void pass_until(core::WallTime to);
  void set_clock(core::WallTime to) { now_ = to; }  // a step; nothing passes
  void at(core::Milliseconds since_midnight) { pass_until(midnight + since_midnight); }

  // ---- what happens ----
  model::Event event(std::string type, model::Severity severity, std::string message) const;
  void happens(model::Event event);  // is taken and flushed
  void alert(std::string key, bool firing, model::Severity severity, const std::string& message,
             const std::string& deployment = "", const std::string& service = "");
  model::Incident& open(std::int64_t id, const std::string& deployment, const std::string& service,
                        const std::string& fingerprint, const std::string& problem);
  void begin(std::int64_t id, bool recurring = false);  // the event of one that is known
  void attempt_ends(std::int64_t id);
  void gets_well(std::int64_t id);
  void resolve(std::int64_t id);
  void needs_operator(std::int64_t id);
  void recovery(const std::string& type, model::Severity severity, const std::string& cause,
                const std::string& deployments_json);

  // ---- what is sent ----
  std::vector<std::string> sent;  // "00:00:30 ops: shop/web is unhealthy"
  std::vector<notify::Outgoing> messages;
  void flush();

  // A new life from what was kept.
  void crash();
  // Of the next things that happen, so many are taken, flushed and lost before they are kept; the
  // new life is given them again.
  int lose_next = 0;
  void configure(notify::Settings with);
  std::size_t rows() const { return rows_.size(); }

  std::map<std::int64_t, model::Incident> incidents;
  std::set<std::string> held;  // "shop" or "shop/web"
  bool recovery_due = false;
  std::map<std::string, model::Criticality> criticalities;
  std::vector<notify::Silence> silences;
  std::map<std::string, core::WallTime> next_attempts;
  std::unique_ptr<notify::Pipeline> pipeline;
  notify::Settings settings;

 private:
  bool is_held(const model::DeploymentName& deployment,
               const model::ServiceName& service) const override;
  bool recovery_is_due() const override { return recovery_due; }
  std::optional<model::Incident> incident(std::int64_t id) const override;
  model::Criticality criticality(const model::DeploymentName& deployment,
                                 const model::ServiceName& service) const override;
  std::optional<core::WallTime> next_attempt_at(const model::DeploymentName& deployment,
                                                const model::ServiceName& service) const override;
  std::unique_ptr<notify::Pipeline> new_pipeline();
  void keep();
  model::Event of_incident(std::int64_t id, const std::string& type, bool firing,
                           const std::string& message) const;

  core::WallTime now_;
  model::EventId last_event_ = 0;
  int last_message_ = 0;
  std::map<std::string, std::string> rows_;
};

}  // namespace pipeline_test
