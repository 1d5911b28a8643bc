// Prometheus' text format, version 0.0.4. Pure.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace api::metrics {

enum class Type : std::uint8_t { gauge, counter, histogram };

struct About {
  std::string_view name;  // whole: "evenkeel_engine_up"
  Type type = Type::gauge;
  std::string_view help;
};

// Names and values as they are; what the format demands of a value is done here.
using Labels = std::initializer_list<std::pair<std::string_view, std::string_view>>;

struct Histogram {
  std::vector<double> bounds;           // upper ends, ascending
  std::vector<std::uint64_t> observed;  // in each of them, and one more for what is above all
  double sum = 0;
};

// Appends one family to `out`: all of its samples must be added before another family begins. Its
// header comes with the first one, so that a family that nobody knows anything of is absent.
class Family {
 public:
  Family(std::string& out, const About& about) : out_(out), about_(about) {}

  // Nothing where `value` is not known.
  void add(Labels labels, std::optional<double> value);
  void add(Labels labels, const Histogram& histogram);

 private:
  void begin();

  std::string& out_;
  About about_;
  bool begun_ = false;
};

// A family of one sample without labels.
void add_single(std::string& out, const About& about, std::optional<double> value);

// What a family shows of one thing out of many.
template <class Thing> struct Row {
  About about;
  std::optional<double> (*value)(const Thing& thing);
};

std::optional<double> number(const std::optional<std::uint64_t>& value);
inline double zero_or_one(bool value) { return value ? 1 : 0; }

}  // namespace api::metrics
