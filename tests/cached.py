"""Runs with what is kept of earlier ones beside runs without, and edits between them."""

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from benchmarks import vault as made

from notelint.cache import telling
from notelint.run import Run
from tests.conftest import Notelint, git

NOTES = 20


class Ways:
    """How often a run told again what was kept (`again`), and how often it judged some notes anew (`partly`)."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.again = 0
        self.partly = 0
        tell = telling.tell

        def counted(*arguments: Any) -> Run:
            run = tell(*arguments)
            partly = len(arguments) > 2
            self.partly += partly
            self.again += not partly
            return run

        monkeypatch.setattr(telling, "tell", counted)


def make(folder: Path, seed: int) -> None:
    """A repository of notes with links among them."""
    made.make(folder, NOTES, seed)
    made.commit(folder)


def both(notelint: Notelint, *arguments: str) -> dict[str, Any]:
    """What a run finds, after making sure that it is what one finds that keeps nothing."""
    first = notelint("check", "--format", "json", *arguments)
    second = notelint("check", "--no-cache", "--format", "json", *arguments)
    assert (first.code, first.err) == (second.code, second.err)
    found: dict[str, Any] = json.loads(first.out)
    expected = json.loads(second.out)
    found["summary"].pop("seconds"), expected["summary"].pop("seconds")
    assert found == expected
    return found


_ADDED = (
    "A line {n} of text.",
    "## Heading {n}\n\nText.",
    "[x](note-0000{m:02}.md)",
    "[x](note-0000{m:02}.md#nope-{n})",
    "[x](note-0000{m:02}.md#heading-{n})",
    "- Docker Machine (deprecated)",
    "- Docker Machine",
    "[ref][lab{n}]",
    "[[note-0000{m:02}#Heading {n}]]",
    "<!-- notelint-disable-file broken-link -->",
    "<!-- notelint-disable-file broken-fragment front-matter-consistency -->",
    "<!-- notelint-disable-next-line broken-fragment until=2000-01-01 -->\n[x](note-0000{m:02}.md#heading-{n})",
    "<!-- notelint-disable-next-line broken-fragment -->\n[x](note-0000{m:02}.md#heading-{n})",
    "<!-- notelint-disable-next-line until=2099-01-01 -->\n[z](gone.md)",
    "(target{n})=",
    "[a{n} b](#target{n})",
    *["- one line of a list {n}\n- two lines of a list\n- three lines of a list\n- four lines of a list\n- five lines"] * 3,
    "[two words](https://www.python.org/{n}) [two words]",
    "[](x.md)",
    *["[x](note-0000{m:02}) " * 40, "[x](note-0000{m:02}.md) " * 30],
)
_CONFIGURATIONS = (
    'fail-on = "warning"\n',
    'ignore = ["broken-link"]\n',
    'select = ["all"]\n',
    "require-reason = true\n",
    'per-file-ignores = { "area-000/**" = "broken-fragment", "*.md#Heading *" = "all" }\n',
    'select = ["default", "stale-note"]\n',
    '[[dialect]]\nfiles = "**"\nwikilinks = true\n',
)


def edit(folder: Path, dice: random.Random) -> str:
    """Change something in a vault, and say what."""
    kinds: dict[Callable[[Path, random.Random], object], int] = {
        _reword: 60, _remove: 4, _rename: 4, _add: 4, _retag: 3, _configure: 2, _spoil: 2, _store: 2, _copy: 2, _touch: 3,
        _undo: 3,
    }  # fmt: skip
    kind = dice.choices(list(kinds), list(kinds.values()))[0]
    kind(folder, dice)
    return kind.__name__


def _note(folder: Path, dice: random.Random) -> Path:
    return dice.choice(sorted(folder.glob("area-*/*.md")))


def _reword(folder: Path, dice: random.Random) -> None:
    place = _note(folder, dice)
    lines = place.read_text(encoding="utf-8", errors="replace").split("\n")
    at = dice.randrange(min(7, len(lines)), len(lines) + 1)
    chance = dice.random()
    if chance < 0.6:
        lines.insert(at, "\n" + dice.choice(_ADDED).format(n=dice.randrange(4), m=dice.randrange(NOTES)))
    elif chance < 0.8:
        del lines[at : at + 1]
    else:
        lines[at : at + 1] = [f"{line} and more" for line in lines[at : at + 1]]
    place.write_text("\n".join(lines), encoding="utf-8", newline="")


def _remove(folder: Path, dice: random.Random) -> None:
    _note(folder, dice).unlink()


def _rename(folder: Path, dice: random.Random) -> None:
    place = _note(folder, dice)
    place.rename(place.with_name(f"note-1{dice.randrange(10**5):05}.md"))


def _add(folder: Path, dice: random.Random) -> None:
    content = made.content(dice.randrange(NOTES), NOTES, dice.randrange(100))
    (folder / f"area-000/note-2{dice.randrange(10**5):05}.md").write_text(content, encoding="utf-8")


def _retag(folder: Path, dice: random.Random) -> None:
    place = _note(folder, dice)
    place.write_bytes(place.read_bytes().replace(b"tags: [", b"tags: [Other, ", 1))


def _configure(folder: Path, dice: random.Random) -> None:
    (folder / "notelint.toml").write_text(dice.choice(_CONFIGURATIONS), encoding="utf-8")


def _spoil(folder: Path, dice: random.Random) -> None:
    _note(folder, dice).write_bytes(b"no \xff text")


def _store(folder: Path, dice: random.Random) -> None:
    _note(folder, dice).write_bytes(b"[lab1]: https://www.python.org\n")


def _copy(folder: Path, dice: random.Random) -> None:
    _note(folder, dice).write_bytes(_note(folder, dice).read_bytes())


def _touch(folder: Path, dice: random.Random) -> None:
    _note(folder, dice).touch()


def _undo(folder: Path, dice: random.Random) -> None:
    git(folder, "checkout", "-q", "--", ".")
