"""What record_series records: containers that behave as services do, and what is to be said of each.

A window is of the looks from its first second to before its last, counted from the begin of the recording. They follow from
what the commands below do and from what the rules promise (docs/monitoring.md), at five seconds of a service's time for each
second of the recording: 90 % of the CPU are a spike after 10 m, which are 120 s of the recording, 95 % of the memory after 5 m (60 s),
what is unusual after 5 m. Nothing of this was read off what evenkeel says.
"""

from dataclasses import dataclass, field

SECONDS = 660  # of the recording
MIB = 1 << 20

# at: waits until that second; whatever comes is up to a second late. spin: all of the CPU it gets, for so many seconds.
# hold: MiB of memory for so many seconds, beside what comes next.
WORDS = """
at() { left=$((BEGIN + $1 - $(date +%s))); [ $left -le 0 ] || sleep $left; }
spin() { busybox timeout $1 sh -c 'while :; do :; done'; }
count() { i=0; while [ $i -lt $1 ]; do i=$((i+1)); done; }
hold() { dd if=/dev/zero bs=${1}M 2>/dev/null | sleep $2 & }
rest() { while :; do sleep 3600; done; }
"""

# Keeps lines of 2000 bytes, so many a second, until the kernel ends it; what is started after that only rests.
LEAK = """
[ $(date +%s) -lt $((BEGIN + 60)) ] || rest
at 0
exec busybox awk 'BEGIN { for (;;) { for (i = 0; i < LINES; i++) kept[n++] = sprintf("%2000d", n); system("sleep 1") } }'
"""


@dataclass
class Series:
    """One file. `words`: rule -> windows in seconds; a rule that is not there is not held against the series."""

    file: str
    name: str  # as in the table
    did: str
    service: str
    metric: str
    limit: float  # percent of a core, or bytes
    words: dict = field(default_factory=dict)
    leak: str = ""  # from the begin until it was "killed", which the engine tells; or it "goes on" beyond the recording


SERVICES = {
    "idle": {"cpus": 0.2, "mem_limit": "64m", "script": "while :; do date > /tmp/beat; sleep 5; done"},
    "web": {"cpus": 0.4, "mem_limit": "64m", "script": r"""
mkdir -p /tmp/www/cgi-bin
printf '#!/bin/sh\ni=0; while [ $i -lt 3000 ]; do i=$((i+1)); done\necho "Content-Type: text/plain"; echo; echo $i\n' \
  > /tmp/www/cgi-bin/work
busybox chmod 755 /tmp/www/cgi-bin/work
exec httpd -f -p 8080 -h /tmp/www"""},
    "visitors": {"cpus": 0.3, "mem_limit": "64m", "network_mode": "service:web", "script": """
visit() { wget -q -O /dev/null http://127.0.0.1:8080/cgi-bin/work; }
until_second() { while [ $(date +%s) -lt $((BEGIN + $1)) ]; do visit; $2; done; }
until_second 450 'sleep 1'
until_second 550 :
until_second 100000 'sleep 1'"""},
    "job": {"cpus": 0.25, "mem_limit": "64m", "script": "t=20; while :; do at $t; spin 5; t=$((t+60)); done"},
    "burner": {"cpus": 0.4, "mem_limit": "64m", "script": "at 270; spin 160; at 555; spin 35; rest"},
    "busy": {"cpus": 0.1, "mem_limit": "64m", "script": "while :; do count 4300; sleep 0.1; done"},
    "noisy": {"cpus": 0.2, "mem_limit": "64m", "script": """
while :; do
  count $((RANDOM % 30000)); sleep 0.$((RANDOM % 10))
  [ $((RANDOM % 25)) -gt 0 ] || spin $((1 + RANDOM % 6))
done"""},
    "leaker": {"cpus": 0.2, "mem_limit": "64m", "script": LEAK.replace("LINES", "58")},
    "drip": {"cpus": 0.2, "mem_limit": "128m", "script": LEAK.replace("LINES", "45")},
    "eater": {"cpus": 0.2, "mem_limit": "256m", "script":
              "for t in 260 270 280 290 300 310; do at $t; hold 41 210; done; at 550; hold 245 35; rest"},
    "reader": {"cpus": 0.2, "mem_limit": "96m", "script": """
mkdir /tmp/logs
for n in $(seq 0 39); do
  busybox yes "GET /index.html 200, as the last one and the next one" | head -c 1500000 > /tmp/logs/$n
done
t=0
while :; do
  at $t; n=$((t / 10 % 40))
  grep -c nothing /tmp/logs/$n; grep -c nothing /tmp/logs/$n
  t=$((t+10))
done"""},
}

NOTHING = {"threshold": [], "adaptive": []}
SERIES = [
    Series("idle_cpu", "an idle service", "writes the date to a file every 5 s", "idle", "cpu_percent", 20, NOTHING),
    Series("idle_memory", "an idle service", "writes the date to a file every 5 s", "idle", "memory_bytes", 64 * MIB,
           {"forecast": []}),
    Series("web_cpu", "a web server, 100 s of many visits",
           "httpd runs a script at each visit: one a second, one after the other from 450 to 550 (too short for the level)", "web", "cpu_percent", 40, {"threshold": [], "adaptive": [(450, 550)]}),
    Series("web_memory", "a web server, 100 s of many visits",
           "httpd runs a script at each visit: one a second, one after the other from 450 to 550", "web", "memory_bytes", 64 * MIB,
           {"forecast": []}),
    Series("job_cpu", "a job of 5 s each minute", "burns from 20, 80, 140 ... on for 5 s", "job", "cpu_percent", 25, NOTHING),
    Series("burner_cpu", "at its limit for 160 s, later for 35 s", "burns from 270 to 430 and from 555 to 590", "burner",
           "cpu_percent", 40, {"threshold": [(270, 430)], "adaptive": [(270, 430)]}),
    Series("busy_cpu", "busy all the time, below its limit", "works for some 7 ms, sleeps for 100 ms", "busy", "cpu_percent", 10,
           NOTHING),
    Series("noisy_cpu", "work of random length, bursts of 1 to 6 s",
           "works for up to 50 ms, sleeps for up to 900 ms; at every 25th time or so burns for 1 to 6 s", "noisy", "cpu_percent", 20,
           NOTHING),
    Series("drip_memory", "leaks, and goes on",
           "keeps 45 lines of 2000 bytes more every second, and has not reached its limit yet", "drip",
           "memory_bytes", 128 * MIB, leak="goes on"),
    Series("eater_memory", "full for 160 s, by steps, later for 35 s",
           "takes 41 MiB at 260, 270 ... 310 and gives each back 210 s later: 246 of 256 MiB from 310 to 470; and 245 from 550 to 585", "eater",
           "memory_bytes", 256 * MIB, {"threshold": [(310, 470)], "adaptive": [(260, 520)], "forecast": []}),
    Series("reader_memory", "reads 60 MB of files again and again",
           "every 10 s greps twice through the next one of 40 files of 1.5 MB, and from 400 on through the first ones again: page "
           "cache, no leak", "reader", "memory_bytes", 96 * MIB, {"threshold": [], "adaptive": [], "forecast": []}),
    Series("leaker_memory", "leaks until it is killed, then rests",
           "keeps 58 lines of 2000 bytes more every second, is killed at its limit, rests", "leaker", "memory_bytes", 64 * MIB,
           {"threshold": []}, leak="killed"),
]
