"""Events: filters, the stream, and resuming it where it broke off."""

import unittest

from .harness.case import Case
from .harness.sse import Stream

WEB = """
services:
  web: {image: "evenkeel/test:1", command: [obey]}
"""


class EventStream(Case):
    def open(self, last_event_id=None, query=""):
        headers = {} if last_event_id is None else {"Last-Event-ID": str(last_event_id)}
        stream = Stream(self.agent.socket, f"/v1/events/stream{query}", headers)
        self.addCleanup(stream.__exit__)
        self.assertEqual(stream.status, 200)
        self.assertTrue(stream.type.startswith("text/event-stream"), stream.type)
        return stream

    def test_an_event_has_the_fields_of_the_contract(self):
        mark = self.agent.last_event_id()
        self.apply(WEB)
        event = self.wait_event("deployment.applied", mark, deployment=self.project)
        fields = "id at type severity deployment service container incident alert message data".split()
        self.assertEqual(sorted(event), sorted(fields))
        self.assertIn(event["severity"], ("info", "warning", "critical"))
        self.assertTrue(event["message"])

    def test_filters(self):
        mark = self.agent.last_event_id()
        self.apply(WEB)
        self.apply(WEB, "other")
        for event in self.agent.events(mark, type="deployment.*"):
            self.assertTrue(event["type"].startswith("deployment."), event)
        found = self.agent.events(mark, deployment="other")
        self.assertEqual({e["deployment"] for e in found}, {"other"})
        self.assertEqual({e["severity"] for e in self.agent.events(0, severity="info")}, {"info"})

    def test_the_stream_sends_what_happens_with_its_id(self):
        mark = self.agent.last_event_id()
        with self.open(mark) as stream:
            self.agent.put_compose(self.project, WEB)
            seen = stream.until(lambda m: m.json()["type"] == "deployment.converged")
        stored = {e["id"]: e for e in self.agent.events(mark)}
        for message in seen:
            self.assertEqual(message.json(), stored[int(message.id)])
        ids = [int(m.id) for m in seen]
        self.assertEqual(ids, sorted(set(ids)))
        self.assertEqual(ids[0], mark + 1 if mark + 1 in stored else min(stored))

    def test_a_broken_stream_is_resumed_without_a_gap_or_a_double(self):
        self.apply(WEB)
        self.agent.post(f"/v1/deployments/{self.project}/stop", wait="20s")
        stored = [e["id"] for e in self.agent.events()]
        middle = stored[len(stored) // 2]
        with self.open(middle) as stream:
            seen = stream.until(lambda m: int(m.id) >= stored[-1])
        self.assertEqual([int(m.id) for m in seen][:len(stored)], [i for i in stored if i > middle])

    def test_the_stream_goes_on_after_an_agent_restart(self):
        self.apply(WEB)
        mark = self.agent.last_event_id()
        self.agent.kill9()
        self.agent.start()
        with self.open(mark) as stream:
            seen = stream.until(lambda m: m.json()["type"] == "recovery.completed")
        self.assertIn("agent.started", [m.json()["type"] for m in seen])

    def test_the_stream_filters(self):
        mark = self.agent.last_event_id()
        with self.open(mark, f"?type=deployment.*&deployment={self.project}") as stream:
            self.agent.put_compose(self.project, WEB)
            seen = stream.until(lambda m: m.json()["type"] == "deployment.converged")
        self.assertEqual({m.json()["type"].split(".")[0] for m in seen}, {"deployment"})

    def test_an_id_from_the_future_is_a_gap_that_is_said(self):
        with self.open(10**12) as stream:
            seen = stream.until(lambda m: "stream.gap" in (m.event, m.data and m.json().get("type")))
        self.assertEqual(len(seen), 1)


if __name__ == "__main__":
    unittest.main()
