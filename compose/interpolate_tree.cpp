#include "compose/cast.hpp"
#include "compose/go_text.hpp"
#include "compose/interpolate.hpp"

#include <utility>

namespace compose {
namespace {

class Walk {
 public:
  Walk(const Environment& environment, Problems& problems)
      : interpolation_(environment), problems_(problems) {}

  void value(Value& value, const Path& path) {
    if (auto* map = value.as_map()) {
      for (auto& [key, entry] : *map) this->value(entry, path.key(key));
    } else if (auto* list = value.as_list()) {
      for (std::size_t i = 0; i < list->size(); ++i) this->value((*list)[i], path.item(i));
    } else if (const auto* text = value.as_text()) {
      auto replaced = interpolation_.apply(*text, unset_);
      if (!replaced) return problems_.add(value.position(), path, replaced.error().what);
      bytes_ += replaced->size();
      if (bytes_ > text_bytes_max) return refuse_the_rest(value, path);
      value = cast(Value::text(std::move(*replaced), value.position()), path);
    }
  }

  void report_unset() {
    for (const auto& name : unset_.all())
      problems_.warn("The \"" + name + "\" variable is not set. Defaulting to a blank string.");
  }

 private:
  void refuse_the_rest(Value& value, const Path& path) {
    if (!std::exchange(refused_, true))
      problems_.add(value.position(), path,
                    "variables expand to more than " + std::to_string(text_bytes_max) +
                        " bytes in this file");
  }

  Value cast(Value value, const Path& path) {
    const auto* wanted = cast_at(path);
    if (wanted == nullptr) return value;
    const auto& text = *value.as_text();
    const auto take = [&](auto result) -> Value {
      if (result) return {Value::Data(*result), value.position()};
      problems_.add(value.position(), path, result.error().what);
      return value;
    };
    switch (*wanted) {
      case Cast::boolean: return take(to_boolean(text));
      case Cast::integer: return take(to_integer(text));
      case Cast::real: return take(to_real(text));
      case Cast::real32: break;
    }
    auto number = to_real(text);
    if (number) number = as_float32(*number);
    return take(number);
  }

  Interpolation interpolation_;
  Problems& problems_;
  UnsetNames unset_;
  std::size_t bytes_ = 0;
  bool refused_ = false;
};

}  // namespace

void interpolate_tree(Value& value, const Environment& environment, Problems& problems) {
  Walk walk(environment, problems);
  walk.value(value, {});
  walk.report_unset();
}

}  // namespace compose
