"""What a person is told of a reboot: one message, on the one channel that this machine has."""

import json

from host import must, wait_for

CHAPTER = "What a person is told of a reboot"
CHANNEL = """
mkdir -p /etc/evenkeel/conf.d /var/lib/told
cat > /etc/evenkeel/conf.d/notify.yaml <<'END'
notify:
  channels:
    box: {type: exec, command: [/bin/sh, -c, 'cat > /var/lib/told/$$(date +%s%N).json']}
END
systemctl kill --signal=HUP --kill-whom=main evenkeel.service
"""
LONGER_THAN_A_GROUP_WAITS = 60


def run(scenario) -> None:
    machine, results = scenario.machine, scenario.results
    machine.out(CHANNEL, 60)
    tested = must("the channel is there", lambda: (done := machine.run("evenkeel channels test box")).code == 0 and done, 60)
    results.check(CHAPTER, "`evenkeel channels test` reaches the channel", len(told(machine)) == 1, tested.text.strip())
    machine.out("rm /var/lib/told/*")
    mark = scenario.mark()
    machine.send("systemctl reboot")
    machine.wait_down()
    machine.boot()
    scenario.after(CHAPTER, mark, "host_reboot", True)
    wait_for(lambda: told(machine), LONGER_THAN_A_GROUP_WAITS)
    more = wait_for(lambda: len(told(machine)) > 1, LONGER_THAN_A_GROUP_WAITS)
    messages = told(machine)
    results.check(CHAPTER, "one message, and no second one", len(messages) == 1 and not more,
                  "; ".join(f"{one['kind']}, {one['severity']}: {one['title']}" for one in messages) or "none")
    if messages:
        check_text(scenario, messages[0])
    machine.out("rm /etc/evenkeel/conf.d/notify.yaml; systemctl kill --signal=HUP --kill-whom=main evenkeel.service")


def told(machine) -> list[dict]:
    text = machine.run("for each in $(ls /var/lib/told); do cat /var/lib/told/$each; echo; done").text
    return [json.loads(line) for line in text.splitlines() if line.startswith("{")]


def check_text(scenario, message: dict) -> None:
    text = json.dumps(message)
    missing = [name for name in scenario.stopped if name not in text]
    scenario.results.check(CHAPTER, "it is of the recovery, and names what is left stopped",
                           message["kind"] == "recovery" and not missing, message["summary"])
