"""Several processes find what one finds, and a process that is lost or a signal changes nothing about that."""

import errno
import json
import os
import signal
import sys
from collections.abc import Callable, Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from notelint import ahead, whole
from notelint.cache.earlier import Cache, Kept
from notelint.copies import groups
from notelint.finding import Finding
from notelint.items import Reader
from notelint.note import Note
from notelint.rules.broken_link import BrokenLink
from notelint.vault import Vault
from tests.conftest import Notelint, write

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="nothing is forked elsewhere")

_TEXT = """# Note {name}

<!-- notelint-disable-next-line broken-link -->
[gone](gone-{name}.md)

[gone](gone-{name}.md) [next]({next}.md#note-{next}) [nothing]({next}.md#nothing) [two words] [[{next}]] [page]({next})
"""
_LIST = """
- Docker Machine{marker}
- one line of a list that is long enough to count
- two lines of a list that is long enough to count
- three lines of a list that is long enough to count
- four lines of a list with [two words](https://www.python.org/)
"""
_NAMES = "abcdefghijklmnopqrstuvwx"


@pytest.fixture
def notes(vault: Path) -> Path:
    """A vault of notes that are linked, copied, marked here and not there, and with comments."""
    texts = {f"{name}.md": _TEXT.format(name=name, next=after) for name, after in pairwise(_NAMES)}
    texts["c.md"] += _LIST.format(marker=" (deprecated)")
    for name in ("h", "p"):
        texts[f"{name}.md"] += _LIST.format(marker="")
    write(vault, texts)
    return vault


@pytest.fixture
def forked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The processes that were forked; the runner of the tests has threads, but none that holds a lock."""
    started: list[int] = []

    def counted() -> int:
        number = fork()
        if number:
            started.append(number)
        return number

    fork = os.fork
    monkeypatch.setattr(ahead, "may_fork", lambda: True)
    monkeypatch.setattr(os, "fork", counted)
    monkeypatch.setattr(ahead, "processors", lambda: 3)
    monkeypatch.setattr(whole, "_ENOUGH", 1)
    return started


def kept_by(notelint: Notelint, monkeypatch: pytest.MonkeyPatch, folder: Path) -> tuple[object, ...]:
    """What a run keeps, without stamps and times."""
    found: list[tuple[object, ...]] = []

    def keep(self: Cache, listing: object, kept: Kept, started: int) -> None:
        whole = {name: value for name, value in kept.whole.items() if name != "index"}
        found.append((kept.day, kept.paths, whole, list(kept.notes)))

    monkeypatch.setattr(Cache, "keep", keep)
    notelint("check", "--cache-dir", str(folder))
    return found[0]


def test_several_processes_find_and_keep_what_one_does(
    notes: Path, notelint: Notelint, monkeypatch: pytest.MonkeyPatch, forked: list[int]
) -> None:
    alone = notelint("check", "--no-cache", "--jobs", "1", "--format", "json")
    with monkeypatch.context() as patched:
        patched.setattr(ahead, "may_fork", lambda: False)
        kept_alone = kept_by(notelint, patched, notes / "cache")
    assert not forked
    with monkeypatch.context() as patched:
        assert kept_by(notelint, patched, notes / "cache") == kept_alone
    assert len(forked) == 2
    several = notelint("check", "--no-cache", "--format", "json")
    assert len(forked) == 4
    assert (several.code, several.err) == (alone.code, alone.err)
    assert without_time(several.out) == without_time(alone.out)
    assert {"broken-link", "broken-fragment", "duplicate-section", "inconsistent-deprecation"} <= rules(alone.out)


def test_helpers_compute_nothing_about_the_whole_vault(
    notes: Path, notelint: Notelint, monkeypatch: pytest.MonkeyPatch, forked: list[int]
) -> None:
    def told(of: Callable[..., Any]) -> Callable[..., Any]:
        def telling(*given: Any) -> Any:
            with computed.open("a") as file:
                file.write(f"{os.getpid()}\n")
            return of(*given)

        return telling

    computed = notes / "computed"
    monkeypatch.setattr(groups, "find_copies", told(groups.find_copies))
    monkeypatch.setattr(Reader, "marked", told(Reader.marked))
    assert notelint("check", "--no-cache", "--select", "all").code == 1
    assert forked
    assert computed.read_text().split() == [str(os.getpid())] * 2


@pytest.mark.parametrize("trouble", ["dies", "raises", "has no memory", "cannot be forked", "crashes"])
def test_what_a_helper_does_not_find_is_found_without_it(
    trouble: str, notes: Path, notelint: Notelint, monkeypatch: pytest.MonkeyPatch, forked: list[int]
) -> None:
    here = os.getpid()

    def troubled(self: BrokenLink, note: Note, vault: Vault) -> Iterable[Finding]:
        if os.getpid() != here and trouble == "dies":
            os.kill(os.getpid(), signal.SIGKILL)
        if os.getpid() != here and trouble == "raises":
            raise SystemExit
        if os.getpid() != here and trouble == "has no memory":
            raise MemoryError
        if trouble == "crashes" and note.path == "g.md":
            raise ZeroDivisionError
        return check(self, note, vault)

    check = BrokenLink.check
    monkeypatch.setattr(BrokenLink, "check", troubled)
    if trouble == "cannot be forked":
        monkeypatch.setattr(os, "fork", refuse)
    several = notelint("check", "--no-cache", "--format", "json")
    alone = notelint("check", "--no-cache", "--jobs", "1", "--format", "json")
    assert (several.code, several.err, without_time(several.out)) == (alone.code, alone.err, without_time(alone.out))
    assert several.code == (3 if trouble == "crashes" else 1)


def refuse() -> int:
    raise OSError(errno.EAGAIN, "no more processes")


def without_time(report: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(report)
    found["summary"].pop("seconds")
    return found


def rules(report: str) -> set[str]:
    return {finding["rule"] for finding in json.loads(report)["findings"]}
