#!/usr/bin/env python3
"""Each rule of scripts/tidy.py fires on what it forbids, and is silent on its nearest lawful neighbor."""

import unittest

import cpp_text
import tidy


def told(path: str, text: str, executable: bool = False) -> str:
    return "\n".join(str(problem) for problem in tidy.check_file(tidy.file_of(path, text, executable)))


def header(body: str, folder: str = "core") -> str:
    return f"#pragma once\nnamespace {folder} {{\n{body}\n}}\n"


# (what, path, text, a part of the message)
forbidden = (
    ("a long file", "core/a.cpp", "int a;\n" * 251, "core/a.cpp:1: 251 lines of code"),
    ("a long Python file", "scripts/a.py", "a = 1\n" * 301, "301 lines of code"),
    ("a long function", "core/a.cpp", "\nint f() {\n" + "f();\n" * 69 + "}\n", "core/a.cpp:2: f has 71 lines"),
    ("detached", "docker/a.cpp", "co(asio::detached);", "core/io/task_group.hpp"),
    ("co_spawn", "docker/a.cpp", "asio::co_spawn(e, f());", "task_group"),
    ("a thread", "store/a.cpp", "std::thread t;", "core/io/blocking.hpp"),
    ("a mutex", "tests/store/a_test.cpp", "std::mutex m;", "core/io/blocking.hpp"),
    ("sleeping", "tests/core/a_test.cpp", "std::this_thread::sleep_for(1s);", "ManualClock"),
    ("namespace std", "core/a.cpp", "using namespace std;", "write std::"),
    ("platform by ifdef", "monitor/a.cpp", "#ifdef __APPLE__", "x_linux.cpp"),
    ("platform by if", "monitor/a.cpp", "#if defined(__linux__)", "x_linux.cpp"),
    ("a shell", "systemd/a.cpp", 'std::system("ls");', "subprocess"),
    ("assert", "core/a.cpp", "assert(x);", "CHECK"),
    ("an empty name", "core/a.cpp", "class ThingManager {};", "name it after"),
    ("an empty file name", "core/text_util.cpp", "", "says nothing"),
    ("a capturing coroutine", "docker/a.cpp", "auto f = [this](int n) -> asio::awaitable<void> { co_return; };", "dead frame"),
    ("a lambda in co_await", "docker/a.cpp", "\nco_await f(\n  [&x](int y) { return x; });", "docker/a.cpp:2: a capturing lambda"),
    ("a brace in co_await", "docker/a.cpp", "auto r = co_await f(Request{1, 2});", "a braced value inside co_await"),
    ("a binding of co_await", "docker/a.cpp", "auto [a, b] = co_await f();", "take it apart"),
    ("reconcile to docker", "reconcile/a.cpp", '#include "docker/runtime.hpp"', "reconcile/ may not include docker/runtime.hpp"),
    ("core to model", "core/a.cpp", '#include "model/spec.hpp"', "core is vocabulary"),
    ("core to core/io", "core/a.cpp", '#include "core/io/timing.hpp"', "core/ may not include core/io/timing.hpp"),
    ("model to core/io", "model/a.cpp", '#include "core/io/timing.hpp"', "values know core only"),
    ("cli to docker", "cli/a.cpp", '#include "docker/runtime.hpp"', "the client talks to the agent by its API"),
    ("docker to the inside of reconcile", "docker/a.cpp", '#include "reconcile/plan.hpp"', "ports.hpp"),
    ("a relative include", "docker/a.cpp", '#include "errors.hpp"', '"docker/errors.hpp"'),
    ("Beast", "docker/a.cpp", "#include <boost/beast/http.hpp>", "stream_http"),
    ("curl", "notify/a.cpp", "#include <curl/curl.h>", "curl_http_client"),
    ("SQLite", "api/a.cpp", "#include <sqlite3.h>", "SQL never leaves store/"),
    ("nlohmann in a header", "docker/decode.hpp", header("#include <nlohmann/json.hpp>", "docker"), "json_fwd"),
    ("nlohmann anywhere", "docker/runtime.cpp", "#include <nlohmann/json.hpp>", "decode at the edge"),
    ("yaml-cpp", "agent/config.cpp", "#include <yaml-cpp/yaml.h>", "yaml_reader"),
    ("spdlog", "docker/decode.cpp", "#include <spdlog/spdlog.h>", "only loops log"),
    ("CLI11", "api/a.cpp", "#include <CLI/CLI.hpp>", "flags are read"),
    ("Catch2", "tests/core/a_test.cpp", "#include <catch2/catch.hpp>", "support/catch.hpp"),
    ("awaitable operators", "core/io/timing.cpp", "#include <boost/asio/experimental/awaitable_operators.hpp>", "with_timeout"),
    ("Asio in a pure file", "reconcile/plan_networks.cpp", "#include <boost/asio/awaitable.hpp>", "in a pure file"),
    ("no pragma once", "core/a.hpp", "namespace core {}", "no `#pragma once`"),
    ("another namespace", "store/a.hpp", header("", "core"), "no `namespace store`"),
    ("a wide port", "heal/ports.hpp", header("class P {\n" + "virtual int f();\n" * 6 + "};", "heal"), "port P has 6 functions"),
    ("a mark", "docs/operating.md", "FIX" "ME: later", "leftover"),
    ("British spelling", "core/a.cpp", "int colour_count;", "`colour_count`"),
    ("a strange folder", "misc/a.cpp", "", "unknown folder misc/"),
    ("a strange file at the root", "notes.txt", "", "unknown file at the root"),
    ("a script that cannot run", "scripts/a", "#!/bin/sh\n", "chmod +x scripts/a"),
)

