"""`check --watch`: a process that checks again when files change, and is ended by its id."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from notelint.cli.memory import Memory
from tests.conftest import Notelint, git, write

NOTES = {
    "a.md": "# Tools\n\nSee [the engine](b.md#engine).\n",
    "b.md": "# Engine\n\n[back](a.md#tools)\n",
    "c.md": "---\ntitle: C\n---\n\n# Other\n",
}
READY = "waiting for changes; Ctrl-C ends."


class Watching:
    """A watch, and what it has said."""

    def __init__(self, *arguments: str) -> None:
        command = [sys.executable, "-m", "notelint", "check", "--watch", "--format", "concise", *arguments]
        environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment)
        self._lines: list[str] = []
        self._news = threading.Condition()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            with self._news:
                self._lines.append(line.rstrip("\n"))
                self._news.notify_all()

    def next_report(self, seconds: float = 60) -> list[str]:
        """The lines of the next report, without the one that says that it waits."""
        with self._news:
            assert self._news.wait_for(lambda: any(READY in line for line in self._lines), seconds), self._lines
            end = next(number for number, line in enumerate(self._lines) if READY in line)
            found, self._lines[: end + 1] = self._lines[:end], []
        return found

    def until(self, good: Callable[[list[str]], bool]) -> list[str]:
        """The first report that is so; an editor's save may be seen in several steps."""
        for _ in range(5):
            report = self.next_report()
            if good(report):
                return report
        raise AssertionError(report)

    def line(self, part: str) -> str:
        """The next line with this in it."""
        with self._news:
            assert self._news.wait_for(lambda: any(part in line for line in self._lines), 60), self._lines
            return next(line for line in self._lines if part in line)

    def is_silent(self, seconds: float) -> bool:
        with self._news:
            return not self._news.wait_for(lambda: bool(self._lines), seconds)

    def end(self) -> int:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        code = self.process.wait(60)
        self._reader.join(10)
        assert self.process.stdout
        self.process.stdout.close()
        return code


@pytest.fixture
def watching(repository: Path) -> Iterator[Watching]:
    write(repository, NOTES)
    git(repository, "add", "-A")
    made = Watching()
    yield made
    made.end()


def clean(report: list[str]) -> bool:
    return len(report) == 1 and "nothing to report" in report[0]


def tells(part: str) -> Callable[[list[str]], bool]:
    return lambda report: any(part in line for line in report)


def test_a_saved_note_is_checked_again_and_so_are_those_that_link_to_it(watching: Watching, repository: Path) -> None:
    assert clean(watching.next_report())
    write(repository, {"b.md": NOTES["b.md"].replace("# Engine", "# Motor")})
    assert [line.partition(" ")[0] for line in watching.until(tells("a.md"))] == ["a.md:3:5:", "3"]
    write(repository, {"a.md": NOTES["a.md"] + "\n[gone](nowhere.md)\n"})
    assert [line.partition(" ")[0] for line in watching.until(tells("nowhere"))] == ["a.md:3:5:", "a.md:5:1:", "3"]
    write(repository, NOTES)
    watching.until(clean)


def test_notes_that_come_and_go_are_heeded(watching: Watching, repository: Path) -> None:
    assert clean(watching.next_report())
    (repository / "b.md").rename(repository / "motor.md")
    watching.until(tells("a.md:3:5:"))
    (repository / "motor.md").rename(repository / "b.md")
    watching.until(clean)
    write(repository, {"new/d.md": "[x](../nowhere.md)\n"})
    watching.until(tells("new/d.md:1:1:"))
    (repository / "new/d.md").unlink()
    watching.until(clean)


def test_a_note_that_is_replaced_as_editors_do_is_checked(watching: Watching, repository: Path) -> None:
    assert clean(watching.next_report())
    write(repository, {"c.md.tmp": NOTES["c.md"] + "\n[x](#nope)\n"})
    (repository / "c.md.tmp").replace(repository / "c.md")
    watching.until(tells("c.md:7:1:"))


def test_front_matter_and_configuration_are_heeded(watching: Watching, repository: Path) -> None:
    assert clean(watching.next_report())
    write(repository, {"c.md": NOTES["c.md"].replace("title: C", "title: C\ntitle: D")})
    watching.until(tells("front-matter-syntax"))
    write(repository, {"notelint.toml": 'ignore = ["front-matter-syntax"]\n'})
    watching.until(clean)
    write(repository, {"notelint.toml": "ignore = 1\n"})
    assert "notelint.toml" in watching.line("`ignore` takes")
    write(repository, {"notelint.toml": "\n"})
    watching.until(tells("front-matter-syntax"))


def test_what_changes_nothing_is_not_told(watching: Watching, repository: Path) -> None:
    assert clean(watching.next_report())
    write(repository, {"picture.png": "x", "code.py": "y"})
    (repository / "temporary~").touch()
    (repository / "temporary~").unlink()
    assert watching.is_silent(2)


