"""What scripts/tidy.py checks, as tables. A place is a path prefix, or a pattern of fnmatch where it holds a `*`."""

import re

code_lines_max = {".hpp": 250, ".cpp": 250, ".py": 300}
function_lines_max = 70
port_functions_max = 5

# Folder -> what it may include, beside itself. `*/ports.hpp` is what a folder declares that it needs of others.
everything = ("*",)
arrows = {
    "core/io": ("core/",),
    "core": (),
    "model": ("core/",),
    "compose": ("core/", "model/"),
    "reconcile": ("core/", "core/io/", "model/"),
    "heal": ("core/", "core/io/", "model/"),
    "monitor": ("core/", "core/io/", "model/"),
    "notify": ("core/", "core/io/", "model/"),
    "docker": ("core/", "core/io/", "model/", "*/ports.hpp"),
    "systemd": ("core/", "core/io/", "model/", "*/ports.hpp"),
    "launchd": ("core/", "core/io/", "model/", "*/ports.hpp"),
    "store": ("core/", "core/io/", "model/", "*/ports.hpp"),
    "api": ("core/", "core/io/", "model/", "compose/", "*/ports.hpp"),
    "cli": ("core/", "core/io/", "model/", "compose/", "docker/create_request.hpp"),
    "agent": everything,
    "tests": everything,
}
arrow_reasons = {
    "core": "core is vocabulary: nothing of ours but itself, and core/io only from folders that wait on something",
    "core/io": "core/io is below everything that has a meaning: it may know core and nothing else",
    "model": "values know core only; I/O and rules belong to the folders above",
    "compose": "compose is pure: text and environment in, spec out",
    "reconcile": "declare what you need in reconcile/ports.hpp; agent/ hands it in",
    "heal": "declare what you need in heal/ports.hpp; agent/ hands it in",
    "monitor": "declare what you need in monitor/ports.hpp; agent/ hands it in",
    "notify": "declare what you need in notify/ports.hpp; agent/ hands it in",
    "cli": "the client talks to the agent by its API, never to its parts",
}
arrow_reason_else = "an adapter implements the ports.hpp of those it serves and knows nothing else of them"

# Outside header -> where it may be included, and why not elsewhere.
fences = (
    (r"boost/beast", ("api/session*", "api/server*", "core/io/stream_http*", "cmake/"),
     "Beast costs 3 s a file: speak HTTP through core/io/stream_http.hpp"),
    (r"curl/", ("core/io/curl_*", "tests/core/curl*"), "use core/io/curl_http_client.hpp or core/io/curl_mail_client.hpp"),
    (r"sqlite3\.h", ("store/", "tests/store/"), "SQL never leaves store/: ask one of its tables"),
    (r"nlohmann/(?!json_fwd)", ("*decode*.cpp", "*encode*.cpp", "*codec*.cpp", "*canonical*.cpp", "*create_request*.cpp",
                                "*config_hash*.cpp", "api/routes/*.cpp", "api/openapi*.cpp", "cli/*.cpp", "notify/*/*.cpp",
                                "tests/"),
     "decode at the edge into values (a decode, encode or codec .cpp); in headers <nlohmann/json_fwd.hpp>"),
    (r"yaml-cpp/", ("core/yaml_reader*", "compose/typed_yaml*", "tests/core/yaml*", "tests/compose/typed_yaml*"),
     "read YAML through core/yaml_reader.hpp or compose/typed_yaml.hpp"),
    (r"spdlog/", ("agent/", "core/io/", "*loop*.cpp", "*_session.cpp", "tests/support/"), "only loops log; pure code returns reasons"),
    (r"CLI/", ("agent/", "cli/"), "flags are read in agent/ and cli/ only"),
    (r"catch2/|catch\.hpp", ("tests/support/",), 'include "support/catch.hpp", which knows version 2 from 3'),
    (r"boost/asio/experimental/awaitable_operators", (),
     "`work || timer` reports an early failure as a timeout: core/io/timing.hpp has with_timeout"),
)
# Pure places: no outside header that does I/O.
pure = ("model/", "compose/", "core/", "reconcile/plan*", "reconcile/judge_stop*", "reconcile/foreign_change*",
        "reconcile/budget*", "reconcile/recovery.*", "*/verdict*", "notify/route*", "notify/dedup*",
        "monitor/parse_*", "monitor/kernel_text*", "monitor/cgroup_place*", "monitor/mounts*", "monitor/disks*", "monitor/rates*",
        "monitor/ring*", "monitor/series*", "monitor/held*",
        "monitor/threshold*", "monitor/baseline*", "monitor/adaptive*", "monitor/trend*", "monitor/forecast*", "monitor/spike_settings*")
