// What of the engine's fills the disk that its data is on. I/O thread only.
#pragma once

#include "core/io/blocking.hpp"
#include "core/io/file_look.hpp"
#include "docker/disk_usage_decode.hpp"
#include "docker/engine_client.hpp"
#include "monitor/ports.hpp"

#include <string>
#include <vector>

namespace docker {

constexpr std::size_t eaters_max = 4;
constexpr std::size_t logs_inspected_max = 8;
constexpr std::uint64_t eater_bytes_min = 1024 * 1024;  // what is less is no reason

struct LogFile {
  model::ContainerId container;
  std::uint64_t bytes = 0;  // with what was rotated away and is still there
};

class DiskUsage final : public monitor::DiskEaters {
 public:
  // All must outlive it. `files` looks at the engine's data root: one that nothing else uses, as
  // its threads hang with the disk.
  DiskUsage(EngineClient& client, core::BlockingPool& files, const core::Clock& clock)
      : client_(client), compared_(files), measured_(files), clock_(clock) {}

  // At most `eaters_max` of at least `eater_bytes_min`. What is found before the time is up is
  // told: the logs, where only adding up images and volumes takes too long. Ends within the limit
  // where the disk hangs, too; nothing is asked of it then while an earlier question hangs.
  awaitable<core::Result<std::vector<monitor::DiskEater>>> eaters(std::string mount_point,
                                                                  Milliseconds limit) override;

  // The disk has not answered yet, and `files` cannot be destroyed.
  bool hangs() const { return compared_.hangs() || measured_.hangs(); }

 private:
  using Eaters = std::vector<monitor::DiskEater>;
  struct Compared {
    std::string mount_point;
    bool is_same = false;
  };

  core::Milliseconds left(core::MonoTime until) const { return until - clock_.now().mono; }
  awaitable<core::Result<bool>> is_on(std::string data_root, std::string mount_point,
                                      core::MonoTime until);
  awaitable<core::Result<std::string>> ask(Call call, core::MonoTime until);
  awaitable<core::Result<Eaters>> engines_own(core::MonoTime until);
  awaitable<core::Result<std::string>> usage_of(std::vector<std::string> types,
                                                core::MonoTime until);
  awaitable<core::Result<Eaters>> logs(std::string data_root, core::MonoTime until);

  EngineClient& client_;
  core::FileLook<Compared> compared_;
  core::FileLook<std::vector<LogFile>> measured_;
  const core::Clock& clock_;
};

// ---- what the pool does; blocking ----

// Whether both are on one file system. Subvolumes of one have device numbers of their own and the
// same free space. False where one of them is not there.
bool is_same_disk(const std::string& path, const std::string& other);

// The logs of these containers under the data root, largest first; what cannot be read is left out.
std::vector<LogFile> log_files(const std::string& data_root, std::vector<model::ContainerId> ids);

}  // namespace docker
