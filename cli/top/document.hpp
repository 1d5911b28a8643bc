// `evenkeel top` as a document.
#pragma once

#include <string>
#include <vector>

namespace cli {

// {"host": {...}, "deployments": [...]}, as the API has them; `service`: of their services this one
// only, "" = all.
std::string top_json(const std::string& host, const std::vector<std::string>& deployments,
                     const std::string& service);

}  // namespace cli
