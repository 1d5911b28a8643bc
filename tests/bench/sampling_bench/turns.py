"""One number of containers: turns of the agent at 1 Hz, the same agent quiet with the reader beside it, and then the others."""

import resource
import subprocess
import time

from tests.bench.bench_kit.stage import IMAGE, load, say

from . import linked, others, own_files, watching

PROJECT_SERVICES_MAX = 20
IDLE = {"image": IMAGE, "command": ["sleep", "1000000"], "network_mode": "none", "stop_signal": "KILL"}
# Looks once a second whether its file has grown: the least that a process can do and not rest.
BUSY = IDLE | {"command": ["tail", "-f", "/version"]}
# What wakes by the minute would fall into some turns and not into others. It is no part of the difference that is measured.
CALM = {"resync": "24h", "concurrency": 4}
QUIET, USUAL, FAST = "1m", "5s", "1s"
SETTLE_SECONDS = 5  # after a start, when everything is converged
RELOAD_SECONDS = 3
FLUSH_SECONDS = 600  # the history is written so often: flush_every in store/history_database.hpp
METRICS = ("cpu_percent", "cpu_throttled_percent", "memory_bytes", "network_received_rate", "network_sent_rate",
           "block_read_rate", "block_written_rate", "pids")


class Measured:
    """Of so many containers. Lists have an entry a turn, those of blocks several."""

    def __init__(self, count):
        self.count, self.seconds = count, 0
        self.looks, self.reader, self.whole = [], [], []  # blocks: microseconds per container and sample
        self.host = []  # likewise: what the host's files took the reader besides
        self.core_percent = []  # of the whole process, the quiet part included
        self.minute, self.flush, self.quiet = [], [], []  # microseconds: of one, of one, of a second
        self.hour = None  # microseconds per container and sample, which a full hour of points adds to the first minute's
        self.engine_fast, self.engine_quiet = [], []  # percent of a core
        self.hertz, self.descriptors, self.files = [], 0, 0
        self.resident_empty = self.resident_usual = 0  # KiB: without any container, with all at 5 s
        self.resident_fast, self.growth = [], []  # KiB: at 1 s
        self.metrics = 0  # of a service that have values
        self.others = {}


def measure(stage, count, turns, seconds, only, service=None):
    """`service`: what the containers do; IDLE where it is not said."""
    found = Measured(count)
    found.seconds = seconds
    agent = stage.agent("sampling", configured(USUAL))
    agent.start()
    found.resident_empty = watching.memory_kib(agent.pid)
    names = put_all(agent, count, service or IDLE)
    find_usual_memory(agent, names, found)
    for number in range(turns):
        turn(stage, agent, names, seconds, found)
        say(f"{count} containers: turn {number + 1} of {turns}, {load()}")
    containers = [one for name in names for one in stage.docker.containers(name)]
    for who, price in others.PRICES.items():
        if who in only:
            say(f"{count} containers: {who}")
            found.others[who] = price(stage, containers)
    found.hour = hour_of_looks(count)
    return found


