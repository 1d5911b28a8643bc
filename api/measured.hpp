// What the monitor and heal know of services, shown beside their views. All must outlive it.
#pragma once

namespace heal {
class Incidents;
}

namespace monitor {
class Latest;
class Uptimes;
}  // namespace monitor

namespace api {

struct Measured {
  const monitor::Latest& latest;
  const monitor::Uptimes& uptimes;
  const heal::Incidents* incidents = nullptr;  // nullptr: nobody knows of any
};

}  // namespace api
