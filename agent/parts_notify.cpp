#include "agent/health_report.hpp"
#include "agent/parts.hpp"
#include "core/digest.hpp"
#include "core/time_text.hpp"

#include <spdlog/spdlog.h>

#include <ctime>

namespace agent {
namespace {

constexpr std::size_t message_id_bytes = 12;

int minute_of_local_day(core::WallTime at) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(at);
  std::tm local{};
  ::localtime_r(&seconds, &local);
  return local.tm_hour * 60 + local.tm_min;
}

std::string new_message_id() { return core::random_hex(message_id_bytes); }

}  // namespace

std::string App::Parts::host_name() const {
  return config.host.name.empty() ? core::hostname() : config.host.name;
}

void App::Parts::build_notify() {
  heal_services = std::make_unique<HealServices>(*loop, *ledger, clock);
  watch->set_services(heal_services.get());
  circumstances = std::make_unique<Circumstances>(*ledger, *loop, *returning, *watch, clock);
  journal = std::make_unique<Journal>(storage->events());
  const notify::HostIdentity host{host_name(), config.host.labels};
  const notify::Deliverer::Ports send{storage->outbox(), *sink, clock};
  const auto seed = static_cast<std::uint64_t>(started_at.time_since_epoch().count());
  deliverer = std::make_unique<notify::Deliverer>(send, executor, host, new_message_id, seed);
  const notify::Notifier::Ports tell{
      *journal, storage->pipeline(), *sink, clock, *deliverer, [this] { return health_report(); }};
  const notify::Pipeline::Surroundings around{*circumstances, minute_of_local_day, new_message_id};
  notifier = std::make_unique<notify::Notifier>(tell, executor, host, config.notify, around);
}

std::string App::Parts::health_report() const {
  return report_text({host_name(), clock.now().wall, supervisor->status(), supervisor->list(),
                      watch->incidents()});
}

// Without its incidents of before nobody knows which numbers are taken: then none is opened.
boost::asio::awaitable<void> App::Parts::recall_incidents() {
  const auto loaded = co_await watch->load();
  if (loaded)
    sink->set_watch(watch.get());
  else
    spdlog::error("incidents.unknown why=\"{}\"", loaded.error().what);
}

}  // namespace agent
