#include "cli/progress.hpp"

#include "cli/requests.hpp"
#include "cli/status_view.hpp"
#include "cli/surface.hpp"
#include "cli/view_decode.hpp"

#include <algorithm>
#include <ostream>

namespace cli {
namespace {

constexpr core::Milliseconds look_pause{500}, look_limit{2'000};

std::string line_of(const ServiceText& service, std::size_t name_columns) {
  auto line = service.name + std::string(name_columns - columns_of(service.name), ' ') + "  " +
              service.phase;
  const auto note = note_of(service);
  if (!note.empty()) line += "  " + note;
  return printable(line);
}

}  // namespace

std::vector<std::string> progress_lines(const DeploymentText& seen, const std::string& indent) {
  std::size_t columns = 0;
  for (const auto& service : seen.services) columns = std::max(columns, columns_of(service.name));
  std::vector<std::string> out;
  for (const auto& service : seen.services) out.push_back(indent + line_of(service, columns));
  return out;
}

Progress::Progress(Session& session, std::string deployment)
    : session_(session), deployment_(std::move(deployment)) {}

void Progress::look() {
  const auto now = session_.world.now().mono;
  if (session_.format != Format::table || now - last_look_ < look_pause) return;
  last_look_ = now;
  Call call;
  call.path = deployment_path(deployment_);
  call.timeout = look_limit;
  const auto reply = session_.client.call(call);
  if (reply) show(decode_deployment(reply->body));
}

void Progress::show(const DeploymentText& seen) {
  if (session_.format != Format::table) return;
  if (session_.world.can_redraw())
    draw(progress_lines(seen, "  "));
  else
    print_changes(seen);
  session_.world.out.flush();
}

void Progress::draw(const std::vector<std::string>& lines) {
  end();
  const auto width = static_cast<std::size_t>(std::max(session_.world.width() - 1, 20));
  for (const auto& line : lines) session_.world.out << cut(line, width) << "\n";
  drawn_ = lines.size();
}

void Progress::print_changes(const DeploymentText& seen) {
  for (const auto& service : seen.services) {
    const auto line = seen.name + "/" + line_of(service, columns_of(service.name));
    if (std::exchange(printed_[service.name], line) != line) session_.world.out << line << "\n";
  }
}

void Progress::end() {
  if (drawn_ > 0) session_.world.out << "\x1b[" << drawn_ << "F\x1b[0J";
  drawn_ = 0;
}

}  // namespace cli
