#include "agent/log.hpp"

#include <spdlog/async.h>
#include <spdlog/formatter.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <chrono>
#include <memory>

namespace agent {
namespace {

std::string_view name_of(spdlog::level::level_enum level) {
  switch (level) {
    case spdlog::level::trace: return "trace";
    case spdlog::level::debug: return "debug";
    case spdlog::level::info: return "info";
    case spdlog::level::warn: return "warning";
    case spdlog::level::critical: return "critical";
    default: return "error";
  }
}

spdlog::level::level_enum level_from(const std::string& name) {
  for (const auto level :
       {spdlog::level::trace, spdlog::level::debug, spdlog::level::info, spdlog::level::warn}) {
    if (name_of(level) == name) return level;
  }
  return spdlog::level::err;
}

class LineFormatter final : public spdlog::formatter {
 public:
  explicit LineFormatter(bool json) : json_(json) {}
  void format(const spdlog::details::log_msg& message, spdlog::memory_buf_t& into) override {
    const auto at = std::chrono::floor<core::Milliseconds>(message.time);
    const std::string_view text(message.payload.data(), message.payload.size());
    const auto line = (json_ ? json_line : text_line)(at, name_of(message.level), text) + "\n";
    into.append(line.data(), line.data() + line.size());
  }
  std::unique_ptr<spdlog::formatter> clone() const override {
    return std::make_unique<LineFormatter>(json_);
  }

 private:
  bool json_;
};

}  // namespace

void init_log(const LogConfig& config) {
  spdlog::init_thread_pool(log_queue_lines_max, 1);
  auto sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
  auto logger =
      std::make_shared<spdlog::async_logger>("evenkeel", std::move(sink), spdlog::thread_pool(),
                                             spdlog::async_overflow_policy::overrun_oldest);
  logger->set_formatter(std::make_unique<LineFormatter>(config.format == "json"));
  logger->flush_on(spdlog::level::trace);
  spdlog::set_default_logger(std::move(logger));
  set_log_level(config.level);
}

void set_log_level(const std::string& level) { spdlog::set_level(level_from(level)); }

void close_log() { spdlog::shutdown(); }

}  // namespace agent
