#include "monitor/checks/probe_tcp.hpp"

#include "core/time_text.hpp"
#include "monitor/checks/container_turns.hpp"
#include "monitor/checks/host_port.hpp"
#include "monitor/checks/open_socket.hpp"
#include "monitor/checks/shown_text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace monitor {
namespace {

using std::chrono::steady_clock;

std::string took_text(steady_clock::time_point since) {
  return std::to_string(
             std::chrono::round<core::Milliseconds>(steady_clock::now() - since).count()) +
         " ms";
}

// One conversation with one place.
class TcpConversation {
 public:
  TcpConversation(const TcpProbe& settings, Deadline until, core::Milliseconds limit,
                  const core::GiveUp& give_up)
      : settings_(settings), until_(until), limit_(limit), give_up_(give_up) {}

  Finding with(const std::string& place) const {
    const auto target = parse_host_port(place);
    if (!target) return unknown("the address " + target.error().what);
    const auto addresses =
        core::resolve(target->host, target->port, SOCK_STREAM, left_until(until_), give_up_);
    if (!addresses) return nameless(addresses.error(), target->host);
    const auto socket = open_any(*addresses, SOCK_STREAM, until_, give_up_);
    if (!socket)
      return finding_of(socket.error(), "no connection within " + core::duration_text(limit_));
    if (auto sent = socket->send(settings_.send, until_, give_up_); !sent)
      return finding_of(sent.error(),
                        "it did not take what was sent within " + core::duration_text(limit_));
    if (settings_.expect.empty()) return passed("connected after " + took_text(begun_));
    return listen(*socket);
  }

 private:
  // Whom a name belongs to is not the affair of who bears it.
  Finding nameless(const core::Error& error, const std::string& host) const {
    if (error.code == core::Errc::cancelled) return unknown("given up");
    if (error.code != core::Errc::timeout) return unable(error.what);
    return unable("the address of " + shown(host) + " was not found out within " +
                  core::duration_text(limit_));
  }

  Finding listen(const OpenSocket& socket) const {
    std::string answer;
    std::array<char, 4096> piece{};
    while (answer.size() < tcp_answer_bytes_max) {
      const auto size = socket.receive(piece, until_, give_up_);
      if (!size)
        return finding_of(size.error(), heard(answer, "within " + core::duration_text(limit_)));
      if (*size == 0) return failed(heard(answer, "until it closed the connection"));
      // What was searched before is not searched again, but for what may have begun at its end.
      const auto from = answer.size() - std::min(answer.size(), settings_.expect.size());
      answer.append(piece.data(), *size);
      if (answer.find(settings_.expect, from) != std::string::npos)
        return passed("answered as expected after " + took_text(begun_));
    }
    return failed(heard(answer, "and much more"));
  }

  std::string heard(const std::string& answer, const std::string& how_long) const {
    return "heard " + (answer.empty() ? "nothing" : in_quotes(answer)) + " " + how_long +
           ", but not " + in_quotes(settings_.expect);
  }

  // `in_time`: what to say where the limit was the end of it.
  Finding finding_of(const core::Error& error, const std::string& in_time) const {
    if (error.code == core::Errc::cancelled) return unknown("given up");
    if (error.code == core::Errc::timeout && !in_time.empty()) return failed(in_time);
    return error.code == core::Errc::io ? unable(error.what) : failed(error.what);
  }

  const TcpProbe& settings_;
  Deadline until_;
  core::Milliseconds limit_;  // for words
  const core::GiveUp& give_up_;
  steady_clock::time_point begun_ = steady_clock::now();
};

class TcpProbing final : public Probe {
 public:
  TcpProbing(TcpProbe settings, ProbeTools tools)
      : settings_(std::move(settings)), network_(tools.network) {}

  awaitable<Finding> run(Target target, core::Milliseconds limit) override {
    PoolWork work = [this, limit, target = std::move(target)](Deadline end,
                                                              const core::GiveUp& give_up) {
      const AskPlace ask = [&](const std::string& place, Deadline until, core::Milliseconds about) {
        return TcpConversation(settings_, until, about, give_up).with(place);
      };
      return ask_in_turn(settings_.address, target, end, limit, give_up, ask);
    };
    auto finding = co_await on_pool(network_, limit, std::move(work));
    co_return finding;
  }

 private:
  TcpProbe settings_;
  core::BlockingPool& network_;
};

}  // namespace

std::unique_ptr<Probe> make_tcp_probe(TcpProbe settings, ProbeTools tools) {
  return std::make_unique<TcpProbing>(std::move(settings), tools);
}

}  // namespace monitor
