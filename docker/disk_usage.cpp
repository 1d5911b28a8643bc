#include "docker/disk_usage.hpp"

#include "docker/decode.hpp"
#include "docker/requests.hpp"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <system_error>
#include <utility>

#include <sys/stat.h>
#include <sys/statvfs.h>

namespace docker {
namespace {

namespace fs = std::filesystem;
using monitor::DiskEater;

constexpr ApiVersion types_of_usage{1, 42};

Call get_of_usage(std::string doing, std::string path) {
  Call call;
  call.doing = std::move(doing);
  call.path = std::move(path);
  return call;
}

core::Error error_of_usage(const model::Fault& fault) {
  const bool late = fault.kind == model::FaultKind::engine_timeout;
  return {late ? core::Errc::timeout : core::Errc::unavailable, fault.text()};
}

// <id>-json.log with .1, .2 beside it, and the folder of the driver `local`.
std::uint64_t log_bytes(const fs::path& folder, const model::ContainerId& id) {
  std::uint64_t bytes = 0;
  std::error_code unreadable;
  for (const auto& where : {folder, folder / "local-logs"}) {
    for (fs::directory_iterator entry(where, unreadable), end; !unreadable && entry != end;
         entry.increment(unreadable)) {
      const auto name = entry->path().filename().string();
      const bool is_log = name.starts_with(id + "-json.log") || name.starts_with("container.log");
      if (!is_log) continue;
      std::error_code gone;
      const auto size = entry->file_size(gone);
      if (!gone) bytes += size;
    }
  }
  return bytes;
}

// What the engine adds up from few files.
std::vector<std::string> quick_types() { return {"image", "volume", "build-cache"}; }

bool is_more(const DiskEater& one, const DiskEater& other) { return one.bytes > other.bytes; }

}  // namespace

bool is_same_disk(const std::string& path, const std::string& other) {
  struct ::stat one {
  }, two{};
  if (::stat(path.c_str(), &one) != 0 || ::stat(other.c_str(), &two) != 0) return false;
  if (one.st_dev == two.st_dev) return true;
  struct ::statvfs space {
  }, same_space{};
  if (::statvfs(path.c_str(), &space) != 0 || ::statvfs(other.c_str(), &same_space) != 0)
    return false;
  return space.f_frsize == same_space.f_frsize && space.f_blocks == same_space.f_blocks &&
         space.f_blocks > 0 && space.f_bfree == same_space.f_bfree;
}

std::vector<LogFile> log_files(const std::string& data_root, std::vector<model::ContainerId> ids) {
  std::vector<LogFile> found;
  for (auto& id : ids) {
    // What is not an id must not become part of a path.
    if (id.empty() || id.find_first_not_of("0123456789abcdef") != std::string::npos) continue;
    const auto bytes = log_bytes(fs::path(data_root) / "containers" / id, id);
    if (bytes >= eater_bytes_min) found.push_back({std::move(id), bytes});
  }
  std::sort(found.begin(), found.end(),
            [](const LogFile& one, const LogFile& other) { return one.bytes > other.bytes; });
  return found;
}

awaitable<core::Result<std::string>> DiskUsage::ask(Call call, core::MonoTime until) {
  if (left(until) <= Milliseconds(0)) co_return core::Error{core::Errc::timeout, "no time is left"};
  call.limit = left(until);
  auto reply = co_await client_.call(std::move(call));
  if (!reply) co_return error_of_usage(reply.error());
  co_return std::move(reply->body);
}

awaitable<core::Result<bool>> DiskUsage::is_on(std::string data_root, std::string mount_point,
                                               core::MonoTime until) {
  std::function<Compared()> compare = [root = std::move(data_root), mount_point] {
    return Compared{mount_point, is_same_disk(root, mount_point)};
  };
  const auto compared = co_await compared_.run(std::move(compare), left(until));
  if (!compared) co_return compared.error();
  // The answer to a question that hung until now.
  if (compared->mount_point != mount_point)
    co_return core::Error{core::Errc::unavailable, "the engine's disk was slow to answer"};
  co_return compared->is_same;
}

awaitable<core::Result<std::vector<DiskEater>>> DiskUsage::eaters(std::string mount_point,
                                                                  Milliseconds limit) {
  if (!client_.endpoint().local()) co_return Eaters();
  const auto until = clock_.now().mono + limit;
  auto about = get_of_usage("asking the engine about itself", "/info");
  const auto reply = co_await ask(std::move(about), until);
  if (!reply) co_return reply.error();
  const auto info = decode_info(*reply);
  if (!info) co_return info.error();
  const auto is_there = co_await is_on(info->data_root, mount_point, until);
  if (!is_there) co_return is_there.error();
  if (!*is_there) co_return Eaters();
  auto found = co_await logs(info->data_root, until);
  auto others = co_await engines_own(until);
  if (!found && !others) co_return others.error();
  Eaters all = found ? std::move(*found) : Eaters();
  if (others) all.insert(all.end(), others->begin(), others->end());
  std::erase_if(all, [](const DiskEater& eater) { return eater.bytes < eater_bytes_min; });
  std::stable_sort(all.begin(), all.end(), is_more);
  if (all.size() > eaters_max) all.resize(eaters_max);
  co_return all;
}

awaitable<core::Result<std::vector<DiskEater>>> DiskUsage::engines_own(core::MonoTime until) {
  const bool by_type = client_.version() >= types_of_usage;
  std::vector<std::string> types;
  if (by_type) types = quick_types();
  auto text = co_await usage_of(std::move(types), until);
  if (!text) co_return text.error();
  auto found = decode_disk_usage(*text);
  if (!found) co_return found;
  if (by_type) {
    // By themselves: what containers wrote takes the engine the longest to add up.
    std::vector<std::string> of_layers(1, "container");
    text = co_await usage_of(std::move(of_layers), until);
  }
  if (!text) co_return found;
  const auto layers = decode_layers(*text);
  if (layers) found->insert(found->end(), layers->begin(), layers->end());
  co_return found;
}

// `types`: none for all.
awaitable<core::Result<std::string>> DiskUsage::usage_of(std::vector<std::string> types,
                                                         core::MonoTime until) {
  auto usage = get_of_usage("asking what the engine keeps", "/system/df");
  for (auto& type : types) usage.query.emplace_back("type", std::move(type));
  usage.waits = true;
  co_return co_await ask(std::move(usage), until);
}

// The sizes first: few logs are large, and only those are asked about.
awaitable<core::Result<std::vector<DiskEater>>> DiskUsage::logs(std::string data_root,
                                                                core::MonoTime until) {
  auto list = get_of_usage("listing all containers", "/containers/json");
  list.query = {{"all", "1"}};
  const auto reply = co_await ask(std::move(list), until);
  if (!reply) co_return reply.error();
  const auto containers = decode_container_list(*reply);
  if (!containers) co_return containers.error();
  std::vector<model::ContainerId> ids;
  for (const auto& container : *containers) ids.push_back(container.id);
  std::function<std::vector<LogFile>()> measure = [root = std::move(data_root), ids] {
    return log_files(root, ids);
  };
  const auto measured = co_await measured_.run(std::move(measure), left(until));
  if (!measured) co_return measured.error();
  auto files = *measured;
  if (files.size() > logs_inspected_max) files.resize(logs_inspected_max);
  Eaters found;
  for (const auto& file : files) {
    auto inspect =
        container_get("inspecting " + file.container.substr(0, 12), file.container, "/json");
    const auto text = co_await ask(std::move(inspect), until);
    if (!text) continue;
    const auto log = decode_container_log(*text);
    if (!log || log->rotated) continue;
    found.push_back({"the log of " + log->name + ", which is never rotated", file.bytes,
                     "set logging.options.max-size"});
  }
  co_return found;
}

}  // namespace docker
