"""The reading of recordings and metrics, and what a storm is made of, on what has a known answer."""

import json
import unittest

from tests.bench.recovery_bench import flood, meters, recording, storm, storm_report
from tests.bench.recovery_bench.recording import Note

ID = "a" * 64


class Recordings(unittest.TestCase):
    def test_a_reaction_lasts_from_the_event_to_the_request_for_the_same_container(self):
        notes = [Note("E", 1_000_000, 1, f"die {ID}"), Note("Q", 1_400_000, 2, "GET /v1.41/containers/json?all=1"),
                 Note("Q", 1_500_000, 2, f"POST /v1.41/containers/{'b' * 64}/start"),
                 Note("Q", 3_000_000, 3, f"POST /v1.41/containers/{ID}/start"),
                 Note("Q", 9_000_000, 3, f"POST /v1.41/containers/{ID}/start")]
        found = recording.reactions(notes, "die", "start")
        self.assertEqual([one.milliseconds for one in found], [2.0])
        self.assertEqual(dict(found[0].asked_between), {"GET /containers/json": 1, "POST /containers/{}/start": 1})

    def test_a_request_is_shown_without_version_id_and_query(self):
        self.assertEqual(recording.shape(f"GET /v1.41/containers/{ID}/json?size=1"), "GET /containers/{}/json")
        self.assertEqual(recording.shape("GET /_ping"), "GET /_ping")


class Storms(unittest.TestCase):
    def test_an_event_of_a_storm_is_what_the_engine_says_of_that_container(self):
        container = {"Id": ID, "Name": "/shop-web-1",
                     "Config": {"Image": "nginx", "Labels": {"com.docker.compose.project": "shop"}}}
        line = flood.line_of(flood.event_of(container), 7_000_000_123)
        said = json.loads(line)
        self.assertTrue(line.endswith(b"}\n") and line.count(b"\n") == 1)
        self.assertEqual((said["Type"], said["Action"], said["time"], said["timeNano"]), ("container", "oom", 7, 7_000_000_123))
        self.assertEqual(said["Actor"], {"ID": ID, "Attributes": {"com.docker.compose.project": "shop", "image": "nginx",
                                                                  "name": "shop-web-1"}})

    def test_metrics_are_summed_over_the_labels_that_are_not_named(self):
        text = ('# HELP evenkeel_events_total Events.\nevenkeel_events_total{type="a",severity="info"} 3\n'
                'evenkeel_events_total{type="a",severity="warning"} 4\nevenkeel_events_total{type="b",severity="info"} 5\n'
                'evenkeel_outbox_depth 2\nprocess_open_fds 9\n')
        metrics = meters.read_metrics(text)
        self.assertEqual(meters.total(metrics, "evenkeel_events_total", type="a"), 7)
        self.assertEqual(meters.total(metrics, "evenkeel_events_total"), 12)
        self.assertEqual(meters.total(metrics, "evenkeel_outbox_depth"), 2)

    def test_a_group_may_speak_after_its_wait_and_once_in_each_interval(self):
        allowed = [storm.allowed_messages(10, seconds, wait=30, interval=300) for seconds in (29, 30, 329, 330, 640)]
        self.assertEqual(allowed, [0, 10, 10, 20, 30])

    def test_what_came_before_the_first_storm_is_no_message_of_it(self):
        measured = storm.Measured()
        measured.first_event, measured.ended = 100.0, 200.0
        body = {"kind": "opened", "items": [{"deployment": "d00"}]}
        measured.messages = [(90.0, body)]
        self.assertIn("none came", storm_report.first_message(measured))
        measured.messages.append((140.0, body))
        self.assertIn("40.0 s after the first event. Goal ≤ 31 s (its wait is 30 s): missed", storm_report.first_message(measured))
        self.assertIn("first event: 1 (opened × 1)", storm_report.messages(measured))


if __name__ == "__main__":
    unittest.main()
