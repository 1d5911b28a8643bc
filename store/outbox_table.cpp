#include "store/outbox_table.hpp"

#include "store/enum_text.hpp"

#include <algorithm>
#include <utility>

namespace store {
namespace {

using notify::Delivery;
using notify::DeliveryState;

// In the order that `delivery_from` takes them.
const char* const delivery_columns =
    "id, channel, state, message, attempts, created_at, expires_at, next_attempt_at, ended_at, "
    "answer, message_id, severity";

std::optional<core::WallTime> delivery_time(const Row& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return row.time(column);
}

std::optional<std::int64_t> stored_time(const std::optional<core::WallTime>& at) {
  if (!at) return std::nullopt;
  return at->time_since_epoch().count();
}

// One that a later version wrote in another form is told as that: an error would keep back all that
// wait behind it.
notify::Message unreadable_message(const Row& row) {
  notify::Message message;
  message.id = message.thread = row.text(10);
  message.kind = notify::MessageKind::notice;
  message.severity = model::severity_from(row.text(11)).value_or(model::Severity::warning);
  message.at = row.time(5);
  message.group = "the host";
  message.title = "a message that this version of evenkeel cannot read";
  message.summary = "It was made by another version; evenkeel events shows what happened then.";
  return message;
}

core::Result<Delivery> delivery_from(const Row& row) {
  Delivery delivery;
  delivery.id = row.integer(0);
  delivery.channel = row.text(1);
  const auto state =
      enum_named(row.text(2), {DeliveryState::pending, DeliveryState::sent, DeliveryState::failed,
                               DeliveryState::dropped, DeliveryState::merged});
  if (!state) return state.error();
  delivery.state = *state;
  auto message = notify::message_from_json(row.text(3));
  delivery.message = message ? std::move(*message) : unreadable_message(row);
  delivery.attempts = static_cast<int>(row.integer(4));
  delivery.created_at = row.time(5);
  delivery.expires_at = row.time(6);
  delivery.next_attempt_at = delivery_time(row, 7);
  delivery.ended_at = delivery_time(row, 8);
  delivery.answer = row.text(9);
  return delivery;
}

core::Result<std::vector<Delivery>> deliveries_of(Connection& db, const std::string& select,
                                                  Values values) {
  std::vector<Delivery> found;
  auto done = db.read(select, values, [&](const Row& row) -> core::Status {
    auto delivery = delivery_from(row);
    if (!delivery) return delivery.error();
    found.push_back(std::move(*delivery));
    return {};
  });
  if (!done) return done.error();
  return found;
}

core::Status end_pending(Connection& db, std::int64_t id, DeliveryState state,
                         const std::string& answer, core::WallTime now) {
  const auto name = notify::name_of(state);
  auto done = db.run(
      "UPDATE outbox SET state = ?, answer = ?, ended_at = ?, next_attempt_at = NULL WHERE id = ? "
      "AND state = 'pending'",
      {name, answer, now, id});
  if (!done) return done;
  if (db.rows_changed() == 1) return {};
  return core::Error{core::Errc::conflict,
                     "notification " + std::to_string(id) + " is not pending any more"};
}

}  // namespace

core::Status insert_delivery(Connection& db, const notify::Outgoing& outgoing,
                             core::WallTime created_at) {
  const auto severity = model::name_of(outgoing.message.severity);
  const auto message = notify::json_text(outgoing.message);
  return db.run(
      "INSERT INTO outbox(channel, state, severity, message_id, message, attempts, created_at, "
      "expires_at, answer) VALUES (?, 'pending', ?, ?, ?, 0, ?, ?, '') ON CONFLICT(channel, "
      "message_id) DO NOTHING",
      {outgoing.channel, severity, outgoing.message.id, message, created_at, outgoing.expires_at});
}

core::Result<std::vector<Delivery>> read_deliveries(Connection& db,
                                                    const notify::DeliveryQuery& query) {
  // A statement for each way to ask, so that each is answered by an index.
  static const std::string select =
                               std::string("SELECT ") + delivery_columns + " FROM outbox WHERE ",
                           of_state =
                               select + "state = ?1 AND channel = ?2 AND id > ?3 ORDER BY id ",
                           of_states = select + "state = ?1 AND ?2 = '' AND id > ?3 ORDER BY id ",
                           of_channel =
                               select + "?1 = '' AND channel = ?2 AND id > ?3 ORDER BY id ",
                           of_all = select + "?1 = '' AND ?2 = '' AND id > ?3 ORDER BY id ";
  const auto& asked = query.state ? (query.channel.empty() ? of_states : of_state)
                                  : (query.channel.empty() ? of_all : of_channel);
  const auto state = query.state ? notify::name_of(*query.state) : std::string_view();
  auto found = deliveries_of(db, asked + (query.newest ? "DESC LIMIT ?4" : "ASC LIMIT ?4"),
                             {state, query.channel, query.after, std::max(query.limit, 0)});
  if (found && query.newest) std::reverse(found->begin(), found->end());
  return found;
}

core::Status update_delivery(Connection& db, const Delivery& delivery) {
  const auto state = notify::name_of(delivery.state);
  auto done = db.run(
      "UPDATE outbox SET state = ?, attempts = ?, expires_at = ?, next_attempt_at = ?, ended_at = "
      "?, answer = ? WHERE id = ?",
      {state, delivery.attempts, delivery.expires_at, stored_time(delivery.next_attempt_at),
       stored_time(delivery.ended_at), delivery.answer, delivery.id});
  if (!done) return done;
  if (db.rows_changed() == 1) return {};
  return core::not_found("there is no notification " + std::to_string(delivery.id));
}

core::Result<Delivery> merge_deliveries(Connection& db, const std::vector<std::int64_t>& parts,
                                        const notify::Outgoing& digest, core::WallTime now) {
  if (auto done = insert_delivery(db, digest, now); !done) return done.error();
  if (db.rows_changed() != 1)
    return core::Error{core::Errc::conflict,
                       "there is a message " + digest.message.id + " already"};
  const auto id = db.last_insert_id();
  const auto answer = "in notification " + std::to_string(id);
  for (const auto part : parts) {
    if (auto done = end_pending(db, part, DeliveryState::merged, answer, now); !done)
      return done.error();
  }
  static const std::string select =
      std::string("SELECT ") + delivery_columns + " FROM outbox WHERE id = ?";
  auto made = deliveries_of(db, select, {id});
  if (!made) return made.error();
  return std::move(made->at(0));
}

core::Result<std::vector<Delivery>> drop_deliveries(Connection& db, int keep_max,
                                                    const std::string& answer, core::WallTime now) {
  const auto pending = db.number("SELECT count(*) FROM outbox WHERE state = 'pending'");
  if (!pending) return pending.error();
  if (*pending <= keep_max) return std::vector<Delivery>{};
  static const std::string select =
      std::string("SELECT ") + delivery_columns +
      " FROM outbox WHERE state = 'pending' ORDER BY CASE severity WHEN 'info' THEN 0 WHEN "
      "'warning' THEN 1 ELSE 2 END, id LIMIT ?";
  auto victims = deliveries_of(db, select, {*pending - keep_max});
  if (!victims) return victims.error();
  for (auto& one : *victims) {
    if (auto done = end_pending(db, one.id, DeliveryState::dropped, answer, now); !done)
      return done.error();
    one.state = DeliveryState::dropped;
    one.answer = answer;
    one.ended_at = now;
    one.next_attempt_at.reset();
  }
  return victims;
}

core::Result<DeliveryNumbers> count_deliveries(Connection& db) {
  DeliveryNumbers numbers;
  auto done = db.read("SELECT channel, state, count(*) FROM outbox GROUP BY state, channel", {},
                      [&](const Row& row) -> core::Status {
                        const auto state = notify::delivery_state_from(row.text(1));
                        if (state) numbers[{row.text(0), *state}] = row.integer(2);
                        return {};
                      });
  if (!done) return done.error();
  return numbers;
}

core::Result<std::int64_t> forget_ended_deliveries(Connection& db, const DeliveryLimits& limits) {
  auto done = db.run(
      "DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE ended_at >= ? AND ended_at < ? "
      "ORDER BY ended_at LIMIT ?)",
      {limits.credible, limits.before, limits.count});
  if (!done) return done.error();
  const auto old = db.rows_changed();
  done = db.run(
      "DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE ended_at IS NOT NULL AND "
      "ended_at < ? ORDER BY ended_at DESC LIMIT ? OFFSET ?)",
      {limits.crowd_before, limits.count, limits.crowd_max});
  if (!done) return done.error();
  return old + db.rows_changed();
}

}  // namespace store
