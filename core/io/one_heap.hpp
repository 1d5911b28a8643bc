// What memory the threads of this process allocate from.
#pragma once

namespace core {

// All from one heap. To be called before there are threads: by default each gets a heap of its own
// and keeps what it once needed, and ours hardly ever allocate at the same time.
void use_one_heap();

}  // namespace core