def hour_of_looks(count):
    """None where the agent's libraries are not at hand, or are other ones than the program was written for."""
    if not linked.are_there():
        return None
    try:
        done = subprocess.run([linked.program("hour_of_looks"), str(count), "1000"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.SubprocessError) as error:  # no end to everything that was measured before
        say(f"hour_of_looks failed: {error}")
        return None
    first, full = map(int, done.stdout.split())
    return (full - first) / count / 1000


def configured(interval):
    return {"monitor": {"interval": interval}, "reconcile": CALM}


def put_all(agent, count, service):
    """Names of the deployments. Their containers are started by the agent, four at a time."""
    names = []
    for first in range(0, count, PROJECT_SERVICES_MAX):
        names.append(f"p{len(names):02}")
        agent.put(names[-1], {f"s{n:02}": service for n in range(min(PROJECT_SERVICES_MAX, count - first))})
        say(f"{min(first + PROJECT_SERVICES_MAX, count)} of {count} containers run")
    agent.wait_converged(names)
    return names


def restarted(agent, names, interval):
    """A new process with this interval: from 5 m to 1 s a reload would have to wait until the next look."""
    agent.stop()
    agent.configure(configured(interval))
    agent.start()
    agent.wait_converged(names)
    time.sleep(SETTLE_SECONDS)


def find_usual_memory(agent, names, found):
    """Three looks suffice: the ring of a metric takes the memory of its whole hour at its first value."""
    restarted(agent, names, USUAL)
    time.sleep(3 * 5 + 1 - SETTLE_SECONDS)
    found.resident_usual = watching.memory_kib(agent.pid)
    found.metrics = sum(1 for metric in METRICS if has_values(agent, names[0], metric))


def has_values(agent, name, metric):
    return any(value is not None for value in values_of(agent, name, metric, time.time() - 15))


def turn(stage, agent, names, seconds, found):
    restarted(agent, names, FAST)
    watching.wait_for_minute(seconds)
    began, engine, resident = time.time(), watching.engine_nanoseconds(stage.engine), watching.memory_kib(agent.pid)
    seen = watching.watched(agent.pid, seconds)
    took, engine = time.time() - began, watching.engine_nanoseconds(stage.engine) - engine
    found.resident_fast.append(watching.memory_kib(agent.pid))
    found.growth.append(found.resident_fast[-1] - resident)
    found.descriptors = own_files.count_of(agent.pid)
    paths = own_files.kept_open(agent.pid)
    found.files = sum(1 for path in paths if own_files.pace_of(path) != "host") / found.count
    found.hertz.append(min(rate_of(agent, name, began, seconds) for name in names))
    found.engine_fast.append(engine / took / 1e7)

    agent.configure(configured(QUIET))
    agent.hang_up()
    time.sleep(RELOAD_SECONDS)
    reader = others.read_by_reader(paths, 1000, seconds)
    began, engine = time.time(), watching.engine_nanoseconds(stage.engine)
    quiet = watching.watched(agent.pid, seconds)
    found.engine_quiet.append((watching.engine_nanoseconds(stage.engine) - engine) / (time.time() - began) / 1e7)
    rounds = others.finished(reader)
    if any(quiet.looks):
        raise AssertionError("the quiet agent looks at containers\n" + agent.log_tail())
    add_turn(found, seen, quiet, rounds, ended(agent))


def add_turn(found, seen, quiet, rounds, flush):
    whole, minute = watching.smoothed(seen)
    calm = sum(quiet.looks + quiet.rest) / len(quiet.rest)
    flushes = flush / FLUSH_SECONDS
    found.looks += [one / found.count for one in watching.blocks(seen.looks)]
    found.reader += [one / found.count for one in watching.blocks(rounds[0])]
    found.host += [one / found.count for one in watching.blocks(rounds[1])]
    found.whole += [(one + flushes - calm) / found.count for one in watching.blocks(whole)]
    found.core_percent += [(one + flushes) / 1e4 for one in watching.blocks(whole)]
    found.minute.append(minute)
    found.flush.append(flush)
    found.quiet.append(calm)


def ended(agent):
    """Microseconds that its end takes, in which it writes the history of all: at most what a flush does."""
    before, children = watching.cpu_nanoseconds(agent.pid), children_seconds()
    agent.stop()
    return max(0.0, (children_seconds() - children) * 1e6 - before / 1e3)


def children_seconds():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def rate_of(agent, name, began, seconds):
    """Looks a second at one service: the share of the seconds, but for the first and the last, that have a value."""
    values = values_of(agent, name, "cpu_percent", began, began + seconds)[1:-1]
    return len([one for one in values if one is not None]) / len(values)


def values_of(agent, name, metric, since, until=None):
    query = {"from": moment(since), **({"to": moment(until)} if until else {})}
    reply = agent.get("/v1/samples", subject=f"{name}/s00", metric=metric, step="1s", **query)
    if reply.status != 200:
        raise AssertionError(f"/v1/samples: {reply.status} {reply.text}")
    return [item["value"] for item in reply.json()["items"]]


def moment(seconds):
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds)) + f".{int(seconds % 1 * 1000):03}Z"
