// What curl_http_client.cpp is made of. For its files only.
#pragma once

#include "core/io/curl_http_client.hpp"

#include <curl/curl.h>

#include <optional>

namespace core {

// Why an exchange ended with `code`; `details` is libcurl's own text, "" where it has none.
Error exchange_error(CURL* easy, CURLcode code, const HttpRequest& request, const char* details);

// Until when the server's certificate is valid, where the exchange was asked to note it.
std::optional<WallTime> certificate_end(CURL* easy);

}  // namespace core
