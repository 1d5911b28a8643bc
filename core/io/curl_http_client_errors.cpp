#include "core/io/curl_http_client_parts.hpp"
#include "core/io/own_failure.hpp"
#include "core/text.hpp"

#include <cctype>
#include <cstring>
#include <string>
#include <string_view>

namespace core {
namespace {

// What an exchange came to before it failed.
struct ExchangeProgress {
  long status = 0;         // 0: no head of an answer
  bool found = false;      // an address for the name
  bool connected = false;  // TLS not counted
  long system_error = 0;   // errno of the connecting
};

ExchangeProgress progress_of(CURL* easy) {
  ExchangeProgress progress;
  curl_off_t lookup_time = 0, connect_time = 0;
  curl_easy_getinfo(easy, CURLINFO_NAMELOOKUP_TIME_T, &lookup_time);
  curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &progress.status);
  curl_easy_getinfo(easy, CURLINFO_CONNECT_TIME_T, &connect_time);
  curl_easy_getinfo(easy, CURLINFO_OS_ERRNO, &progress.system_error);
  progress.found = lookup_time > 0;
  progress.connected = connect_time > 0;
  return progress;
}

Errc class_of(CURLcode code, bool connected) {
  switch (code) {
    case CURLE_OPERATION_TIMEDOUT: return Errc::timeout;
    case CURLE_ABORTED_BY_CALLBACK: return Errc::cancelled;
    case CURLE_UNSUPPORTED_PROTOCOL:  // of what answers, where somebody did
      return connected ? Errc::unavailable : Errc::invalid;
    case CURLE_URL_MALFORMAT: return Errc::invalid;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:  // ours, for the server
    case CURLE_SSL_CACERT_BADFILE: return Errc::denied;
    default: return Errc::unavailable;
  }
}

// Where nobody was asked: without a name's address, a socket, a route, or authorities to trust.
bool is_unasked(CURLcode code, const ExchangeProgress& progress) {
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CACERT_BADFILE: return true;
    case CURLE_OPERATION_TIMEDOUT: return !progress.found;
    // libcurl keeps no errno where it got no socket.
    case CURLE_COULDNT_CONNECT:
      return progress.system_error == 0 || is_own_failure(static_cast<int>(progress.system_error));
    default: return false;
  }
}

std::string in_a_sentence(std::string text) {
  const bool acronym = text.size() > 1 && std::isupper(static_cast<unsigned char>(text[1]));
  if (!text.empty() && !acronym)
    text[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(text[0])));
  return text;
}

std::string after_prefix(std::string_view prefix, const std::string& text) {
  return in_a_sentence(text.starts_with(prefix) ? text.substr(prefix.size()) : text);
}

std::string broken_words(const ExchangeProgress& progress, const std::string& why) {
  if (progress.status > 0)
    return "it answered " + std::to_string(progress.status) + ", but broke off before the end";
  return progress.connected ? "the connection broke before an answer came: " + in_a_sentence(why)
                            : in_a_sentence(why);
}

std::string timeout_words(const ExchangeProgress& progress) {
  if (progress.status > 0)
    return "it answered " + std::to_string(progress.status) + ", but not to the end";
  if (!progress.found) return "the address of the host's name was not found out in time";
  return progress.connected ? "no answer" : "no connection";
}

std::string plain_words(CURLcode code, const ExchangeProgress& progress, const HttpRequest& request,
                        const std::string& why) {
  switch (code) {
    case CURLE_OPERATION_TIMEDOUT: return timeout_words(progress);
    case CURLE_COULDNT_CONNECT:
      return progress.system_error == 0
                 ? in_a_sentence(why)
                 : in_a_sentence(std::strerror(static_cast<int>(progress.system_error)));
    case CURLE_GOT_NOTHING: return "it closed the connection without an answer";
    case CURLE_PARTIAL_FILE:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR: return broken_words(progress, why);
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_WEIRD_SERVER_REPLY:
      return progress.connected ? "what answers does not speak HTTP" : in_a_sentence(why);
    case CURLE_PEER_FAILED_VERIFICATION:
      return "the certificate is not trusted: " +
             after_prefix("SSL: ", after_prefix("SSL certificate problem: ", why));
    case CURLE_SSL_CACERT_BADFILE:
      return "the trusted authorities cannot be read from " + request.ca_file;
    case CURLE_SSL_CERTPROBLEM:
      return "the client certificate or its key cannot be used: " + in_a_sentence(why);
    case CURLE_SSL_CONNECT_ERROR: return "no TLS with what answers: " + in_a_sentence(why);
    case CURLE_OUT_OF_MEMORY: return "the head of its answer is too large";
    default: return in_a_sentence(why);
  }
}

}  // namespace

Error exchange_error(CURL* easy, CURLcode code, const HttpRequest& request, const char* details) {
  const auto progress = progress_of(easy);
  const std::string why = *details ? details : curl_easy_strerror(code);
  const auto kind = class_of(code, progress.connected);
  if (request.plain_errors) {
    const auto plain_kind = is_unasked(code, progress) ? Errc::io : kind;
    return {plain_kind, plain_words(code, progress, request, why)};
  }
  const auto target = request.unix_socket.empty() ? request.url : request.unix_socket;
  return {kind, request.method + " " + target + ": " + why};
}

}  // namespace core
