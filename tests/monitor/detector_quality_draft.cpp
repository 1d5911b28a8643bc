#include "monitor/detector_quality.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace quality {

double Random::uniform(double from, double to) {
  return from + (to - from) * (engine_() + 0.5) / 4294967296.0;
}

double Random::normal() {
  const double radius = std::sqrt(-2 * std::log(uniform(0, 1)));
  return radius * std::cos(2 * std::numbers::pi * uniform(0, 1));
}

double Random::heavy() {
  double squares = 0;
  for (int i = 0; i < 3; ++i) squares += std::pow(normal(), 2);
  return normal() / std::sqrt(squares / 3) / std::sqrt(3.0);
}

Draft::Draft(Random& random, double minutes, double level) : random_(random) {
  values_.assign(static_cast<std::size_t>(minutes * looks_a_minute), level);
  series_.values.assign(values_.size(), 0.0);
}

std::size_t Draft::look_at(double minutes) const {
  const auto look = static_cast<std::size_t>(std::max(0.0, minutes * looks_a_minute));
  return std::min(look, values_.size());
}

Draft& Draft::white(double deviation) {
  for (auto& value : values_) value += deviation * random_.normal();
  return *this;
}

Draft& Draft::heavy(double deviation) {
  for (auto& value : values_) value += deviation * random_.heavy();
  return *this;
}

Draft& Draft::walk(double deviation_an_hour) {
  double place = 0;
  for (auto& value : values_) {
    place += deviation_an_hour * random_.normal() / std::sqrt(60.0 * looks_a_minute);
    value += place;
  }
  return *this;
}

Draft& Draft::add(double from, double to, const Curve& curve) {
  const auto begin = look_at(from);
  for (auto look = begin; look < look_at(to); ++look)
    values_[look] += curve(static_cast<double>(look - begin) / looks_a_minute);
  return *this;
}

Draft& Draft::add(double from, double to, double height) {
  return add(from, to, [height](double) { return height; });
}

Draft& Draft::gap(double from, double to) {
  for (auto look = look_at(from); look < look_at(to); ++look) series_.values[look].reset();
  return *this;
}

Draft& Draft::restart(double at) {
  const auto look = look_at(at);
  series_.restarts.push_back(look);
  if (look < values_.size()) series_.values[look].reset();
  return *this;
}

Draft& Draft::event(double from, double to) {
  series_.events.push_back({look_at(from), look_at(to)});
  return *this;
}

Series Draft::done(double most) {
  for (std::size_t look = 0; look < values_.size(); ++look)
    if (series_.values[look]) series_.values[look] = std::clamp(values_[look], 0.0, most);
  return series_;
}

}  // namespace quality
