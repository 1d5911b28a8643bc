#include "compose/path.hpp"

#include "core/text.hpp"

namespace compose {

Path Path::key(std::string_view key) const {
  Path next = *this;
  next.parts_.emplace_back(key);
  return next;
}

Path Path::item(std::size_t index) const { return key("[" + std::to_string(index) + "]"); }

std::string Path::text() const {
  std::string text;
  for (const auto& part : parts_) {
    if (!text.empty() && !part.starts_with('[')) text += '.';
    text += part;
  }
  return text;
}

Pattern::Pattern(std::string_view text) : parts_(core::split(text, '.')) {}

bool Pattern::matches(const Path& path) const {
  if (parts_.size() != path.parts().size()) return false;
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    const auto& wanted = parts_[i];
    const auto& part = path.parts()[i];
    const bool any_item = wanted == "[]" && part.starts_with('[');
    if (wanted != "*" && !any_item && wanted != part) return false;
  }
  return true;
}

}  // namespace compose
