#include "monitor/checks/probe_engine.hpp"

namespace monitor {
namespace {

class EngineProbing final : public Probe {
 public:
  explicit EngineProbing(ProbeTools tools) : engine_(tools.engine), clock_(tools.clock) {}

  awaitable<Finding> run(Target, core::Milliseconds limit) override {
    const auto begun = clock_.now().mono;
    auto answered = co_await engine_.answers(limit);
    if (!answered) co_return failed(answered.error().what);
    const auto took = clock_.now().mono - begun;
    co_return passed("the engine answered after " + std::to_string(took.count()) + " ms");
  }

 private:
  EngineAnswers& engine_;
  const core::Clock& clock_;
};

}  // namespace

std::unique_ptr<Probe> make_engine_probe(EngineProbe, ProbeTools tools) {
  return std::make_unique<EngineProbing>(tools);
}

}  // namespace monitor
