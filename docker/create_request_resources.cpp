// Limits, devices and block I/O of a create body.
#include "docker/create_request_parts.hpp"

#include <nlohmann/json.hpp>

#include <regex>

namespace docker::create_parts {
namespace {

// The reference multiplies float32 values.
std::int64_t scaled(double value, float by) {
  return static_cast<std::int64_t>(static_cast<float>(value) * by);
}

// "vendor.com/class=name", for the Container Device Interface.
bool is_cdi_name(const std::string& name) {
  static const std::regex form(
      "[A-Za-z][A-Za-z0-9_.-]*/[A-Za-z][A-Za-z0-9_-]*=[A-Za-z0-9]([A-Za-z0-9_.:-]*[A-Za-z0-9])?");
  return std::regex_match(name, form);
}

bool is_cdi(const model::Device& device) {
  return device.source == device.target && is_cdi_name(device.source);
}

Json devices(const model::Service& service) {
  Json list = Json::array();
  for (const auto& device : service.devices) {
    if (is_cdi(device)) continue;
    list.push_back({{"PathOnHost", device.source},
                    {"PathInContainer", device.target},
                    {"CgroupPermissions", device.permissions}});
  }
  return list.empty() ? Json(nullptr) : list;
}

Json device_request(const model::DeviceRequest& request, bool gpu) {
  auto capabilities = request.capabilities;
  if (gpu) capabilities.emplace_back("gpu");
  return {{"Driver", request.driver},
          {"Count", request.count.value_or(0)},
          {"DeviceIDs", null_if_empty(request.device_ids)},
          {"Capabilities", Json::array({capabilities})},
          {"Options", null_if_empty(request.options)}};
}

Json device_requests(const model::Service& service) {
  Json list = Json::array();
  for (const auto& request : service.device_requests)
    list.push_back(device_request(request, false));
  std::vector<std::string> names;
  for (const auto& device : service.devices) {
    if (is_cdi(device)) names.push_back(device.source);
  }
  if (!names.empty())
    list.push_back({{"Driver", "cdi"},
                    {"Count", 0},
                    {"DeviceIDs", names},
                    {"Capabilities", nullptr},
                    {"Options", nullptr}});
  for (const auto& request : service.gpus) list.push_back(device_request(request, true));
  return list.empty() ? Json(nullptr) : list;
}

Json throttled(const std::vector<model::ThrottleDevice>& devices, const char* key) {
  Json list = Json::array();
  for (const auto& device : devices) list.push_back({{"Path", device.path}, {key, device.rate}});
  return list.empty() ? Json(nullptr) : list;
}

Json ulimits(const model::Service& service) {
  Json list = Json::array();
  for (const auto& [name, limit] : service.ulimits)
    list.push_back({{"Name", name}, {"Hard", limit.hard}, {"Soft", limit.soft}});
  return list.empty() ? Json(nullptr) : list;
}

void put_block_io(Json& json, const model::BlockIo& io) {
  json["BlkioWeight"] = io.weight;
  json["BlkioWeightDevice"] = throttled(io.weight_device, "Weight");
  json["BlkioDeviceReadBps"] = throttled(io.read_bps, "Rate");
  json["BlkioDeviceWriteBps"] = throttled(io.write_bps, "Rate");
  json["BlkioDeviceReadIOps"] = throttled(io.read_iops, "Rate");
  json["BlkioDeviceWriteIOps"] = throttled(io.write_iops, "Rate");
}

void put_cpu(Json& json, const model::Service& service) {
  json["CpuShares"] = service.cpu_shares;
  json["NanoCpus"] = scaled(service.cpus, 1e9F);
  json["CpuPeriod"] = service.cpu_period;
  json["CpuQuota"] = service.cpu_quota;
  json["CpuRealtimePeriod"] = service.cpu_rt_period;
  json["CpuRealtimeRuntime"] = service.cpu_rt_runtime;
  json["CpusetCpus"] = service.cpuset;
  json["CpusetMems"] = "";
  json["CpuCount"] = service.cpu_count;
  json["CpuPercent"] = scaled(service.cpu_percent, 100);
}

void put_memory(Json& json, const model::Service& service) {
  json["Memory"] = service.mem_limit;
  json["MemoryReservation"] = service.mem_reservation;
  json["MemorySwap"] = service.memswap_limit;
  json["MemorySwappiness"] =
      service.mem_swappiness == -1 ? Json(nullptr) : Json(service.mem_swappiness);
  json["OomKillDisable"] = service.oom_kill_disable;
}

}  // namespace

Json resources(const model::Service& service) {
  Json json;
  put_cpu(json, service);
  put_memory(json, service);
  put_block_io(json, service.block_io);
  json["CgroupParent"] = service.cgroup_parent;
  json["Devices"] = devices(service);
  json["DeviceCgroupRules"] = null_if_empty(service.device_cgroup_rules);
  json["DeviceRequests"] = device_requests(service);
  json["PidsLimit"] = service.pids_limit == 0 ? Json(nullptr) : Json(service.pids_limit);
  json["Ulimits"] = ulimits(service);
  json["IOMaximumIOps"] = 0;
  json["IOMaximumBandwidth"] = 0;
  return json;
}

}  // namespace docker::create_parts
