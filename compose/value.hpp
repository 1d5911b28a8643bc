// Value: one node of a Compose file after YAML typing, with the place where it was written. The
// loader works on these trees from the first byte to the canonical project; no YAML or JSON library
// is visible beyond its two borders.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace compose {

// Where a value was written; line 0 = made by the loader. For an entry of a mapping: the place of
// its key.
struct Position {
  std::shared_ptr<const std::string> file;
  int line = 0, column = 0;  // from 1
};

// A bare date or time. The specification has no place for one outside x- keys.
struct Timestamp {
  std::string rfc3339;
  auto operator<=>(const Timestamp&) const = default;
};

class Value {
 public:
  using List = std::vector<Value>;
  using Map = std::map<std::string, Value>;
  using Data = std::variant<std::monostate, bool, std::int64_t, std::uint64_t, double, Timestamp,
                            std::string, List, Map>;

  Value() = default;
  Value(Data data, Position position) : data_(std::move(data)), position_(std::move(position)) {}
  static Value text(std::string text, const Position& at) { return {Data(std::move(text)), at}; }
  static Value flag(bool flag, const Position& at) { return {Data(flag), at}; }
  static Value integer(std::int64_t number, const Position& at) { return {Data(number), at}; }
  static Value list(List list, const Position& at) { return {Data(std::move(list)), at}; }
  static Value map(Map map, const Position& at) { return {Data(std::move(map)), at}; }

  bool is_null() const { return std::holds_alternative<std::monostate>(data_); }
  const bool* as_flag() const { return std::get_if<bool>(&data_); }
  const std::int64_t* as_integer() const { return std::get_if<std::int64_t>(&data_); }
  const double* as_real() const { return std::get_if<double>(&data_); }
  const std::string* as_text() const { return std::get_if<std::string>(&data_); }
  const List* as_list() const { return std::get_if<List>(&data_); }
  List* as_list() { return std::get_if<List>(&data_); }
  const Map* as_map() const { return std::get_if<Map>(&data_); }
  Map* as_map() { return std::get_if<Map>(&data_); }
  const Data& data() const { return data_; }

  // The entry of a mapping, nullptr where there is none or this is no mapping.
  const Value* find(std::string_view key) const;
  Value* find(std::string_view key);
  // The text of the entry `key`, "" where it is absent or no text.
  std::string text_at(std::string_view key) const;

  const Position& position() const { return position_; }
  void set_position(Position position) { position_ = std::move(position); }

  // Positions do not count.
  bool operator==(const Value& other) const { return data_ == other.data_; }
  // Some order, so that what is equal is found without comparing everything with everything.
  bool operator<(const Value& other) const;

 private:
  Data data_;
  Position position_;
};

// "a string", "a mapping", ... for messages.
std::string_view kind_name(const Value& value);

}  // namespace compose
