#include "notify/render/html.hpp"

#include "core/utf8.hpp"
#include "notify/render/sample_messages.hpp"
#include "support/catch.hpp"
#include "support/time_zone.hpp"

#include <algorithm>
#include <fstream>
#include <regex>
#include <string>
#include <vector>

using notify::escape_html;
using notify::html_page;

namespace {

std::vector<notify::Message> all_samples() {
  return {sample_messages::problem(), sample_messages::resolved(), sample_messages::recovery(),
          sample_messages::digest(), sample_messages::nasty()};
}

// Every tag that is opened is closed, in order; void elements apart.
std::string unbalanced(const std::string& page) {
  const std::regex tag("<(/?)([a-z0-9]+)[^>]*>");
  std::vector<std::string> open;
  for (std::sregex_iterator it(page.begin(), page.end(), tag), end; it != end; ++it) {
    const auto name = (*it)[2].str();
    if (name == "meta" || name == "br") continue;
    if ((*it)[1].length() == 0) {
      open.push_back(name);
    } else {
      if (open.empty() || open.back() != name) return "</" + name + ">";
      open.pop_back();
    }
  }
  return open.empty() ? "" : open.back();
}

}  // namespace

TEST_CASE("what HTML means by a character is not what a text means by it") {
  CHECK(escape_html("<b>&\"'</b>") == "&lt;b&gt;&amp;&quot;&#39;&lt;/b&gt;");
  CHECK(escape_html("ä 🔥") == "ä 🔥");
}

TEST_CASE("a page is whole, and loads nothing") {
  for (const auto& message : all_samples()) {
    const auto page = html_page(message);
    CAPTURE(message.id);
    CHECK(unbalanced(page) == "");
    CHECK(core::is_utf8(page));
    for (const auto* forbidden : {"<script", "<style", "<img", "<link", "http:", "https:", "url(",
                                  "src=", "href=", "class=", "onclick"})
      CHECK(page.find(forbidden) == std::string::npos);
    CHECK(page.find("name=\"viewport\"") != std::string::npos);
  }
}

TEST_CASE("a page has everything that is to be told") {
  const auto page = html_page(sample_messages::problem());
  for (const auto* text :
       {"critical</span>", "nas</span>", "shop/web is unhealthy, and 1 more</h1>",
        "the health check failed 3 times: connection refused on port 8080</li>",
        "restarted shop/web (attempt 2 of 3)</li>", "It came back: 3 times so far", ", for 22m30s",
        "a third attempt at 10:36", "evenkeel explain shop/web", "evenkeel checks run disk",
        "Not well because of it: shop/worker, shop/mailer", "rack=2"})
    CHECK(page.find(text) != std::string::npos);
}

// A ground without a text color of its own would be unreadable where the reader's is dark.
TEST_CASE("where a ground is set, the text on it is set, too") {
  for (const auto& message : all_samples()) {
    const auto page = html_page(message);
    const std::regex style("style=\"([^\"]*)\"");
    for (std::sregex_iterator it(page.begin(), page.end(), style), end; it != end; ++it) {
      const auto text = (*it)[1].str();
      const bool ground = text.find("background") != std::string::npos;
      const bool color = std::regex_search(text, std::regex("(^|;)color:"));
      CHECK(ground == color);
    }
  }
}

TEST_CASE("a nasty message stays text, of bounded size") {
  const auto page = html_page(sample_messages::nasty());
  CHECK(page.find("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;") != std::string::npos);
  CHECK(page.find("\xE2\x80\xAE") == std::string::npos);
  CHECK(page.size() < 256 * 1024);
}

// Hidden: writes the pages of docs/pictures. See docs/email.md.
TEST_CASE("the pages of the documentation's pictures", "[.pictures]") {
  const support::TimeZone berlin("CET-1");
  const auto write = [](const std::string& name, const notify::Message& message) {
    std::ofstream file(EVENKEEL_SOURCE "/docs/pictures/" + name + ".html");
    file << html_page(message);
    REQUIRE(file.flush());
  };
  write("mail-problem", sample_messages::problem());
  write("mail-resolved", sample_messages::resolved());
  write("mail-recovery", sample_messages::recovery());
  write("mail-digest", sample_messages::digest());
}
