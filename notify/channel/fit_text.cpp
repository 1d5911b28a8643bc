#include "notify/channel/fit_text.hpp"

#include "core/text.hpp"
#include "core/utf8.hpp"
#include "notify/render/plain_text.hpp"

#include <algorithm>

namespace notify {
namespace {

constexpr std::string_view fit_mark = "…";
constexpr std::string_view fit_unreadable = "\uFFFD";

// The next character as it may be shown; `text` goes on after it.
std::string_view take_character(std::string_view& text, bool one_line) {
  const auto character = core::first_character(text);
  if (!character) {
    text.remove_prefix(1);
    return fit_unreadable;
  }
  const auto taken = text.substr(0, character->length);
  text.remove_prefix(character->length);
  if (character->code == '\n') return one_line ? " " : taken;
  const auto code = character->code;
  const bool control = code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0xFEFF;
  return control ? " " : taken;
}

void cut_all(std::vector<std::string>& texts, std::size_t texts_max, std::size_t max) {
  if (texts.size() > texts_max) texts.resize(texts_max);
  for (auto& text : texts) text = fit_text(text, {.max = max, .one_line = true});
}

Message with_texts_cut(Message message, std::size_t max) {
  constexpr std::size_t mentioned_max = 50;
  const Fit fit{.max = max, .one_line = true};
  for (auto* text : {&message.title, &message.summary, &message.group, &message.host})
    *text = fit_text(*text, fit);
  cut_all(message.mentioned, mentioned_max, std::min<std::size_t>(max, 100));
  for (auto& item : message.items) {
    for (auto* text : {&item.key, &item.what, &item.next, &item.command, &item.fingerprint})
      *text = fit_text(*text, fit);
    cut_all(item.why, 6, max);
    cut_all(item.done, 6, max);
  }
  return message;
}

}  // namespace

std::size_t length_of(std::string_view utf8, LengthUnit unit) {
  if (unit == LengthUnit::bytes) return utf8.size();
  std::size_t length = 0;
  for (const char c : utf8) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0U) != 0x80U) ++length;
    if (unit == LengthUnit::utf16 && byte >= 0xF0U) ++length;
  }
  return length;
}

std::string fit_text(std::string_view text, const Fit& fit) {
  const auto room_for_mark = length_of(fit_mark, fit.unit);
  std::string whole;
  std::size_t length = 0, cut_at = 0;  // bytes of `whole` that leave room for the mark
  while (!text.empty()) {
    const auto character = take_character(text, fit.one_line);
    const auto written = fit.write ? fit.write(character) : std::string(character);
    length += length_of(written, fit.unit);
    if (length > fit.max) {
      if (room_for_mark > fit.max) return {};
      whole.resize(cut_at);
      return whole.append(fit_mark);
    }
    whole += written;
    if (length + room_for_mark <= fit.max) cut_at = whole.size();
  }
  return whole;
}

std::string fit_body(const Message& message, const Fit& fit) {
  const auto whole = plain_body(message);
  const auto body = fit_text(core::trim(whole), fit);
  if (!body.ends_with(fit_mark) || message.items.size() < 2) return body;
  const auto brief = short_text(message, fit.max);
  const auto first_line = brief.find('\n');
  if (first_line == std::string::npos) return body;
  return fit_text(core::trim(std::string_view(brief).substr(first_line)), fit);
}

std::string write_html(std::string_view character) {
  if (character == "&") return "&amp;";
  if (character == "<") return "&lt;";
  if (character == ">") return "&gt;";
  if (character == "\"") return "&quot;";
  if (character == "'") return "&#39;";
  return std::string(character);
}

Message fit_message(Message message, std::size_t bytes_max) {
  if (json_text(message).size() <= bytes_max) return message;
  for (const std::size_t text_max : {1000, 300, 100}) {
    message = with_texts_cut(std::move(message), text_max);
    if (json_text(message).size() <= bytes_max) return message;
  }
  while (!message.items.empty() && json_text(message).size() > bytes_max) {
    message.items.pop_back();
    ++message.left_out;
  }
  return message;
}

}  // namespace notify
