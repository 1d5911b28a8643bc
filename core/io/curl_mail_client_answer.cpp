#include "core/digest.hpp"
#include "core/io/curl_mail_client_parts.hpp"
#include "core/text.hpp"
#include "core/time_text.hpp"

#include <algorithm>
#include <cctype>
#include <cstring>

namespace core {
namespace {

using Why = MailAnswer::Why;

// Shorter ones would blacken half of every answer.
constexpr std::size_t hidden_mail_bytes_min = 4;

bool takes_recipient(const SmtpReply& reply) { return reply.code >= 200 && reply.code < 300; }

std::string mail_words(std::string text) {
  const bool acronym = text.size() > 1 && std::isupper(static_cast<unsigned char>(text[1]));
  if (!text.empty() && !acronym)
    text[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(text[0])));
  return text;
}

std::string without_mail_prefix(std::string_view prefix, std::string text) {
  return text.starts_with(prefix) ? text.substr(prefix.size()) : text;
}

std::string mail_library_words(const MailEnd& end) {
  return mail_words(end.details.empty() ? curl_easy_strerror(end.code) : end.details);
}

std::string mail_place(const MailRequest& request) {
  return request.host + ":" + std::to_string(request.port);
}

std::string mail_timeout_words(const MailRequest& request, MailStep step, const MailEnd& end) {
  if (!end.found) return "the address of " + request.host + " was not found out in time";
  // To the second: what people set.
  const auto waited = std::chrono::round<std::chrono::seconds>(end.waited);
  const auto after = waited.count() > 0 ? " within " + duration_text(waited) : " in time";
  return std::string(missing_at(step)) + after + " (" + mail_place(request) + ")";
}

std::string mail_connect_words(const MailRequest& request, const MailEnd& end) {
  const auto why = end.system_error == 0
                       ? mail_library_words(end)
                       : mail_words(std::strerror(static_cast<int>(end.system_error)));
  return mail_place(request) + ": " + why;
}

std::string mail_broken_words(const MailRequest& request, MailStep step) {
  return "the connection broke: " + std::string(missing_at(step)) + " (" + mail_place(request) +
         ")";
}

bool is_mail_configuration(CURLcode code) {
  switch (code) {
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_USE_SSL_FAILED:
    case CURLE_LOGIN_DENIED:
    case CURLE_URL_MALFORMAT: return true;
    default: return false;
  }
}

// Where the server said nothing that decides.
std::string mail_end_words(const MailRequest& request, const SmtpTranscript& transcript,
                           const MailEnd& end) {
  const auto step = transcript.step_before_quit();
  switch (end.code) {
    case CURLE_ABORTED_BY_CALLBACK:  // by the limit of a wait
    case CURLE_OPERATION_TIMEDOUT: return mail_timeout_words(request, step, end);
    case CURLE_COULDNT_CONNECT: return mail_connect_words(request, end);
    case CURLE_PEER_FAILED_VERIFICATION:
      return "the certificate of " + mail_place(request) + " is not trusted: " +
             mail_words(without_mail_prefix(
                 "SSL: ", without_mail_prefix("SSL certificate problem: ", end.details)));
    case CURLE_SSL_CACERT_BADFILE:
      return "the trusted authorities cannot be read from " + request.ca_file;
    case CURLE_SSL_CONNECT_ERROR:
      return "no TLS with what answers at " + mail_place(request) + ": " + mail_library_words(end);
    case CURLE_USE_SSL_FAILED:
      return mail_place(request) + " offers no STARTTLS: nothing is sent without encryption";
    case CURLE_LOGIN_DENIED:
      if (transcript.login_answered()) return mail_place(request) + " does not accept the login";
      return mail_place(request) +
             " takes none of the ways to log in: " + join(request.mechanisms, ", ");
    case CURLE_WEIRD_SERVER_REPLY:
      return "what answers at " + mail_place(request) + " does not speak SMTP";
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_GOT_NOTHING: return mail_broken_words(request, step);
    default: return mail_library_words(end);
  }
}

std::vector<MailAnswer::Refusal> refused_recipients(const MailRequest& request,
                                                    const SmtpTranscript& transcript) {
  std::vector<MailAnswer::Refusal> refused;
  const auto& replies = transcript.recipients();
  for (std::size_t i = 0; i < std::min(replies.size(), request.to.size()); ++i) {
    if (takes_recipient(replies[i])) continue;
    refused.push_back({request.to[i], replies[i].code, without_secrets(request, replies[i].text)});
  }
  return refused;
}

// What the server said, where that decides: the last recipient's refusal does so only where nobody
// is left; one that may be taken later decides before those that never will.
SmtpReply deciding_mail_reply(const SmtpTranscript& transcript) {
  if (transcript.deciding_step() != MailStep::recipient) return transcript.deciding();
  const auto& replies = transcript.recipients();
  if (std::any_of(replies.begin(), replies.end(), takes_recipient)) return {};
  for (const auto& reply : replies) {
    if (reply.code < 500) return reply;
  }
  return transcript.deciding();
}

}  // namespace

std::string without_secrets(const MailRequest& request, std::string text) {
  const auto& password = request.password.reveal();
  const auto& token = request.token.reveal();
  const auto plain = std::string(1, '\0') + request.username + std::string(1, '\0') + password;
  const auto bearer = "user=" + request.username + "\x01" + "auth=Bearer " + token + "\x01\x01";
  for (const auto& hidden : {base64(plain), base64(bearer), base64(password), base64(token),  //
                             password, token}) {
    if (hidden.size() >= hidden_mail_bytes_min) text = replace_all(std::move(text), hidden, "***");
  }
  return text;
}

MailAnswer mail_answer(const MailRequest& request, const SmtpTranscript& transcript,
                       const MailEnd& end) {
  MailAnswer answer;
  answer.accepted = transcript.accepted();
  answer.step = transcript.step_before_quit();
  answer.refused = refused_recipients(request, transcript);
  const auto reply = deciding_mail_reply(transcript);
  if (reply.code != 0) {
    answer.step = transcript.deciding_step();
    answer.code = reply.code;
    answer.text = without_secrets(request, reply.text);
    return answer;
  }
  answer.why = is_mail_configuration(end.code) ? Why::configuration : Why::unreachable;
  if (end.cancelled) answer.why = Why::cancelled;
  answer.text = end.cancelled ? "given up, as the agent stops"
                              : without_secrets(request, mail_end_words(request, transcript, end));
  return answer;
}

}  // namespace core
