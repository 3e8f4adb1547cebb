"""The command line: exit codes, streams, paths, processes."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from notelint import __version__, reading
from notelint.finding import Finding
from notelint.note import Note
from notelint.reading import Read, Task, read_one
from notelint.rules.broken_link import BrokenLink
from notelint.vault import Vault
from tests.conftest import Notelint, git, process, write


@pytest.mark.parametrize("option", ["--version", "-V"])
def test_version(option: str) -> None:
    assert process(option) == (0, f"notelint {__version__}\n", "")


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("chek",),
        ("check", "--formt", "json"),
        ("check", "--format", "xml"),
        ("check", "--select", "broken-lnk"),
        ("check", "--severity", "broken-link"),
        ("check", "--config", "nowhere.toml"),
        ("check", "--jobs", "-1"),
        ("check", "--stdin-filename", "nowhere/a.md", "-"),
        ("check", "--stdin-filename", "a.txt", "-"),
        ("check", "--stdin-filename", "a.md"),
        ("explain", "broken-lnk"),
        ("why", "nowhere.md:1"),
        ("init", "nowhere"),
        ("check", "--staged"),
        ("check", "--staged", "--since", "HEAD"),
        ("check", "--since", "HEAD", "-"),
        ("check", "--staged", "-"),
        ("check", "--verdicts", "out.jsonl"),
        ("check", "--archive"),
        ("check", "--allow-private"),
        ("check", "--resolve", "a.test:80:127.0.0.1"),
    ],
)
def test_a_mistake_of_the_caller_is_exit_code_2(vault: Path, notelint: Notelint, arguments: tuple[str, ...]) -> None:
    write(vault, {"a.md": "# A\n"})
    ran = notelint(*arguments)
    assert ran.code == 2
    assert ran.err
    assert ran.out == ""
    assert "Traceback" not in ran.err


def test_a_repository_without_notes_does_not_hide_its_neighbours(vault: Path, notelint: Notelint) -> None:
    for name in ("code", "more", "notes"):
        (vault / name).mkdir()
        git(vault / name, "init", "-q")
    write(vault, {"code/a.c": "", "notes/a.md": "[gone](b.md)\n"})
    ran = notelint("check")
    assert (ran.code, ran.err) == (1, "")
    assert ran.out.startswith("notes/a.md:1:1: error:")
    (vault / "notes/a.md").unlink()
    ran = notelint("check")
    assert (ran.code, ran.out) == (2, "")
    assert "There is no note in ." in ran.err


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("chek", "There is no command `chek`; did you mean `check`?"),
        ("a.md", "There is no command `a.md`; did you mean `notelint check a.md`?"),
        ("zzz", "There is no command `zzz`; `notelint --help` lists them."),
    ],
)
def test_what_is_no_command_gets_a_hint(vault: Path, notelint: Notelint, word: str, told: str) -> None:
    write(vault, {"a.md": "# A\n"})
    ran = notelint(word)
    assert (ran.code, ran.out, ran.err) == (2, "", f"notelint: {told}\n")


def test_without_a_command_all_are_listed(notelint: Notelint) -> None:
    ran = notelint()
    assert (ran.code, ran.out) == (2, "")
    assert "find what is wrong in notes" in ran.err


def test_an_empty_folder_is_no_success(vault: Path, notelint: Notelint) -> None:
    ran = notelint("check")
    assert ran.code == 2
    assert "There is no note in ." in ran.err


@pytest.mark.parametrize("parser", ["pulldown", "markdown-it"])
def test_both_parsers_find_the_same(vault: Path, notelint: Notelint, parser: str) -> None:
    write(vault, {"a.md": "# A\n\n* [gone](nowhere.md)\n* [b](#b)\n"})
    ran = notelint("check", "--parser", parser, "--format", "github")
    assert ran.code == 1
    assert ran.out.count("::error file=a.md") == 2


def test_standard_input_stands_for_a_note(repository: Path) -> None:
    write(repository, {"docs/a.md": "# Old\n", "b.md": "[a](docs/a.md#old)\n"})
    content = "# New ä\n\n[b](../b.md) [gone](c.md)\n".encode()
    ran = process("check", "-", "--stdin-filename", "docs/a.md", "--format", "json", folder=repository, stdin=content)
    found = [(one["path"], one["line"], one["rule"]) for one in json.loads(ran.out)["findings"]]
    assert found == [("b.md", 1, "broken-fragment"), ("docs/a.md", 3, "broken-link")]
    assert ran.code == 1


def test_standard_input_may_be_a_new_note(repository: Path) -> None:
    write(repository, {"b.md": "# B\n"})
    ran = process("check", "-", folder=repository, stdin=b"[b](b.md#b) [gone](c.md)\n")
    assert ran.out.startswith("stdin.md:1:13: error:")


def test_standard_input_that_is_excluded(repository: Path) -> None:
    write(repository, {"b.md": "# B\n", "notelint.toml": "exclude = 'x.md'\n"})
    ran = process("check", "-", "--stdin-filename", "x.md", folder=repository, stdin=b"[gone](c.md)\n")
    assert (ran.code, ran.out) == (0, "")
    assert "excluded" in ran.err


def test_exit_zero(vault: Path, notelint: Notelint) -> None:
    write(vault, {"a.md": "[gone](nowhere.md)\n"})
    assert notelint("check").code == 1
    assert notelint("check", "--exit-zero").code == 0


def test_a_crash_names_rule_and_note_and_the_rest_is_shown(
    vault: Path, notelint: Notelint, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(self: BrokenLink, note: Note, vault: Vault) -> list[Finding]:
        raise ZeroDivisionError("no reason")

    monkeypatch.setattr(BrokenLink, "check", crash)
    write(vault, {"a.md": "[nothing](#nothing)\n"})
    ran = notelint("check", "--exit-zero")
    assert ran.code == 3
    assert "a.md:1:1: error:" in ran.out
    assert ran.err == "notelint: The rule broken-link crashed on a.md: ZeroDivisionError: no reason.\n"


def test_several_processes_give_the_same(vault: Path) -> None:
    write(vault, {f"{number:03}.md": f"# N\n\n[next]({number + 2:03}.md#n) [x](#y)\n" for number in range(40)})
    alone = process("check", "--jobs", "1", "--format", "github", folder=vault)
    several = process("check", "--jobs", "3", "--format", "github", folder=vault)
    assert several == alone
    assert alone.out.count("\n") == 40 + 2 + 1


def test_as_many_processes_as_were_asked_for(vault: Path, notelint: Notelint, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def in_processes(tasks: list[Task], jobs: int) -> Iterator[Read]:
        asked.append(jobs)
        return map(read_one, tasks)

    monkeypatch.setattr(reading, "_in_processes", in_processes)
    write(vault, {f"{number}.md": "# N\n" for number in range(10)})
    assert notelint("check", "--jobs", "3").code == 0
    assert notelint("check", "--jobs", "1").code == 0
    assert notelint("check").code == 0  # ten small notes are not worth a process
    assert asked == [3]


def test_a_closed_pipe_is_left_quietly(vault: Path) -> None:
    write(vault, {"a.md": "[gone](nowhere.md)\n" * 20_000})
    running = subprocess.Popen(
        [sys.executable, "-m", "notelint", "check"], cwd=vault, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert running.stdout
    assert running.stderr
    running.stdout.readline()
    running.stdout.close()
    assert running.stderr.read() == b""
    running.stderr.close()
    assert running.wait() == 1


@pytest.mark.parametrize("notes", [1, 2000])
def test_an_output_that_takes_no_more_is_told_in_one_sentence(vault: Path, notes: int) -> None:
    write(vault, {"a.md": "[gone](x.md)\n" * notes})
    command = [sys.executable, "-m", "notelint", "check"]
    with Path("/dev/full").open("wb") as full:
        ran = subprocess.run(command, cwd=vault, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert ran.returncode == 2
    assert ran.stderr.splitlines()[-1] == "notelint: The output cannot be written: No space left on device."
    assert "Traceback" not in ran.stderr


def test_a_closed_standard_output_is_no_crash(vault: Path, notelint: Notelint, monkeypatch: pytest.MonkeyPatch) -> None:
    write(vault, {"a.md": "# A\n"})
    monkeypatch.setattr(sys, "stdout", None)
    from notelint.cli.main import main

    assert main(["check"]) == 0
    put_in_place = sys.stdout
    put_in_place.close()


def test_output_that_cannot_be_encoded(vault: Path) -> None:
    write(vault, {"ä.md": "[gone](nöwhere.md)\n"})
    ran = process("check", folder=vault, environment={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    assert ran.out.startswith("\\xe4.md:1:1: error:")
    ran = process("check", "--format", "json", folder=vault, environment={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    assert json.loads(ran.out)["findings"][0]["path"] == "ä.md"


def test_paths_are_shown_as_one_can_open_them(repository: Path, notelint: Notelint, monkeypatch: pytest.MonkeyPatch) -> None:
    write(repository, {"a.md": "[gone](x.md)\n", "docs/b.md": "[gone](x.md)\n"})
    assert notelint("check", str(repository / "docs")).out.startswith("docs/b.md:1:1:")
    monkeypatch.chdir(repository / "docs")
    assert notelint("check").out.startswith("b.md:1:1:")
    assert notelint("check", "..").out.startswith("../a.md:1:1:")
    assert notelint("check", str(repository / "a.md")).out.startswith(f"{repository.as_posix()}/a.md:1:1:")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(repository))
    assert notelint("check", "b.md", "--format", "github").out.startswith("::error file=docs/b.md,")


def test_staged_by_hand(repository: Path, notelint: Notelint) -> None:
    write(repository, {"a.md": "[b](b.md#b)\n", "b.md": "# B\n", "c.md": "[gone](x.md)\n"})
    git(repository, "add", ".")
    git(repository, "commit", "-q", "-m", "x")
    nothing = (0, "", "notelint: There is nothing to look at: nothing is staged.\n")
    assert notelint("check", "--staged") == nothing
    write(repository, {"b.md": "# C\n"})
    assert notelint("check", "--staged") == nothing
    git(repository, "add", ".")
    ran = notelint("check", "--staged")
    assert ran.code == 1
    assert [line.split(" ")[0] for line in ran.out.splitlines()] == ["a.md:1:1:", "1"]


def test_what_links_to_a_deleted_note_is_known_by_all_its_names(repository: Path, notelint: Notelint) -> None:
    write(
        repository,
        {
            "docs/old.md": "# Old\n",
            "docs/a.md": "[x](old.md)\n",
            "b.md": "[[old]]\n",
            "c.md": "[another](old.md)\n",
            ".obsidian/app.json": "{}",
        },
    )
    git(repository, "add", ".")
    git(repository, "commit", "-q", "-m", "x")
    git(repository, "rm", "-q", "docs/old.md")
    ran = notelint("check", "--staged")
    assert [line.split(" ")[0] for line in ran.out.splitlines()] == ["b.md:1:1:", "docs/a.md:1:1:", "2"]


def test_json_is_a_document_even_when_all_is_excluded(vault: Path, notelint: Notelint) -> None:
    write(vault, {"a.md": "# A\n", "b.md": "# B\n", "notelint.toml": "exclude = 'a.md'\n"})
    ran = notelint("check", "a.md", "--format", "json")
    assert (ran.code, json.loads(ran.out)["findings"], json.loads(ran.out)["summary"]["notes"]) == (0, [], 0)


def test_names_of_odd_bytes_reach_the_reader(vault: Path) -> None:
    if sys.platform != "linux":
        return  # other systems refuse such names
    write(vault, {os.fsdecode(b"caf\xe9\n.md"): "[gone](x.md)\n"})
    assert process("check", folder=vault).out.startswith("caf\\udce9\\x0a.md:1:1: error:")
    shown = json.loads(process("check", "--format", "json", folder=vault).out)
    assert shown["findings"][0]["path"] == "caf\udce9\n.md"


def test_progress_is_for_terminals_only(vault: Path, notelint: Notelint, monkeypatch: pytest.MonkeyPatch) -> None:
    write(vault, {f"{number}.md": "# A\n" for number in range(200)})
    assert notelint("check").err == ""

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stderr", terminal := Terminal())
    notelint("check")
    assert not terminal.getvalue(), "nothing is read again"
    notelint("check", "--no-cache")
    assert "150 of 200 notes read" in terminal.getvalue()
