#include "core/fail_point.hpp"

#include "core/check.hpp"

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <string>

#include <unistd.h>

namespace core {
namespace {

struct Armed {
  std::string name;
  int passes_left = 1;
};

Armed read_environment() {
  const char* value = std::getenv("EVENKEEL_FAIL_POINT");
  if (value == nullptr) return {};
  std::string text = value;
  const auto colon = text.find(':');
  if (colon == std::string::npos) return {text, 1};
  return {text.substr(0, colon), std::max(1, std::atoi(text.c_str() + colon + 1))};
}

}  // namespace

const std::vector<std::string_view>& fail_point_names() {
  static const std::vector<std::string_view> names = {
      "put.before_commit",      "put.after_commit",       "action.before_record",
      "action.after_record",    "create.after_engine",    "create.after_record",
      "start.after_engine",     "stop.after_engine",      "restart.after_engine",
      "pull.after_engine",      "remove.after_engine",    "rename.after_engine",
      "network.after_engine",   "volume.after_engine",    "recovery.before_observe",
      "recovery.after_observe", "recovery.before_report", "verb.after_commit",
  };
  return names;
}

void fail_point(std::string_view name) {
  static Armed armed = read_environment();
  if (armed.name.empty()) return;
  const auto& names = fail_point_names();
  CHECK(std::find(names.begin(), names.end(), name) != names.end());
  if (armed.name == name && --armed.passes_left == 0) ::kill(::getpid(), SIGKILL);
}

}  // namespace core
