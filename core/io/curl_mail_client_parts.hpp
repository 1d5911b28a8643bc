// What curl_mail_client.cpp is made of. For its files only.
#pragma once

#include "core/io/curl_mail_client.hpp"

#include <curl/curl.h>

#include <string>

namespace core {

// How a session ended, beside what was said in it.
struct MailEnd {
  CURLcode code = CURLE_OK;
  std::string details;     // libcurl's own text, "" where it has none
  long system_error = 0;   // errno of the connecting
  bool cancelled = false;  // by `goes_on`
  bool found = false;      // an address for the name
  Milliseconds waited{0};  // in the step where it ended
};

MailAnswer mail_answer(const MailRequest& request, const SmtpTranscript& transcript,
                       const MailEnd& end);

// Without what the request keeps secret, in any form in which it is sent.
std::string without_secrets(const MailRequest& request, std::string text);

}  // namespace core