def test_it_ends_cleanly(watching: Watching) -> None:
    watching.next_report()
    assert watching.end() == 130
    assert watching.is_silent(0)


def test_without_a_cache_it_keeps_what_it_finds_for_itself(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    write(repository, NOTES)
    watching = Watching("--no-cache", ".")
    try:
        assert clean(watching.next_report())
        write(repository, {"a.md": "[x](y.md)\n"})
        watching.until(tells("a.md:1:1:"))
    finally:
        assert watching.end() == 130


@pytest.mark.parametrize(
    "arguments",
    [("--fix",), ("--diff",), ("--staged",), ("--since=HEAD",), ("--web",), ("--output=json=x.json",), ("-",)],
)
def test_what_does_not_go_with_it_is_refused(arguments: tuple[str, ...], repository: Path, notelint: Notelint) -> None:
    ran = notelint("check", "--watch", *arguments)
    assert ran.code == 2
    assert "--watch looks at" in ran.err


def test_without_the_package_it_says_what_to_install(
    repository: Path, notelint: Notelint, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(repository, NOTES)
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    ran = notelint("check", "--watch")
    assert (ran.code, ran.err) == (2, "notelint: --watch needs the package watchfiles: install `notelint[watch]`.\n")


def test_memory_looks_again_at_all_but_written_notes(repository: Path, notelint: Notelint) -> None:
    from notelint.cli.check_options import parse
    from notelint.cli.main import command_parser

    write(repository, NOTES | {"picture.png": "x"})
    assert notelint("check").code == 0
    memory = Memory(parse(command_parser(["check"], {"check"}).parse_args(["check"])))
    listing, cache, _ = memory.look(repository)
    assert cache
    assert cache.earlier

    assert memory.heed([repository / "a.md~", repository / "4913"]) == "nothing"
    write(repository, {"a.md": "other\n"})
    assert memory.heed([repository / "a.md"]) == "written"
    assert memory.look(repository).listing is listing
    assert cache.earlier.changed == ("a.md",)
    write(repository, {"a.md": NOTES["a.md"]})
    memory.heed([repository / "a.md"])
    assert not cache.earlier.changed

    assert memory.heed([repository / "a.md", repository / "picture.png"]) == "written"
    assert memory.look(repository).listing is not listing
    (repository / "b.md").unlink()
    assert memory.heed([repository / "b.md"]) == "other"
    assert "b.md" not in memory.look(repository).listing.paths


def test_what_is_in_memory_is_brought_up_to_date(repository: Path, notelint: Notelint) -> None:
    from notelint.cli.check import check
    from notelint.cli.check_options import parse
    from notelint.cli.main import command_parser

    write(repository, NOTES | {"picture.png": "x"})
    options = parse(command_parser(["check"], {"check"}).parse_args(["check"]))
    memory = Memory(options)

    def broken() -> list[str]:
        return [finding.path for run in check(options, memory) for finding in run.findings]

    def happens(*paths: str) -> str:
        return memory.heed([repository / path for path in paths])

    assert broken() == []
    growing = memory.grow()
    next(growing)
    write(repository, {"b.md": "# Motor\n"})
    assert happens("b.md") == "written"
    assert broken() == ["a.md"], "found the way of every run, while notes are taken into memory"
    for _ in growing:
        pass
    assert broken() == ["a.md"]
    write(repository, {"b.md": NOTES["b.md"], "c.md": "[x](picture.png)\n\n[y](d.md)\n"})
    assert happens("b.md", "c.md") == "written"
    assert broken() == ["c.md"]
    (repository / "picture.png").rename(repository / "d.md")
    assert happens("picture.png", "d.md") == "other"
    assert broken() == ["c.md"]
    write(repository, {"notelint.toml": 'ignore = ["broken-link"]\n'})
    assert happens("notelint.toml") == "other"
    assert broken() == []
    for _ in memory.grow():
        pass
    (repository / "notelint.toml").unlink()
    assert happens("notelint.toml") == "other"
    assert broken() == ["c.md"]


def test_standing_findings_elsewhere_are_counted_not_told(repository: Path) -> None:
    write(repository, NOTES | {"old.md": "[x](gone.md)\n", "new.md": "# New\n"})
    watching = Watching()
    try:
        assert len(watching.next_report()) == 2
        write(repository, {"new.md": "[y](gone.md)\n\n[z](away.md)\n"})
        report = watching.until(tells("away.md"))
        assert [line.partition(" ")[0] for line in report] == ["new.md:1:1:", "new.md:3:1:", "5"]
        assert report[-1].endswith(": 3 errors.")
        write(repository, {"new.md": "[z](away.md)\n"})
        assert watching.line("0 new, 1 gone, 2 as before")
    finally:
        assert watching.end() == 130
