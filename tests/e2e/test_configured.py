"""What `deployments: NAME: files:` keeps applied, also where the file comes late or is wrong at first."""

from .harness.case import Case
from .harness.hung_disk import HungDisk
from .harness.owner import EmulatedCompose

WEB = 'services:\n  web: {image: "evenkeel/test:1", command: [obey]}\n'
WRONG = 'services:\n  web: {image: "evenkeel/test:1", prots: ["80"]}\n'


class Configured(Case):
    def setUp(self):
        super().setUp()
        self.folder = self.agent.dir / f"files-{self.project}"
        self.folder.mkdir()
        self.mark = self.agent.last_event_id()
        self.addCleanup(self.name_files, {})

    def name_files(self, by_name):
        """In the configuration, which is read again."""
        self.agent.configure({"deployments": {name: {"files": [str(path)]} for name, path in by_name.items()}})
        reply = self.agent.post("/v1/reload")
        self.assertLess(reply.status, 300, reply.text)

    def told(self, project=None):
        found = self.agent.events(self.mark, type="config.refused", deployment=project or self.project)
        return [each["message"] for each in found]

    def wait_told(self, words, project=None):
        self.eventually(lambda: any(words in text for text in self.told(project)), f"it is told: {words}", 40)

    def test_a_file_that_comes_late_is_applied_when_it_is_there(self):
        late = self.folder / "late" / "compose.yaml"
        self.name_files({self.project: late})
        self.wait_told(str(late))
        self.stays(lambda: len(self.told()) == 1, 7, "it is told once")
        late.parent.mkdir()
        late.write_text(WEB)
        self.wait_running("web", timeout=40)
        self.wait_converged()

    def test_a_file_with_a_mistake_is_applied_when_it_was_mended(self):
        path = self.folder / "compose.yaml"
        path.write_text(WRONG)
        self.name_files({self.project: path})
        self.wait_told("prots")
        path.write_text(WEB)
        self.wait_running("web", timeout=40)

    def test_a_disk_that_hangs_keeps_no_other_deployment_waiting_for_ever(self):
        disk = HungDisk(self.folder / "away")
        self.addCleanup(disk.release)
        good = self.folder / "compose.yaml"
        good.write_text(WEB)
        hung = "a-" + self.project  # before the other, by name
        self.name_files({hung: f"{disk.folder}/compose.yaml", self.project: good})
        self.wait_told("did not answer", hung)
        self.wait_running("web", timeout=40)

    def test_what_the_owner_changed_since_is_not_taken_back_until_the_file_says_something_new(self):
        path = self.folder / "compose.yaml"
        path.write_text(WEB)
        self.name_files({self.project: path})
        self.wait_converged()
        EmulatedCompose(self.docker, self.project).up_with_image("web", "evenkeel/test:2")
        self.eventually(lambda: self.agent.deployment(self.project)["source"]["kind"] == "engine", "it is the newest word")
        self.assertLess(self.agent.post("/v1/reload").status, 300)
        self.agent.stop()
        self.agent.start()
        self.wait_converged()
        self.stays(lambda: self.container("web")["Config"]["Image"] == "evenkeel/test:2", 4, "it is left as it is")
        path.write_text(WEB.replace("[obey]", "[obey, again]"))
        self.assertLess(self.agent.post("/v1/reload").status, 300)
        self.eventually(lambda: self.container("web")["Config"]["Image"] == "evenkeel/test:1", "the file is applied")
