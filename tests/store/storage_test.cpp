// What an agent finds when it starts: nothing, its own database, and every kind of trouble with it.
#include "store/storage.hpp"

#include "core/io/atomic_file.hpp"
#include "store/configure.hpp"
#include "store/world.hpp"
#include "support/catch.hpp"

#include <cstdio>
#include <fstream>

#include <sys/stat.h>
#include <unistd.h>

namespace {

using model::IntentState;
using store::RescueKind;
using support::World;

constexpr std::size_t file_max = 64 << 20;

::mode_t mode_of(const std::filesystem::path& path) {
  struct stat seen {};
  REQUIRE(::stat(path.c_str(), &seen) == 0);
  return seen.st_mode & 07777;
}

std::string content(const std::filesystem::path& file) {
  return core::read_file(file, file_max).value();
}

// With a deployment and an event, closed in order.
void fill(World& world) {
  auto storage = world.open();
  REQUIRE(storage->rescue() == nullptr);
  REQUIRE(world.commit(*storage, {support::put("shop", 3, "shop:web"),
                                  support::set_intent("shop", "web", IntentState::stopped)}));
  for (int i = 0; i < 300; ++i) storage->sink().record(support::event("service.started", "shop"));
  REQUIRE(world.run(storage->flush()));
}

// Opens what is there, in rescue, and shows that it refuses writes and touched nothing.
void check_rescue(World& world, RescueKind kind, bool shows_deployment) {
  const auto before = content(world.file());
  {
    auto storage = world.open();
    REQUIRE(storage->rescue() != nullptr);
    CAPTURE(storage->rescue()->reason, storage->rescue()->advice);
    CHECK(store::name_of(storage->rescue()->kind) == store::name_of(kind));
    CHECK(storage->rescue()->reason.find(world.state_dir().string()) != std::string::npos);
    CHECK(storage->rescue()->advice.size() > 40);
    CHECK_FALSE(storage->condition().writable);
    const auto written = world.commit(*storage, {support::put("other", 1, "other:web")});
    REQUIRE_FALSE(written);
    CHECK(written.error().code == core::Errc::unavailable);
    CHECK(written.error().what.find(storage->rescue()->advice) != std::string::npos);
    storage->state().commit_behind({support::put("other", 1, "other:web")});
    CHECK(world.load(*storage).deployments.size() == (shows_deployment ? 1 : 0));
    CHECK(world.run(storage->flush()));
  }
  CHECK(content(world.file()) == before);
}

void scribble(const std::filesystem::path& file, long at, int bytes) {
  std::FILE* open = std::fopen(file.c_str(), "r+b");
  REQUIRE(open != nullptr);
  std::fseek(open, at, SEEK_SET);
  for (int i = 0; i < bytes; ++i) std::fputc(0x5a, open);
  std::fclose(open);
}

// Root may write everywhere: as somebody else for a time. The folder of the test becomes readable
// for all.
class Unprivileged {
 public:
  explicit Unprivileged(const World& world) {
    if (::geteuid() != 0) return;
    std::filesystem::permissions(world.dir.path(), std::filesystem::perms(0755));
    REQUIRE(::seteuid(65534) == 0);
    switched_ = true;
  }
  Unprivileged(const Unprivileged&) = delete;
  Unprivileged& operator=(const Unprivileged&) = delete;
  ~Unprivileged() {
    if (switched_) REQUIRE(::seteuid(0) == 0);
  }

 private:
  bool switched_ = false;
};

}  // namespace

TEST_CASE(
    "a first start makes a private folder and database, and a second finds what was written") {
  World world;
  fill(world);
  CHECK(mode_of(world.state_dir()) == 0700);
  CHECK(mode_of(world.file()) == 0600);
  CHECK_FALSE(std::filesystem::exists(world.state_dir() / "state.db.new"));
  auto storage = world.open();
  CHECK(storage->rescue() == nullptr);
  CHECK(storage->condition().writable);
  CHECK(mode_of(world.state_dir() / "state.db-wal") == 0600);
  CHECK(world.load(*storage).deployments.at(0).current.number == 3);
  CHECK(world.events(*storage, {{}, 0, 1000, false}).size() == 300);
}

TEST_CASE("the database is set up to lose nothing") {
  World world;
  fill(world);
  auto db = store::Connection::open(world.file(), store::Connection::Mode::read_write);
  CHECK(db->word("PRAGMA journal_mode").value() == "wal");
  CHECK(db->number("PRAGMA auto_vacuum").value() == 2);  // INCREMENTAL, from the first page on
  REQUIRE(store::configure(*db));
  CHECK(db->number("PRAGMA synchronous").value() == 2);  // FULL: every commit is synced
  CHECK(db->number("PRAGMA fullfsync").value() == 1);
  CHECK(db->number("PRAGMA foreign_keys").value() == 1);
  CHECK(db->number("PRAGMA busy_timeout").value() == 5000);
  CHECK(db->number("PRAGMA journal_size_limit").value() == 16'777'216);
}

TEST_CASE("a first start that was cut off is begun anew") {
  World world;
  std::filesystem::create_directories(world.state_dir());
  std::ofstream(world.state_dir() / "state.db.new") << "half a database";
  fill(world);
}

