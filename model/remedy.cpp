#include "model/remedy.hpp"

namespace model {

const std::vector<std::string>& remedy_names() {
  static const std::vector<std::string> names = {"start",
                                                 "restart",
                                                 "recreate",
                                                 "create_network",
                                                 "reconnect_network",
                                                 "wait_for_dependency",
                                                 "fetch_image",
                                                 "start_engine",
                                                 "pull",
                                                 "rebuild",
                                                 "rollback",
                                                 "free_disk",
                                                 "create_directory",
                                                 "script"};
  return names;
}

const std::vector<std::string>& default_remedies() {
  static const std::vector<std::string> names = {
      "start",          "restart",           "recreate",
      "create_network", "reconnect_network", "wait_for_dependency",
      "fetch_image",    "start_engine"};
  return names;
}

}  // namespace model
