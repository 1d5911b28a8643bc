#include "api/auth.hpp"

#include "core/text.hpp"

namespace api {

std::optional<Principal> Tokens::find(const core::Secret& bearer) const {
  std::optional<Principal> found;
  for (const auto& token : tokens_) {
    if (token.value.equals(bearer) && !token.value.empty())
      found = Principal{"token " + token.name, token.scope, false};
  }
  return found;
}

std::optional<core::Secret> bearer_of(const Headers& headers) {
  constexpr std::string_view scheme = "bearer ";
  const auto* value = headers.find("Authorization");
  if (value == nullptr || value->size() < scheme.size()) return std::nullopt;
  if (core::lowercase(std::string_view(*value).substr(0, scheme.size())) != scheme)
    return std::nullopt;
  return core::Secret(std::string(core::trim(std::string_view(*value).substr(scheme.size()))));
}

Problem unauthorized(std::string detail) {
  auto out = problem(401, std::move(detail));
  out.headers.add("WWW-Authenticate", "Bearer realm=\"evenkeel\"");
  return out;
}

Problem out_of_scope(const Principal& caller, Scope needed) {
  auto out = problem(403, caller.by + " has the scope " + std::string(name_of(caller.scope)) +
                              "; this needs " + std::string(name_of(needed)));
  out.headers.add("WWW-Authenticate",
                  "Bearer realm=\"evenkeel\", error=\"insufficient_scope\", scope=\"" +
                      std::string(name_of(needed)) + "\"");
  return out;
}

std::optional<int> Denials::admit(core::MonoTime now) {
  if (last_ && now - *last_ < interval) {
    ++left_out_;
    return std::nullopt;
  }
  last_ = now;
  return std::exchange(left_out_, 0);
}

}  // namespace api
