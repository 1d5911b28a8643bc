#include "reconcile/thrown.hpp"

#include <boost/asio/error.hpp>
#include <boost/system/system_error.hpp>

#include <utility>

namespace reconcile {

std::string words_unless_cancelled(std::exception_ptr thrown) {
  try {
    std::rethrow_exception(std::move(thrown));
  } catch (const boost::system::system_error& error) {
    if (error.code() == boost::asio::error::operation_aborted) throw;
    return error.what();
  } catch (const std::exception& error) {
    return error.what();
  }
}

model::Fault thrown_fault(std::exception_ptr thrown, std::string doing) {
  model::Fault fault;
  fault.kind = model::FaultKind::unknown;
  fault.klass = model::FaultClass::transient;
  fault.message = "it failed within evenkeel: " + words_unless_cancelled(std::move(thrown));
  fault.doing = std::move(doing);
  fault.undecided = true;
  return fault;
}

}  // namespace reconcile
