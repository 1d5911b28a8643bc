// From the stored name of an enumeration back to its value, by the same `name_of` that wrote it.
#pragma once

#include "core/result.hpp"

#include <initializer_list>
#include <string>

namespace store {

// `name_of` is found in the enumeration's own namespace. A name that is not among `values` is
// damage.
template <class Enum>
core::Result<Enum> enum_named(const std::string& text, std::initializer_list<Enum> values) {
  for (const auto value : values) {
    if (name_of(value) == text) return value;
  }
  return core::Error{core::Errc::corrupt, "stored value \"" + text + "\" is not known"};
}

}  // namespace store
