#include "heal/book.hpp"

#include "support/catch.hpp"
#include "ward.hpp"

#include <chrono>

using namespace std::chrono_literals;
using model::ServicePhase;
using ward::Ward;

namespace {

std::string name_of_service(int number) {
  return "d" + std::to_string(number / 10) + "/s" + std::to_string(number % 10);
}

void fill(Ward& ward, int services) {
  for (int i = 0; i < services; ++i) {
    const auto of = ward::subject(name_of_service(i));
    auto& service = ward.services.all[of];
    service.deployment = of.deployment;
    service.service = of.service;
    service.phase = ServicePhase::running;
  }
  ward.look();
}

}  // namespace

TEST_CASE("a storm of 10,000 events over 200 services is taken in at once, and stays bounded") {
  Ward ward;
  fill(ward, 200);
  const auto began = std::chrono::steady_clock::now();
  std::size_t stored = 0;
  for (int i = 0; i < 10'000; ++i) {
    const auto of = name_of_service(i % 200);
    auto event = i % 3 == 0   ? ward::event("service.oom_killed", of)
                 : i % 3 == 1 ? ward::crashed(of)
                              : ward::failed(of, "registry_unreachable", "transient",
                                             "pulling nginx: dial tcp", "pull_image", "nginx");
    auto noted = ward.book.note(std::move(event), ward.clock.now());
    stored += noted.changes.incidents.size();
    ward.take(std::move(noted.changes));
    ward.clock.advance(6ms);
    if (i % 333 == 0) ward.look();
  }
  CHECK(std::chrono::steady_clock::now() - began < 20s);  // two with sanitizers on a busy machine
  CHECK(ward.book.incidents().size() <= 201);
  // What is only evidence is stored by the looks.
  CHECK(stored < 2'000);
  for (const auto& [id, kept] : ward.book.incidents()) {
    CHECK(kept.incident.evidence.size() <= model::Incident::evidence_max);
    CHECK(kept.incident.done.size() <= heal::Kept::done_max);
  }
  CHECK(ward.said.size() < 1'000);
}

TEST_CASE("at most a thousand incidents are kept, the open ones first") {
  Ward ward;
  fill(ward, 1'100);
  for (int i = 0; i < 1'050; ++i) ward.note(ward::event("service.unhealthy", name_of_service(i)));
  CHECK(ward.book.incidents().size() == heal::Shelf::incidents_max);
  CHECK(ward.open_count() == heal::Shelf::incidents_max);
  CHECK_FALSE(ward.note(ward::event("service.unhealthy", name_of_service(1'060))).incident);
  ward.look();
  ward.clock.advance(11min);
  ward.look();
  CHECK(ward.open_count() == 0);
  CHECK(ward.note(ward::event("service.unhealthy", name_of_service(1'060))).incident == 1'001);
  CHECK(ward.book.incidents().size() == heal::Shelf::incidents_max);
}
