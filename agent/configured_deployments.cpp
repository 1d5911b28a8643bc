#include "agent/configured_deployments.hpp"

#include "agent/judge_policy.hpp"
#include "compose/load.hpp"
#include "core/io/named_file.hpp"
#include "core/io/work_within.hpp"

#include <spdlog/spdlog.h>

#include <filesystem>

namespace agent {
namespace {

constexpr core::Milliseconds reading_limit{20'000};  // of all files of one deployment

core::Result<compose::Loaded> load_files(const std::string& name,
                                         const std::vector<std::string>& files) {
  compose::LoadRequest request;
  request.files = files;
  request.name = name;
  request.current_directory = std::filesystem::path(files.front()).parent_path().string();
  request.read = [](const std::string& path) {
    return core::read_named_file(path, compose::file_bytes_max);
  };
  auto loaded = compose::load(request);
  if (!loaded) return loaded;
  if (!loaded->unsupported.empty()) return core::invalid(loaded->unsupported.front());
  const auto wrong = api::policy_errors(loaded->spec, judge_policy);
  if (!wrong.empty()) return core::invalid(wrong.front().path + ": " + wrong.front().message);
  return loaded;
}

}  // namespace

boost::asio::awaitable<void> apply_configured(const Config* config, reconcile::Desired* desired,
                                              core::BlockingPool* files) {
  const auto wanted = config->deployments;  // a copy: a reload may change it meanwhile
  for (const auto& [name, entry] : wanted) {
    if (entry.files.empty()) continue;
    std::function<core::Result<compose::Loaded>()> load = [name = name, paths = entry.files] {
      return load_files(name, paths);
    };
    auto looked = co_await core::run_within(*files, reading_limit, std::move(load));
    auto loaded = looked ? std::move(*looked)
                         : core::Result<compose::Loaded>(
                               looked.error().with("its files hang; reload to try again"));
    if (!loaded) {
      spdlog::error("deployment.refused name={} why=\"{}\"", name, loaded.error().what);
      continue;
    }
    reconcile::ApplyRequest request;
    request.source.files = loaded->spec.config_files;
    request.source.directory = loaded->spec.working_dir;
    request.spec = std::make_shared<model::Spec>(std::move(loaded->spec));
    request.caller.by = "the configuration";
    auto applied = co_await desired->apply(std::move(request));
    if (!applied)
      spdlog::error("deployment.refused name={} why=\"{}\"", name, applied.error().what);
  }
}

}  // namespace agent
