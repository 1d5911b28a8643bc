// Which failures of a socket are our own: nobody else was asked.
#pragma once

namespace core {

// Of an errno: no descriptor, memory, route or address is left to us. Not where the other side is
// not there, as with ECONNREFUSED or EHOSTUNREACH.
bool is_own_failure(int error);

}  // namespace core
