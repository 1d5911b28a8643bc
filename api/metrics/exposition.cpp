#include "api/metrics/exposition.hpp"

#include "core/check.hpp"
#include "core/utf8.hpp"

#include <charconv>
#include <cmath>

namespace api::metrics {
namespace {

constexpr double exact_max = 9007199254740992.0;  // 2^53

std::string_view name_of(Type type) {
  switch (type) {
    case Type::gauge: return "gauge";
    case Type::counter: return "counter";
    case Type::histogram: return "histogram";
  }
  return "untyped";
}

std::string text_of(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "+Inf" : "-Inf";
  if (value == std::floor(value) && std::abs(value) <= exact_max)
    return std::to_string(static_cast<long long>(value));
  char text[32];
  const auto written = std::to_chars(text, text + sizeof text, value);
  return {text, written.ptr};
}

// A label that is not UTF-8 (a mount point may be any bytes) would cost the whole scrape.
void append_character(std::string& out, std::string_view& text) {
  const auto character = core::first_character(text);
  if (!character) {
    out += "\xEF\xBF\xBD";
    text.remove_prefix(1);
    return;
  }
  const auto bytes = text.substr(0, character->length);
  if (bytes == "\\")
    out += "\\\\";
  else if (bytes == "\"")
    out += "\\\"";
  else if (bytes == "\n")
    out += "\\n";
  else
    out += bytes;
  text.remove_prefix(character->length);
}

void append_label(std::string& out, std::string_view name, std::string_view value) {
  out += out.back() == '{' ? "" : ",";
  out += name;
  out += "=\"";
  while (!value.empty()) append_character(out, value);
  out += '"';
}

void append_sample(std::string& out, std::string_view name, Labels labels, double value,
                   std::string_view below = "") {
  out += name;
  if (labels.size() > 0 || !below.empty()) {
    out += '{';
    for (const auto& [label, text] : labels) append_label(out, label, text);
    if (!below.empty()) append_label(out, "le", below);
    out += '}';
  }
  out += ' ' + text_of(value) + '\n';
}

}  // namespace

void Family::begin() {
  if (begun_) return;
  begun_ = true;
  const std::string name(about_.name);
  out_ += "# HELP " + name + ' ' + std::string(about_.help) + '\n';
  out_ += "# TYPE " + name + ' ' + std::string(name_of(about_.type)) + '\n';
}

void Family::add(Labels labels, std::optional<double> value) {
  if (!value) return;
  begin();
  append_sample(out_, about_.name, labels, *value);
}

void Family::add(Labels labels, const Histogram& histogram) {
  CHECK(histogram.observed.size() == histogram.bounds.size() + 1);
  begin();
  const std::string name(about_.name);
  std::uint64_t count = 0;
  for (std::size_t i = 0; i < histogram.observed.size(); ++i) {
    count += histogram.observed[i];
    const auto below =
        i < histogram.bounds.size() ? text_of(histogram.bounds[i]) : std::string("+Inf");
    append_sample(out_, name + "_bucket", labels, static_cast<double>(count), below);
  }
  append_sample(out_, name + "_sum", labels, histogram.sum);
  append_sample(out_, name + "_count", labels, static_cast<double>(count));
}

void add_single(std::string& out, const About& about, std::optional<double> value) {
  Family(out, about).add({}, value);
}

std::optional<double> number(const std::optional<std::uint64_t>& value) {
  return value ? std::optional(static_cast<double>(*value)) : std::nullopt;
}

}  // namespace api::metrics