# (what, path, text)
lawful = (
    ("a file at the limit", "core/a.cpp", "int a;  // why\n\n// a comment\n" * 250),
    ("a function at the limit", "core/a.cpp", "int f() {\n" + "f();\n" * 68 + "}\n"),
    ("a long namespace", "core/a.cpp", "namespace core {\n" + "int a;\n" * 100 + "}\n"),
    ("a long class", "core/a.cpp", "class A final : public B<int(int)> {\n" + "int a();\n" * 100 + "};\n"),
    ("a long table", "core/a.cpp", "constexpr Row table[] = {\n" + "{1, f(2)},\n" * 100 + "};\n"),
    ("a long made table", "core/a.cpp", "const auto table = make<Row>({\n" + "{1, f(2)},\n" * 100 + "});\n"),
    ("what a comment says", "core/a.cpp", "// never std::thread, asio::detached or assert(x)\n/* co_spawn */"),
    ("what a string says", "core/a.cpp", 'auto a = "std::thread"; auto b = R"(using namespace std;)"; char c = \'"\'; f("co_spawn");'),
    ("spawning at home", "core/io/task_group.cpp", "asio::co_spawn(e, f(), asio::detached);"),
    ("a thread at home", "core/io/blocking.cpp", "std::thread t; std::mutex m;"),
    ("a static check", "core/a.cpp", "static_assert(true);"),
    ("a system namespace", "core/a.cpp", "boost::system::result<int> f();"),
    ("an io_context", "agent/a.cpp", "class App { asio::io_context& io; };"),
    ("a lambda that captures nothing", "docker/a.cpp", "auto r = co_await f([](int a) { return a; }, use_awaitable);"),
    ("a coroutine that captures nothing", "docker/a.cpp", "run([](Engine& e) -> asio::awaitable<void> { co_await e.ping(); });"),
    ("an index in co_await", "docker/a.cpp", "auto r = co_await f(names[i], table[this_one]);"),
    ("a block after co_await", "docker/a.cpp", "if (co_await f(x)) {\n  g(Request{1});\n}"),
    ("docker to a port", "docker/a.cpp", '#include "reconcile/ports.hpp"\n#include "model/spec.hpp"\n#include "core/io/timing.hpp"'),
    ("the agent to all", "agent/app.cpp", '#include "docker/runtime.hpp"\n#include "store/database.hpp"'),
    ("cli to create_request", "cli/a.cpp", '#include "docker/create_request.hpp"'),
    ("a test to support", "tests/core/a_test.cpp", '#include "support/catch.hpp"\n#include "docker/runtime.hpp"'),
    ("core/io to core", "core/io/a.cpp", '#include "core/result.hpp"\n#include "core/io/timing.hpp"'),
    ("nlohmann in a decoder", "docker/decode_container.cpp", "#include <nlohmann/json.hpp>"),
    ("the forward header", "docker/decode.hpp", header("#include <nlohmann/json_fwd.hpp>", "docker")),
    ("a port of five", "heal/ports.hpp", header("class P {\nvirtual ~P();\n" + "virtual int f();\n" * 5 + "};", "heal")),
    ("a nested namespace", "api/routes/a.hpp", header("", "api::routes")),
    ("a recorded sample", "tests/data/docker/a.json", '{"colour": "FIX' 'ME"}'),
    ("British in prose", "docs/operating.md", "behaviour"),
    ("a script that runs", "scripts/a", "#!/bin/sh\n", True),
)


