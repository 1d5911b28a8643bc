// A command line without a process: arguments in, text and exit code out, and an agent whose
// answers are scripted.
#pragma once

#include "cli/run.hpp"
#include "cli/world.hpp"

#include <deque>
#include <functional>
#include <sstream>
#include <string>
#include <vector>

namespace cli_test {

struct Answer {
  int status = 200;
  std::string body;
  std::string content_type = "application/json";
};

// What was asked: "GET /v1/host", and its body.
struct Asked {
  std::string line, body;
};

struct Run {
  int code = 0;
  std::string out, err;
};

// What happens while somebody looks at a screen.
struct Moment {
  core::Milliseconds at;  // as Script::passed
  std::string typed;
  std::function<void()> also = [] {};
};

class Script {
 public:
  // The next answer to `line` ("GET /v1/deployments?limit=500"); the last one of a line is given
  // again and again.
  void answers(const std::string& line, Answer answer);
  void answers(const std::string& line, const std::string& body) {
    answers(line, Answer{200, body});
  }
  Run run(std::vector<std::string> arguments, const std::string& input = "");

  std::vector<Asked> asked;
  bool terminal = false;
  int width = 80;
  bool unreachable = false;
  int write_error = 0;  // the errno of every write to standard output; 0: they succeed
  std::map<std::string, std::string> environment = {{"EVENKEEL_HOST", "http://agent:1"}};
  std::string directory = "/";
  core::Milliseconds passed{0};  // by pauses
  std::vector<core::HttpRequest> requests;
  std::vector<cli::ChannelSample> samples;
  int agent_helps = 0;  // how often the help of the agent was asked for
  // A screen that shows this; when the last moment has passed, its terminal is gone.
  bool has_screen = false;
  std::deque<Moment> moments;
  cli::ScreenSize screen_size;
  std::vector<std::string> drawn;

 private:
  core::Result<core::HttpResponse> exchange(const core::HttpRequest& request);

  std::map<std::string, std::deque<Answer>> answers_;
};

// A host on which all is as usual, and the deployment shop with the services db and web.
std::string quiet_host();
std::string shop(const std::string& phase = "converged", const std::string& web_phase = "running",
                 const std::string& more = "");
// What the commands ask for the list of deployments; and an agent with this host and this shop.
inline const std::string list = "GET /v1/deployments?limit=500";
Script with_shop(const std::string& phase = "converged", const std::string& web = "running");

bool has(const std::string& text, const std::string& part);
std::ptrdiff_t lines(const std::string& text);

}  // namespace cli_test
