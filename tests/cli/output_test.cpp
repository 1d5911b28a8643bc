// Output that cannot be written, and terminals that know no escape sequences.
#include "cli/noted_output.hpp"
#include "cli/script.hpp"
#include "support/catch.hpp"

#include <cerrno>

using namespace cli_test;

namespace {

Script with_everything() {
  auto script = with_shop();
  script.answers("GET /v1/events?newest=true", R"({"items":[],"next":null})");
  script.answers("GET /v1/deployments/shop/logs", "web-1 | line\n");
  return script;
}

}  // namespace

TEST_CASE("output that could not be written is a failure, with the reason on standard error") {
  for (const auto& arguments : std::vector<std::vector<std::string>>{{"status"},
                                                                     {"status", "shop"},
                                                                     {"status", "--watch"},
                                                                     {"status", "-o", "json"},
                                                                     {"events", "-o", "yaml"},
                                                                     {"logs", "shop"},
                                                                     {"version"},
                                                                     {"--version"},
                                                                     {"help"},
                                                                     {"status", "--help"}}) {
    auto script = with_everything();
    script.write_error = ENOSPC;
    const auto run = script.run(arguments);
    CAPTURE(arguments, run.err);
    CHECK(run.code == 1);
    CHECK(run.err == "evenkeel: cannot write to standard output: No space left on device\n");
  }
}

TEST_CASE("a reader that went away is no failure") {
  for (const std::string command : {"status", "version", "help"}) {
    auto script = with_everything();
    script.write_error = EPIPE;
    const auto run = script.run({command});
    CHECK(run.code == 0);
    CHECK(run.err.empty());
  }
}

TEST_CASE("a failure keeps its exit code where its output is lost too") {
  auto script = with_shop("degraded", "backoff");
  script.answers("GET /v1/deployments/nobody",
                 Answer{400, R"({"detail":"Not a name: nobody",)"
                             R"("errors":[{"path":"{d}","message":"expected letters"}]})"});
  script.write_error = EBADF;
  CHECK(script.run({"stop", ""}).code == 2);
  CHECK(script.run({"status", "--check"}).code == 1);
  const auto refused = script.run({"status", "nobody"});
  CHECK(refused.code == 2);
  CHECK(refused.err == "evenkeel: Not a name: nobody: expected letters\n");
}

TEST_CASE("noted output passes on what is written and keeps the first reason") {
  std::stringbuf kept;
  cli::NotedOutput output(kept);
  std::ostream out(&output);
  out << "text" << 7 << 'c' << std::flush;
  CHECK(kept.str() == "text7c");
  CHECK(out.good());
  CHECK(output.error() == 0);

  std::stringbuf read_only("", std::ios::in);  // fails without an errno
  cli::NotedOutput refused(read_only);
  std::ostream lost(&refused);
  lost << "x";
  CHECK_FALSE(lost.good());
  CHECK(refused.error() == EIO);
}

TEST_CASE("a dumb terminal gets no escape sequence, neither of color nor of the cursor") {
  for (const std::string term : {"xterm", "dumb"}) {
    auto script = with_shop("converging", "starting");
    script.terminal = true;
    script.environment["TERM"] = term;
    script.answers("GET /v1/deployments/shop?wait=0s", shop());
    const bool escapes = term == "xterm";
    CAPTURE(term);
    CHECK(has(script.run({"status"}).out, "\x1b") == escapes);
    CHECK(has(script.run({"wait", "shop"}).out, "\x1b") == escapes);
  }
}

TEST_CASE("status --watch does not clear the screen of a dumb terminal") {
  Script script;
  script.terminal = true;
  script.environment["TERM"] = "dumb";
  script.answers("GET /v1/host", quiet_host());
  script.answers("GET /v1/deployments/shop", shop());
  script.answers("GET /v1/deployments/shop", Answer{404, "{}"});
  const auto run = script.run({"status", "shop", "--watch"});
  CHECK(has(run.out, "SERVICE"));
  CHECK_FALSE(has(run.out, "\x1b"));
}
