#include "docker/tar.hpp"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <numeric>

namespace docker {
namespace {

constexpr std::size_t block_bytes = 512;
constexpr std::size_t name_max = 100, prefix_max = 155;

// POSIX.1-1988 ustar.
struct Header {
  char name[100], mode[8], uid[8], gid[8], size[12], mtime[12], checksum[8], type, link[100],
      magic[6], version[2], user[32], group[32], major[8], minor[8], prefix[155], padding[12];
};
static_assert(sizeof(Header) == block_bytes);

template <std::size_t N> void put_octal(char (&field)[N], std::uint64_t value) {
  for (std::size_t digit = N - 1; digit-- > 0; value >>= 3)
    field[digit] = static_cast<char>('0' + (value & 7U));
}

template <std::size_t N> void put_text(char (&field)[N], std::string_view text) {
  std::copy(text.begin(), text.end(), field);
}

// The cut goes at a slash, so that both halves fit.
bool split_path(std::string_view path, std::string_view& prefix, std::string_view& name) {
  prefix = {};
  name = path;
  if (path.size() <= name_max) return true;
  const auto earliest = path.size() - name_max - 1;
  const auto slash = path.find('/', earliest);
  if (slash == std::string_view::npos || slash > prefix_max) return false;
  prefix = path.substr(0, slash);
  name = path.substr(slash + 1);
  return true;
}

core::Result<std::string> header_block(const TarFile& file, core::WallTime modified) {
  std::string_view prefix, name;
  if (!split_path(file.path, prefix, name))
    return core::Error{core::Errc::too_large,
                       "the path " + file.path + " is too long for a tar archive"};
  Header header{};
  put_text(header.name, name);
  put_text(header.prefix, prefix);
  put_octal(header.mode, file.mode & 07777);
  put_octal(header.uid, file.uid);
  put_octal(header.gid, file.gid);
  put_octal(header.size, file.content.size());
  const auto seconds =
      std::chrono::duration_cast<std::chrono::seconds>(modified.time_since_epoch()).count();
  put_octal(header.mtime, static_cast<std::uint64_t>(seconds > 0 ? seconds : 0));
  header.type = '0';
  std::memcpy(header.magic, "ustar", 6);
  std::memcpy(header.version, "00", 2);
  std::memset(header.checksum, ' ', sizeof header.checksum);  // as spaces while it is summed
  std::string block(block_bytes, '\0');
  std::memcpy(block.data(), &header, block_bytes);
  const auto sum = std::accumulate(block.begin(), block.end(), 0u, [](unsigned total, char c) {
    return total + static_cast<unsigned char>(c);
  });
  char checksum[8];
  std::snprintf(checksum, sizeof checksum, "%06o", sum & 0777777u);
  checksum[7] = ' ';
  block.replace(offsetof(Header, checksum), sizeof checksum, checksum, sizeof checksum);
  return block;
}

}  // namespace

core::Result<std::string> tar_archive(const std::vector<TarFile>& files, core::WallTime modified) {
  std::string archive;
  for (const auto& file : files) {
    const auto header = header_block(file, modified);
    if (!header) return header.error();
    archive += *header;
    archive += file.content;
    archive.append((block_bytes - file.content.size() % block_bytes) % block_bytes, '\0');
  }
  archive.append(2 * block_bytes, '\0');
  return archive;
}

}  // namespace docker
