// tests/support/smtp_server.py in a process of its own, until the end of the test: a real SMTP
// server with certificates of a test authority.
#pragma once

#include "core/io/curl_mail_client.hpp"
#include "core/io/subprocess.hpp"
#include "support/catch.hpp"
#include "support/temp_dir.hpp"

#include <nlohmann/json.hpp>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace support {

inline int exit_code_of(const std::vector<std::string>& argv) {
  const auto ended = core::run_program({.argv = argv});
  return ended ? ended->exit_code : -1;
}

// The Python that has aiosmtpd, "" where none has: the one of the distribution may not be first.
inline const std::string& python_with_aiosmtpd() {
  static const std::string found = [] {
    for (const std::string python : {"python3", "/usr/bin/python3"}) {
      if (exit_code_of({python, "-c", "import aiosmtpd.smtp"}) == 0) return python;
    }
    return std::string();
  }();
  return found;
}

// Says so where mails cannot be tested on this machine.
inline bool has_smtp_server() {
  if (!python_with_aiosmtpd().empty()) return true;
  WARN("not tested: no Python here has aiosmtpd (Debian: apt-get install python3-aiosmtpd)");
  return false;
}

class SmtpServer {
 public:
  using Tls = core::MailRequest::Tls;
  struct Options {
    Tls tls = Tls::starttls;
    nlohmann::json settings = nlohmann::json::object();  // "user", "password", ...
    std::string names = "DNS:localhost,IP:127.0.0.1";    // of its certificate
    bool expired = false;                                // its certificate is
  };

  explicit SmtpServer(Options options) {
    auto& settings = options.settings;
    settings["tls"] = options.tls == Tls::starttls   ? "starttls"
                      : options.tls == Tls::implicit ? "implicit"
                                                     : "none";
    if (options.tls != Tls::none) make_certificate(options);
    settings["certificate"] = at("cert.pem");
    settings["key"] = at("key.pem");
    write("settings.json", settings.dump());
    start();
  }
  explicit SmtpServer(Tls tls) : SmtpServer(Options{.tls = tls}) {}
  ~SmtpServer() {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  SmtpServer(const SmtpServer&) = delete;

  // From the next connection on.
  void behave(const nlohmann::json& behavior) { write("behavior.json", behavior.dump()); }

  int port() const {
    int port = 0;
    std::ifstream(at("port")) >> port;
    return port;
  }
  std::string place() const { return "127.0.0.1:" + std::to_string(port()); }
  std::string authority() const { return at("ca.pem"); }
  int mails() const {
    int count = 0;
    while (std::filesystem::exists(at(std::to_string(count + 1) + ".json"))) ++count;
    return count;
  }
  // The mail number `number`, from 1 on.
  nlohmann::json mail(int number = 1) const {
    REQUIRE(number <= mails());
    return nlohmann::json::parse(std::ifstream(at(std::to_string(number) + ".json")));
  }
  // The steps that were reached, with a space between them.
  std::string commands() const {
    std::ifstream file(at("commands"));
    std::string all;
    for (std::string line; std::getline(file, line);) all += (all.empty() ? "" : " ") + line;
    return all;
  }

 private:
  std::string at(const std::string& name) const { return (dir_.path() / name).string(); }
  void write(const std::string& name, const std::string& text) const {
    std::ofstream(at(name + ".new")) << text;
    std::filesystem::rename(at(name + ".new"), at(name));
  }
  void make_certificate(const Options& options) const {
    const std::vector<std::string> new_key{"-newkey", "ec", "-pkeyopt",
                                           "ec_paramgen_curve:prime256v1", "-nodes"};
    const auto run = [](std::vector<std::string> argv, const std::vector<std::string>& rest) {
      argv.insert(argv.end(), rest.begin(), rest.end());
      REQUIRE(exit_code_of(argv) == 0);
    };
    run({"openssl", "req", "-x509", "-days", "2", "-subj", "/CN=Test authority", "-keyout",
         at("ca.key"), "-out", at("ca.pem")},
        new_key);
    run({"openssl", "req", "-subj", "/CN=mail.test", "-keyout", at("key.pem"), "-out",
         at("request.pem")},
        new_key);
    write("names", "subjectAltName=" + options.names + "\n");
    run({"openssl", "x509", "-req", "-in", at("request.pem"), "-CA", at("ca.pem"), "-CAkey",
         at("ca.key"), "-CAcreateserial", "-extfile", at("names"), "-out", at("cert.pem"), "-days"},
        {options.expired ? "-1" : "1"});
  }
  void start() {
    std::vector<std::string> argv{python_with_aiosmtpd(),
                                  EVENKEEL_SOURCE "/tests/support/smtp_server.py",
                                  dir_.path().string()};
    std::vector<char*> pointers;
    for (auto& text : argv) pointers.push_back(text.data());
    pointers.push_back(nullptr);
    REQUIRE(::posix_spawnp(&pid_, argv[0].c_str(), nullptr, nullptr, pointers.data(), environ) ==
            0);
    for (int i = 0; i < 2000 && !std::filesystem::exists(at("port")); ++i) ::poll(nullptr, 0, 10);
    REQUIRE(std::filesystem::exists(at("port")));
  }

  TempDir dir_;
  pid_t pid_ = 0;
};

}  // namespace support
