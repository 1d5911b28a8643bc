#include "compose/problems.hpp"

#include "core/check.hpp"
#include "core/text.hpp"
#include "core/utf8.hpp"

namespace compose {
namespace {

constexpr std::size_t path_bytes_max = 500;

std::string shown(const Path& path) {
  auto text = path.text();
  if (text.size() <= path_bytes_max) return text;
  std::size_t end = 0;
  while (const auto next = core::first_character(std::string_view(text).substr(end))) {
    if (end + next->length > path_bytes_max) break;
    end += next->length;
  }
  return text.substr(0, end) + "...";
}

}  // namespace

std::string Mistake::text() const {
  const auto before = [](const std::string& part) { return part.empty() ? "" : part + ": "; };
  return before(place) + before(path) + message;
}

void Problems::add(const Position& at, const Path& path, std::string_view message) {
  std::string place;
  if (at.file != nullptr && at.line > 0) place = *at.file + ":" + std::to_string(at.line);
  add({place, shown(path), std::string(message)});
}

void Problems::add(Mistake mistake) {
  if (known_.insert(mistake).second) mistakes_.push_back(std::move(mistake));
}

void Problems::warn(std::string line) {
  if (told_.insert(line).second) warnings_.push_back(std::move(line));
}

core::Error Problems::error() const {
  CHECK(!mistakes_.empty());
  std::vector<std::string> lines;
  for (const auto& mistake : mistakes_) lines.push_back(mistake.text());
  return core::invalid(core::join(lines, "\n"));
}

}  // namespace compose
