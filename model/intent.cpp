#include "model/intent.hpp"

#include "model/names.hpp"

namespace model {
namespace {

constexpr Names<IntentState, 2> states{
    {{IntentState::running, "running"}, {IntentState::stopped, "stopped"}}};
constexpr Names<SetBy, 4> setters{{{SetBy::api, "api"},
                                   {SetBy::engine, "engine"},
                                   {SetBy::apply, "apply"},
                                   {SetBy::adopt, "adopt"}}};
constexpr Names<StopProof, 4> proofs{{{StopProof::deliberate, "deliberate"},
                                      {StopProof::by_client, "by_client"},
                                      {StopProof::confirmed, "confirmed"},
                                      {StopProof::removed, "removed"}}};

}  // namespace

std::string_view name_of(IntentState state) { return name_in(states, state); }
std::string_view name_of(SetBy set_by) { return name_in(setters, set_by); }
std::string_view name_of(StopProof proof) { return name_in(proofs, proof); }

}  // namespace model