class Rules(unittest.TestCase):
    def test_each_rule_fires(self):
        for what, path, text, message in forbidden:
            with self.subTest(what):
                self.assertIn(message, told(path, text))

    def test_each_rule_leaves_the_lawful_alone(self):
        for what, *case in lawful:
            with self.subTest(what):
                self.assertEqual(told(*case), "")

    def test_every_ban_and_fence_is_proved(self):
        """A row that is added to a table needs a row in `forbidden`."""
        for pattern, _, instead in (*tidy.tables.bans, *tidy.tables.fences):
            with self.subTest(pattern):
                self.assertTrue(any(instead in told(path, text) for _, path, text, _ in forbidden))


class Functions(unittest.TestCase):
    def found(self, text: str) -> list[tuple[str, int, int]]:
        code = cpp_text.without_comments_and_strings(text)
        return [(function.name, function.line, function.lines) for function in cpp_text.functions(code)]

    def test_bodies_are_found_whatever_the_signature(self):
        for signature in ("int A::f(int a) const noexcept", "auto f(int a) -> std::vector<int>", "A::f(int a) : a_{a}, b_(b)",
                          "A::f(int a) : a_(a), b_{a}", "template <class T> requires C<T> T f(T a)", "f(int a) try",
                          "void f(std::function<int(int)> g = {})", "struct tm f(int a)", 'TEST_CASE("f(int a)")'):
            with self.subTest(signature):
                found = self.found(f"namespace n {{\n{signature} {{\n  if (a) {{ g({{1, 2}}); }}\n}}\nint later;\n}}\n")
                self.assertEqual([(line, lines) for _, line, lines in found], [(2, 3)])

    def test_operators_and_methods_inside_a_class_count(self):
        self.assertEqual(self.found("struct A {\n  bool operator==(const A&) const {\n    return true;\n  }\n  int x{1};\n};\n"),
                         [("operator==", 2, 3)])

    def test_preprocessor_lines_hold_no_function(self):
        self.assertEqual(self.found("#define F(x) \\\n  g(x) { \\\n\nint a;\n"), [])


class Tree(unittest.TestCase):
    def told(self, **texts: str) -> str:
        files = {path: tidy.file_of(path, text) for path, text in texts.items()}
        return "\n".join(str(problem) for problem in tidy.check_tree(files))

    def test_a_recipe_that_names_a_missing_path_is_found(self):
        guide = "a line in `notify/channels.cpp`\n`heal/remedy/<name>.cpp`, `core/clock.{hpp,cpp}`, `tests/data`"
        files = {"docs/adding.md": guide, "core/clock.hpp": "", "core/clock.cpp": "", "tests/data/a": "",
                 "a.cpp": '#include "core/clock.hpp"'}
        self.assertEqual(self.told(**files), "docs/adding.md:1: there is no notify/channels.cpp: "
                                             "the recipe rotted: name the file that takes its place")

    def test_a_header_that_nobody_includes_is_found(self):
        self.assertIn("core/a.hpp:1: nobody includes it", self.told(**{"core/a.hpp": ""}))


if __name__ == "__main__":
    unittest.main()
