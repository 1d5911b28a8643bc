// Strict reading of a map of YAML values into typed ones. Every mistake is collected, none ends the
// reading; a key that nobody asked for is one. A reading of an empty document lists every key there
// is: documentation is tested against it.
#pragma once

#include "core/clock.hpp"
#include "core/result.hpp"
#include "core/secret.hpp"
#include "core/yaml_value.hpp"

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace core {

// What a reading has found out so far.
struct YamlReading {
  std::vector<YamlMistake> mistakes;
  // For the list of every key there is: `each` then reads one entry named `*` where nothing is
  // written.
  bool listing_keys = false;
  std::set<std::string> keys;  // full paths that were asked for; a name chosen by the user is `*`
  // Reads a file that a `*_file` key names; an error is a mistake at that key.
  std::function<std::optional<std::string>(const std::string& path)> read_file;

  void refuse(const YamlValue& at, const std::string& path, const std::string& why);
};

// Each reader returns nothing where the key is absent, or where its value is a mistake, which is
// then collected: the caller's default stays. A key with nothing behind it counts as absent.
class YamlMap {
 public:
  using Choices = std::vector<std::string>;

  // `value` must outlive the map. `path` is "" for the document; `shown` differs from it below
  // names that the user chose.
  YamlMap(YamlReading& reading, const YamlValue& value, std::string path, std::string key_path);

  std::optional<std::string> text(const std::string& key);
  std::optional<bool> flag(const std::string& key);
  std::optional<int> integer(const std::string& key, int min, int max);
  std::optional<double> number(const std::string& key, double min, double max);
  std::optional<Milliseconds> duration(const std::string& key, Milliseconds min, Milliseconds max);
  std::optional<long long> bytes(const std::string& key, long long min);
  std::optional<std::string> choice(const std::string& key, const Choices& choices);
  // An item that `judge` refuses is a mistake at its index, and left out.
  using Judge = std::function<Status(const std::string& item)>;
  std::optional<std::vector<std::string>> texts(const std::string& key,
                                                const Judge& judge = nullptr);
  std::optional<std::vector<std::string>> choices(const std::string& key, const Choices& choices);
  // Names and values; numbers and booleans are taken as they are written.
  std::optional<std::map<std::string, std::string>> pairs(const std::string& key);
  // `key`, or the content of the file that `key`_file names, without its last line break. Both is a
  // mistake.
  std::optional<Secret> secret(const std::string& key);

  // Reads the map under `key`, an empty one where it is absent, and then refuses what `read` did
  // not ask for.
  void section(const std::string& key, const std::function<void(YamlMap&)>& read);
  // The same for each entry of the map under `key`, whose names the user chose.
  void each(const std::string& key,
            const std::function<void(const std::string& name, YamlMap&)>& read);

  // Hands the value of `key` to a reader of the caller's, where one is written.
  using ReadValue =
      std::function<void(YamlReading& reading, const YamlValue& value, const std::string& path)>;
  void value(const std::string& key, const ReadValue& read);
  // Likewise where null is a value like any other.
  void value_or_null(const std::string& key, const ReadValue& read);

  // A mistake where the key is absent.
  void require(const std::string& key);
  // A key of a part that this version does not have: refused with a text that says so.
  void not_yet(const std::string& key);
  // A mistake found by the caller in the value of `key` (or in the map itself where that is
  // absent).
  void refuse(const std::string& key, const std::string& why);
  // The same in the name of an entry of the map under `key`.
  void refuse_name(const std::string& key, const std::string& name, const std::string& why);
  bool has(const std::string& key) const;
  // Whether the value of `key` is exactly this word; does not count as asking for it.
  bool is(const std::string& key, std::string_view word) const;
  // Refuses the keys that nobody asked for. `section` and `each` call it themselves.
  void finish();

 private:
  const YamlValue* take(const std::string& key);
  const YamlValue* take_scalar(const std::string& key, const std::string& expected);
  std::string path_of(const std::string& key) const;
  void expected(const std::string& key, const YamlValue& at, const std::string& what,
                const std::string& hint = "");
  std::optional<std::string> plain_text(const std::string& path, const YamlValue& value);
  std::optional<std::string> one_of(const std::string& path, const YamlValue& value,
                                    const Choices& choices);
  std::optional<std::string> content_of(const std::string& key);

  YamlReading& reading_;
  const YamlValue& value_;
  std::string path_, key_path_;
  std::vector<std::string> asked_;
};

// Whole document: reads it by `read`, refuses what is left, sorts the mistakes by place.
void read_document(YamlReading& reading, const YamlValue& document,
                   const std::function<void(YamlMap&)>& read);

// Takes a value where there is one; the default stays otherwise.
template <class T, class U> void take(T& into, std::optional<U> value) {
  if (value) into = std::move(*value);
}

}  // namespace core
