// What the monitor knows of services, shown beside their views. Both must outlive it.
#pragma once

namespace monitor {
class Latest;
class Uptimes;
}  // namespace monitor

namespace api {

struct Measured {
  const monitor::Latest& latest;
  const monitor::Uptimes& uptimes;
};

}  // namespace api
