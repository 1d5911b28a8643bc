#include "monitor/checks/kernel_clock.hpp"

#include <cerrno>
#include <cstring>
#include <string>

#include <sys/timex.h>

namespace monitor {

core::Result<KernelClock> kernel_clock() {
  ::timex asked{};  // no modes: nothing is set
  const int state = ::ntp_adjtime(&asked);
  if (state < 0)
    return core::Error{errno == EPERM ? core::Errc::denied : core::Errc::io,
                       "asking the kernel about its clock: " + std::string(std::strerror(errno))};
  const std::chrono::microseconds error{asked.esterror};
  return KernelClock{state != TIME_ERROR && (asked.status & STA_UNSYNC) == 0,
                     std::chrono::ceil<core::Milliseconds>(error)};
}

}  // namespace monitor
