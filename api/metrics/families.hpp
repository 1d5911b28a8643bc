// The families of /metrics: a function for each group. A new group is a function here and a line in
// families.cpp; a new family, a row or a few lines in its group.
#pragma once

#include "api/metrics/facts.hpp"

#include <string>

namespace api::metrics {

// The whole answer to GET /metrics: the same facts give the same text. Pure.
std::string exposition_of(const Facts& facts);

void write_agent(const Facts& facts, std::string& out);
void write_durations(const Facts& facts, std::string& out);
void write_events(const Facts& facts, std::string& out);
void write_deployments(const Facts& facts, std::string& out);
void write_services(const Facts& facts, std::string& out);
void write_incidents(const Facts& facts, std::string& out);
void write_notifications(const Facts& facts, std::string& out);
void write_checks(const Facts& facts, std::string& out);
void write_containers(const Facts& facts, std::string& out);
void write_host(const Facts& facts, std::string& out);
void write_pressure(const Facts& facts, std::string& out);
void write_disks(const Facts& facts, std::string& out);
void write_process(const Facts& facts, std::string& out);

}  // namespace api::metrics
