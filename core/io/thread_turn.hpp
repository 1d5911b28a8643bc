// Whose turn it is when all cores are busy.
#pragma once

namespace core {

// This thread goes before those of usual priority from now on; what it starts does not. Where that
// is not allowed (without root), nothing changes and the answer is false.
bool go_first();

}  // namespace core
