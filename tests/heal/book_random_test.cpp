// Whatever happens in whatever order: what must hold of the book, always.
#include "heal/book.hpp"

#include "support/catch.hpp"
#include "ward.hpp"

#include <random>
#include <set>

namespace {

using namespace std::chrono_literals;
using model::ServicePhase;

const std::vector<std::string> names{"blog/app", "shop/api", "shop/db", "shop/web"};

class Life {
 public:
  explicit Life(unsigned seed) : random_(seed) {
    for (const auto& name : names) ward_.add(name);
    ward_.at("shop/api").depends_on = {"db"};
    ward_.at("shop/web").depends_on = {"api"};
    ward_.at("blog/app").depends_on = {"shop/db"};
  }

  void step() {
    switch (pick(8)) {
      case 0: turn_phase(); break;
      case 1: ward_.pass(core::Milliseconds(1000 * pick(900))); break;
      case 2: ward_.clock.sleep(core::Milliseconds(-1000 * pick(300))); break;
      case 3: ward_.services.away = pick(4) == 0; break;
      case 4: restart(); break;
      default: happen(); break;
    }
    if (pick(2) == 0) ward_.look();
    check_news();
    check_subjects();
  }

 private:
  int pick(int below) { return std::uniform_int_distribution<int>(0, below - 1)(random_); }
  const std::string& name() { return names[static_cast<std::size_t>(pick(4))]; }

  void turn_phase() {
    using enum ServicePhase;
    constexpr ServicePhase phases[]{running,        running,  running,   unhealthy, starting,
                                    backoff,        waiting,  completed, stopped,   paused,
                                    needs_operator, creating, exited,    unknown};
    auto& service = ward_.at(name());
    service.phase = phases[pick(14)];
    service.wanted = pick(8) != 0;
    service.up_to_owner = !service.wanted || pick(8) == 0;
    service.deaths = pick(5);
    service.failed_attempts = pick(4);
    service.waits_for.clear();
    if (service.phase == waiting) service.waits_for = service.depends_on;
  }

  void happen() {
    const auto of = name();
    switch (pick(9)) {
      case 0: ward_.note(ward::event("service.unhealthy", of)); break;
      case 1: ward_.note(ward::event("service.oom_killed", of)); break;
      case 2: ward_.note(ward::event("service.crash_looping", of)); break;
      case 3: ward_.note(ward::crashed(of)); break;
      case 4: ward_.note(ward::failed(of, "disk_full", "transient", "full")); break;
      case 5:
        ward_.note(ward::failed(of, "image_missing", "repairable", "No such image: a"));
        break;
      case 6: failing_[of] = ward_.note(ward::check("check.failed", of, "ready")); break;
      case 7: recover(of); break;
      default: ward_.note(ward::event("action.succeeded", of, "start")); break;
    }
  }

  // It ends where it began.
  void recover(const std::string& of) {
    const auto failing = failing_.extract(of);
    const auto ended = ward_.note(ward::check("check.recovered", of, "ready"));
    if (failing.empty() || !failing.mapped().incident)
      CHECK(ended.incident.has_value() == false);
    else
      CHECK(ended.incident.has_value());
  }

  // Another agent sees what the one before it saw, and says nothing of it.
  void restart() {
    ward_.look();
    ward_.look();  // what the first look found well explains nothing any more
    check_news();
    std::vector<model::Incident> stored;
    for (const auto& [id, kept] : ward_.book.incidents()) {
      auto expected = kept.incident;
      expected.last_seen_at = ward_.stored.at(id).last_seen_at;  // is stored with what else changes
      CHECK(ward_.stored.at(id) == expected);
      stored.push_back(ward_.stored.at(id));
    }
    std::vector<model::Event> alerts;
    for (const auto& [of, event] : failing_) alerts.push_back(event);
    ward_.book = heal::Book{heal::Settings{}};
    ward_.book.restore(stored, ward_.stored.empty() ? 0 : ward_.stored.rbegin()->first);
    ward_.book.recall(alerts);
    ward_.look();
    CHECK(ward_.news().empty());
  }

  void check_news() {
    for (const auto& event : std::exchange(ward_.events, {})) {
      INFO(event.message);
      auto& state = told_[*event.incident];
      if (event.type == "incident.opened") {
        if (state.empty()) CHECK(event.data.find(R"("recurring":false)") != std::string::npos);
        if (state != "needs_operator") state = "open";
      } else if (event.type == "incident.needs_operator") {
        CHECK(state == "open");
        state = "needs_operator";
      } else {
        CHECK(event.type == "incident.resolved");
        CHECK((state == "open" || state == "needs_operator"));
        state = "resolved";
      }
    }
    ward_.said.clear();
  }

  void check_subjects() {
    std::set<model::Subject> taken;
    for (const auto& [id, kept] : ward_.book.incidents()) {
      const auto& incident = kept.incident;
      CHECK_FALSE(incident.subjects.empty());
      CHECK(incident.resolved_at.has_value() == !incident.is_open());
      CHECK((told_[id] == "resolved") == !incident.is_open());
      if (!incident.is_open()) continue;
      for (const auto& subject : incident.subjects) {
        CHECK(taken.insert(subject).second);
        CHECK(ward_.book.open_of(subject) == id);
      }
      for (const auto& subject : incident.affected) CHECK(ward_.services.all.contains(subject));
    }
    for (const auto& entry : names) {
      const auto subject = ward::subject(entry);
      if (!taken.contains(subject)) CHECK_FALSE(ward_.book.open_of(subject));
    }
  }

  std::mt19937 random_;
  ward::Ward ward_;
  std::map<std::string, model::Event> failing_;
  std::map<model::IncidentId, std::string> told_;
};

}  // namespace

TEST_CASE("whatever happens, a subject has one open incident, each begins and ends in order") {
  for (unsigned seed = 1; seed <= 15; ++seed) {
    INFO("seed " << seed);
    Life life(seed);
    for (int i = 0; i < 250; ++i) life.step();
  }
}
