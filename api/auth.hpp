// Who may come in over TCP: bearer tokens (RFC 6750). Pure but for the token file.
#pragma once

#include "api/http.hpp"
#include "api/problem.hpp"
#include "core/clock.hpp"
#include "core/result.hpp"
#include "core/secret.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace api {

struct Token {
  std::string name;
  core::Secret value;
  Scope scope = Scope::read;
};

class Tokens {
 public:
  explicit Tokens(std::vector<Token> tokens) : tokens_(std::move(tokens)) {}
  // Looks at every token, each in constant time, so that the time taken says nothing about them.
  std::optional<Principal> find(const core::Secret& bearer) const;

 private:
  std::vector<Token> tokens_;
};

// The bootstrap token: read from `path`, or made at random and written there with mode 0600 where
// no file is. denied: others may read the file. invalid: it holds no usable token. Blocking, at
// start.
core::Result<core::Secret> bootstrap_token(const std::filesystem::path& path);

// What follows "Bearer "; nullopt where the header is absent or of another scheme.
std::optional<core::Secret> bearer_of(const Headers& headers);

// 401 with WWW-Authenticate; 403 that names the scope that is missing.
Problem unauthorized(std::string detail);
Problem out_of_scope(const Principal& caller, Scope needed);

// Events of denied access must not fill the log: at most one in `interval`, with the number of
// those that were left out since.
class Denials {
 public:
  static constexpr core::Milliseconds interval{10'000};
  // The number left out before this one; nullopt: leave this one out too.
  std::optional<int> admit(core::MonoTime now);

 private:
  std::optional<core::MonoTime> last_;
  int left_out_ = 0;
};

}  // namespace api
