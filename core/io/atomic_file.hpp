// Whole files, read with a limit and replaced at once. Blocking: not on the I/O thread, except for
// small local files at start.
#pragma once

#include "core/result.hpp"

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include <sys/types.h>

namespace core {

// A reader sees the old content or the new one, never half of it, also after a power cut: written
// beside `path`, synced, renamed, and the folder synced. The file gets exactly `mode`. A symbolic
// link at `path` is replaced, not followed. Errors: denied, io.
Status write_file_atomically(const std::filesystem::path& path, std::string_view content,
                             ::mode_t mode);

// The whole file. It must be a plain one (or the null device, which is empty): opening a pipe waits
// for a writer, and a device may have no end. Errors: not_found, denied, too_large (more than
// `bytes_max`), io (also where it is no plain file; says what).
Result<std::string> read_file(const std::filesystem::path& path, std::size_t bytes_max);

// Whether a library may be let to open it: fine as well where nothing is there, which it will say
// itself. Errors: io (it is no plain file; says what).
Status check_plain_file(const std::filesystem::path& path);

// As read_file; a pipe, such as a shell's <(...), or a terminal is read to its end, too. For a
// program that its user can interrupt.
Result<std::string> read_file_or_pipe(const std::filesystem::path& path, std::size_t bytes_max);

// Makes the names in a folder durable.
Status sync_directory(const std::filesystem::path& directory);

}  // namespace core
