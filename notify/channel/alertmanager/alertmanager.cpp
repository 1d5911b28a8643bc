#include "notify/channel/alertmanager/alertmanager.hpp"

#include "core/text.hpp"
#include "notify/channel/http/judge_http.hpp"
#include "notify/channel/http/read_transport.hpp"

#include <algorithm>

namespace notify::alertmanager {
namespace {

HttpService service_of(const Settings& settings) {
  HttpService service;
  service.judge = judge_http;
  service.secrets = settings.urls;
  return service;
}

HttpPost post_of(const core::Secret& url, const std::string& body) {
  return {.url = url_below(url, "/api/v2/alerts"),
          .headers = {{"Content-Type", "application/json"}},
          .body = body};
}

// Servers of a cluster tell each other: what one has taken is taken. The answer of the worst one is
// named where not all have.
Answer post_to_all(const Settings& settings, const std::string& body, const SendLimit& limit) {
  const auto service = service_of(settings);
  std::size_t taken = 0;
  Answer good{SendOutcome::delivered, "", std::nullopt}, bad;
  auto share = limit;
  share.timeout = std::min(limit.timeout, settings.transport.timeout) /
                  static_cast<core::Milliseconds::rep>(settings.urls.size());
  for (const auto& url : settings.urls) {
    auto answer = post_http(settings.transport, service, post_of(url, body), share);
    const bool delivered = answer.outcome == SendOutcome::delivered;
    taken += delivered ? 1 : 0;
    (delivered ? good : bad) = std::move(answer);
  }
  if (taken == settings.urls.size()) return good;
  if (taken == 0) return bad;
  good.text += "; " + std::to_string(taken) + " of " + std::to_string(settings.urls.size()) +
               " servers, as one says: " + bad.text;
  return good;
}

class AlertmanagerChannel final : public Channel {
 public:
  explicit AlertmanagerChannel(Settings settings) : settings_(std::move(settings)) {}
  Answer send(const Message& message, const SendLimit& limit) override {
    if (message.kind == MessageKind::test) return post_to_all(settings_, "[]", limit);
    return {SendOutcome::delivered, "told by what is posted each minute", std::nullopt};
  }

 private:
  Settings settings_;
};

class AlertmanagerFeed final : public AlertFeed {
 public:
  explicit AlertmanagerFeed(Settings settings) : settings_(std::move(settings)) {}
  Answer post(const std::vector<AlertNow>& alerts, const std::string& host,
              const SendLimit& limit) override {
    auto posted = posted_;
    Answer answer{SendOutcome::delivered, "nothing fires", std::nullopt};
    const auto now = core::SystemClock().now().wall;
    for (const auto& body : format(alerts, host, settings_, now, posted)) {
      answer = post_to_all(settings_, body, limit);
      if (answer.outcome != SendOutcome::delivered) return answer;
    }
    posted_ = std::move(posted);
    return answer;
  }

 private:
  Settings settings_;
  PostedAlerts posted_;
};

bool is_label_name(std::string_view name) {
  const auto letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  };
  return !name.empty() && letter(name.front()) &&
         std::all_of(name.begin(), name.end(),
                     [&](char c) { return letter(c) || (c >= '0' && c <= '9'); });
}

void read_urls(KeyReader& keys, Settings& settings) {
  const bool one = keys.has("url") || keys.has("url_file"), several = keys.has("urls");
  if (one && several) keys.refuse("urls", "expected one of 'url' and 'urls', found both");
  const auto judge = [](const std::string& url) -> core::Status {
    if (is_http_url(url)) return {};
    return core::invalid("expected http://HOST/... or https://HOST/..., found another text");
  };
  for (auto& url : keys.texts("urls", judge)) settings.urls.emplace_back(std::move(url));
  if (several && (settings.urls.empty() || settings.urls.size() > urls_max))
    keys.refuse("urls", "expected 1 to " + std::to_string(urls_max) + " addresses");
}

}  // namespace

std::optional<ChannelSettings> read(core::YamlMap& map) {
  KeyReader keys(map, "alertmanager");
  Settings settings;
  read_urls(keys, settings);
  if (keys.has("urls")) {
    (void)keys.secret("url");
    settings.transport = read_transport_rest(keys);
  } else {
    settings.transport = read_transport(keys);
    settings.urls = {settings.transport.url};
  }
  settings.labels = keys.pairs("labels");
  for (const auto& [name, value] : settings.labels) {
    if (!is_label_name(name))
      keys.refuse("labels", "expected a name of letters, digits and _, found '" + name + "'");
  }
  return keys.settings([settings] { return std::make_unique<AlertmanagerChannel>(settings); },
                       [settings] { return std::make_unique<AlertmanagerFeed>(settings); });
}

const std::string_view sample = R"(notify:
  channels:
    alertmanager:
      type: alertmanager
      urls: ["http://alertmanager-1:9093", "http://alertmanager-2:9093"]   # every server of a cluster
      labels: {site: home}                                                 # of every alert
      allow_private: true                                                  # they are in your own network
)";

}  // namespace notify::alertmanager
