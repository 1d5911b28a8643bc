#include "model/event.hpp"

#include "model/names.hpp"

namespace model {
namespace {

constexpr Names<Severity, 3> severities{
    {{Severity::info, "info"}, {Severity::warning, "warning"}, {Severity::critical, "critical"}}};

}  // namespace

std::string_view name_of(Severity severity) { return name_in(severities, severity); }
std::optional<Severity> severity_from(std::string_view text) { return value_in(severities, text); }

}  // namespace model
