#include "docker/images.hpp"

#include "core/io/cancellable_work.hpp"
#include "core/text.hpp"
#include "docker/decode.hpp"
#include "docker/errors.hpp"
#include "docker/image_reference.hpp"
#include "docker/line_splitter.hpp"
#include "docker/pull_progress.hpp"
#include "docker/registry_login.hpp"

#include <fstream>

namespace docker {
namespace {

constexpr std::size_t progress_line_bytes_max = 1024 * 1024;
constexpr std::size_t piece_bytes = 256 * 1024;

Call pull_call(const std::string& reference, const std::string& platform,
               const core::Secret& auth) {
  const auto parts = parse_image_reference(reference);
  Call call;
  call.doing = "pulling " + reference;
  call.method = "POST";
  call.path = "/images/create";
  call.query = {{"fromImage", parts.repository}, {"tag", parts.tag}};
  if (!platform.empty()) call.query.emplace_back("platform", platform);
  if (!auth.empty()) call.headers.emplace_back("X-Registry-Auth", auth.reveal());
  call.limit = pull_idle_max;
  return call;
}

// A file in pieces, read by the pool.
class FileBody final : public core::StreamBodySource {
 public:
  FileBody(core::BlockingPool& pool, std::filesystem::path path)
      : pool_(pool), path_(std::move(path)), file_(path_, std::ios::binary) {}

  awaitable<core::Result<std::string>> next() override {
    auto read = [this] { return read_piece(); };
    co_return co_await pool_.run(std::move(read));
  }

 private:
  core::Result<std::string> read_piece() {
    if (!file_.is_open()) return core::Error{core::Errc::io, "cannot open " + path_.string()};
    std::string piece(piece_bytes, '\0');
    file_.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    if (file_.bad()) return core::Error{core::Errc::io, "cannot read " + path_.string()};
    piece.resize(static_cast<std::size_t>(file_.gcount()));
    return piece;
  }

  core::BlockingPool& pool_;
  std::filesystem::path path_;
  std::ifstream file_;
};

// A pull without the credentials that it should have had: its failure alone would mislead.
model::Fault without_login(model::Fault fault, const std::string& trouble) {
  if (trouble.empty() || fault.klass == model::FaultClass::engine) return fault;
  fault.message += " (its credentials could not be had: " + trouble + ")";
  // What the registry refuses today may go well once the program answers.
  if (fault.kind == model::FaultKind::registry_denied) fault.klass = model::FaultClass::transient;
  return fault;
}

// Whatever the engine has against one image (400: no reference at all, 301: it takes the reference
// for a path), it has answered, and all else can still be looked at. Who pulls will hear more.
bool is_absent(const model::Fault& fault) {
  return fault.status >= 300 && fault.status < 500 && fault.kind != model::FaultKind::protocol;
}

}  // namespace

awaitable<Outcome<std::optional<model::SeenImage>>> Images::find(std::string reference) {
  Call call;
  call.doing = "looking at the image " + reference;
  call.path = "/images/" + core::url_encode(reference) + "/json";
  const auto reply = co_await client_.call(call);
  if (!reply) {
    if (is_absent(reply.error())) co_return std::optional<model::SeenImage>();
    co_return reply.error();
  }
  auto image = decode_image(reply->body);
  if (!image) co_return fault_of_transport(image.error(), call.doing);
  co_return std::optional(std::move(*image));
}

awaitable<Outcome<model::SeenImage>> Images::pull(std::string reference, std::string platform,
                                                  std::function<void(std::string)> progress) {
  const auto registry = parse_image_reference(reference).registry;
  auto ask = [registry](const core::GiveUp& give_up) { return look_up_login(registry, give_up); };
  const auto login = co_await core::run_cancellable(logins_, std::move(ask));
  auto call = pull_call(reference, platform, login.header);
  const auto doing = call.doing;
  auto stream = co_await client_.stream(std::move(call));
  if (!stream) co_return without_login(stream.error(), login.trouble);
  const auto followed = co_await follow(std::move(*stream), doing, progress);
  if (!followed) co_return without_login(followed.error(), login.trouble);
  auto image = co_await find(reference);
  if (!image) co_return image.error();
  if (!*image)
    co_return fault_of_reply(404, "the engine says it has pulled the image but does not have it",
                             doing);
  co_return std::move(**image);
}

awaitable<Outcome<void>> Images::follow(EngineStream stream, std::string doing,
                                        const std::function<void(std::string)>& progress) {
  LineSplitter splitter(progress_line_bytes_max);
  PullProgress state;
  for (;;) {
    const auto piece = co_await stream.next(pull_idle_max);
    if (!piece) co_return piece.error();
    auto lines = splitter.feed(*piece);
    if (piece->empty() && !splitter.rest().empty()) lines.push_back(splitter.rest());
    for (const auto& line : lines) {
      if (const auto decoded = decode_progress(line)) state.feed(*decoded);
    }
    if (splitter.overflowed())
      co_return protocol_fault("a line of progress is larger than a mebibyte", doing);
    if (piece->empty()) break;
    const auto now = std::chrono::time_point_cast<Milliseconds>(std::chrono::steady_clock::now());
    const auto news = state.news(now);
    if (progress && news) progress(*news);
  }
  // A late failure is a line in a reply of 200: by its text it is what an early one is by its
  // status.
  if (!state.error().empty()) co_return fault_of_reply(500, state.error(), doing);
  if (!state.succeeded())
    co_return fault_of_transport(
        {core::Errc::unavailable, "the engine ended the stream before it was done"}, doing);
  co_return Outcome<void>();
}

awaitable<Outcome<void>> Images::load(std::filesystem::path archive) {
  Call call;
  call.doing = "loading " + archive.string();
  call.method = "POST";
  call.path = "/images/load";
  call.content_type = "application/x-tar";
  call.limit = pull_idle_max;
  const auto doing = call.doing;
  FileBody body(files_, std::move(archive));
  auto stream = co_await client_.upload(std::move(call), body);
  if (!stream) co_return stream.error();
  co_return co_await follow(std::move(*stream), doing, nullptr);
}

}  // namespace docker
