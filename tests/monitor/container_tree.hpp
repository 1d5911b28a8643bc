// The kernel's files about one container, made in a folder of the test's own: process 42, with a
// network of its own.
#pragma once

#include "monitor/cgroup_reader.hpp"
#include "monitor/sample_text.hpp"
#include "support/temp_dir.hpp"

#include <filesystem>
#include <fstream>
#include <string>

class ContainerTree {
 public:
  static constexpr int pid = 42;

  ContainerTree() {
    write("proc/42/net/dev", sample_text("v1/net.dev"));
    network_of("1", "net:[4026531840]");
    network_of("42", "net:[4026532502]");
    options.proc = at("proc");
  }

  // The same container under either version.
  monitor::CgroupPlace version_1() const {
    for (const auto* name : {"cpuacct.usage", "cpu.stat", "cpu.cfs_quota_us", "cpu.cfs_period_us"})
      copy("v1/", name, "cpu,cpuacct/");
    for (const auto* name :
         {"memory.usage_in_bytes", "memory.stat", "memory.limit_in_bytes", "memory.oom_control"}) {
      copy("v1/", name, "memory/");
    }
    copy("v1/", "pids.current", "pids/");
    copy("v1/", "blkio.throttle.io_service_bytes_recursive", "blkio/");
    return {{at("cpu,cpuacct"), at("cpu,cpuacct"), at("memory"), at("pids"), at("blkio")}, ""};
  }
  monitor::CgroupPlace version_2() const {
    for (const auto* name : {"cpu.stat", "cpu.max", "memory.current", "memory.stat", "memory.max",
                             "memory.events", "pids.current", "io.stat"}) {
      copy("v2/", name, "unified/");
    }
    return {{}, at("unified")};
  }

  std::string at(const std::string& path) const { return (folder_.path() / path).string(); }
  void write(const std::string& path, const std::string& text) const {
    std::filesystem::create_directories(std::filesystem::path(at(path)).parent_path());
    std::ofstream(at(path), std::ios::binary) << text;
  }
  void remove(const std::string& path) const { std::filesystem::remove_all(at(path)); }
  void network_of(const std::string& process, const std::string& name) const {
    remove("proc/" + process + "/ns/net");
    std::filesystem::create_directories(at("proc/" + process + "/ns"));
    std::filesystem::create_symlink(name, at("proc/" + process + "/ns/net"));
  }

  monitor::CgroupReaderOptions options;

 private:
  void copy(const std::string& from, const std::string& name, const std::string& to) const {
    write(to + name, sample_text(from + name));
  }

  support::TempDir folder_;
};
