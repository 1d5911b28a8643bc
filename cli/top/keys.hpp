// What is typed while `evenkeel top` is shown. Pure.
#pragma once

#include "cli/top/state.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace cli {

enum class TopKey {
  quit,
  sort_by_cpu,
  sort_by_memory,
  sort_by_name,
  sort_by_restarts,
  sort_by_phase,
  up,
  down,
  page_up,
  page_down,
  home,
  end
};

// Takes what was typed in pieces of any size: a key may be a sequence of bytes (ECMA-48 5.4) that
// comes in two. What is no key of ours is passed over.
class TopKeyReader {
 public:
  std::vector<TopKey> read(std::string_view bytes);

 private:
  std::string begun_;  // of a sequence
};

// `room`: as for `scroll_to`. `quit` changes nothing.
void press(TopState& state, TopKey key, std::size_t room);

}  // namespace cli
