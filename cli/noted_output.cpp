#include "cli/noted_output.hpp"

#include <cerrno>

namespace cli {

void NotedOutput::note(bool written) {
  if (!written && error_ == 0) error_ = errno != 0 ? errno : EIO;
}

std::streamsize NotedOutput::xsputn(const char* text, std::streamsize size) {
  errno = 0;
  const auto written = to_.sputn(text, size);
  note(written == size);
  return written;
}

NotedOutput::int_type NotedOutput::overflow(int_type c) {
  if (traits_type::eq_int_type(c, traits_type::eof())) return traits_type::not_eof(c);
  errno = 0;
  const auto written = to_.sputc(traits_type::to_char_type(c));
  note(!traits_type::eq_int_type(written, traits_type::eof()));
  return written;
}

int NotedOutput::sync() {
  errno = 0;
  const int done = to_.pubsync();
  note(done == 0);
  return done;
}

}  // namespace cli
