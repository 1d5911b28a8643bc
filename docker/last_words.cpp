#include "docker/last_words.hpp"

#include "core/text.hpp"
#include "docker/decode.hpp"
#include "docker/log_frames.hpp"
#include "docker/requests.hpp"

namespace docker {
namespace {

using model::FaultKind;

// A pass waits for it.
constexpr Milliseconds log_limit{3'000};
// What runc prints in place of the program is older than the start that the engine notes (20.10: a
// millisecond).
constexpr core::Milliseconds before_start{2'000};

std::string whole_seconds(core::WallTime at) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(at.time_since_epoch());
  return std::to_string(seconds.count());
}

std::string platform_text(const std::string& os, const std::string& architecture) {
  return os.empty() ? architecture : os + "/" + architecture;
}

std::string last_line(std::string_view text) {
  text = core::trim(text);
  const auto end = text.find_last_of("\r\n");
  return std::string(end == std::string_view::npos ? text : text.substr(end + 1));
}

}  // namespace

bool ends_with_format_error(std::string_view log) {
  auto line = core::lowercase(last_line(log));
  while (!line.empty() && std::string_view("\"'.").find(line.back()) != std::string_view::npos)
    line.pop_back();
  return line.ends_with("exec format error");
}

std::string format_error_sentence(const std::string& reference,
                                  const std::optional<model::SeenImage>& image,
                                  const EngineVersion& host) {
  const auto here = platform_text(host.os, host.architecture);
  const bool is_other = image && !image->architecture.empty() &&
                        (image->architecture != host.architecture || image->os != host.os);
  if (!is_other)
    return "its image " + reference + " is for " + here +
           ", as this host is, but its program is not (exec format error): it is for another "
           "architecture, or a script whose first line is no #!; build the image anew for " +
           here;
  return "its image " + reference + " is for " + platform_text(image->os, image->architecture) +
         ", this host is " + here + " and cannot run it (exec format error): `docker pull " +
         "--platform " + here + " " + reference + "`, or build it for " + here +
         "; then write `platform: " + here + "` in the Compose file and apply that";
}

awaitable<core::Result<std::string>> LastWords::newest_line(const model::Container& ended) {
  auto call = container_get("reading the last words of " + ended.name, ended.id, "/logs");
  call.query = {{"stdout", "1"},
                {"stderr", "1"},
                {"tail", "1"},
                {"since", whole_seconds(ended.started_at - before_start)}};
  call.limit = log_limit;
  const auto reply = co_await client_.call(std::move(call));
  if (!reply) co_return core::Error{core::Errc::unavailable, reply.error().text()};
  LogFrames frames(ended.tty);
  std::string text;
  for (const auto& chunk : frames.feed(reply->body)) text += chunk.text;
  co_return text;
}

awaitable<std::string> LastWords::sentence_on(const model::Container& container) {
  Call call;
  call.doing = "asking the engine for its architecture";
  call.path = "/version";
  call.limit = log_limit;
  const auto reply = co_await client_.call(std::move(call));
  if (!reply) co_return "";
  const auto host = decode_version(reply->body);
  if (!host || host->architecture.empty()) co_return "";
  const auto image = co_await images_.find(container.image_id);
  co_return format_error_sentence(container.image, image ? *image : std::nullopt, *host);
}

awaitable<core::Result<std::optional<model::Fault>>> LastWords::of(model::Container ended) {
  const auto line = co_await newest_line(ended);
  if (!line) co_return line.error();
  if (!ends_with_format_error(*line)) co_return std::optional<model::Fault>();
  model::Fault fault;
  fault.kind = FaultKind::wrong_architecture;
  fault.klass = model::FaultClass::config;
  fault.message = co_await sentence_on(ended);
  if (fault.message.empty()) fault.message = "it ended with: " + last_line(*line);
  co_return std::optional(std::move(fault));
}

awaitable<model::Fault> LastWords::explained(model::Fault refusal, model::ContainerId id) {
  if (refusal.kind != FaultKind::wrong_architecture) co_return refusal;
  const auto look = container_get("looking at " + id.substr(0, 12), id, "/json");
  const auto reply = co_await client_.call(look);
  if (!reply) co_return refusal;
  const auto seen = decode_container(reply->body);
  if (!seen) co_return refusal;
  const auto sentence = co_await sentence_on(*seen);
  if (!sentence.empty()) refusal.message = sentence;
  co_return refusal;
}

}  // namespace docker
