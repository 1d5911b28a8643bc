// Requests and responses as values: what handlers see. The library that speaks HTTP stays behind
// api/session.
#pragma once

#include <boost/asio/awaitable.hpp>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace api {

using boost::asio::awaitable;

enum class Method { get, put, post, del };
std::string_view name_of(Method method);  // "GET", ...
// HEAD is a GET whose body the session leaves out.
std::optional<Method> method_from(std::string_view text);
// A method that HTTP knows (RFC 9110 9, RFC 5789), whether a route does or not.
bool is_http_method(std::string_view text);

// What a caller may do; each includes those before it. `open` asks for nothing.
enum class Scope { open, read, operate, deploy };
std::string_view name_of(Scope scope);

// Who asks, once that is known.
struct Principal {
  std::string by;  // "anna (uid 1000)", "token bootstrap"
  Scope scope = Scope::open;
  bool local = false;  // over the Unix socket: may see secrets
  bool operator==(const Principal&) const = default;
};

// Names are compared without regard to case (RFC 9110 5.1).
class Headers {
 public:
  void add(std::string name, std::string value);
  // The first of that name; nullptr where there is none.
  const std::string* find(std::string_view name) const;
  const std::vector<std::pair<std::string, std::string>>& all() const { return all_; }
  bool operator==(const Headers&) const = default;

 private:
  std::vector<std::pair<std::string, std::string>> all_;
};

// What follows the `?`, decoded.
using Query = std::map<std::string, std::string, std::less<>>;

struct Request {
  Method method = Method::get;
  std::string target;                                    // as it was sent
  std::map<std::string, std::string, std::less<>> path;  // values of the pattern's {names}, decoded
  Query query;
  Headers headers;
  std::string body;
  Principal caller;
  std::string reason = {};  // of the body, where the route takes no other (Body::reason)
};

// A body that comes piece by piece. Destroying it gives up what is behind it.
class BodyStream {
 public:
  virtual ~BodyStream() = default;
  // The next piece, never empty; nullopt at the end. Throws where it broke off: the connection is
  // closed before the body is whole. Cancelling is allowed at any time.
  virtual awaitable<std::optional<std::string>> next() = 0;
};

struct Response {
  int status = 200;
  std::string content_type;  // "" where there is no body
  Headers headers;
  std::shared_ptr<const std::string> body;  // shared, so that a cached answer is not copied
  std::unique_ptr<BodyStream> stream;       // where set, `body` is not used

  const std::string& text() const;  // the body, "" where there is none
};

Response no_content();
Response json_response(int status, std::string body);
Response text_response(int status, std::string body);
std::string_view reason_phrase(int status);

}  // namespace api
