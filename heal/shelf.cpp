#include "heal/shelf.hpp"

#include <algorithm>
#include <set>

namespace heal {

void Shelf::restore(std::vector<model::Incident> incidents, model::IncidentId newest) {
  incidents_.clear();
  open_.clear();
  newest_ = newest;
  for (auto& incident : incidents) {
    if (incident.subjects.empty()) continue;
    newest_ = std::max(newest_, incident.id);
    const auto id = incident.id;
    auto& kept = incidents_[id];
    kept.incident = std::move(incident);
    if (kept.incident.is_open()) reopen(kept);
  }
  while (incidents_.size() > incidents_max && make_room()) {
  }
}

Kept* Shelf::find(model::IncidentId id) {
  const auto found = incidents_.find(id);
  return found == incidents_.end() ? nullptr : &found->second;
}

Kept* Shelf::open_of(const model::Subject& subject) {
  const auto found = open_.find(subject);
  return found == open_.end() ? nullptr : find(found->second);
}

std::optional<model::IncidentId> Shelf::id_of(const model::Subject& subject) const {
  const auto found = open_.find(subject);
  return found == open_.end() ? std::nullopt : std::optional(found->second);
}

Kept* Shelf::open_with(const Problem& problem) {
  if (problem.cause.empty()) return nullptr;
  for (const auto& [subject, id] : open_) {
    if (is_same(problem, incidents_.at(id).incident)) return find(id);
  }
  return nullptr;
}

Kept* Shelf::resolved_like(const Problem& problem, const model::Subject& subject,
                           core::WallTime since) {
  Kept* newest = nullptr;
  for (auto& [id, kept] : incidents_) {
    const auto& incident = kept.incident;
    if (incident.is_open() || !is_same(problem, incident) || *incident.resolved_at < since)
      continue;
    const auto& subjects = incident.subjects;
    const bool had_it = std::find(subjects.begin(), subjects.end(), subject) != subjects.end();
    if (problem.cause.empty() && !had_it) continue;
    if (newest == nullptr || *newest->incident.resolved_at <= *incident.resolved_at) newest = &kept;
  }
  return newest;
}

Kept* Shelf::open(const model::Subject& subject, const Problem& problem,
                  model::Criticality criticality, core::WallTime now) {
  if (incidents_.size() >= incidents_max && !make_room()) return nullptr;
  const auto id = ++newest_;
  auto& kept = incidents_[id];
  kept.incident = incident_of(id, subject, problem, criticality, now);
  kept.changed = kept.urgent = true;
  open_[subject] = id;
  return &kept;
}

void Shelf::join(Kept& kept, const model::Subject& subject) {
  auto& subjects = kept.incident.subjects;
  if (std::find(subjects.begin(), subjects.end(), subject) == subjects.end())
    subjects.push_back(subject);
  open_[subject] = kept.incident.id;
  kept.changed = kept.urgent = true;
}

void Shelf::leave(Kept& kept, const model::Subject& subject) {
  if (kept.incident.subjects.size() < 2) return;
  std::erase(kept.incident.subjects, subject);
  open_.erase(subject);
  kept.changed = kept.urgent = true;
}

void Shelf::close(Kept& kept) {
  for (const auto& subject : kept.incident.subjects) open_.erase(subject);
}

void Shelf::reopen(Kept& kept) {
  for (const auto& subject : kept.incident.subjects) open_[subject] = kept.incident.id;
}

void Shelf::each_open(const std::function<void(Kept&)>& visit) {
  std::set<model::IncidentId> ids;
  for (const auto& [subject, id] : open_) ids.insert(id);
  for (const auto id : ids) {
    auto* kept = find(id);
    if (kept != nullptr && kept->incident.is_open()) visit(*kept);
  }
}

std::size_t Shelf::open_count() const {
  return static_cast<std::size_t>(
      std::count_if(incidents_.begin(), incidents_.end(),
                    [](const auto& entry) { return entry.second.incident.is_open(); }));
}

// The one that was resolved first goes; what is not stored yet stays for now.
bool Shelf::make_room() {
  auto oldest = incidents_.end();
  for (auto at = incidents_.begin(); at != incidents_.end(); ++at) {
    if (at->second.incident.is_open() || at->second.changed) continue;
    if (oldest == incidents_.end() ||
        at->second.incident.resolved_at < oldest->second.incident.resolved_at)
      oldest = at;
  }
  if (oldest == incidents_.end()) return false;
  incidents_.erase(oldest);
  return true;
}

}  // namespace heal
