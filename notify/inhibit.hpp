// While the engine or the host is the problem, what is below it is mentioned and not told one by
// one. Pure.
#pragma once

#include "notify/alert_book.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace notify {

inline constexpr std::size_t mentioned_max = 50;

// The engine is away, or so many services failed at once that it is not their fault.
bool is_inhibiting(std::string_view key);
bool is_inhibited(const AlertBook& book);
// What fires of deployments: "shop/web", each once; what has no room is counted in a last line.
std::vector<std::string> mentioned_in(const AlertBook& book);

}  // namespace notify
