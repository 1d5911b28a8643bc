#include "cli/ssh_tunnel.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <vector>

extern char** environ;

namespace cli {
namespace {

constexpr int look_pause_ms = 50, looks_max = 60'000 / look_pause_ms;

// What a signal has to clear away: Ctrl-C is the usual end of `logs -f`, and no destructor runs
// then.
struct Leftover {
  char folder[256] = "", socket[256] = "";
};
Leftover leftover;

extern "C" void clear_and_end(int signal) {
  ::unlink(leftover.socket);
  ::rmdir(leftover.folder);
  ::signal(signal, SIG_DFL);
  ::raise(signal);
}

void clear_at_signals(const std::string& folder, const std::string& socket) {
  std::strncpy(leftover.folder, folder.c_str(), sizeof leftover.folder - 1);
  std::strncpy(leftover.socket, socket.c_str(), sizeof leftover.socket - 1);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) ::signal(signal, clear_and_end);
}

void leave_signals_alone() {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) ::signal(signal, SIG_DFL);
}

Failure unreachable(const Endpoint& endpoint, const std::string& why) {
  return {ExitCode::unreachable, "the agent cannot be reached at " + endpoint.text() + ": " + why};
}

}  // namespace

std::vector<std::string> ssh_arguments(const Endpoint& endpoint, const std::string& program,
                                       const std::string& socket) {
  std::vector<std::string> out = {program,
                                  "-N",
                                  "-T",
                                  "-o",
                                  "ExitOnForwardFailure=yes",
                                  "-L",
                                  socket + ":" + endpoint.remote_socket};
  if (!endpoint.ssh_port.empty()) out.insert(out.end(), {"-p", endpoint.ssh_port});
  out.insert(out.end(), {"--", endpoint.ssh_target});
  return out;
}

Expected<std::unique_ptr<SshTunnel>> SshTunnel::open(const Endpoint& endpoint,
                                                     const std::string& program) {
  auto pattern = (std::filesystem::temp_directory_path() / "evenkeel-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr)
    return failed("cannot make a folder for the tunnel: " + pattern + ": " + std::strerror(errno));
  std::unique_ptr<SshTunnel> tunnel(new SshTunnel(pattern));
  const auto started = tunnel->start(endpoint, program);
  if (!started) return started.error();
  const auto ready = tunnel->wait_for_socket(endpoint);
  if (!ready) return ready.error();
  return tunnel;
}

Expected<void> SshTunnel::start(const Endpoint& endpoint, const std::string& program) {
  clear_at_signals(folder_, socket());
  auto arguments = ssh_arguments(endpoint, program, socket());
  std::vector<char*> pointers;
  for (auto& argument : arguments) pointers.push_back(argument.data());
  pointers.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  // Our standard input may be a Compose file; passwords are asked for on the terminal itself.
  ::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  // Its standard output is not ours: what this program prints is read by scripts.
  ::posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO);
  // Ours is ignored (cli/run.cpp), which it would inherit.
  sigset_t usual;
  ::sigemptyset(&usual);
  ::sigaddset(&usual, SIGPIPE);
  posix_spawnattr_t attributes;
  ::posix_spawnattr_init(&attributes);
  ::posix_spawnattr_setsigdefault(&attributes, &usual);
  ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
  const int problem =
      ::posix_spawnp(&pid_, program.c_str(), &actions, &attributes, pointers.data(), environ);
  ::posix_spawnattr_destroy(&attributes);
  ::posix_spawn_file_actions_destroy(&actions);
  if (problem == 0) return {};
  pid_ = 0;
  return unreachable(endpoint, program + " cannot be run: " + std::strerror(problem));
}

Expected<void> SshTunnel::wait_for_socket(const Endpoint& endpoint) {
  for (int i = 0; i < looks_max; ++i) {
    if (::access(socket().c_str(), F_OK) == 0) return {};
    int status = 0;
    if (::waitpid(pid_, &status, WNOHANG) == pid_) {
      pid_ = 0;
      return unreachable(
          endpoint, "ssh ended; it says why above. Try `ssh " + endpoint.ssh_target + " true`");
    }
    (void)::poll(nullptr, 0, look_pause_ms);
  }
  return unreachable(endpoint, "ssh made no tunnel within a minute");
}

SshTunnel::~SshTunnel() {
  if (pid_ > 0) {
    ::kill(pid_, SIGTERM);
    ::waitpid(pid_, nullptr, 0);
  }
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
  leave_signals_alone();
}

}  // namespace cli
