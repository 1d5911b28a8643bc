#include "agent/command.hpp"

#include "agent/app.hpp"
#include "agent/log.hpp"
#include "agent/signals.hpp"
#include "core/fail_point.hpp"
#include "core/io/one_heap.hpp"
#include "core/io/task_group.hpp"
#include "core/io/thread_turn.hpp"
#include "core/text.hpp"
#include "notify/channel.hpp"

#include <spdlog/spdlog.h>
#include <CLI/CLI.hpp>
#include <boost/asio/io_context.hpp>

#include <cstdlib>
#include <iostream>

namespace agent {
namespace {

constexpr core::Milliseconds join_limit{1'000};
constexpr int exit_ok = 0, exit_failed = 1, exit_usage = 2;

struct Options {
  std::string config_path;
  bool check_config = false, observe_only = false, list_fail_points = false;
};

void define(CLI::App& command, Options& options) {
  command.description(
      "The daemon: keeps this host's deployments as their owner declared them.\n"
      "Example: evenkeel agent --config /etc/evenkeel/evenkeel.yaml");
  command.add_option("--config", options.config_path,
                     "Configuration file (default: the place of the user, see `evenkeel help`)");
  command.add_flag("--check-config", options.check_config,
                   "Read the configuration, print every mistake, and end");
  command.add_flag("--observe-only", options.observe_only, "Look and report, touch nothing");
  command
      .add_flag("--list-fail-points", options.list_fail_points,
                "For tests: the names that EVENKEEL_FAIL_POINT takes")
      ->group("");
}

boost::asio::awaitable<void> run_until_stopped(App* app, core::TaskGroup* signals,
                                               boost::asio::io_context* io) {
  co_await app->stop();
  signals->cancel();
  (void)co_await signals->join(join_limit);
  io->stop();
}

int serve(Config config, ConfigSource source) {
  boost::asio::io_context io{1};
  App app(io.get_executor(), std::move(config), std::move(source));
  if (auto opened = app.open(); !opened) {
    std::cerr << "evenkeel: " << opened.error().what << "\n";
    return exit_failed;
  }
  core::TaskGroup::OnFailure ignore = [](const std::string&, std::exception_ptr) {};
  core::TaskGroup signals(io.get_executor(), ignore), ending(io.get_executor(), ignore);
  bool stopping = false;
  const auto stop = [&](const char* why) {
    if (std::exchange(stopping, true)) return;
    spdlog::info("agent.stopping because={}", why);
    ending.spawn("stop", run_until_stopped(&app, &signals, &io));
  };
  app.set_on_failure([&] { stop("a loop ended"); });
  signals.spawn("signals", watch_signals({stop, [&] { app.reload(); }}));
  // A machine whose cores are all busy is one that needs its healer; Supervision keeps it so.
  if (!core::go_first()) spdlog::debug("agent.usual_turn why=\"not allowed to go first\"");
  app.start();
  io.run();
  const int code = app.failure().empty() ? exit_ok : exit_failed;
  if (app.is_stuck()) {
    spdlog::error("agent.stuck why=\"something did not end in time\" do=\"ended all the same\"");
    close_log();
    std::_Exit(code);
  }
  return code;
}

}  // namespace

void print_help() {
  CLI::App command{"", "evenkeel agent"};
  Options options;
  define(command, options);
  std::cout << command.help();
}

std::vector<cli::ChannelSample> channel_samples() {
  std::vector<cli::ChannelSample> out;
  for (const auto& kind : notify::channel_kinds())
    out.push_back({std::string(kind.type), std::string(kind.title), std::string(kind.sample)});
  return out;
}

int run_agent(int argc, char** argv) {
  CLI::App command{"", "evenkeel agent"};
  Options options;
  define(command, options);
  try {
    command.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) {  // --help
      (void)command.exit(error);
      return exit_ok;
    }
    std::cerr << "evenkeel: " << core::replace_all(error.what(), "\n", " ")
              << " (see `evenkeel agent --help`)\n";
    return exit_usage;
  }
  if (options.list_fail_points) {
    for (const auto name : core::fail_point_names()) std::cout << name << "\n";
    return exit_ok;
  }
  ConfigSource source;
  if (!options.config_path.empty()) source.named = options.config_path;
  source.places = core::own_places();
  source.observe_only = options.observe_only;
  if (options.check_config) return check_config(source, std::cout, std::cerr);
  core::use_one_heap();
  auto config = load_config(source);
  if (!config) {
    std::cerr << "evenkeel: " << core::replace_all(config.error().what, "\n", "\nevenkeel: ")
              << "\n";
    return exit_usage;
  }
  ignore_broken_pipes();
  init_log(config->log);
  if (config->notify.channels.empty())
    spdlog::warn(
        "notify.nobody why=\"no channel is configured: nobody will be told\" "
        "do=\"see `evenkeel channels sample email`\"");
  const int code = serve(std::move(*config), std::move(source));
  close_log();
  return code;
}

}  // namespace agent
