#include "core/time_text.hpp"
#include "monitor/checks/http_stage.hpp"
#include "support/http_server.hpp"

using namespace network_stage;
using namespace std::chrono_literals;

TEST_CASE("a certificate has to be trusted, unless nobody asks") {
  const support::HttpServer server(support::HttpServer::Over::tls, 30);
  auto settings = asking(server.url() + "/echo");
  CHECK(probed(settings).starts_with("failed: the certificate is not trusted: self-signed"));
  NetworkStage stage;
  CHECK(probe(stage, settings).beyond_restart);
  settings.verify = false;
  CHECK(probed(settings) == "passed: answered 200 after N ms");
  settings.verify = true;
  settings.ca_file = server.certificate();
  CHECK(probed(settings) == "passed: answered 200 after N ms");
  settings.url = "https://localhost" + settings.url.substr(settings.url.rfind(':'));
  const auto other_name = probed(settings);
  CHECK(other_name.starts_with("failed: the certificate is not trusted: "));
  CHECK(other_name.find("localhost") != std::string::npos);
  settings.ca_file = "/nonexistent/ca.pem";
  CHECK(probed(settings) ==
        "failed: the trusted authorities cannot be read from /nonexistent/ca.pem");
  CHECK(probe(stage, settings).unasked);
}

TEST_CASE("a certificate has to be valid for long enough, and its end is told") {
  const support::HttpServer server(support::HttpServer::Over::tls, 30);
  NetworkStage stage;
  // The stage's clock stands still; the certificate was made by the real one.
  const auto made = core::SystemClock().now().wall;
  stage.clock.sleep(made - stage.clock.now().wall);
  const auto date = core::rfc3339(made + std::chrono::days(30)).substr(0, 10);
  auto settings = asking(server.url() + "/echo");
  settings.ca_file = server.certificate();
  settings.certificate_left = std::chrono::days(14);
  CHECK(verdict_and_text(probe(stage, settings)) ==
        "passed: answered 200 after N ms; the certificate ends in 29 days (" + date + ")");
  stage.clock.sleep(std::chrono::days(27));
  CHECK(verdict_and_text(probe(stage, settings)) ==
        "failed: the certificate ends in 2 days (" + date + "); it must be valid for 14 days");
  CHECK(probe(stage, settings).beyond_restart);
  stage.clock.sleep(std::chrono::days(2));
  settings.verify = false;
  CHECK(verdict_and_text(probe(stage, settings)) ==
        "failed: the certificate ends in 23 hours (" + date + "); it must be valid for 14 days");
  stage.clock.sleep(std::chrono::days(3));
  CHECK(verdict_and_text(probe(stage, settings)) ==
        "failed: the certificate ended 2 days ago (" + date + "); it must be valid for 14 days");
  const LoopbackServer plain(replying(reply("200 OK", "")));
  settings.url = url_of(plain);
  CHECK(verdict_and_text(probe(stage, settings)) ==
        "failed: there is no certificate: it does not speak TLS");
}

TEST_CASE("a server that speaks no TLS where TLS is asked for, and the other way round") {
  const LoopbackServer plain(replying(reply("200 OK", "")));
  auto settings = asking("https" + url_of(plain).substr(4));
  CHECK(probed(settings, 2s).starts_with("failed: "));
  const support::HttpServer server(support::HttpServer::Over::tls);
  settings.url = "http" + server.url().substr(5);
  CHECK(probed(settings, 2s).starts_with("failed: "));
}
