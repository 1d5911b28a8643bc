#include "api/project_reading.hpp"

#include "support/catch.hpp"
#include "support/run_coroutine.hpp"

#include <future>

using namespace std::chrono_literals;
using api::Expected;
using api::Project;

namespace {

const std::string web = "services:\n  web:\n    image: nginx:1.27\n";

api::PutBody files(const std::string& path) {
  api::PutBody body;
  body.form = api::PutFiles{{path}, {}, {}, "", {}};
  return body;
}

// /slow hangs until it is let go; everything else is a Compose file.
struct Disk {
  compose::FileReader reader() {
    return [this](const std::string& path) -> core::Result<std::string> {
      if (path.ends_with(".env")) return core::not_found(path);
      if (path == "/slow/compose.yaml") {
        ++slow_reads;
        released.wait();
      }
      return web;
    };
  }
  std::promise<void> release;
  std::shared_future<void> released = release.get_future().share();
  std::atomic<int> slow_reads = 0;
};

std::string detail_of(const Expected<Project>& project) {
  return project ? "loaded" : std::to_string(project.error().status) + " " + project.error().detail;
}

}  // namespace

TEST_CASE("a file that does not come costs one thread, and no other request") {
  Disk disk;
  boost::asio::io_context io{1};
  core::BlockingPool slow("test", 2), work("test", 1);
  api::ProjectReading reading(slow, work, disk.reader(), 50ms);
  const auto scenario = [](api::ProjectReading* from,
                           Disk* on) -> api::awaitable<std::vector<std::string>> {
    std::vector<std::string> details;
    for (int i = 0; i < 3; ++i) {
      const auto hung = co_await from->load(files("/slow/compose.yaml"), "shop");
      details.push_back(detail_of(hung));
    }
    const auto other = co_await from->load(files("/quick/compose.yaml"), "other");
    details.push_back(detail_of(other));
    on->release.set_value();
    // Not in the middle of its end.
    for (auto again = details.back(); details.size() == 4 || !again.starts_with("loaded");) {
      const auto loaded = co_await from->load(files("/slow/compose.yaml"), "shop");
      again = detail_of(loaded);
      if (details.size() == 4) details.push_back("");
      details.back() = again;
    }
    co_return details;
  };
  const auto details = support::run(io, scenario(&reading, &disk));
  const std::string begins = "503 The files of shop could not be read: ";
  CHECK(details ==
        std::vector<std::string>{
            begins + "/slow/compose.yaml does not answer within 50ms. Nothing was changed",
            begins + "a read for an earlier request still hangs, as /slow/compose.yaml "
                     "does not answer. Nothing was changed",
            begins + "a read for an earlier request still hangs, as /slow/compose.yaml "
                     "does not answer. Nothing was changed",
            "loaded", "loaded"});
}

TEST_CASE("where all threads hang, what needs no file is loaded all the same") {
  Disk disk;
  boost::asio::io_context io{1};
  core::BlockingPool slow("test", 1), work("test", 1);
  api::ProjectReading reading(slow, work, disk.reader(), 50ms);
  const auto scenario = [](api::ProjectReading* from,
                           Disk* on) -> api::awaitable<std::vector<std::string>> {
    std::vector<std::string> details;
    const auto hung = co_await from->load(files("/slow/compose.yaml"), "shop");
    details.push_back(detail_of(hung));
    const auto waits = co_await from->load(files("/quick/compose.yaml"), "other");
    details.push_back(detail_of(waits));
    api::PutBody canonical;
    canonical.form =
        api::PutProject{R"({"name":"c","services":{"web":{"image":"x"}}})", {}, {}, ""};
    const auto pure = co_await from->load(canonical, "c");
    details.push_back(detail_of(pure));
    on->release.set_value();
    co_return details;
  };
  const auto details = support::run(io, scenario(&reading, &disk));
  CHECK(details.at(1) ==
        "503 The files of other could not be read: reads of other files hang, such as those of "
        "shop. Nothing was changed");
  CHECK(details.at(2) == "loaded");
}
