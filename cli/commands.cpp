#include "cli/commands.hpp"

#include "cli/command/define.hpp"

namespace cli {
namespace {

// What --help says at its end.
constexpr auto more_of_top =
    "On a terminal it is drawn again and again. Keys:\n"
    "  c m n r p        sort by CPU, memory, name, restarts, phase\n"
    "  arrows, j, k     one line; PgUp, PgDn a page; Home, End, g, G to the first, the last\n"
    "  q, Ctrl-C        end\n\n"
    "CPU% is of one core, its bar the share of the host's cores. The bar of MEM is the share "
    "of\n"
    "the service's own limit, else of the host's memory. TREND is the last ten minutes at "
    "most.";

constexpr auto more_of_checks =
    "STATE: `failing` after `fall` failures in a row, `passing` again after `rise` passes; "
    "`pending`\n"
    "before that is known, `paused` while its service does not run. LAST is what the last run "
    "said.\n"
    "Configured under monitor.checks, and for a service under `x-evenkeel: {checks: ...}`.\n\n"
    "run NAME runs one now, out of turn; what comes of it counts like any other run. Exit "
    "codes:\n"
    "0 it passed, 1 it failed, nothing could be found out, or there is no such check.";

constexpr auto more_of_incidents =
    "Without ID those that are open; --all shows what was resolved lately, too. STATE: `open` "
    "while\n"
    "evenkeel is at it, `needs you` where that did not help or cannot, `well again` until it "
    "has\n"
    "stayed so for heal.stability. ack ID says that it is known: it is not repeated to anybody "
    "until\n"
    "it is resolved or gets worse. With -f it goes on with what comes, until it is resolved.";

constexpr auto more_of_channels =
    "test sends a message now and prints exactly what the other side answered; exit code 1 "
    "where it\n"
    "was not delivered. sample TYPE prints a piece of configuration and needs no agent; without "
    "TYPE\n"
    "it lists what there is.";

constexpr auto more_of_notifications =
    "The newest 100. STATE: `pending`, `sent`, `failed` (the other side refused it for good), "
    "`dropped`\n"
    "(it was too old, or there was no room), `merged` (told in a later one). ANSWER is what the "
    "other\n"
    "side said last.";

constexpr auto more_of_silences =
    "What matches is not sent while it lasts; what still fires at its end is told then.";

}  // namespace

const std::vector<Command>& commands() {
  static const std::vector<Command> table = {
      {"apply", "-f FILE [FLAGS]", "Make a Compose project a deployment, or change one",
       "evenkeel apply -f compose.yaml --wait", define_apply},
      {"status", "[DEPLOYMENT[/SERVICE]]", "What runs, and what does not", "evenkeel status shop",
       define_status},
      {"plan", "DEPLOYMENT", "What would be done now, and because of what", "evenkeel plan shop",
       define_plan},
      {"explain", "DEPLOYMENT[/SERVICE]", "Why it is as it is", "evenkeel explain shop/web",
       define_explain},
      {"history", "DEPLOYMENT", "What was applied, and who wanted what when",
       "evenkeel history shop", define_history},
      {"start", "DEPLOYMENT [SERVICE...]", "Have it run", "evenkeel start shop web --wait",
       define_start},
      {"stop", "DEPLOYMENT [SERVICE...]", "Have it stay stopped, through every reboot",
       "evenkeel stop shop web --reason 'spring cleaning'", define_stop},
      {"restart", "DEPLOYMENT [SERVICE...]", "Restart its containers",
       "evenkeel restart shop web --wait=2m", define_restart},
      {"recreate", "DEPLOYMENT [SERVICE...]", "Make its containers again",
       "evenkeel recreate shop web --wait", define_recreate},
      {"wait", "DEPLOYMENT", "Wait until it is as it should be", "evenkeel wait shop --for 5m",
       define_wait},
      {"hold", "DEPLOYMENT[/SERVICE]|--host", "Hands off for a time: look, touch nothing",
       "evenkeel hold shop --for 30m --reason 'moving the database'", define_hold},
      {"holds", "", "Which holds there are", "evenkeel holds", define_holds},
      {"resume", "DEPLOYMENT[/SERVICE]|--host", "End a hold", "evenkeel resume shop",
       define_resume},
      {"logs", "DEPLOYMENT[/SERVICE]", "The output of its containers",
       "evenkeel logs shop/web -f --tail 20", define_logs},
      {"events", "", "What happened", "evenkeel events -f --type 'service.*' --deployment shop",
       define_events},
      {"top", "[DEPLOYMENT[/SERVICE]]", "What the host and every service use now, live",
       "evenkeel top --sort memory", define_top, more_of_top},
      {"checks", "[run NAME]", "What is probed on the host and of services, and what came of it",
       "evenkeel checks run shop/web/ready", define_checks, more_of_checks},
      {"incidents", "[ID [-f] | ack ID]", "What is wrong, what was done, and what comes next",
       "evenkeel incidents ack 7 --reason 'the disk is ordered'", define_incidents,
       more_of_incidents},
      {"channels", "[test NAME|--all | sample TYPE]", "Where messages go, and whether they arrive",
       "evenkeel channels test ops", define_channels, more_of_channels},
      {"notifications", "[retry ID]", "What was sent, what waits, and what could not be sent",
       "evenkeel notifications retry 42", define_notifications, more_of_notifications},
      {"silences", "[add --match KEY=PATTERN... --for 2h | remove ID]",
       "What is held back for a time", "evenkeel silences add --match deployment=shop --for 2h",
       define_silences, more_of_silences},
      {"release", "DEPLOYMENT|--all", "Forget it and touch nothing", "evenkeel release shop",
       define_release},
      {"delete", "DEPLOYMENT", "Stop it and remove its containers and networks",
       "evenkeel delete shop --yes", define_delete},
      {"config", "-f FILE [FLAGS]", "Print the canonical project; needs no agent and no engine",
       "evenkeel config -f compose.yaml --format json", define_config},
      {"reload", "", "Have the agent read its configuration again", "evenkeel reload",
       define_reload},
      {"version", "", "The versions of this program and of the agent", "evenkeel version",
       define_version},
  };
  return table;
}

const std::vector<std::string>& later_commands() {
  static const std::vector<std::string> names = {
      "adopt", "backup", "completion", "db",      "diagnose", "diff",    "export", "graph",
      "learn", "pull",   "rebuild",    "restore", "rollback", "service", "set",    "tokens"};
  return names;
}

}  // namespace cli
