"""Whole runs, told in Markdown: every file in `suites/` is a story with files, commands, and what they give.

A fence whose info string is `file PATH` writes a file, `file PATH base64` one of any bytes. A fence `run` holds a command line
after `$ `, what it prints (of standard error, lines after `! `), and at its end `exit N` when that is not 0; `…` stands for any
text, so that a story does not hang on the wording of a rule. `git init` makes the folder a repository, `delete PATH` takes a
file away. Each section (`##`) begins with an empty folder.
"""

import base64
import re
import shlex
from pathlib import Path

import pytest

from notelint.judge import KNOWN
from tests.conftest import Notelint, git, write

SUITES = Path(__file__).parent / "suites"
_SECTION = re.compile(r"^## (?P<title>.+)$", re.MULTILINE)
_FENCE = re.compile(r"^(?P<fence>`{3,})(?P<info>file [^\n]+|run)\n(?P<body>.*?)^(?P=fence)$", re.MULTILINE | re.DOTALL)


def sections() -> list[pytest.param]:  # type: ignore[valid-type]  # pytest has no name for what `param` makes
    found = []
    for suite in sorted(SUITES.glob("*.md")):
        parts = _SECTION.split(suite.read_text(encoding="utf-8"))
        found += [pytest.param(text, id=f"{suite.stem}: {title}") for title, text in zip(parts[1::2], parts[2::2], strict=True)]
    return found


@pytest.mark.parametrize("text", sections())
def test_a_run_gives_what_its_story_says(text: str, vault: Path, notelint: Notelint) -> None:
    fences = list(_FENCE.finditer(text))
    assert any(fence["info"] == "run" for fence in fences)
    for fence in fences:
        if fence["info"] == "run":
            run(fence["body"], vault, notelint)
        else:
            _, path, *form = fence["info"].split(" ")
            if form == ["base64"]:
                (vault / path).write_bytes(base64.b64decode(fence["body"]))
            else:
                write(vault, {path: fence["body"]})


def run(body: str, folder: Path, notelint: Notelint) -> None:
    first, _, expected = body.partition("\n")
    words = shlex.split(first.removeprefix("$ "))
    if words[0] == "git":
        git(folder, "init", "-q") if words[1] == "init" else git(folder, *words[1:])
    elif words[0] == "delete":
        (folder / words[1]).unlink()
    else:
        assert words[0] == "notelint"
        ran = notelint(*words[1:])
        given = ran.out + "".join(f"! {line}\n" for line in ran.err.splitlines()) + (f"exit {ran.code}\n" if ran.code else "")
        for pattern, name in (
            (r'(?<="seconds": )[\d.]+', "0"),
            (r'(?<="fingerprint": ")[0-9a-f]{16}', "FINGERPRINT"),
            (re.escape(", ".join(sorted(KNOWN))), "RULES"),
        ):
            given = re.sub(pattern, name, given)
        if not re.fullmatch(re.escape(expected).replace("…", r"[^\n]*"), given):
            assert given == expected
