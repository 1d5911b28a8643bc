#include "notify/render/html.hpp"

#include "notify/render/view.hpp"

#include <cctype>

namespace notify {
namespace {

// White on each of them is read at a contrast of at least 4.5 to 1 (WCAG 2.1, 1.4.3).
std::string_view html_color(const std::string& state) {
  if (state == "critical") return "#b3261e";
  if (state == "warning") return "#8a5300";
  if (state == "resolved" || state == "over") return "#1b6e3c";
  return "#44546a";
}

constexpr std::string_view html_font =
    "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;";
constexpr std::string_view html_monospace =
    "font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;";

std::string html_element(std::string_view tag, std::string_view style, std::string_view content) {
  std::string text = "<";
  text += tag;
  if (!style.empty()) text += " style=\"" + std::string(style) + "\"";
  return text + ">" + std::string(content) + "</" + std::string(tag) + ">\n";
}

std::string html_capital(const std::string& text) {
  auto result = text;
  if (!result.empty())
    result[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(result[0])));
  return escape_html(result);
}

std::string html_badge(const std::string& state) {
  return "<span style=\"display:inline-block;padding:2px 8px;border-radius:4px;font-size:13px;"
         "font-weight:bold;color:#ffffff;background-color:" +
         std::string(html_color(state)) + ";\">" + escape_html(state) + "</span>";
}

std::string html_label(std::string_view name) {
  return "<span style=\"font-size:13px;opacity:0.75;\">" + std::string(name) + "</span>";
}

std::string html_list(std::string_view name, const std::vector<std::string>& lines) {
  if (lines.empty()) return {};
  std::string points;
  for (const auto& line : lines) points += html_element("li", "margin:0 0 4px;", escape_html(line));
  return html_element("div", "margin:10px 0 0;", html_label(name)) +
         html_element("ul", "margin:4px 0 0;padding:0 0 0 20px;", points);
}

std::string html_line(std::string_view name, const std::string& text) {
  if (text.empty()) return {};
  return html_element("div", "margin:10px 0 0;", html_label(name) + "<br>" + escape_html(text));
}

std::string command_box(const std::string& command) {
  if (command.empty()) return {};
  return html_element("div", "margin:10px 0 0;", html_label("To look further")) +
         html_element("div",
                      "margin:4px 0 0;padding:8px 10px;border:1px solid #8c8c8c;border-radius:4px;"
                      "font-size:14px;" +
                          std::string(html_monospace),
                      escape_html(command));
}

std::string html_item(const ItemView& item, bool alone) {
  std::string content;
  if (!alone) content += html_element("div", "margin:0 0 6px;", html_badge(item.state));
  content += html_element("div", "font-weight:bold;", escape_html(item.what));
  if (!item.when.empty())
    content += html_element("div", "font-size:14px;margin:4px 0 0;", html_capital(item.when));
  if (!item.again.empty())
    content += html_element("div", "font-size:14px;margin:4px 0 0;", html_capital(item.again));
  content += html_list("Why", item.why) + html_list("What was done", item.done) +
             html_line("What comes next", item.next) + command_box(item.command);
  return html_element("div",
                      "margin:16px 0 0;padding:2px 0 2px 12px;border-left:4px solid " +
                          std::string(html_color(item.state)) + ";",
                      content);
}

std::string html_content(const MessageView& view) {
  auto content = html_element("div", "margin:0 0 8px;",
                              html_badge(view.state) + " <span style=\"font-size:15px;\">" +
                                  escape_html(view.host) + "</span>");
  content +=
      html_element("h1", "margin:0;font-size:20px;line-height:1.3;", escape_html(view.title));
  if (!view.summary.empty())
    content += html_element("p", "margin:8px 0 0;", escape_html(view.summary));
  for (const auto& item : view.items) content += html_item(item, view.items.size() == 1);
  if (!view.left_out.empty())
    content += html_element("p", "margin:16px 0 0;", escape_html(view.left_out));
  if (!view.mentioned.empty())
    content += html_element("p", "margin:16px 0 0;", html_capital(view.mentioned));
  content += html_element("p",
                          "margin:20px 0 0;padding:8px 0 0;border-top:1px solid #8c8c8c;"
                          "font-size:13px;opacity:0.75;",
                          escape_html(view.footer));
  return html_element("div",
                      "max-width:600px;margin:0 auto;padding:16px;font-size:16px;line-height:1.45;"
                      "overflow-wrap:anywhere;word-break:break-word;" +
                          std::string(html_font),
                      content);
}

}  // namespace

std::string escape_html(std::string_view text) {
  std::string escaped;
  escaped.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&': escaped += "&amp;"; break;
      case '<': escaped += "&lt;"; break;
      case '>': escaped += "&gt;"; break;
      case '"': escaped += "&quot;"; break;
      case '\'': escaped += "&#39;"; break;
      default: escaped += c;
    }
  }
  return escaped;
}

std::string html_page(const Message& message) {
  const auto view = view_of(message);
  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
         "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
         "<meta name=\"color-scheme\" content=\"light dark\">\n"
         "<meta name=\"supported-color-schemes\" content=\"light dark\">\n<title>" +
         escape_html(view.subject) + "</title>\n</head>\n<body style=\"margin:0;padding:0;\">\n" +
         html_content(view) + "</body>\n</html>\n";
}

}  // namespace notify
