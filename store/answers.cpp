#include "store/answers.hpp"

#include "store/idempotency_table.hpp"

#include <utility>

namespace store {

using Remembered = std::optional<api::RememberedAnswer>;

api::awaitable<core::Result<Remembered>> Answers::get(std::string key) {
  std::function<core::Result<Remembered>(Connection&)> question =
      [key = std::move(key)](Connection& db) { return read_answer(db, key); };
  auto answer = co_await writer_.read(std::move(question));
  co_return answer;
}

api::awaitable<core::Status> Answers::put(std::string key, api::RememberedAnswer answer) {
  Work work = [key = std::move(key), answer = std::move(answer)](Connection& db) {
    return put_answer(db, key, answer);
  };
  auto done = co_await writer_.commit(std::move(work));
  co_return done;
}

}  // namespace store
