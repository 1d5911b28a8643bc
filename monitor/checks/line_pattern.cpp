#include "monitor/checks/line_pattern.hpp"

#include <re2/re2.h>

namespace monitor {

LinePattern::LinePattern(const std::string& pattern) : text_(pattern) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(line_pattern_bytes_max);
  auto expression = std::make_shared<const re2::RE2>(pattern, options);
  if (expression->ok())
    expression_ = std::move(expression);
  else
    problem_ = expression->error();
}

bool LinePattern::matches(std::string_view line) const {
  if (!expression_) return false;
  const re2::StringPiece piece(line.data(), line.size());
  return re2::RE2::PartialMatch(piece, *expression_);
}

}  // namespace monitor
