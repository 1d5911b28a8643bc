"""Checks of units and of their journals, as the machine's own systemd has them."""

from host import Host, wait_for
from results import Results

CHAPTER = "Checks of units"
PACE = "interval: 5s, timeout: 30s, fall: 1, rise: 1"
CHECKS = f"""
mkdir -p /etc/evenkeel/conf.d
cat > /etc/evenkeel/conf.d/checks.yaml <<'END'
monitor:
  checks:
    engine-unit: {{type: systemd, unit: docker.service, {PACE}}}
    engine-socket: {{type: systemd, unit: docker.socket, {PACE}}}
    victim: {{type: systemd, unit: ek-victim, {PACE}}}
    absent: {{type: systemd, unit: ek-absent.service, {PACE}}}
    talk: {{type: log, unit: ek-victim.service, pattern: "^ERROR", per: 30s, {PACE}}}
    ends: {{type: systemd, unit: ek-ends, {PACE}}}
    fails: {{type: systemd, unit: ek-fails, {PACE}}}
    masked: {{type: systemd, unit: ek-masked, {PACE}}}
    instance: {{type: systemd, unit: ek-many@one.service, {PACE}}}
    other-instance: {{type: systemd, unit: ek-many@two.service, {PACE}}}
END
cat > /usr/lib/systemd/system/ek-victim.service <<'END'
[Service]
ExecStart=sh -c 'trap "echo ERROR no space" USR1; while :; do sleep 1; done'
END
printf '[Service]\\nType=oneshot\\nExecStart=true\\n' > /usr/lib/systemd/system/ek-ends.service
printf '[Service]\\nType=oneshot\\nExecStart=false\\n' > /usr/lib/systemd/system/ek-fails.service
printf '[Service]\\nExecStart=sleep 10000\\n' > /usr/lib/systemd/system/ek-many@.service
cp /usr/lib/systemd/system/ek-ends.service /usr/lib/systemd/system/ek-masked.service
systemctl daemon-reload
systemctl mask ek-masked.service
systemctl start ek-victim.service ek-ends.service ek-many@one.service
systemctl start ek-fails.service || true
systemctl kill --signal=HUP --kill-whom=main evenkeel.service
"""


def run(host: Host, results: Results) -> None:
    out = host.machine.out
    out(CHECKS, 60)
    for name in ("engine-unit", "engine-socket", "victim", "talk", "ends", "instance"):
        expect(host, results, name, "passing")
    for name in ("absent", "fails", "masked", "other-instance"):
        expect(host, results, name, "failing")
    out("systemctl kill --signal=USR1 --kill-whom=main ek-victim.service")
    expect(host, results, "talk", "failing")
    out("systemctl kill --signal=KILL ek-victim.service")
    expect(host, results, "victim", "failing")
    out("systemctl reset-failed ek-victim.service; systemctl start ek-victim.service")
    expect(host, results, "victim", "passing")
    expect(host, results, "talk", "passing")
    # The entry that was read last is gone with its file.
    out("journalctl --rotate; journalctl --vacuum-files=1; systemctl kill --signal=USR1 --kill-whom=main ek-victim.service", 60)
    expect(host, results, "talk", "failing", "after the journal was rotated and cut")
    out("rm /etc/evenkeel/conf.d/checks.yaml; systemctl stop ek-victim.service ek-many@one.service; "
        "systemctl kill --signal=HUP --kill-whom=main evenkeel.service")
    gone = wait_for(lambda: "victim" not in host.checks(), 60)
    results.check(CHAPTER, "a check that is not configured any more is gone", bool(gone), ", ".join(host.checks()))


def expect(host: Host, results: Results, name: str, state: str, when: str = "") -> None:
    wait_for(lambda: host.checks().get(name, {}).get("state") == state, 90)
    seen = host.checks().get(name, {})
    results.check(CHAPTER, f"`{name}` is {state} {when}".rstrip(), seen.get("state") == state, str(seen.get("last")))