not_pure = ("core/io/",)
pure_forbids = re.compile(r"boost/asio|boost/beast|spdlog/|curl/|sqlite3")

# Pattern in code without comments and strings, where it is allowed, what instead.
bans = (
    (r"\basio::detached\b|\(\s*detached\s*\)", ("core/io/task_group*",), "spawn in a core/io/task_group.hpp, which has an owner"),
    (r"\bco_spawn\b", ("core/io/task_group*", "core/io/timing*", "core/io/abandon*", "tests/support/", "cmake/"),
     "spawn in a core/io/task_group.hpp, which has an owner"),
    (r"\bstd::(j?thread|async|mutex|recursive_mutex|shared_mutex|lock_guard|unique_lock|scoped_lock|condition_variable)\b",
     ("core/io/blocking*", "tests/core/blocking*", "tests/support/", "tests/fakes/"),
     "domain state lives on one thread; what blocks goes through core/io/blocking.hpp"),
    (r"\b(sleep_for|sleep_until|usleep|nanosleep)\b", (), "move a ManualClock, or wait for the thing itself"),
    (r"\busing\s+namespace\s+std\s*;", (), "write std::"),
    (r"\b__(APPLE__|linux__)\b", (), "platform by file: x_linux.cpp, x_macos.cpp"),
    (r"(?<![\w:.>])(std::)?(system|popen)\s*\(", (), "run programs through core/io/subprocess.hpp"),
    (r"(?<!\w)assert\s*\(", (), "CHECK(...) of core/check.hpp stays on in release builds"),
    (r"\b(class|struct)\s+\w*(Manager|Helper|Utils?|Context)\b", (), "name it after what it is or guarantees"),
    (r"\[(?!\s*\])[^\]\n;]*\]\s*\([^()]*\)\s*(?:mutable\s*)?(?:noexcept\s*)?->\s*[\w:]*awaitable<", ("tests/",),
     "a capturing lambda that is a coroutine reads a dead frame after its first suspension: make it a function with parameters"),
    (r"\bauto\s*&{0,2}\s*\[[^\]]*\]\s*=\s*co_await\b", (), "first `auto reply = co_await ...;`, then take it apart (GCC bug)"),
)

marks = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b")
british = re.compile(r"\b\w*(colour|behaviour|honour|favour|neighbour|initialis|serialis|normalis|recognis|optimis|organis|"
                     r"analys(?:e|ing)(?!s)|licence|centre)\w*", re.IGNORECASE)
british_words_allowed = ("optimistic", "optimism", "organism", "analyses", "pessimistic")
bad_file_name = re.compile(r"(^|_)(manager|helpers?|utils?|context)(_|\.|$)")

folders = ("agent", "api", "cli", "cmake", "compose", "core", "docker", "docs", "examples", "heal", "launchd", "model", "monitor",
           "notify", "reconcile", "scripts", "store", "systemd", "tests", ".ci")
root_files = ("CHANGELOG.md", "CMakeLists.txt", "CMakePresets.json", "CONTRIBUTING.md", "LICENSE", "README.md", "dev",
              ".clang-format", ".clang-tidy", ".gitattributes", ".gitignore")
# Texts kept as they were found, or that have to name what is forbidden.
verbatim = ("tests/data/", "tests/fuzz/corpus/", "scripts/tidy", "docs/reports/", "LICENSE")
