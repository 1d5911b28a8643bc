// Output that remembers why it could not be written: a stream knows only that.
#pragma once

#include <streambuf>

namespace cli {

// Passes all on to another buffer, which must outlive it, and buffers nothing itself.
class NotedOutput final : public std::streambuf {
 public:
  explicit NotedOutput(std::streambuf& to) : to_(to) {}

  // The errno of the first write that failed (EIO where it said nothing), 0 where none did.
  int error() const { return error_; }

 protected:
  std::streamsize xsputn(const char* text, std::streamsize size) override;
  int_type overflow(int_type c) override;
  int sync() override;

 private:
  void note(bool written);

  std::streambuf& to_;
  int error_ = 0;
};

}  // namespace cli
