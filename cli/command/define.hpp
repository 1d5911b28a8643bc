// One function a command, for the table in cli/commands.cpp.
#pragma once

#include "cli/command.hpp"

namespace cli {

Action define_apply(Options& options);
Action define_channels(Options& options);
Action define_checks(Options& options);
Action define_config(Options& options);
Action define_delete(Options& options);
Action define_events(Options& options);
Action define_explain(Options& options);
Action define_history(Options& options);
Action define_hold(Options& options);
Action define_holds(Options& options);
Action define_incidents(Options& options);
Action define_logs(Options& options);
Action define_notifications(Options& options);
Action define_plan(Options& options);
Action define_recreate(Options& options);
Action define_release(Options& options);
Action define_reload(Options& options);
Action define_restart(Options& options);
Action define_resume(Options& options);
Action define_silences(Options& options);
Action define_start(Options& options);
Action define_status(Options& options);
Action define_stop(Options& options);
Action define_top(Options& options);
Action define_version(Options& options);
Action define_wait(Options& options);

}  // namespace cli
