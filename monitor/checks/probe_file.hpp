// type: file. Is it there, was it changed lately, is it of the size that it should be?
#pragma once

#include "core/result.hpp"
#include "monitor/checks/probe.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace monitor {

std::unique_ptr<Probe> make_file_probe(FileProbe settings, ProbeTools tools);

struct SeenFile {
  enum class Kind : std::uint8_t { plain, folder, other } kind = Kind::plain;
  std::uint64_t size = 0;
  core::WallTime changed;  // its content; whole seconds
};

// Follows symbolic links; opens nothing. Blocking where the disk is. Errors: not_found, denied, io.
core::Result<SeenFile> look_at_file(const std::string& path);

// Pure. What was changed in the future is fresh: clocks differ.
Finding judge_file(const FileProbe& wanted, const core::Result<SeenFile>& seen, core::WallTime now);

}  // namespace monitor
