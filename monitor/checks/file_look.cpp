#include "monitor/checks/file_look.hpp"

namespace monitor {

Finding hung(const std::string& subject, const core::Error& error) {
  if (error.code == core::Errc::timeout)
    return unable(subject + " " + error.what + ": its disk may hang");
  return unknown(subject + " " + error.what + ": what looks at files waits for other disks");
}

}  // namespace monitor
