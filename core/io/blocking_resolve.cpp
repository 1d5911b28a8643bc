#include "core/io/blocking_resolve.hpp"

#include "core/io/thread_name.hpp"
#include "core/io/timing.hpp"
#include "core/time_text.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstring>
#include <memory>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>

#include <netdb.h>

namespace core {
namespace {

using namespace std::chrono_literals;
using Addresses = Result<std::vector<NetworkAddress>>;

constexpr Milliseconds ask_again = 100ms;                           // whether the caller gave up
constexpr Milliseconds shortest_pause = 1ms, longest_pause = 50ms;  // between two looks
constexpr std::size_t addresses_max = 16;

std::atomic<int> lookups_now{0};

struct Question {
  std::string host;
  std::string port;
  int socket_type = 0;
};

// Outlives whoever waits for it: the thread that looks up may come back much later.
struct Lookup {
  std::mutex mutex;
  std::condition_variable done;
  std::optional<Addresses> found;
};

std::vector<NetworkAddress> addresses_of(const addrinfo* list) {
  std::vector<NetworkAddress> addresses;
  for (auto* each = list; each != nullptr && addresses.size() < addresses_max;
       each = each->ai_next) {
    NetworkAddress address;
    if (each->ai_addrlen > sizeof address.storage) continue;
    std::memcpy(&address.storage, each->ai_addr, each->ai_addrlen);
    address.length = each->ai_addrlen;
    address.family = each->ai_family;
    addresses.push_back(address);
  }
  return addresses;
}

Addresses look_up(const Question& question, int flags) {
  addrinfo hints{};
  hints.ai_socktype = question.socket_type;
  hints.ai_flags = flags | AI_NUMERICSERV;
  addrinfo* list = nullptr;
  const int failure = ::getaddrinfo(question.host.c_str(), question.port.c_str(), &hints, &list);
  if (failure != 0) {
    const auto code = failure == EAI_NONAME ? Errc::not_found : Errc::unavailable;
    return Error{code, "the name " + question.host + ": " + ::gai_strerror(failure)};
  }
  auto addresses = addresses_of(list);
  ::freeaddrinfo(list);
  if (addresses.empty()) return not_found("the name " + question.host + " has no address");
  return addresses;
}

void serve_lookup(const std::shared_ptr<Lookup>& lookup, const Question& question) {
  name_this_thread("lookup");
  auto found = look_up(question, 0);
  {
    const std::lock_guard lock(lookup->mutex);
    lookup->found.emplace(std::move(found));
  }
  lookup->done.notify_all();
  --lookups_now;
}

Error too_many_lookups() {
  return {Errc::unavailable, "too many names are being looked up, and none is found"};
}

bool begin_lookup(const std::shared_ptr<Lookup>& lookup, const Question& question) {
  if (++lookups_now <= lookups_max) {
    try {
      std::thread(serve_lookup, lookup, question).detach();
      return true;
    } catch (...) {  // no thread is left, or no memory for one
    }
  }
  --lookups_now;
  return false;
}

}  // namespace

Addresses resolve(const std::string& host, std::uint16_t port, int socket_type, Milliseconds limit,
                  const std::function<bool()>& give_up) {
  const Question question{host, std::to_string(port), socket_type};
  if (auto numeric = look_up(question, AI_NUMERICHOST)) return numeric;
  const auto until = std::chrono::steady_clock::now() + limit;
  const auto lookup = std::make_shared<Lookup>();
  if (!begin_lookup(lookup, question)) return too_many_lookups();
  std::unique_lock lock(lookup->mutex);
  for (;;) {
    const auto slice = std::min<std::chrono::steady_clock::time_point>(
        until, std::chrono::steady_clock::now() + ask_again);
    if (lookup->done.wait_until(lock, slice, [&] { return lookup->found.has_value(); }))
      return std::move(*lookup->found);
    if (give_up && give_up()) return Error{Errc::cancelled, "given up"};
    if (std::chrono::steady_clock::now() >= until)
      return Error{Errc::timeout,
                   "the name " + host + " was not found out within " + duration_text(limit)};
  }
}

// Asked for and not told of: the thread may come back when there is no executor any more.
boost::asio::awaitable<Addresses> resolve_aside(std::string host, std::uint16_t port,
                                                int socket_type) {
  const Question question{std::move(host), std::to_string(port), socket_type};
  if (auto numeric = look_up(question, AI_NUMERICHOST)) co_return std::move(*numeric);
  const auto lookup = std::make_shared<Lookup>();
  if (!begin_lookup(lookup, question)) co_return too_many_lookups();
  for (auto pause = shortest_pause;; pause = std::min(pause * 2, longest_pause)) {
    co_await wait_for(pause);
    const std::lock_guard lock(lookup->mutex);
    if (lookup->found) co_return std::move(*lookup->found);
  }
}

}  // namespace core
