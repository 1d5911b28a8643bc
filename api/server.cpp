#include "api/server.hpp"

#include "api/listener.hpp"
#include "api/peers.hpp"
#include "api/response_head.hpp"
#include "api/session.hpp"
#include "api/tls_files.hpp"
#include "core/check.hpp"
#include "core/io/task_group.hpp"
#include "core/io/timing.hpp"

#include <list>
#include <set>

namespace api {
namespace asio = boost::asio;
namespace {

constexpr core::Milliseconds accept_pause{100};  // after an error such as too many open files

struct Port {
  Port(Listener of, Dispatcher& with) : listener(std::move(of)), dispatcher(with) {}
  Listener listener;
  Dispatcher& dispatcher;
  std::size_t sessions = 0;
};

// Counts a session from the moment it was let in.
class Seat {
 public:
  explicit Seat(std::size_t& taken) : taken_(taken) { ++taken_; }
  ~Seat() { --taken_; }
  Seat(const Seat&) = delete;
  Seat& operator=(const Seat&) = delete;

 private:
  std::size_t& taken_;
};

void turn_away(StreamSocket& socket, const std::string& date) {
  auto response = to_response(problem(503, "Too many connections are open; try again in a second"));
  response.headers.add("Retry-After", "1");
  const auto text = response_head(response, {date, false, Framing::length}) + response.text();
  boost::system::error_code ignored;
  socket.non_blocking(true, ignored);
  socket.send(asio::buffer(text), 0, ignored);
}

}  // namespace

struct Server::State {
  State(asio::any_io_executor of, Config with, Tokens known, Backend& backend, const Limits& limits)
      : executor(of),
        config(std::move(with)),
        tokens(std::move(known)),
        dispatcher(backend, tokens),
        metrics(backend, tokens, metrics_table(), config.metrics.auth),
        peers(backend.users, backend.clock, config.group),
        terms{backend.clock, limits, "", false},
        first_session(of),
        loops(of, nullptr),
        tasks(of, nullptr) {}

  asio::any_io_executor executor;
  Config config;
  Tokens tokens;
  Dispatcher dispatcher, metrics;
  Peers peers;
  SessionTerms terms;
  std::shared_ptr<asio::ssl::context> tls;
  std::list<Port> ports;
  std::set<Session*> sessions;
  core::Wakeup first_session;
  core::TaskGroup loops;
  core::TaskGroup tasks;
  bool started = false, stopped = false;

  core::Status open_all();
  core::Status open_tls();
  core::Status open_ports(const std::vector<std::string>& addresses, bool anywhere,
                          Dispatcher& with, std::string_view key);
  awaitable<void> accept_on(Port& port);
  awaitable<void> serve(Port& port, StreamSocket socket, std::unique_ptr<Seat> seat);
  awaitable<Peer> identify(const Port& port, const StreamSocket& socket);
  awaitable<void> sweep();
  void renew_date() { terms.date = http_date(terms.clock.now().wall); }
};

namespace {

class Registered {
 public:
  Registered(std::set<Session*>& all, Session& self) : all_(all), self_(self) {
    all_.insert(&self_);
  }
  ~Registered() { all_.erase(&self_); }
  Registered(const Registered&) = delete;
  Registered& operator=(const Registered&) = delete;

