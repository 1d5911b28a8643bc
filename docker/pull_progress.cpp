#include "docker/pull_progress.hpp"

#include "core/time_text.hpp"

#include <algorithm>

namespace docker {

void PullProgress::feed(const ProgressLine& line) {
  if (!line.error.empty()) error_ = line.error;
  if (line.status.starts_with("Status: ") || line.status.starts_with("Loaded image"))
    finished_ = true;
  if (line.layer.empty() || line.status.starts_with("Pulling from")) return;
  auto& layer = layers_[line.layer];
  if (line.status == "Downloading") {
    layer.current = line.current;
    layer.total = std::max(layer.total, line.total);
  }
  if (line.status == "Download complete" || line.status == "Pull complete" ||
      line.status == "Already exists") {
    layer.current = layer.total;
    layer.done = line.status != "Download complete";
  }
}

std::string PullProgress::text() const {
  long long current = 0, total = 0;
  for (const auto& [id, layer] : layers_) {
    current += layer.current;
    total += layer.total;
  }
  const auto done = std::count_if(layers_.begin(), layers_.end(),
                                  [](const auto& entry) { return entry.second.done; });
  std::string text = std::to_string(done) + " of " + std::to_string(layers_.size()) + " layers";
  if (total > 0) text = core::bytes_text(current) + " of " + core::bytes_text(total) + ", " + text;
  return text;
}

std::optional<std::string> PullProgress::news(core::MonoTime now) {
  if (layers_.empty() || (told_at_ && now < *told_at_ + progress_told_every)) return std::nullopt;
  auto text = this->text();
  if (text == told_) return std::nullopt;
  told_at_ = now;
  told_ = text;
  return text;
}

}  // namespace docker
