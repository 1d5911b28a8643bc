#include "core/io/process_folder.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace core {
namespace {

constexpr std::size_t environment_bytes_max = 1024 * 1024;
constexpr std::size_t stat_bytes_max = 4096;
// proc(5), of the words behind the name: state, ppid, pgrp, session, ..., starttime.
constexpr std::size_t state_word = 0, parent_word = 1, group_word = 2, session_word = 3,
                      start_word = 19;

template <class Number> std::optional<Number> number_in(std::string_view text) {
  Number number = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failure != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find_first_of(" \n", at), text.size());
    if (end > at) words.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return words;
}

}  // namespace

std::optional<pid_t> process_number(std::string_view text) { return number_in<pid_t>(text); }

std::optional<ProcessKin> parse_process_kin(std::string_view stat) {
  const auto number = process_number(stat.substr(0, stat.find(' ')));
  const auto name_end = stat.rfind(')');  // a name may hold anything
  if (!number || name_end == std::string_view::npos) return std::nullopt;
  const auto words = words_of(stat.substr(name_end + 1));
  if (words.size() <= start_word) return std::nullopt;
  const auto parent = process_number(words[parent_word]), group = process_number(words[group_word]),
             session = process_number(words[session_word]);
  const auto start = number_in<unsigned long long>(words[start_word]);
  if (!parent || !group || !session || !start) return std::nullopt;
  const auto state = words[state_word];
  const bool over = state == "Z" || state == "X" || state == "x";
  const bool stopped = state == "T" || state == "t";
  return ProcessKin{*number, *parent, *group, *session, *start, stopped, over};
}

std::string pipe_name(int descriptor) {
  struct stat found {};
  if (::fstat(descriptor, &found) != 0 || !S_ISFIFO(found.st_mode)) return "";
  return "pipe:[" + std::to_string(found.st_ino) + "]";
}

ProcessFolder::ProcessFolder(pid_t process)
    : process_(process),
      folder_(::open(("/proc/" + std::to_string(process)).c_str(),
                     O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {}

std::optional<ProcessKin> ProcessFolder::kin() const {
  return parse_process_kin(text_of("stat", stat_bytes_max));
}

bool ProcessFolder::has_in_environment(std::string_view entry) const {
  const auto environment = text_of("environ", environment_bytes_max);
  for (std::size_t at = 0; at < environment.size();) {
    const auto end = std::min(environment.find('\0', at), environment.size());
    if (std::string_view(environment).substr(at, end - at) == entry) return true;
    at = end + 1;
  }
  return false;
}

// By the name of the link: a look at what is behind it may hang with a file server.
bool ProcessFolder::writes_to(const std::vector<std::string>& pipes) const {
  for (const char* each : {"fd/1", "fd/2"}) {
    std::array<char, 256> name;
    const auto size =
        folder_.get() < 0 ? -1 : ::readlinkat(folder_.get(), each, name.data(), name.size());
    if (size <= 0) continue;
    const std::string_view found(name.data(), static_cast<std::size_t>(size));
    if (std::find(pipes.begin(), pipes.end(), found) != pipes.end()) return true;
  }
  return false;
}

bool ProcessFolder::send(int signal) const {
  if (folder_.get() < 0) return false;
  if (::syscall(SYS_pidfd_send_signal, folder_.get(), signal, nullptr, 0) == 0) return true;
  return errno == ENOSYS && ::kill(process_, signal) == 0;
}

std::string ProcessFolder::text_of(const char* file, std::size_t bytes_max) const {
  if (folder_.get() < 0) return "";
  const PipeEnd opened(::openat(folder_.get(), file, O_RDONLY | O_CLOEXEC));
  std::string text;
  std::array<char, 16384> buffer;
  while (opened.get() >= 0 && text.size() < bytes_max) {
    const auto size = ::read(opened.get(), buffer.data(), buffer.size());
    if (size <= 0) break;
    text.append(buffer.data(), static_cast<std::size_t>(size));
  }
  return text;
}

}  // namespace core
