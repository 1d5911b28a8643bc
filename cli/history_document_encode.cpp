#include "cli/history_document.hpp"

#include "core/text.hpp"

namespace cli {

std::string history_json(const std::vector<std::string>& generations,
                         const std::vector<std::string>& intents) {
  return "{\"generations\":[" + core::join(generations, ",") + "],\"intents\":[" +
         core::join(intents, ",") + "]}";
}

}  // namespace cli
