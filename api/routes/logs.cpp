#include "api/parameters.hpp"
#include "api/routes/answer.hpp"
#include "api/routes/routes.hpp"

#include <stdexcept>

namespace api::routes {
namespace {

constexpr int tail_default = 100;
constexpr int tail_max = 10'000;

class LogBody final : public BodyStream {
 public:
  explicit LogBody(std::unique_ptr<LogStream> logs) : logs_(std::move(logs)) {}

  awaitable<std::optional<std::string>> next() override {
    if (!logs_) co_return std::nullopt;
    auto piece = co_await logs_->next();
    if (piece && *piece) co_return std::move(**piece);
    logs_.reset();
    // What the containers wrote is all that is written: the peer sees that the body is not whole.
    if (!piece) throw std::runtime_error("the log broke off: " + piece.error().what);
    co_return std::nullopt;
  }

 private:
  std::unique_ptr<LogStream> logs_;
};

Expected<LogRequest> read(const Request& request, core::WallTime now) {
  const auto tail = number_of(request, "tail", 0, tail_max, tail_default);
  if (!tail) return tail.error();
  const auto follow = flag_of(request, "follow", false);
  if (!follow) return follow.error();
  const auto timestamps = flag_of(request, "timestamps", false);
  if (!timestamps) return timestamps.error();
  auto since = moment_of(request, "since", now);
  if (!since) return since.error();
  LogRequest out;
  out.tail = static_cast<int>(*tail);
  out.follow = *follow;
  out.timestamps = *timestamps;
  out.since = *since;
  return out;
}

Response streaming(std::unique_ptr<LogStream> logs) {
  Response response;
  response.content_type = "text/plain; charset=utf-8";
  response.stream = std::make_unique<LogBody>(std::move(logs));
  return response;
}

}  // namespace

awaitable<Response> logs(Backend& backend, const Request& request) {
  const auto view = find_deployment(backend, request);
  if (!view) co_return to_response(view.error());
  auto wanted = read(request, backend.clock.now().wall);
  if (!wanted) co_return to_response(wanted.error());
  wanted->deployment = view->name;
  wanted->service = text_of(request, "service");
  if (!wanted->service.empty()) {
    const auto known = check_service(*view, wanted->service);
    if (!known) co_return to_response(known.error());
  }
  auto opened = co_await backend.logs.open(std::move(*wanted));
  if (!opened) co_return to_response(problem_of(opened.error()));
  co_return streaming(std::move(*opened));
}

}  // namespace api::routes
