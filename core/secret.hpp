// A value that must not be seen: prints as ***, compares, and is revealed only where bytes are
// written to the wire.
#pragma once

#include <ostream>
#include <string>
#include <utility>

namespace core {

class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string value) : value_(std::move(value)) {}

  const std::string& reveal() const { return value_; }
  bool empty() const { return value_.empty(); }
  // Compares in a time that does not depend on where the values differ.
  bool equals(const Secret& other) const;
  bool operator==(const Secret& other) const { return equals(other); }

 private:
  std::string value_;
};

inline std::ostream& operator<<(std::ostream& out, const Secret&) { return out << "***"; }

}  // namespace core
