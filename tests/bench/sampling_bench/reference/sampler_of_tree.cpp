// evenkeel's own sampler over a made-up tree of kernel files.
//
//   sampler_of_tree PROC TARGETS SELDOM_EVERY
//
// TARGETS is a file with a line "ID PID" a container. Each line on standard input makes it look
// once; at its end it prints a line a look, the nanoseconds of CPU that it took with the wait
// before it, and then "descriptors N". A look first that does not count.
#include "core/io/descriptor_limit.hpp"
#include "monitor/sampler.hpp"

#include <ctime>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

namespace {

long long cpu_nanoseconds() {
  ::timespec used{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
  return used.tv_sec * 1'000'000'000LL + used.tv_nsec;
}

std::vector<monitor::LookTarget> read_targets(const char* path) {
  std::ifstream file(path);
  std::vector<monitor::LookTarget> targets;
  monitor::LookTarget target;
  while (file >> target.id >> target.pid) targets.push_back(target);
  return targets;
}

}  // namespace

int main(int count, char** words) {
  if (count != 4) return 2;
  const core::SystemClock clock;
  monitor::SamplerOptions options;
  options.reader.proc = words[1];
  options.reader.seldom_every = static_cast<unsigned>(std::stoul(words[3]));
  options.descriptors_max = core::raise_descriptor_limit();
  const auto targets = read_targets(words[2]);
  monitor::Sampler sampler(clock, options);
  (void)sampler.look(targets);

  std::vector<long long> took;
  std::size_t descriptors = 0;
  std::string line;
  auto before = cpu_nanoseconds();
  while (std::getline(std::cin, line)) {
    const auto looks = sampler.look(targets);
    if (looks.taken.size() != targets.size()) {
      std::cerr << looks.missed.front().why.what << "\n";
      return 1;
    }
    descriptors = looks.descriptors;
    const auto now = cpu_nanoseconds();
    took.push_back(now - before);
    before = now;
  }
  for (const auto each : took) std::cout << each << "\n";
  std::cout << "descriptors " << descriptors << "\n";
}