TEST_CASE("a folder that cannot be made is an error with advice") {
  World world;
  std::ofstream(world.dir.path() / "state") << "a file";
  const auto opened = store::open_storage(world.io.get_executor(), world.options(), world.clock);
  REQUIRE_FALSE(opened);
  CHECK(opened.error().what.find("state_dir") != std::string::npos);
}

TEST_CASE("a damaged database is rescue, whatever is damaged, and stays as it is") {
  World world;
  fill(world);
  SECTION("it is no database at all") {
    std::ofstream(world.file(), std::ios::trunc) << std::string(100'000, 'x');
  }
  SECTION("it is empty") { std::filesystem::resize_file(world.file(), 0); }
  SECTION("it is cut off") {
    std::filesystem::resize_file(world.file(), std::filesystem::file_size(world.file()) / 2);
  }
  SECTION("pages in its middle are overwritten") { scribble(world.file(), 5 * 4096, 20 * 4096); }
  SECTION("its header is overwritten") { scribble(world.file(), 0, 100); }
  SECTION("it is another program's") {
    std::filesystem::remove(world.file());
    auto db = store::Connection::open(world.file(), store::Connection::Mode::create);
    REQUIRE(db->script("CREATE TABLE t (x)"));
  }
  check_rescue(world, RescueKind::damaged, false);
}

TEST_CASE("a sound file without one of its tables is rescue, and says what to do") {
  World world;
  fill(world);
  const auto alter = [&](const std::string& sql) {
    auto db = store::Connection::open(world.file(), store::Connection::Mode::read_write);
    REQUIRE(db->script(sql));
  };
  std::string missing;
  SECTION("a table") {
    alter("DROP TABLE intents");
    missing = "table intents";
  }
  SECTION("a column") {
    alter("ALTER TABLE generations RENAME COLUMN spec TO other");
    missing = "column generations.spec";
  }
  check_rescue(world, RescueKind::damaged, false);
  auto storage = world.open();
  CHECK(storage->rescue()->reason == world.file().string() + " is incomplete: its " + missing +
                                         " is missing, which this evenkeel did not remove");
}

TEST_CASE("a newer database is rescue and what can be read is shown") {
  World world;
  fill(world);
  {
    auto db = store::Connection::open(world.file(), store::Connection::Mode::read_write);
    REQUIRE(db->script("PRAGMA user_version = 99"));
  }
  check_rescue(world, RescueKind::newer, true);
  auto storage = world.open();
  CHECK(storage->rescue()->reason == world.file().string() +
                                         " has version 99, this evenkeel knows versions up to " +
                                         std::to_string(store::migrations().size()));
}

TEST_CASE("a file that may not be written is rescue and what can be read is shown") {
  World world;
  fill(world);
  std::filesystem::permissions(world.file(), std::filesystem::perms(0444));
  std::filesystem::permissions(world.state_dir(), std::filesystem::perms(0777));
  std::filesystem::permissions(world.state_dir() / "lock", std::filesystem::perms(0666));
  const Unprivileged unprivileged(world);
  check_rescue(world, RescueKind::read_only, true);
}

TEST_CASE("a folder that may not be written is rescue and what can be read is shown") {
  World world;
  fill(world);
  std::filesystem::permissions(world.file(), std::filesystem::perms(0666));
  std::filesystem::permissions(world.state_dir() / "lock", std::filesystem::perms(0644));
  std::filesystem::permissions(world.state_dir(), std::filesystem::perms(0555));
  const Unprivileged unprivileged(world);
  check_rescue(world, RescueKind::read_only, true);
}

TEST_CASE("in rescue events are kept in memory, queried and streamed") {
  World world;
  fill(world);
  std::filesystem::resize_file(world.file(), 0);
  auto storage = world.open();
  auto live = storage->events().subscribe({}, std::nullopt);
  storage->sink().record(support::event("agent.rescue", "", model::Severity::critical));
  for (int i = 0; i < 600; ++i) storage->sink().record(support::event("service.exited", "shop"));
  CHECK(world.events(*storage, {{"agent.*", "", {}}, 0, 10, false}).empty());  // the newest 500
                                                                               // only
  CHECK(world.events(*storage, {{}, 0, 10, false}).size() == 10);
  CHECK(world.events(*storage, {{}, 0, 10, true}).back().id == 601);
  const auto first = world.run(live->next(core::Milliseconds(0)));
  REQUIRE(first);
  CHECK(std::get<api::StreamGap>(*first) == api::StreamGap{1, 101});
  int seen = 0;
  while (world.run(live->next(core::Milliseconds(0)))) ++seen;
  CHECK(seen == 500);
}

TEST_CASE("a migration that fails is rescue and the old version stays") {
  World world;
  fill(world);
  std::vector<store::Migration> steps(store::migrations().begin(), store::migrations().end());
  const auto next = static_cast<int>(steps.size()) + 1;
  steps.push_back({next, "CREATE TABLE added (x TEXT) STRICT; DROP TABLE missing;"});
  auto options = world.options();
  options.migrations = steps;
  {
    auto opened = store::open_storage(world.io.get_executor(), options, world.clock);
    REQUIRE(opened);
    REQUIRE((*opened)->rescue() != nullptr);
    CHECK((*opened)->rescue()->reason.find("no such table: missing") != std::string::npos);
    CHECK(world.load(**opened).deployments.size() == 1);
  }
  auto storage = world.open();
  CHECK(storage->rescue() == nullptr);
}
