"""A storm: 10,000 events over 200 services in a minute. Does it slow the recovery of what dies meanwhile?"""

import time

from tests.bench.bench_kit import figures
from tests.bench.bench_kit.stage import IMAGE, say
from tests.e2e.harness.receiver import Receiver

from . import deaths
from .flood import Flood
from .meters import Block, Gauges, Moment
from .recording import Recorder
from .watch import EventWatch

DEPLOYMENTS, SERVICES = 10, 20
GOAL = 1.05
WAIT, INTERVAL = 30, 300  # s: `notify.group` as by default
LATE = 1.0  # s that a message may take beyond its wait, from the storm's first event to the receiver
REST = 5.0  # s between two blocks: what one left to do is no part of the next
GROWTH_MAX = 1.1  # memory after the last storm against that after the first one
BEFORE = "before"  # the first storm
# Each is up for as long before its death as in the part `deaths`, and dies at that part's pace.
UP_BEFORE, PAUSE = deaths.UP_BEFORE, deaths.PAUSE


class Arrivals:
    """What the channel was sent, and when it came."""

    def __init__(self):
        self.messages = []  # (s of the wall clock, body)

    def __call__(self, body):
        self.messages.append((time.time(), body))
        return 200


class Measured:
    def __init__(self):
        self.runs = {"storm": [], "quiet": []}  # ms from the kill to the replacement's start
        self.blocks = {"storm": [], "quiet": []}
        self.said = []  # events of each storm
        self.first_event = self.ended = None  # s of the wall clock
        self.memory = {}
        self.messages, self.outbox = [], {}


def services(critical):
    """Half of the deployments are critical: their incidents are told after the wait, the others' when they do not end."""
    one = {"image": IMAGE, "command": deaths.COMMAND, "network_mode": "none",
           "x-evenkeel": {"criticality": "critical" if critical else "standard"}}
    return {f"s{n:02}": one for n in range(SERVICES)}


def measure(stage, pairs, seconds, random):
    arrivals, measured = Arrivals(), Measured()
    with Receiver(arrivals) as hook, Recorder(stage, "storm", adds_events=True) as recorder:
        config = {**deaths.CONFIG, "notify": {"channels": {"hook": hook.channel()}}}
        agent = stage.agent("storm", config, recorder.host)
        agent.start()
        names = [f"d{n:02}" for n in range(DEPLOYMENTS)]
        for number, name in enumerate(names):
            agent.put(name, services(number % 2 == 0))
            say(f"storm: {(number + 1) * SERVICES} containers run")
        agent.wait_converged(names)
        with EventWatch(stage.engine.socket) as watch:
            take_blocks(Scene(stage, agent, recorder, watch, names, seconds), measured, pairs, random)
        measured.messages = arrivals.messages
        measured.outbox = {state: len(agent.items("/v1/notifications", state=state))
                           for state in ("pending", "sent", "failed", "dropped")}
        agent.stop()
    return measured


class Scene:
    def __init__(self, stage, agent, recorder, watch, names, seconds):
        self.stage, self.agent, self.recorder, self.watch, self.seconds = stage, agent, recorder, watch, seconds
        self.containers = [container for name in names for container in stage.docker.containers(name)]
        # One of each deployment dies, and is in the storm like all others.
        self.lanes = [stage.ids_of(name)[0] for name in names]
        self.deaths = 0

    def one_death(self):
        ident = self.lanes[self.deaths % len(self.lanes)]
        self.deaths += 1
        deaths.wait_until_up(self.watch, ident, UP_BEFORE)
        one = deaths.Round(self.stage.docker, self.watch, ident)
        time.sleep(PAUSE)
        return one.runs


def take_blocks(scene, measured, pairs, random):
    time.sleep(UP_BEFORE + 5)  # what follows the applies is over
    measured.memory[BEFORE] = Moment(scene.stage, scene.agent).memory
    for number in range(pairs):
        # A message of a quiet block before it would hold back the first one of the storm.
        order = random.sample(["storm", "quiet"], 2) if number else ["storm", "quiet"]
        for kind in order:
            block = storm_block(scene, measured) if kind == "storm" else quiet_block(scene, measured)
            measured.blocks[kind].append(block)
            say(f"storm: block {number + 1} of {pairs}, {kind}: {block.events:.0f} events, "
                f"{figures.median(measured.runs[kind]):.1f} ms, {len(measured.runs[kind])} deaths until now")
            time.sleep(REST)
    measured.ended = time.time()
    notes = scene.recorder.notes()
    for block in (*measured.blocks["storm"], *measured.blocks["quiet"]):
        block.count_requests(notes)


def storm_block(scene, measured):
    with Flood(scene.recorder.fifo, scene.containers) as flood:
        measured.first_event = measured.first_event or flood.began
        block = block_of(scene, measured.runs["storm"])
    measured.said.append(flood.said)
    return block


def quiet_block(scene, measured):
    return block_of(scene, measured.runs["quiet"])


def block_of(scene, runs):
    before = Moment(scene.stage, scene.agent)
    until = time.monotonic() + scene.seconds
    with Gauges(scene.agent) as gauges:
        while time.monotonic() < until:
            runs.append(scene.one_death())
    return Block(before, Moment(scene.stage, scene.agent), gauges)


def allowed_messages(groups, seconds, wait=WAIT, interval=INTERVAL):
    """Of one channel: each group speaks no sooner than its wait, and then once in each interval."""
    return 0 if seconds < wait else groups * (1 + int((seconds - wait) // interval))
