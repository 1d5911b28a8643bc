// Another time zone of this process, until the end of the test.
#pragma once

#include <cstdlib>
#include <ctime>
#include <optional>
#include <string>

namespace support {

class TimeZone {
 public:
  // In POSIX's form, which needs no files: "CET-1" is one hour ahead of UTC.
  explicit TimeZone(const std::string& zone) {
    if (const char* before = std::getenv("TZ")) before_ = before;
    ::setenv("TZ", zone.c_str(), 1);
    ::tzset();
  }
  ~TimeZone() {
    if (before_)
      ::setenv("TZ", before_->c_str(), 1);
    else
      ::unsetenv("TZ");
    ::tzset();
  }
  TimeZone(const TimeZone&) = delete;

 private:
  std::optional<std::string> before_;
};

}  // namespace support
