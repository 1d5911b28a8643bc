#include "store/notify_store.hpp"

#include "store/notify_tables.hpp"
#include "store/outbox_table.hpp"

#include <memory>
#include <utility>

namespace store {

using notify::awaitable;

namespace {

core::Result<notify::Remembered> read_remembered(Connection& db) {
  const auto moment = Transaction::begin_reading(db);
  if (!moment) return moment.error();
  auto cursor = read_notify_cursor(db);
  if (!cursor) return cursor.error();
  auto memory = read_notify_memory(db);
  if (!memory) return memory.error();
  auto silences = read_silences(db);
  if (!silences) return silences.error();
  return notify::Remembered{*cursor, std::move(*memory), std::move(*silences)};
}

core::Status write_step(Connection& db, const notify::Step& step) {
  for (const auto& row : step.memory) {
    if (auto done = put_notify_memory(db, row); !done) return done;
  }
  for (const auto& one : step.outgoing) {
    if (auto done = insert_delivery(db, one, one.message.at); !done) return done;
  }
  return put_notify_cursor(db, step.cursor);
}

// The value that `ask` gives inside a transaction of the writer.
template <class T>
awaitable<core::Result<T>> committed(Writer& writer,
                                     std::function<core::Result<T>(Connection&)> ask) {
  auto answer = std::make_shared<std::optional<T>>();
  Work work = [answer, ask = std::move(ask)](Connection& db) -> core::Status {
    auto value = ask(db);
    if (!value) return value.error();
    answer->emplace(std::move(*value));
    return {};
  };
  const auto done = co_await writer.commit(std::move(work));
  if (!done) co_return done.error();
  co_return std::move(**answer);
}

}  // namespace

awaitable<core::Result<notify::Remembered>> NotifyStore::load_pipeline() {
  std::function<core::Result<notify::Remembered>(Connection&)> question = read_remembered;
  auto remembered = co_await writer_.read(std::move(question));
  co_return remembered;
}

awaitable<core::Status> NotifyStore::commit_step(notify::Step step) {
  Work work = [step = std::move(step)](Connection& db) { return write_step(db, step); };
  auto done = co_await writer_.commit(std::move(work));
  co_return done;
}

awaitable<core::Result<notify::Silence>> NotifyStore::put_silence(notify::Silence silence) {
  std::function<core::Result<notify::Silence>(Connection&)> ask =
      [silence = std::move(silence)](Connection& db) -> core::Result<notify::Silence> {
    auto id = store::put_silence(db, silence);
    if (!id) return id.error();
    auto put = silence;
    put.id = *id;
    return put;
  };
  auto put = co_await committed(writer_, std::move(ask));
  co_return put;
}

awaitable<core::Result<std::vector<notify::Delivery>>> NotifyStore::deliveries(
    notify::DeliveryQuery query) {
  std::function<core::Result<std::vector<notify::Delivery>>(Connection&)> question =
      [query = std::move(query)](Connection& db) { return read_deliveries(db, query); };
  auto found = co_await writer_.read(std::move(question));
  co_return found;
}

awaitable<core::Status> NotifyStore::put_delivery(notify::Delivery delivery) {
  Work work = [delivery = std::move(delivery)](Connection& db) {
    return update_delivery(db, delivery);
  };
  auto done = co_await writer_.commit(std::move(work));
  co_return done;
}

awaitable<core::Result<notify::Delivery>> NotifyStore::merge(std::vector<std::int64_t> parts,
                                                             notify::Outgoing digest,
                                                             core::WallTime now) {
  std::function<core::Result<notify::Delivery>(Connection&)> ask =
      [parts = std::move(parts), digest = std::move(digest), now](Connection& db) {
        return merge_deliveries(db, parts, digest, now);
      };
  auto made = co_await committed(writer_, std::move(ask));
  co_return made;
}

awaitable<core::Result<std::vector<notify::Delivery>>> NotifyStore::trim(int keep_max,
                                                                         std::string answer,
                                                                         core::WallTime now) {
  std::function<core::Result<std::vector<notify::Delivery>>(Connection&)> ask =
      [keep_max, answer = std::move(answer), now](Connection& db) {
        return drop_deliveries(db, keep_max, answer, now);
      };
  auto dropped = co_await committed(writer_, std::move(ask));
  co_return dropped;
}

awaitable<core::Result<std::map<std::pair<std::string, notify::DeliveryState>, std::int64_t>>>
NotifyStore::count() {
  std::function<core::Result<DeliveryNumbers>(Connection&)> question = count_deliveries;
  auto numbers = co_await writer_.read(std::move(question));
  co_return numbers;
}

}  // namespace store
