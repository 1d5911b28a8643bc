#include "docker/peer.hpp"

namespace docker {

// The engine runs in a virtual machine there: the socket's peer is its forwarder.
std::string engine_start_of_process(int) { return {}; }

}  // namespace docker
