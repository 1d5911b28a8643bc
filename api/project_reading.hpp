// Loading the project of a PUT off the I/O thread, in a time that has an end. I/O thread only.
#pragma once

#include "api/compose_source.hpp"
#include "api/http.hpp"
#include "core/clock.hpp"
#include "core/io/blocking.hpp"

#include <atomic>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace api {

// A disk that does not answer holds a thread of `files` for as long as it likes: nobody waits for
// it longer than the limit, and while it does, no other read for the same deployment is begun. So a
// client that tries again and again takes one thread, and `work`, for what names no file, none.
class ProjectReading {
 public:
  static constexpr core::Milliseconds limit_default{15'000};  // of all files of one project

  // The pools must outlive it; `read` is called in `files`.
  ProjectReading(core::BlockingPool& files, core::BlockingPool& work);
  ProjectReading(core::BlockingPool& files, core::BlockingPool& work, compose::FileReader read,
                 core::Milliseconds limit)
      : files_(files), work_(work), from_disk_(std::move(read)), limit_(limit) {}

  // As load_project; 503 that names the file where the limit passed.
  awaitable<Expected<Project>> load(PutBody body, std::string name);

 private:
  // The file that is being read at the moment. I/O thread only: the reading thread posts to it.
  struct Place {
    std::string path;
  };
  struct Overdue {
    std::shared_ptr<const std::atomic<bool>> ended;
    std::shared_ptr<const Place> place;
  };

  awaitable<Expected<Project>> read(PutBody body, std::string name);
  std::optional<Problem> still_hangs(const std::string& name);

  core::BlockingPool& files_;
  core::BlockingPool& work_;
  const compose::FileReader from_disk_;
  const core::Milliseconds limit_;
  std::map<std::string, Overdue> overdue_;  // at most as many as `files` has threads
};

}  // namespace api
