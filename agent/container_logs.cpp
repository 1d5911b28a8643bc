#include "agent/container_logs.hpp"

#include "agent/log_pieces.hpp"
#include "core/io/timing.hpp"
#include "core/text.hpp"
#include "docker/logs.hpp"

#include <spdlog/spdlog.h>

#include <array>
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
  std::size_t opening = 0;  // readers that do not know yet whether there is anything to read
  bool opened = false;      // by one of them at least
  std::deque<std::string> pieces;
  std::optional<core::Error> refusal;  // of one that could not be opened: a line among the others'
  std::optional<core::Error> problem;  // of one that broke off
  std::vector<docker::LogStream*> open;
};

// One reader, for as long as it lives: also when it is cancelled, or throws.
class Reader {
 public:
  explicit Reader(std::shared_ptr<Merged> merged) : merged_(std::move(merged)) {}
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  ~Reader() {
    if (stream_ != nullptr)
      std::erase(merged_->open, stream_);
    else
      --merged_->opening;
    --merged_->readers;
    merged_->news.notify();
  }
  // `stream` must outlive this.
  void opened(docker::LogStream& stream) {
    merged_->open.push_back(stream_ = &stream);
    merged_->opened = true;
    --merged_->opening;
    merged_->news.notify();
  }

 private:
  std::shared_ptr<Merged> merged_;
  docker::LogStream* stream_ = nullptr;
};

boost::asio::awaitable<void> push(std::shared_ptr<Merged> merged, std::deque<std::string> pieces) {
  for (auto& piece : pieces) {
    while (!merged->closed && merged->pieces.size() >= pieces_waiting_max)
      co_await core::wait_for(reader_pause);
    if (merged->closed) co_return;
    merged->pieces.push_back(std::move(piece));
    merged->news.notify();
  }
}

boost::asio::awaitable<void> read_one(docker::EngineClient* client, std::shared_ptr<Merged> merged,
                                      model::ContainerView container, docker::LogQuery query) {
  std::optional<docker::LogStream> stream;
  Reader reader(merged);
  auto opened = co_await docker::LogStream::open(*client, container.id, std::move(query));
  if (!opened) {
    merged->refusal = core::Error{core::Errc::unavailable, opened.error().text()};
    merged->pieces.push_back(container.name + " | (its log cannot be read: " +
                             core::replace_all(opened.error().text(), "\n", " ") + ")\n");
    co_return;
  }
  stream.emplace(std::move(*opened));
  reader.opened(*stream);
  const auto prefix = merged->prefixed ? container.name + " | " : std::string();
  // Of the two a piece of one may come in the middle of a line of the other.
  std::array<LogPieces, 2> lines{LogPieces(prefix), LogPieces(prefix)};
  while (!merged->closed) {
    auto chunk = co_await stream->next();
    if (!chunk) merged->problem = core::Error{core::Errc::unavailable, chunk.error().text()};
    if (!chunk || !*chunk) break;
    auto& of = lines[(*chunk)->source == docker::LogSource::error ? 1 : 0];
    auto pieces = of.feed((*chunk)->text);
    co_await push(merged, std::move(pieces));
  }
  for (auto& of : lines) {
    auto rest = of.end();
    co_await push(merged, std::move(rest));
  }
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
    if (merged_->problem) {
      spdlog::warn("logs.broke_off why=\"{}\"", merged_->problem->what);
      co_return *merged_->problem;
    }
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
  if (containers.empty() && view->phase == model::DeploymentPhase::unknown)
    co_return core::Error{core::Errc::unavailable,
                          "the engine is away, and has not said yet which containers there are"};
  auto merged = std::make_shared<Merged>(executor_, containers.size() > 1);
  merged->readers = merged->opening = containers.size();
  std::unique_ptr<api::LogStream> stream = std::make_unique<MergedStream>(merged);
  for (const auto& container : containers) {
    docker::LogQuery query;
    query.tail = request.tail;
    query.follow = request.follow;
    query.timestamps = request.timestamps;
    query.since = request.since;
    tasks_.spawn("logs of " + container.name,
                 read_one(&client_, merged, container, std::move(query)));
  }
  // Before the answer has begun it can still be a refusal.
  while (merged->opening > 0 && !merged->opened) co_await merged->news.wait();
  if (merged->refusal && !merged->opened) co_return *merged->refusal;
  co_return std::move(stream);
}

}  // namespace agent
