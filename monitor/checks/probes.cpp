// The table of probes.
#include "monitor/checks/probe.hpp"
#include "monitor/checks/probe_clock.hpp"
#include "monitor/checks/probe_disk.hpp"
#include "monitor/checks/probe_engine.hpp"
#include "monitor/checks/probe_exec.hpp"
#include "monitor/checks/probe_file.hpp"
#include "monitor/checks/probe_http.hpp"
#include "monitor/checks/probe_log.hpp"
#include "monitor/checks/probe_process.hpp"
#include "monitor/checks/probe_tcp.hpp"
#include "monitor/checks/probe_unit.hpp"

namespace monitor {
namespace {

struct ProbeFactory {
  ProbeTools tools;

  std::unique_ptr<Probe> operator()(const HttpProbe& of) { return make_http_probe(of, tools); }
  std::unique_ptr<Probe> operator()(const TcpProbe& of) { return make_tcp_probe(of, tools); }
  std::unique_ptr<Probe> operator()(const ExecProbe& of) { return make_exec_probe(of, tools); }
  std::unique_ptr<Probe> operator()(const FileProbe& of) { return make_file_probe(of, tools); }
  std::unique_ptr<Probe> operator()(const LogProbe& of) { return make_log_probe(of, tools); }
  std::unique_ptr<Probe> operator()(const DiskProbe& of) { return make_disk_probe(of, tools); }
  std::unique_ptr<Probe> operator()(const ProcessProbe& of) {
    return make_process_probe(of, tools);
  }
  std::unique_ptr<Probe> operator()(const UnitProbe& of) { return make_unit_probe(of, tools); }
  std::unique_ptr<Probe> operator()(const JobProbe& of) { return make_job_probe(of, tools); }
  std::unique_ptr<Probe> operator()(const EngineProbe& of) { return make_engine_probe(of, tools); }
  std::unique_ptr<Probe> operator()(const ClockProbe& of) { return make_clock_probe(of, tools); }
};

}  // namespace

std::unique_ptr<Probe> make_probe(const ProbeSettings& settings, ProbeTools tools) {
  return std::visit(ProbeFactory{tools}, settings);
}

}  // namespace monitor
