#include "core/io/left_behind.hpp"

namespace core {
namespace {

// The environment of another process is not to be seen here.
class NobodySeen final : public Family {
 public:
  void look() override {}
  void kill() override {}
};

}  // namespace

std::unique_ptr<Family> watch_family(const FamilyMark&, pid_t, const std::vector<int>&) {
  return std::make_unique<NobodySeen>();
}

}  // namespace core
