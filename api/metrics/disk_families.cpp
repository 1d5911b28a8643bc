// Disks, one for each device.
#include "api/metrics/exposition.hpp"
#include "api/metrics/families.hpp"

namespace api::metrics {
namespace {

using monitor::DiskUsage;

constexpr Row<DiskUsage> disk_rows[] = {
    {{"evenkeel_disk_size_bytes", Type::gauge, "Size of the file system."},
     [](const DiskUsage& of) { return number(of.bytes_total); }},
    {{"evenkeel_disk_free_bytes", Type::gauge, "What is free, with what is kept for root."},
     [](const DiskUsage& of) { return number(of.bytes_free); }},
    {{"evenkeel_disk_available_bytes", Type::gauge, "What is free to others than root."},
     [](const DiskUsage& of) { return number(of.bytes_available); }},
    {{"evenkeel_disk_inodes", Type::gauge, "Inodes; absent where they are made as needed."},
     [](const DiskUsage& of) { return number(of.inodes_total); }},
    {{"evenkeel_disk_inodes_free", Type::gauge, "Inodes that are free."},
     [](const DiskUsage& of) { return number(of.inodes_free); }},
    {{"evenkeel_disk_read_only", Type::gauge, "Whether it is mounted without writing."},
     [](const DiskUsage& of) { return std::optional(zero_or_one(of.read_only)); }},
};

}  // namespace

void write_disks(const Facts& facts, std::string& out) {
  for (const auto& row : disk_rows) {
    Family family(out, row.about);
    for (const auto& disk : facts.disks)
      family.add({{"device", disk.device}, {"mount_point", disk.mount_point}}, row.value(disk));
  }
}

}  // namespace api::metrics
