"""The agent is killed again and again while events flow through a channel that fails half of the time."""

import os
import random
import threading
import unittest

from .harness.case import Case
from .harness.receiver import Receiver
from .harness.waiting import eventually

EVENTS = 500
KILLS = 200
SEED = int(os.environ.get("EVENKEEL_SEED", "1"))


class Killed(Case):
    def test_every_event_is_told_or_on_record_and_twice_only_under_the_same_id(self):
        chance = random.Random(SEED)
        coin = random.Random(SEED + 1)
        failing = threading.Event()
        failing.set()
        with Receiver(lambda _body: 500 if failing.is_set() and coin.random() < 0.5 else 200) as hook:
            self.agent.stop()
            self.agent.configure({"notify": {"channels": {"hook": hook.channel()},
                                             "group": {"wait": "100ms", "interval": "1s"}}})
            self.agent.start()
            stop, whole = threading.Event(), threading.Lock()
            told = threading.Thread(target=self.flow, args=(stop, whole), daemon=True)
            told.start()
            for _ in range(KILLS):
                stop.wait(chance.uniform(0, 0.8))
                self.agent.kill9()
                with whole:
                    self.agent.start(ready="/healthz")
            stop.set()
            told.join(60)
            failing.clear()
            eventually(self.all_is_delivered, 120, "all is delivered", self.agent.log_tail)
            self.judge(hook)

    def all_is_delivered(self):
        """Nobody waits here for the end of a pause between attempts."""
        pending = self.agent.items("/v1/notifications", state="pending")
        if pending:
            self.agent.post(f"/v1/notifications/{pending[0]['id']}/retry")
        return not pending

    def flow(self, stop, whole):
        """Each refused configuration is an event that asks for a message."""
        good = self.agent.config_file.read_text()
        sent = 0
        while not stop.is_set() or sent < EVENTS:
            with whole:
                self.agent.config_file.write_text(good + f"mistake{sent}: 1\n")
                try:
                    sent += self.agent.post("/v1/reload").status == 400
                except OSError:
                    pass  # it was killed: the next one is there soon
                self.agent.config_file.write_text(good)
            stop.wait(0.1)

    def judge(self, hook):
        wanted = {event["id"] for event in self.agent.events(type="config.refused")}
        self.assertGreater(len(wanted), EVENTS // 2)
        on_record = self.events_in("/v1/notifications")
        self.assertEqual(wanted - on_record, set())
        delivered = {}
        for message in hook.messages:
            for item in message["items"]:
                for event in item["events"]:
                    delivered.setdefault(event, set()).add(message["id"])
        sent = self.events_in("/v1/notifications", state="sent")
        self.assertEqual((sent & wanted) - set(delivered), set())
        twice = {event: ids for event, ids in delivered.items() if len(ids) > 1}
        self.assertEqual(twice, {})

    def events_in(self, path, **query):
        return {event for entry in self.agent.items(path, **query) for event in entry["message"]["events"]}


if __name__ == "__main__":
    unittest.main()
