#include "cli/subject.hpp"

#include "cli/table.hpp"

#include <algorithm>
#include <string_view>

namespace cli {
namespace {

constexpr std::size_t name_bytes_max = 255, shown_columns = 100;

struct Kind {
  std::string_view name, when_empty, when_wrong;
};

constexpr Kind deployment_kind{"deployment", "say which one", "`evenkeel status` lists them"};
constexpr Kind service_kind{"service",
                            "say which one, or no SERVICE at all for the whole deployment",
                            "several are written with spaces between them"};

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '.' || c == '-';
}

std::string quoted(const std::string& text) {
  return "\"" + cut(printable(text), shown_columns) + "\"";
}

Expected<void> check_name(const std::string& text, const Kind& kind) {
  if (text.empty())
    return wrong_usage("the name of the " + std::string(kind.name) +
                       " is empty (a variable without a value?): " + std::string(kind.when_empty));
  if (text == "." || text == ".." || text.size() > name_bytes_max ||
      !std::all_of(text.begin(), text.end(), is_name_character))
    return wrong_usage(quoted(text) + " is no name of a " + std::string(kind.name) +
                       ": expected letters, digits, _ . - (not . or .. alone), at most 255; " +
                       std::string(kind.when_wrong));
  return {};
}

}  // namespace

Expected<Subject> parse_subject(const std::string& text) {
  const auto slash = text.find('/');
  Subject out{text.substr(0, slash), slash == text.npos ? "" : text.substr(slash + 1)};
  const bool half = slash != text.npos && (out.deployment.empty() || out.service.empty());
  if (half || out.service.find('/') != out.service.npos)
    return wrong_usage("expected DEPLOYMENT or DEPLOYMENT/SERVICE, not " + quoted(text));
  const auto deployment = check_name(out.deployment, deployment_kind);
  if (!deployment) return deployment.error();
  if (slash == text.npos) return out;
  const auto service = check_name(out.service, service_kind);
  if (!service) return service.error();
  return out;
}

Expected<std::string> parse_deployment(const std::string& text) {
  auto subject = parse_subject(text);
  if (!subject) return subject.error();
  if (subject->service.empty()) return subject->deployment;
  return wrong_usage("expected a deployment, not the service " + text);
}

Expected<std::string> parse_number(const std::string& text, const char* of) {
  constexpr std::size_t digits_max = 18;  // fit any number that there is
  const bool digits = !text.empty() && text.size() <= digits_max && text.front() != '0' &&
                      text.find_first_not_of("0123456789") == text.npos;
  if (digits) return text;
  return wrong_usage("expected the number of " + std::string(of) + ", as the list shows it, not " +
                     quoted(text));
}

Expected<std::string> parse_service(const std::string& text) {
  const auto checked = check_name(text, service_kind);
  if (!checked) return checked.error();
  return text;
}

}  // namespace cli
