// Names and groups of users, from the system's user database.
#pragma once

#include "api/peer.hpp"
#include "core/result.hpp"

#include <optional>
#include <string>
#include <vector>

namespace api {

struct User {
  std::string name;             // "" where the database does not know the id
  std::vector<::gid_t> groups;  // all that it is in
};

// Blocking: the database may be a directory server.
User look_up_user(Credentials of);
// nullopt where there is no such group. Blocking.
std::optional<::gid_t> look_up_group(const std::string& name);

// "anna (uid 1000)", "uid 1000".
std::string text_of(const User& user, ::uid_t uid);

// Root, the agent's own user, and the configured group. Pure.
bool is_trusted(const Credentials& peer, const User& user, ::uid_t own,
                std::optional<::gid_t> group);

}  // namespace api
