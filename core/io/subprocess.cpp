#include "core/io/subprocess.hpp"

#include "core/check.hpp"
#include "core/io/begun_work.hpp"
#include "core/io/left_behind.hpp"
#include "core/io/program_pipes.hpp"
#include "core/io/spawn.hpp"
#include "core/text.hpp"
#include "core/time_text.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <map>
#include <memory>
#include <optional>

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace core {
namespace {

using namespace std::chrono_literals;

// How long a program that has closed its output, or whose children keep it open, waits to be looked
// at again.
constexpr Milliseconds look_again = 5ms;
constexpr int reads_at_once_max = 64;
// Who it has started is looked for at first, and later on.
constexpr Milliseconds look_at_family_first = 20ms, look_at_family_max = 5s;

std::vector<std::string> environment_of(const Program& program, const FamilyMark& mark) {
  std::map<std::string, std::string> variables;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string text = *entry;
    const auto equals = text.find('=');
    if (equals != std::string::npos) variables[text.substr(0, equals)] = text.substr(equals + 1);
  }
  for (const auto& [name, value] : program.environment) variables[name] = value;
  if (program.kill_left_behind) variables[mark.first] = mark.second;
  std::vector<std::string> lines;
  for (const auto& [name, value] : variables) lines.push_back(name + "=" + value);
  return lines;
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (auto& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

// A group of its own, so that all of it can be killed; signals as a shell would hand them on.
void set_attributes(posix_spawnattr_t& attributes, short flags) {
  sigset_t none, all;
  ::sigemptyset(&none);
  ::sigfillset(&all);
  CHECK(::posix_spawnattr_setsigmask(&attributes, &none) == 0);
  CHECK(::posix_spawnattr_setsigdefault(&attributes, &all) == 0);
  CHECK(::posix_spawnattr_setpgroup(&attributes, 0) == 0);
  const int wanted = flags | POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF;
  CHECK(::posix_spawnattr_setflags(&attributes, static_cast<short>(wanted)) == 0);
}

// errno of the failure, or 0 with `pid` set.
int spawn(const Program& program, const FamilyMark& mark, const PipeEnd& input, const Pipe& out,
          const Pipe& error, pid_t& pid) {
  auto argv = program.argv;
  auto environment = environment_of(program, mark);
  const auto argv_pointers = pointers_to(argv), environment_pointers = pointers_to(environment);
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  CHECK(::posix_spawn_file_actions_init(&actions) == 0 && ::posix_spawnattr_init(&attributes) == 0);
  ::posix_spawn_file_actions_adddup2(&actions, input.get(), STDIN_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, out.write.get(), STDOUT_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, error.write.get(), STDERR_FILENO);
  if (!program.directory.empty())
    ::posix_spawn_file_actions_addchdir_np(&actions, program.directory.c_str());
  short flags = 0;
  close_inherited(actions, flags);
  set_attributes(attributes, flags);
  const int failure = ::posix_spawnp(&pid, argv.front().c_str(), &actions, &attributes,
                                     argv_pointers.data(), environment_pointers.data());
  ::posix_spawn_file_actions_destroy(&actions);
  ::posix_spawnattr_destroy(&attributes);
  return failure;
}

Error spawn_error(const Program& program, int failure) {
  const auto code = failure == ENOENT   ? Errc::not_found
                    : failure == EACCES ? Errc::denied
                                        : Errc::io;
  return {code, "starting " + program.argv.front() + ": " + std::strerror(failure)};
}

// As `spawn` would not tell which of the two is not there.
Status check_directory(const Program& program) {
  if (program.directory.empty() || ::access(program.directory.c_str(), X_OK) == 0) return {};
  return invalid("the directory " + program.directory + ": " + std::strerror(errno));
}

void keep_tail(std::string& tail, std::string_view more) {
  tail.append(more.substr(more.size() - std::min(more.size(), program_tail_bytes_max)));
  if (tail.size() > program_tail_bytes_max) tail.erase(0, tail.size() - program_tail_bytes_max);
}

// A running program: reads what it says, and leaves no zombie whatever happens.
class Running {
 public:
  Running(pid_t pid, PipeEnd out, PipeEnd error, const Program& program, const FamilyMark& mark)
      : pid_(pid),
        streams_{Stream{std::move(out), {}}, Stream{std::move(error), {}}},
        bytes_max_(program.output_bytes_max),
        flood_bytes_max_(program.flood_bytes_max) {
    if (!program.kill_left_behind) return;
    family_ = watch_family(mark, pid, {streams_[0].from.get(), streams_[1].from.get()});
  }
  ~Running() {
    if (!reaped_) kill_and_reap();
  }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

  // What came before the end of the program: nothing, the deadline, the caller's giving up, or a
  // flood.
  std::optional<Errc> wait_until(std::chrono::steady_clock::time_point deadline,
                                 const std::function<bool()>& give_up) {
    for (;;) {
      const bool ended = has_ended();
      read_what_is_there();
      if (ended) return std::nullopt;
      if (floods()) return Errc::too_large;
      const auto left =
          std::chrono::ceil<Milliseconds>(deadline - std::chrono::steady_clock::now());
      if (left <= 0ms) return Errc::timeout;
      if (give_up && give_up()) return Errc::cancelled;
      look_at_family();
      wait_for_output(left);
    }
  }

  // First the family: as long as nobody was killed it is known who belongs to it.
  void kill_left_behind() const {
    if (!family_) return;
    family_->kill();
    kill_group();
  }

  Finished reap() {
    int status = 0;
    while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    reaped_ = true;
    const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return {code, std::move(streams_[0].output), std::move(streams_[1].output)};
  }

 private:
  struct Stream {
    PipeEnd from;
    ProgramOutput output;
  };

  // Leaves it a zombie for now: as long as it is one, its process group cannot become another's.
  bool has_ended() const {
    siginfo_t info{};
    return ::waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
           info.si_pid == pid_;
  }

  bool floods() const {
    return flood_bytes_max_ > 0 &&
           streams_[0].output.dropped + streams_[1].output.dropped > flood_bytes_max_;
  }

  // Costs more than what most programs take: those that end soon are not looked at.
  void look_at_family() {
    const auto now = std::chrono::steady_clock::now();
    if (!family_ || now < next_look_) return;
    family_->look();
    look_pause_ = std::min(2 * look_pause_, look_at_family_max);
    next_look_ = now + look_pause_;
  }

  // Only while it is a zombie at least.
  void kill_group() const { ::kill(-pid_, SIGKILL); }

  void kill_and_reap() {
    kill_group();
    ::kill(pid_, SIGKILL);
    reap();
  }

  void wait_for_output(Milliseconds left) {
    std::array<pollfd, 2> polled{};
    bool all_open = true;
    for (std::size_t i = 0; i < streams_.size(); ++i) {
      polled[i] = {streams_[i].from.get(), POLLIN, 0};  // a negative descriptor is passed over
      all_open = all_open && polled[i].fd >= 0;
    }
    // Closed output says nothing about its end, and a child of it may hold the output for longer
    // than it lives.
    const auto slice = std::min(left, all_open ? 10 * look_again : look_again);
    ::poll(polled.data(), polled.size(), static_cast<int>(slice.count()));
  }

  // Bounded: a program that never stops writing must not keep us from its deadline.
  void read_what_is_there() {
    for (auto& stream : streams_) {
      for (int i = 0; i < reads_at_once_max && stream.from.get() >= 0 && read_some(stream); ++i) {
      }
    }
  }

  bool read_some(Stream& stream) {
    std::array<char, 16384> buffer;
    const auto size = ::read(stream.from.get(), buffer.data(), buffer.size());
    if (size < 0) return errno == EINTR;
    if (size == 0) {
      stream.from.close();
      return false;
    }
    const auto bytes = static_cast<std::size_t>(size);
    const auto kept = std::min(bytes, bytes_max_ - stream.output.text.size());
    stream.output.text.append(buffer.data(), kept);
    stream.output.dropped += bytes - kept;
    keep_tail(stream.output.tail, std::string_view(buffer.data() + kept, bytes - kept));
    return true;
  }

  pid_t pid_;
  std::array<Stream, 2> streams_;
  std::size_t bytes_max_, flood_bytes_max_;
  bool reaped_ = false;
  std::unique_ptr<Family> family_;  // where what it leaves behind is to be killed
  Milliseconds look_pause_ = look_at_family_first;
  std::chrono::steady_clock::time_point next_look_ = std::chrono::steady_clock::now() + look_pause_;
};

}  // namespace

Result<Finished> run_program(const Program& program) {
  CHECK(!program.argv.empty());
  const auto deadline = std::chrono::steady_clock::now() + program.limit;
  if (program.input.size() > program_input_bytes_max)
    return Error{Errc::too_large, program.argv.front() + ": more input than a pipe takes in"};
  const std::string given_up = join(program.argv, " ") + ": given up";
  if (program.give_up && program.give_up()) return Error{Errc::cancelled, given_up};
  if (const auto there = check_directory(program); !there) return there.error();
  errno = 0;
  const auto input = open_program_input(program.input);
  if (!input && errno == EAGAIN)
    return Error{Errc::too_large, program.argv.front() + ": more input than a pipe takes in now"};
  auto out = make_output_pipe(), error = make_output_pipe();
  if (!input || !out || !error)
    return Error{Errc::io, "starting " + program.argv.front() + ": " + std::strerror(errno)};
  pid_t pid = 0;
  const auto mark = make_family_mark();
  if (const int failure = spawn(program, mark, *input, *out, *error, pid))
    return spawn_error(program, failure);
  out->write.close();
  error->write.close();
  Running running(pid, std::move(out->read), std::move(error->read), program, mark);
  const auto stopped = running.wait_until(deadline, program.give_up);
  running.kill_left_behind();
  if (!stopped) return running.reap();
  if (*stopped == Errc::cancelled) return Error{Errc::cancelled, given_up};
  if (*stopped == Errc::too_large)
    return Error{Errc::too_large, program.argv.front() + ": printed without end"};
  return Error{Errc::timeout,
               join(program.argv, " ") + ": did not end within " + duration_text(program.limit)};
}

boost::asio::awaitable<Result<Finished>> run_program(BlockingPool& pool, Program program) {
  const auto limit = program.limit;
  auto work = [program = std::move(program)](GiveUp give_up) mutable {
    program.give_up = std::move(give_up);
    return run_program(program);
  };
  auto finished = co_await run_begun_within(pool, limit, std::move(work));
  if (finished) co_return std::move(*finished);
  co_return Error{Errc::cancelled, "its turn did not come within " + duration_text(limit) +
                                       ": too many other programs are slow"};
}

}  // namespace core
