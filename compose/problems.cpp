#include "compose/problems.hpp"

#include "core/check.hpp"
#include "core/text.hpp"

#include <algorithm>

namespace compose {
namespace {

template <class T> void add_once(std::vector<T>& all, T one) {
  if (std::find(all.begin(), all.end(), one) == all.end()) all.push_back(std::move(one));
}

}  // namespace

std::string Mistake::text() const {
  const auto before = [](const std::string& part) { return part.empty() ? "" : part + ": "; };
  return before(place) + before(path) + message;
}

void Problems::add(const Position& at, const Path& path, std::string_view message) {
  std::string place;
  if (at.file != nullptr && at.line > 0) place = *at.file + ":" + std::to_string(at.line);
  add({place, path.text(), std::string(message)});
}

void Problems::add(Mistake mistake) { add_once(mistakes_, std::move(mistake)); }

void Problems::warn(std::string line) { add_once(warnings_, std::move(line)); }

core::Error Problems::error() const {
  CHECK(!mistakes_.empty());
  std::vector<std::string> lines;
  for (const auto& mistake : mistakes_) lines.push_back(mistake.text());
  return core::invalid(core::join(lines, "\n"));
}

}  // namespace compose
