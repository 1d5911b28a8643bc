#include "reconcile/memory.hpp"

#include <algorithm>
#include <cctype>

namespace reconcile {
namespace {

// An output taken apart: its words with every number replaced by '#', and the numbers.
struct Shape {
  std::string words;
  std::vector<double> numbers;
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// "09:30:05", "2026-01-31", 1769851800 are times, not work: they grow by themselves.
bool is_time(std::string_view token) {
  if (token.find(':') != std::string_view::npos) return true;
  const auto dashes = std::count(token.begin(), token.end(), '-');
  const auto digits = std::count_if(token.begin(), token.end(), is_digit);
  return dashes == 2 || digits >= 10;
}

std::size_t token_end(std::string_view text, std::size_t from) {
  while (from < text.size() &&
         (is_digit(text[from]) || text[from] == '.' || text[from] == ':' || text[from] == '-'))
    ++from;
  return from;
}

Shape shape_of(std::string_view text) {
  Shape shape;
  for (std::size_t at = 0; at < text.size();) {
    if (!is_digit(text[at])) {
      shape.words += text[at++];
      continue;
    }
    const auto end = token_end(text, at);
    const auto token = text.substr(at, end - at);
    shape.words += '#';
    if (!is_time(token)) shape.numbers.push_back(std::strtod(std::string(token).c_str(), nullptr));
    at = end;
  }
  return shape;
}

// The first number that is not the same everywhere grows from each probe to the next.
bool a_number_grows(const std::vector<Shape>& shapes) {
  for (std::size_t i = 0; i < shapes.front().numbers.size(); ++i) {
    bool constant = true, grows = true;
    for (std::size_t k = 1; k < shapes.size(); ++k) {
      if (shapes[k].numbers.size() != shapes.front().numbers.size()) return false;
      constant = constant && shapes[k].numbers[i] == shapes[k - 1].numbers[i];
      grows = grows && shapes[k].numbers[i] > shapes[k - 1].numbers[i];
    }
    if (!constant) return grows;
  }
  return false;
}

}  // namespace

bool shows_progress(const std::vector<model::HealthProbe>& log) {
  constexpr std::size_t probes_min = 3;  // two say nothing: any noise differs once
  if (log.size() < probes_min) return false;
  std::vector<Shape> shapes;
  shapes.reserve(log.size());
  for (const auto& probe : log) shapes.push_back(shape_of(probe.output));
  const auto& newest = shapes.back().words;
  const bool all_alike = std::all_of(shapes.begin(), shapes.end(),
                                     [&](const Shape& one) { return one.words == newest; });
  if (all_alike) return a_number_grows(shapes);
  // A kind of output that was not there before is a new stage; one that comes and goes is not.
  return std::none_of(shapes.begin(), shapes.end() - 1,
                      [&](const Shape& one) { return one.words == newest; });
}

}  // namespace reconcile
