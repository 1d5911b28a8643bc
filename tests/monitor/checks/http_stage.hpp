// Asking over HTTP, and who answers.
#pragma once

#include "monitor/checks/network_stage.hpp"
#include "monitor/checks/probe_http.hpp"

namespace network_stage {

inline std::string url_of(const LoopbackServer& server, const std::string& path = "/") {
  return "http://127.0.0.1:" + std::to_string(server.port()) + path;
}

inline monitor::HttpProbe asking(const std::string& url) {
  monitor::HttpProbe settings;
  settings.url = url;
  return settings;
}

inline std::string reply(const std::string& status, const std::string& body) {
  return "HTTP/1.1 " + status + "\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\nConnection: close\r\n\r\n" + body;
}

inline LoopbackServer::Script replying(const std::string& text) {
  return [text](LoopbackPeer& peer) {
    peer.read_until("\r\n\r\n");
    peer.write(text);
  };
}

inline monitor::Finding probe(NetworkStage& stage, const monitor::HttpProbe& settings,
                              core::Milliseconds limit = core::Milliseconds{10'000},
                              monitor::Target target = {}) {
  const auto probe = monitor::make_http_probe(settings, stage.tools());
  return stage.run(*probe, limit, std::move(target));
}

inline std::string probed(const monitor::HttpProbe& settings,
                          core::Milliseconds limit = core::Milliseconds{10'000}) {
  NetworkStage stage;
  return verdict_and_text(probe(stage, settings, limit));
}

}  // namespace network_stage