 private:
  std::set<Session*>& all_;
  Session& self_;
};

}  // namespace

core::Status Server::State::open_all() {
  if (auto status = open_tls(); !status) return status;
  const bool encrypted = config.tls.enabled();
  if (auto status = open_ports(config.listen, encrypted, dispatcher, "api.listen"); !status)
    return status;
  const bool anywhere = encrypted || config.metrics.auth == Auth::none;
  return open_ports(config.metrics.listen, anywhere, metrics, "api.metrics.listen");
}

core::Status Server::State::open_tls() {
  if (!config.tls.enabled()) return {};
  auto context = tls_context(config.tls);
  if (!context) return context.error().with("api.tls");
  tls = std::move(*context);
  return {};
}

// `anywhere`: beyond loopback, too.
core::Status Server::State::open_ports(const std::vector<std::string>& addresses, bool anywhere,
                                       Dispatcher& with, std::string_view key) {
  const auto group = config.group.empty() ? std::nullopt : look_up_group(config.group);
  for (const auto& text : addresses) {
    const auto endpoint = parse_endpoint(text, anywhere);
    if (!endpoint) return endpoint.error().with(key);
    auto listener = Listener::open(executor, *endpoint, group);
    if (!listener) return listener.error();
    ports.emplace_back(std::move(*listener), with);
  }
  return {};
}

awaitable<void> Server::State::accept_on(Port& port) {
  for (;;) {
    auto socket = co_await port.listener.accept();
    if (!socket && socket.error().code == core::Errc::cancelled) co_return;
    if (!socket) {
      co_await core::wait_for(accept_pause);
      continue;
    }
    if (port.sessions >= terms.limits.sessions_max) {
      renew_date();
      turn_away(*socket, terms.date);
      continue;
    }
    if (sessions.empty()) renew_date();
    auto seat = std::make_unique<Seat>(port.sessions);
    tasks.spawn("api session", serve(port, std::move(*socket), std::move(seat)));
  }
}

awaitable<Peer> Server::State::identify(const Port& port, const StreamSocket& socket) {
  if (!port.listener.local()) co_return Peer{false, std::nullopt, peer_address(socket)};
  // The descriptor stays: whoever closes the socket ends this task first.
  const int descriptor = const_cast<StreamSocket&>(socket).native_handle();
  co_return co_await peers.identify(descriptor);
}

awaitable<void> Server::State::serve(Port& port, StreamSocket socket, std::unique_ptr<Seat> seat) {
  auto peer = co_await identify(port, socket);
  const bool encrypted = tls && !port.listener.local();
  std::shared_ptr<Connection> connection =
      encrypted ? tls_connection(std::move(socket), *tls) : plain_connection(std::move(socket));
  Session session(terms, port.dispatcher, std::move(connection), std::move(peer));
  const Registered registered(sessions, session);
  first_session.notify();
  co_await session.run();
  seat.reset();
}

// One timer for all limits: a timer for each read of each session would cost more than the
// requests.
awaitable<void> Server::State::sweep() {
  for (;;) {
    if (sessions.empty()) co_await first_session.wait();
    co_await core::wait_for(terms.limits.sweep_interval);
    renew_date();
    terms.left_writers.forget_ended();
    const auto now = terms.clock.now().mono;
    for (auto* session : sessions) session->sweep(now);
  }
}

Server::Server(asio::any_io_executor executor, Config config, Tokens tokens, Backend& backend,
               Limits limits)
    : state_(std::make_unique<State>(std::move(executor), std::move(config), std::move(tokens),
                                     backend, limits)) {}

Server::~Server() { CHECK(!state_->started || state_->stopped); }

core::Status Server::open() {
  auto opened = state_->open_all();
  if (!opened) state_->ports.clear();
  return opened;
}

std::vector<std::string> Server::addresses() const {
  std::vector<std::string> out;
  for (const auto& port : state_->ports) out.push_back(port.listener.address());
  return out;
}

void Server::start() {
  CHECK(!state_->started);
  state_->started = true;
  state_->renew_date();
  for (auto& port : state_->ports)
    state_->loops.spawn("api accept " + port.listener.address(), state_->accept_on(port));
  state_->loops.spawn("api sweep", state_->sweep());
}

awaitable<bool> Server::stop() {
  auto& state = *state_;
  const auto leave = state.terms.limits.leave_timeout;
  state.terms.stopping = true;
  for (auto& port : state.ports) port.listener.close();
  state.loops.cancel();
  const auto open_sessions = state.sessions;
  for (auto* session : open_sessions) session->stop();
  bool ended = co_await state.tasks.join(state.terms.limits.stop_timeout);
  if (!ended) {
    state.tasks.cancel();
    ended = co_await state.tasks.join(leave);
  }
  if (!ended) {
    state.tasks.terminate();
    ended = co_await state.tasks.join(leave);
  }
  const bool loops_ended = co_await state.loops.join(leave);
  const bool none_left = co_await state.terms.left_writers.join(leave);
  state.stopped = ended && loops_ended && none_left;
  co_return state.stopped;
}

std::size_t Server::sessions() const { return state_->sessions.size(); }

}  // namespace api
