#include "monitor/disk_eaters.hpp"

#include "monitor/event_codec.hpp"

#include <utility>

namespace monitor {
namespace {

constexpr core::Milliseconds beyond_limit = std::chrono::seconds(5);

bool gets_worse(const DiskChange& change) { return change.now > change.before; }

}  // namespace

// What waits is told also when the task is cancelled: the agent stops, and the disk is full.
class DiskNews::Asking {
 public:
  explicit Asking(DiskNews& news) : news_(news) { news_.asking_ = true; }
  Asking(const Asking&) = delete;
  Asking& operator=(const Asking&) = delete;
  ~Asking() {
    news_.asking_ = false;
    while (!news_.waiting_.empty()) news_.record_first({});
  }

 private:
  DiskNews& news_;
};

void DiskNews::tell(DiskChange change) {
  waiting_.push_back({std::move(change), clock_.now().wall});
  if (asking_)
    news_.notify();
  else
    record_first({});
}

void DiskNews::record_first(const std::vector<DiskEater>& eaters) {
  const auto first = std::move(waiting_.front());
  waiting_.pop_front();
  events_.record(disk_event(first.change, first.at, eaters));
}

awaitable<core::Result<std::vector<DiskEater>>> DiskNews::find_out(std::string mount_point,
                                                                   DiskEaters& eaters,
                                                                   EngineAnswers& engine) {
  const auto sign = co_await engine.answers(engine_sign_limit);
  if (!sign) co_return sign.error();
  auto found = co_await eaters.eaters(std::move(mount_point), eaters_limit);
  co_return found;
}

awaitable<void> DiskNews::ask(DiskEaters& eaters, EngineAnswers& engine) {
  const Asking asking(*this);
  for (;;) {
    while (waiting_.empty()) co_await news_.wait();
    std::vector<DiskEater> found;
    if (gets_worse(waiting_.front().change)) {
      auto work = find_out(waiting_.front().change.mount_point, eaters, engine);
      auto answer = co_await core::with_timeout(std::move(work), eaters_limit + beyond_limit);
      if (answer) found = std::move(*answer);
    }
    record_first(found);
  }
}

}  // namespace monitor
