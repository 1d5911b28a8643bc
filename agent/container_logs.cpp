#include "agent/container_logs.hpp"

#include "core/io/timing.hpp"
#include "docker/logs.hpp"

#include <deque>

namespace agent {
namespace {

constexpr std::size_t pieces_waiting_max = 64;  // a slow reader makes the containers' readers wait
constexpr core::Milliseconds reader_pause{20};

// Shared by the readers, one a container, and the stream that the API holds; the last one out frees
// it.
struct Merged {
  Merged(boost::asio::any_io_executor executor, bool with_names)
      : news(executor), prefixed(with_names) {}
  core::Wakeup news;
  bool prefixed;
  bool closed = false;
  std::size_t readers = 0;
  std::deque<std::string> pieces;
  std::optional<core::Error> problem;
  std::vector<docker::LogStream*> open;
};

// Whole lines of `text`, each with the container's name; the rest stays for the next chunk.
std::string take_lines(std::string& pending, const std::string& name, bool prefixed) {
  std::string lines;
  for (auto end = pending.find('\n'); end != std::string::npos; end = pending.find('\n')) {
    if (prefixed) lines += name + " | ";
    lines += pending.substr(0, end + 1);
    pending.erase(0, end + 1);
  }
  return lines;
}

boost::asio::awaitable<void> push(std::shared_ptr<Merged> merged, std::string lines) {
  while (!merged->closed && merged->pieces.size() >= pieces_waiting_max)
    co_await core::wait_for(reader_pause);
  if (!lines.empty()) merged->pieces.push_back(std::move(lines));
  merged->news.notify();
}

boost::asio::awaitable<void> read_one(docker::EngineClient* client, std::shared_ptr<Merged> merged,
                                      model::ContainerView container, docker::LogQuery query) {
  auto stream = co_await docker::LogStream::open(*client, container.id, std::move(query));
  if (!stream) {
    merged->problem = core::Error{core::Errc::unavailable, stream.error().text()};
  } else {
    merged->open.push_back(&*stream);
    std::string pending;
    while (!merged->closed) {
      auto chunk = co_await stream->next();
      if (!chunk || !*chunk) break;
      pending += (*chunk)->text;
      auto lines = take_lines(pending, container.name, merged->prefixed);
      co_await push(merged, std::move(lines));
    }
    if (!pending.empty()) {
      pending += '\n';
      auto rest = take_lines(pending, container.name, merged->prefixed);
      co_await push(merged, std::move(rest));
    }
    std::erase(merged->open, &*stream);
  }
  --merged->readers;
  merged->news.notify();
}

class MergedStream final : public api::LogStream {
 public:
  explicit MergedStream(std::shared_ptr<Merged> merged) : merged_(std::move(merged)) {}
  ~MergedStream() override {
    merged_->closed = true;
    for (auto* stream : merged_->open) stream->close();
  }

  api::awaitable<core::Result<std::optional<std::string>>> next() override {
    while (merged_->pieces.empty() && merged_->readers > 0) co_await merged_->news.wait();
    if (!merged_->pieces.empty()) {
      auto piece = std::move(merged_->pieces.front());
      merged_->pieces.pop_front();
      co_return std::optional<std::string>(std::move(piece));
    }
    if (merged_->problem) co_return *merged_->problem;
    co_return std::optional<std::string>();
  }

 private:
  std::shared_ptr<Merged> merged_;
};

}  // namespace

api::awaitable<core::Result<std::unique_ptr<api::LogStream>>> ContainerLogs::open(
    api::LogRequest request) {
  const auto view = views_.get(request.deployment);
  if (!view) co_return core::not_found("there is no deployment " + request.deployment);
  std::vector<model::ContainerView> containers;
  bool known = request.service.empty();
  for (const auto& service : view->services) {
    if (!request.service.empty() && service.name != request.service) continue;
    known = true;
    containers.insert(containers.end(), service.containers.begin(), service.containers.end());
  }
  if (!known) co_return core::not_found(request.deployment + " has no service " + request.service);
  auto merged = std::make_shared<Merged>(executor_, containers.size() > 1);
  merged->readers = containers.size();
  for (const auto& container : containers) {
    docker::LogQuery query;
    query.tail = request.tail;
    query.follow = request.follow;
    query.timestamps = request.timestamps;
    query.since = request.since;
    tasks_.spawn("logs of " + container.name,
                 read_one(&client_, merged, container, std::move(query)));
  }
  std::unique_ptr<api::LogStream> stream = std::make_unique<MergedStream>(merged);
  co_return std::move(stream);
}

}  // namespace agent
