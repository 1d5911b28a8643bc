// A storage without a usable database: what could be read of it is shown, events are kept in
// memory, every write is refused.
#pragma once

#include "store/directory_lock.hpp"
#include "store/storage.hpp"

#include <memory>

namespace store {

std::unique_ptr<Storage> make_rescue_storage(boost::asio::any_io_executor executor,
                                             DirectoryLock lock, Rescue rescue,
                                             reconcile::Snapshot snapshot);

}  // namespace store
