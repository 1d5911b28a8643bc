"""The reading of recordings, on notes whose answer is known."""

import unittest

from tests.bench.recovery_bench import recording
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


if __name__ == "__main__":
    unittest.main()
