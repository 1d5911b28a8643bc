#include "agent/command.hpp"
#include "cli/run.hpp"

#include <string_view>

int main(int argc, char** argv) {
  if (argc > 1 && std::string_view(argv[1]) == "agent") return agent::run_agent(argc - 1, argv + 1);
  return cli::run(argc, argv, {agent::print_help, agent::channel_samples});
}
