#include "compose/problems.hpp"

#include "core/check.hpp"
#include "core/text.hpp"

#include <algorithm>

namespace compose {
namespace {

void add_once(std::vector<std::string>& lines, std::string line) {
  if (std::find(lines.begin(), lines.end(), line) == lines.end()) lines.push_back(std::move(line));
}

}  // namespace

void Problems::add(const Position& at, const Path& path, std::string_view message) {
  std::string line;
  if (at.file != nullptr && at.line > 0) line = *at.file + ":" + std::to_string(at.line) + ": ";
  const auto where = path.text();
  if (!where.empty()) line += where + ": ";
  add(line + std::string(message));
}

void Problems::add(std::string line) { add_once(lines_, std::move(line)); }

void Problems::warn(std::string line) { add_once(warnings_, std::move(line)); }

core::Error Problems::error() const {
  CHECK(!lines_.empty());
  return core::invalid(core::join(lines_, "\n"));
}

}  // namespace compose
