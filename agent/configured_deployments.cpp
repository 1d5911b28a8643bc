#include "agent/configured_deployments.hpp"

#include "agent/judge_policy.hpp"
#include "core/io/named_file.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <filesystem>
#include <memory>

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

reconcile::ApplyRequest request_of(const compose::Loaded& loaded) {
  reconcile::ApplyRequest request;
  request.source.files = loaded.spec.config_files;
  request.source.directory = loaded.spec.working_dir;
  request.spec = std::make_shared<model::Spec>(loaded.spec);
  request.caller.by = "the configuration";
  return request;
}

}  // namespace

boost::asio::awaitable<void> ConfiguredDeployments::run(Config config) {
  const int run = ++newest_run_;
  All wanted;
  for (const auto& [name, entry] : config.deployments)
    if (!entry.files.empty()) wanted.try_emplace(name, ports_.files, entry.files);
  for (;;) {
    co_await apply_all(&wanted);
    if (wanted.empty()) co_return;
    co_await core::wait_for(config.reconcile.resync);
    if (run != newest_run_) co_return;
  }
}

// Those that are applied are wanted no longer.
boost::asio::awaitable<void> ConfiguredDeployments::apply_all(All* wanted) {
  const int run = newest_run_;
  for (auto each = wanted->begin(); each != wanted->end();) {
    const auto applied = co_await apply(each->first, &each->second);
    if (run != newest_run_) {
      wanted->clear();
      co_return;
    }
    if (!applied) tell(each->first, each->second, applied.error());
    each = applied ? wanted->erase(each) : std::next(each);
  }
}

boost::asio::awaitable<core::Status> ConfiguredDeployments::apply(std::string name,
                                                                  Wanted* wanted) {
  const int run = newest_run_;
  std::function<core::Result<compose::Loaded>()> load = [name, files = wanted->files] {
    return load_files(name, files);
  };
  const auto looked = co_await wanted->look.run(std::move(load), reading_limit);
  if (run != newest_run_) co_return core::Status{};
  if (!looked) co_return looked.error().with("reading its files");
  if (!*looked) co_return looked->error();
  auto request = request_of(**looked);
  if (co_await is_overtaken(request.spec)) {
    spdlog::info("deployment.left name={} why=\"an engine client has changed it since\"", name);
    co_return core::Status{};
  }
  if (run != newest_run_) co_return core::Status{};
  const auto applied = co_await ports_.desired.apply(std::move(request));
  if (!applied) co_return applied.error();
  co_return core::Status{};
}

boost::asio::awaitable<bool> ConfiguredDeployments::is_overtaken(
    std::shared_ptr<const model::Spec> wanted) {
  const auto by_engine = [](const model::Generation& generation) {
    return generation.source.kind == model::SourceKind::engine;
  };
  const auto* deployment = ports_.ledger.find(wanted->name);
  if (deployment == nullptr || deployment->deleting || !by_engine(deployment->current))
    co_return false;
  const auto generations = co_await ports_.ledger.store().generations(wanted->name);
  if (!generations) co_return false;
  const auto declared = std::find_if_not(generations->rbegin(), generations->rend(), by_engine);
  co_return declared != generations->rend() &&
      declared->spec->canonical_json == wanted->canonical_json;
}

void ConfiguredDeployments::tell(const std::string& name, Wanted& wanted, const core::Error& why) {
  if (wanted.told == why.what) return;
  wanted.told = why.what;
  spdlog::error("deployment.refused name={} why=\"{}\"", name, why.what);
  model::Event event;
  event.at = ports_.clock.now().wall;
  event.type = "config.refused";
  event.severity = model::Severity::warning;
  event.deployment = name;
  event.message = name + ", which the configuration keeps applied, is not: " + why.what +
                  "; it is tried again by itself";
  ports_.events.record(std::move(event));
}

}  // namespace agent
