#include "monitor/series_set.hpp"

#include "core/check.hpp"

namespace monitor {

SeriesSet::SeriesSet(SeriesShape shape, core::MonoTime origin)
    : shape_(shape), grid_(origin, shape.step) {
  CHECK(shape.metrics >= 1 && shape.subjects_max >= 1);
}

SeriesSet::Rings* SeriesSet::find_or_add(std::string_view subject) {
  if (const auto known = subjects_.find(subject); known != subjects_.end()) return &known->second;
  if (subjects_.size() >= shape_.subjects_max) return nullptr;
  Rings rings(shape_.metrics, Ring(shape_.capacity));
  return &subjects_.emplace(std::string(subject), std::move(rings)).first->second;
}

bool SeriesSet::push(std::string_view subject, core::MonoTime at,
                     std::span<const std::optional<double>> values) {
  CHECK(values.size() == shape_.metrics);
  auto* rings = find_or_add(subject);
  if (rings == nullptr) return false;
  const auto slot = grid_.slot_of(at);
  for (std::size_t i = 0; i < values.size(); ++i) (*rings)[i].push(slot, values[i]);
  return true;
}

const Ring* SeriesSet::ring_of(std::string_view subject, std::size_t metric) const {
  CHECK(metric < shape_.metrics);
  const auto known = subjects_.find(subject);
  return known == subjects_.end() ? nullptr : &known->second[metric];
}

std::vector<Bucket> SeriesSet::roll_up(std::string_view subject, std::size_t metric,
                                       core::MonoTime from, core::MonoTime to,
                                       core::Milliseconds step) const {
  const auto* ring = ring_of(subject, metric);
  if (ring == nullptr) return {};
  return monitor::roll_up(*ring, grid_, from, to, step);
}

std::vector<double> SeriesSet::values(std::string_view subject, std::size_t metric,
                                      core::MonoTime from) const {
  std::vector<double> values;
  const auto* ring = ring_of(subject, metric);
  if (ring == nullptr) return values;
  values.reserve(static_cast<std::size_t>(ring->end() - ring->begin()));
  ring->append_from(grid_.first_from(from), values);
  return values;
}

void SeriesSet::forget(std::string_view subject) {
  if (const auto known = subjects_.find(subject); known != subjects_.end()) subjects_.erase(known);
}

std::vector<std::string> SeriesSet::subjects() const {
  std::vector<std::string> names;
  names.reserve(subjects_.size());
  for (const auto& [name, rings] : subjects_) names.push_back(name);
  return names;
}

std::size_t SeriesSet::bytes() const {
  constexpr std::size_t node_bytes = sizeof(decltype(subjects_)::value_type) + 4 * sizeof(void*);
  std::size_t bytes = sizeof *this;
  for (const auto& [name, rings] : subjects_) {
    bytes += node_bytes + name.capacity() + rings.capacity() * sizeof(Ring);
    for (const auto& ring : rings) bytes += ring.bytes();
  }
  return bytes;
}

}  // namespace monitor
