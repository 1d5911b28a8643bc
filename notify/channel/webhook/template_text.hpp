// A body of the owner's own form: text with {{names}}. Pure.
#pragma once

#include "core/result.hpp"
#include "notify/message.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace notify::webhook {

inline constexpr std::size_t template_bytes_max = 16 * 1024;
// The message is shortened to so much as JSON before it is put in.
inline constexpr std::size_t message_bytes_max = 256 * 1024;

// "{{title}}" is the text as it is, "{{json title}}" a JSON string with its quotes, "{{url title}}"
// percent-encoded.
class TemplateText {
 public:
  // Errors: invalid (a name that is none, with the nearest; a brace that is not closed; too long).
  static core::Result<TemplateText> of(std::string_view text);

  std::string rendered(const Message& message) const;

 private:
  enum class Form { literal, plain, json, url };
  struct Piece {
    Form form = Form::literal;
    std::string text;  // itself, or the name
  };
  std::vector<Piece> pieces_;
};

// Every name there is: id, thread, kind, severity, host, at, group, title, summary, subject, text,
// count, message (all of it as JSON).
const std::vector<std::string>& template_names();

}  // namespace notify::webhook
