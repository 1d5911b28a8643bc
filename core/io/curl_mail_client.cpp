#include "core/io/curl_mail_client.hpp"

#include "core/check.hpp"
#include "core/io/curl_mail_client_parts.hpp"
#include "core/text.hpp"

#include <algorithm>
#include <memory>

namespace core {
namespace {

struct MailEasyDeleter {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
struct MailListDeleter {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using MailEasy = std::unique_ptr<CURL, MailEasyDeleter>;
using MailList = std::unique_ptr<curl_slist, MailListDeleter>;
using MailClock = std::chrono::steady_clock;

constexpr Milliseconds quit_timeout{2'000};

// What the callbacks share for the time of one session.
struct MailSession {
  const MailRequest& request;
  CURL* easy = nullptr;
  SmtpTranscript transcript;
  std::size_t sent = 0;  // of the text
  MailClock::time_point moved = MailClock::now();
  Milliseconds waited_before_quit{0};
  bool cancelled = false;

  Milliseconds waited() const {
    return std::chrono::duration_cast<Milliseconds>(MailClock::now() - moved);
  }
};

// The commands and replies; what is inside of TLS is what we see here.
int on_mail_debug(CURL*, curl_infotype type, char* data, std::size_t size, void* into) {
  auto& session = *static_cast<MailSession*>(into);
  const std::string_view text(data, size);
  const auto before = session.transcript.step();
  if (type == CURLINFO_HEADER_OUT) session.transcript.sent(text);
  const bool quits = before != MailStep::quit && session.transcript.step() == MailStep::quit;
  if (quits) session.waited_before_quit = session.waited();
  if (type == CURLINFO_HEADER_IN) session.transcript.received(text);
  const bool moves =
      type == CURLINFO_HEADER_OUT || type == CURLINFO_HEADER_IN || type == CURLINFO_DATA_OUT;
  if (moves) session.moved = MailClock::now();
  return 0;
}

std::size_t on_mail_read(char* into, std::size_t, std::size_t room, void* from) {
  auto& session = *static_cast<MailSession*>(from);
  const auto& text = session.request.text;
  const auto size = std::min(room, text.size() - session.sent);
  std::copy_n(text.data() + session.sent, size, into);
  session.sent += size;
  return size;
}

std::size_t on_mail_download(char*, std::size_t, std::size_t size, void*) { return size; }

// A return value other than zero ends the session.
int on_mail_progress(void* into, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  auto& session = *static_cast<MailSession*>(into);
  const auto& request = session.request;
  session.cancelled = request.goes_on && !request.goes_on();
  if (session.cancelled) return 1;
  curl_off_t connect_time = 0;
  curl_easy_getinfo(session.easy, CURLINFO_CONNECT_TIME_T, &connect_time);
  if (connect_time > 0 && request.tls != MailRequest::Tls::implicit) session.transcript.connected();
  const auto step = session.transcript.step();
  // The whole session's limit ends it otherwise; after the mail there is no more to be had of it.
  const bool limited = step != MailStep::text || session.sent < request.text.size();
  const auto limit =
      step == MailStep::quit ? std::min(quit_timeout, request.step_timeout) : request.step_timeout;
  return limited && session.waited() > limit ? 1 : 0;
}

MailList mail_list(const std::vector<std::string>& lines) {
  MailList list;
  for (const auto& line : lines) {
    auto* grown = curl_slist_append(list.get(), line.c_str());
    CHECK(grown != nullptr);
    (void)list.release();  // it is what `grown` begins with
    list.reset(grown);
  }
  return list;
}

void set_mail_server(CURL* easy, const MailRequest& request) {
  const bool v6 = request.host.find(':') != std::string::npos;
  const auto host = v6 ? "[" + request.host + "]" : request.host;
  const auto* scheme = request.tls == MailRequest::Tls::implicit ? "smtps://" : "smtp://";
  const auto url =
      scheme + host + ":" + std::to_string(request.port) + "/" + url_encode(request.hello);
  curl_easy_setopt(easy, CURLOPT_URL, url.c_str());
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt(easy, CURLOPT_PROXY, "");
}

void set_mail_encryption(CURL* easy, const MailRequest& request) {
  const bool none = request.tls == MailRequest::Tls::none;
  curl_easy_setopt(easy, CURLOPT_USE_SSL,
                   static_cast<long>(none ? CURLUSESSL_NONE  //
                                          : CURLUSESSL_ALL));
  curl_easy_setopt(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  if (!request.ca_file.empty()) curl_easy_setopt(easy, CURLOPT_CAINFO, request.ca_file.c_str());
}

void set_mail_login(CURL* easy, const MailRequest& request) {
  if (request.username.empty()) return;
  curl_easy_setopt(easy, CURLOPT_USERNAME, request.username.c_str());
  if (!request.password.empty())
    curl_easy_setopt(easy, CURLOPT_PASSWORD, request.password.reveal().c_str());
  if (!request.token.empty())
    curl_easy_setopt(easy, CURLOPT_XOAUTH2_BEARER, request.token.reveal().c_str());
  std::vector<std::string> options;
  for (const auto& mechanism : request.mechanisms) options.push_back("AUTH=" + mechanism);
  if (!options.empty()) curl_easy_setopt(easy, CURLOPT_LOGIN_OPTIONS, join(options, ";").c_str());
}

void set_mail_limits(CURL* easy, const MailRequest& request) {
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);  // threads: no SIGALRM
  // A lookup that hangs is left to its own end: libcurl would wait for it, whatever the limit.
  curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
  const auto all = static_cast<long>(request.timeout.count());
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, all);
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, all);  // counts up to and with AUTH
  curl_easy_setopt(easy, CURLOPT_SERVER_RESPONSE_TIMEOUT, all / 1'000 + 1);
  // QUIT is said inside of the session, where its limits hold.
  curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
}

void set_mail(CURL* easy, const MailRequest& request, curl_slist* recipients) {
  curl_easy_setopt(easy, CURLOPT_MAIL_FROM, request.from.c_str());
  curl_easy_setopt(easy, CURLOPT_MAIL_RCPT, recipients);
  curl_easy_setopt(easy, CURLOPT_MAIL_RCPT_ALLLOWFAILS, 1L);
  curl_easy_setopt(easy, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(easy, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(request.text.size()));
}

void set_mail_callbacks(CURL* easy, MailSession& session) {
  curl_easy_setopt(easy, CURLOPT_READFUNCTION, on_mail_read);
  curl_easy_setopt(easy, CURLOPT_READDATA, &session);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_mail_download);
  curl_easy_setopt(easy, CURLOPT_VERBOSE, 1L);  // else there is no debug function
  curl_easy_setopt(easy, CURLOPT_DEBUGFUNCTION, on_mail_debug);
  curl_easy_setopt(easy, CURLOPT_DEBUGDATA, &session);
  curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, on_mail_progress);
  curl_easy_setopt(easy, CURLOPT_XFERINFODATA, &session);
}

// What would let an address be more than one word of a command.
bool is_one_mail_word(const std::string& address) {
  return !address.empty() && std::none_of(address.begin(), address.end(), [](unsigned char c) {
    return c <= ' ' || c >= 0x7F || c == '<' || c == '>';
  });
}

bool is_fit_mail(const MailRequest& request) {
  return is_one_mail_word(request.from) && !request.to.empty() &&
         std::all_of(request.to.begin(), request.to.end(), is_one_mail_word) &&
         request.host.find_first_of("/@?#%[]\\ \t\r\n") == std::string::npos;
}

MailEnd mail_end(CURLcode code, const char* details, const MailSession& session) {
  MailEnd end{.code = code, .details = details};
  curl_off_t lookup_time = 0;
  curl_easy_getinfo(session.easy, CURLINFO_NAMELOOKUP_TIME_T, &lookup_time);
  curl_easy_getinfo(session.easy, CURLINFO_OS_ERRNO, &end.system_error);
  end.found = lookup_time > 0;
  end.cancelled = session.cancelled;
  const bool quit = session.transcript.step() == MailStep::quit;
  end.waited = quit ? session.waited_before_quit : session.waited();
  return end;
}

}  // namespace

MailAnswer send_mail(const MailRequest& request) {
  if (!is_fit_mail(request)) {
    return {.text = "the server or an address is none that can be written to",
            .why = MailAnswer::Why::configuration};
  }
  static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
  CHECK(ready == CURLE_OK);
  const MailEasy easy(curl_easy_init());
  CHECK(easy != nullptr);
  MailSession session{request, easy.get(), {}};
  char details[CURL_ERROR_SIZE] = "";
  curl_easy_setopt(easy.get(), CURLOPT_ERRORBUFFER, details);
  const auto recipients = mail_list(request.to);
  set_mail_server(easy.get(), request);
  set_mail_encryption(easy.get(), request);
  set_mail_login(easy.get(), request);
  set_mail_limits(easy.get(), request);
  set_mail(easy.get(), request, recipients.get());
  set_mail_callbacks(easy.get(), session);
  const auto code = curl_easy_perform(easy.get());
  return mail_answer(request, session.transcript, mail_end(code, details, session));
}

}  // namespace core
