#include "notify/render/plain_text.hpp"

#include "core/text.hpp"
#include "notify/render/line_text.hpp"
#include "notify/render/view.hpp"

#include <algorithm>
#include <cctype>

namespace notify {
namespace {

std::string plain_capital(std::string text) {
  if (!text.empty()) text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
  return text;
}

std::string plain_list(const std::string& name, const std::vector<std::string>& lines) {
  if (lines.empty()) return {};
  if (lines.size() == 1) return "  " + name + ": " + lines[0] + "\n";
  std::string text = "  " + name + ":\n";
  for (const auto& line : lines) text += "  - " + line + "\n";
  return text;
}

std::string plain_item(const ItemView& item) {
  auto text = "* [" + item.state + "] " + item.what + "\n";
  if (!item.when.empty()) text += "  " + plain_capital(item.when) + "\n";
  if (!item.again.empty()) text += "  " + plain_capital(item.again) + "\n";
  text += plain_list("Why", item.why);
  text += plain_list("Done", item.done);
  if (!item.next.empty()) text += "  Next: " + item.next + "\n";
  if (!item.command.empty()) text += "  Look: " + item.command + "\n";
  return text;
}

std::string plain_body_of(const MessageView& view) {
  std::string text;
  const auto paragraph = [&](const std::string& lines) {
    if (lines.empty()) return;
    if (!text.empty()) text += "\n";
    text += lines;
  };
  if (!view.summary.empty()) paragraph(view.summary + "\n");
  for (const auto& item : view.items) paragraph(plain_item(item));
  if (!view.left_out.empty()) paragraph(view.left_out + "\n");
  if (!view.mentioned.empty()) paragraph(plain_capital(view.mentioned) + "\n");
  paragraph(view.footer + "\n");
  return text;
}

// A line of the short form: what, and the command where there is only one thing.
std::vector<std::string> plain_short_lines(const MessageView& view) {
  std::vector<std::string> lines;
  for (const auto& item : view.items) lines.push_back("[" + item.state + "] " + item.what);
  if (view.items.size() == 1) {
    const auto& item = view.items.front();
    if (!item.when.empty()) lines.push_back(item.when);
    if (!item.next.empty()) lines.push_back("Next: " + item.next);
    if (!item.command.empty()) lines.push_back("Look: " + item.command);
  } else if (lines.empty() && !view.summary.empty()) {
    lines.push_back(view.summary);
  }
  return lines;
}

}  // namespace

std::string plain_body(const Message& message) { return plain_body_of(view_of(message)); }

std::string plain_text(const Message& message) {
  const auto view = view_of(message);
  return view.subject + "\n\n" + plain_body_of(view);
}

std::string short_text(const Message& message, std::size_t bytes_max) {
  const auto view = view_of(message);
  const auto whole = view.subject + "\n\n" + plain_body_of(view);
  if (whole.size() - 1 <= bytes_max) return whole.substr(0, whole.size() - 1);
  auto text = cut_text(view.subject, bytes_max);
  const auto lines = plain_short_lines(view);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto rest = lines.size() - i;
    // Where this is not the last line, room is kept to say that there is more.
    const auto note = "\n(and " + std::to_string(rest) + " more)";
    const auto reserve = rest > 1 ? note.size() : 0;
    if (text.size() + 1 + lines[i].size() + reserve <= bytes_max) {
      text += "\n" + lines[i];
      continue;
    }
    if (i == 0 && text.size() + 40 < bytes_max)
      return text + "\n" + cut_text(lines[i], bytes_max - text.size() - 1);
    if (view.items.size() > 1 && text.size() + note.size() <= bytes_max) text += note;
    break;
  }
  return text;
}

}  // namespace notify
