#include "api/ask.hpp"

#include "support/run_coroutine.hpp"

#include <utility>

namespace ask {

Asker::Asker() { world.views.all["shop"] = fakes::the_shop(); }

api::Response Asker::operator()(const std::string& method, const std::string& target,
                                const std::string& body, const std::string& type) {
  api::Head head{method, target, {}};
  for (const auto& [name, value] : headers) head.headers.add(name, value);
  if (!body.empty()) head.headers.add("Content-Type", type);
  auto admitted = dispatcher.admit(std::move(head), peer);
  if (!admitted) return api::to_response(admitted.error());
  admitted->request.body = body;
  io.restart();
  return support::run(io, dispatcher.answer(std::move(*admitted)));
}

}  // namespace ask
