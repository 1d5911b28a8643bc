#include "core/io/thread_name.hpp"

#include <pthread.h>

namespace core {

void name_this_thread(const std::string& name) { ::pthread_setname_np(name.c_str()); }

}  // namespace core
