// The engine's error texts as typed faults: the fingerprints of ENGINE.md 7 as data, both engines'
// wordings. Pure.
#pragma once

#include "core/result.hpp"
#include "model/fault.hpp"

#include <string>
#include <string_view>

namespace docker {

// `subject` is the container that the request was about: "No such container" of another one means
// that the parent of a shared namespace is gone. An unknown 4xx asks for a person, an unknown 5xx
// for another try.
model::Fault fault_of_reply(int status, std::string_view message, std::string doing,
                            std::string_view subject = {});

// What the connection came to. Class `engine`: nothing is held against the service that it was for.
model::Fault fault_of_transport(const core::Error& error, std::string doing);

// The answer is no answer of an engine.
model::Fault protocol_fault(std::string message, std::string doing);

}  // namespace docker
