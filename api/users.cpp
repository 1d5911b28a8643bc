#include "api/users.hpp"

#include <algorithm>

#include <grp.h>
#include <pwd.h>
#include <unistd.h>

namespace api {
namespace {

constexpr std::size_t entry_bytes_max = 64 * 1024;
constexpr int groups_max = 1024;

// macOS counts groups in int, others in gid_t: the function itself says which.
template <class Group>
std::vector<::gid_t> groups_by(int (*list)(const char*, Group, Group*, int*), const char* name,
                               ::gid_t primary) {
  std::vector<Group> groups(groups_max);
  int count = groups_max;
  if (list(name, static_cast<Group>(primary), groups.data(), &count) < 0) count = groups_max;
  return {groups.begin(), groups.begin() + count};
}

}  // namespace

User look_up_user(Credentials of) {
  std::vector<char> buffer(entry_bytes_max);
  struct ::passwd entry = {};
  struct ::passwd* found = nullptr;
  if (::getpwuid_r(of.uid, &entry, buffer.data(), buffer.size(), &found) != 0 || found == nullptr)
    return {"", {of.gid}};
  return {found->pw_name, groups_by(&::getgrouplist, found->pw_name, of.gid)};
}

std::optional<::gid_t> look_up_group(const std::string& name) {
  std::vector<char> buffer(entry_bytes_max);
  struct ::group entry = {};
  struct ::group* found = nullptr;
  if (::getgrnam_r(name.c_str(), &entry, buffer.data(), buffer.size(), &found) != 0) return {};
  if (found == nullptr) return {};
  return found->gr_gid;
}

std::string text_of(const User& user, ::uid_t uid) {
  const auto number = "uid " + std::to_string(uid);
  return user.name.empty() ? number : user.name + " (" + number + ")";
}

bool is_trusted(const Credentials& peer, const User& user, ::uid_t own,
                std::optional<::gid_t> group) {
  if (peer.uid == 0 || peer.uid == own) return true;
  if (!group) return false;
  return peer.gid == *group ||
         std::find(user.groups.begin(), user.groups.end(), *group) != user.groups.end();
}

}  // namespace api
