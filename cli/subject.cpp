#include "cli/subject.hpp"

namespace cli {

Expected<Subject> parse_subject(const std::string& text) {
  const auto slash = text.find('/');
  Subject out{text.substr(0, slash), slash == text.npos ? "" : text.substr(slash + 1)};
  const bool half = slash != text.npos && out.service.empty();
  if (out.deployment.empty() || half || out.service.find('/') != out.service.npos)
    return wrong_usage("expected DEPLOYMENT or DEPLOYMENT/SERVICE, not \"" + text + "\"");
  return out;
}

Expected<std::string> parse_deployment(const std::string& text) {
  auto subject = parse_subject(text);
  if (!subject) return subject.error();
  if (subject->service.empty()) return subject->deployment;
  return wrong_usage("expected a deployment, not the service " + text);
}

}  // namespace cli
