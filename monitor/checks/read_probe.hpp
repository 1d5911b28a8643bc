// The keys of one type of check. For read_check.cpp.
#pragma once

#include "core/yaml_map.hpp"
#include "monitor/checks/check.hpp"

#include <string>
#include <vector>

namespace monitor {

// Where `type` is none of check_types(): every key of every type counts as asked for, and nothing
// is read.
ProbeSettings read_probe(core::YamlMap& map, const std::string& type, bool of_host);

ProbeSettings read_http_probe(core::YamlMap& map, bool of_host);
ProbeSettings read_tcp_probe(core::YamlMap& map, bool of_host);
ProbeSettings read_exec_probe(core::YamlMap& map, bool of_host);
ProbeSettings read_file_probe(core::YamlMap& map, bool of_host);
ProbeSettings read_log_probe(core::YamlMap& map, bool of_host);
ProbeSettings read_disk_probe(core::YamlMap& map, bool of_host);
ProbeSettings read_process_probe(core::YamlMap& map, bool of_host);

}  // namespace monitor
