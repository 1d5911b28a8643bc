#include "api/auth.hpp"
#include "core/digest.hpp"
#include "core/io/atomic_file.hpp"
#include "core/io/parent_folder.hpp"
#include "core/text.hpp"

#include <sys/stat.h>

namespace api {
namespace {

constexpr std::size_t token_file_bytes_max = 4096;
constexpr std::size_t token_bytes = 32;
constexpr std::size_t token_characters_min = 16;
constexpr ::mode_t owner_only = 0600;

core::Result<core::Secret> make_token(const std::filesystem::path& path) {
  const auto folder = core::make_parent_folder(path);
  if (!folder) return folder.error().with("making the token file");
  const auto text = core::random_hex(token_bytes);
  const auto written = core::write_file_atomically(path, text + "\n", owner_only);
  if (!written) return written.error().with("making the token file");
  return core::Secret(text);
}

core::Status check_private(const std::filesystem::path& path) {
  struct ::stat found = {};
  if (::stat(path.c_str(), &found) != 0)
    return core::Error{core::Errc::io, "looking at the token file " + path.string()};
  if ((found.st_mode & (S_IRWXG | S_IRWXO)) == 0) return {};
  return core::Error{core::Errc::denied, "The token file " + path.string() +
                                             " may be read by others: chmod 600 it, and delete it "
                                             "for a new token if somebody could have read it"};
}

}  // namespace

core::Result<core::Secret> bootstrap_token(const std::filesystem::path& path) {
  const auto content = core::read_file(path, token_file_bytes_max);
  if (!content && content.error().code == core::Errc::not_found) return make_token(path);
  if (!content) return content.error().with("reading the token file");
  const auto checked = check_private(path);
  if (!checked) return checked.error();
  const auto text = core::trim(*content);
  if (text.size() < token_characters_min)
    return core::invalid("The token file " + path.string() + " holds fewer than " +
                         std::to_string(token_characters_min) +
                         " characters: delete it, and a new token is made");
  return core::Secret(std::string(text));
}

}  // namespace api
