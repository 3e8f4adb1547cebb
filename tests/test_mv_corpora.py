"""Random moves and renamed headings in real repositories break nothing, and come back."""

import random
from collections.abc import Iterator
from pathlib import Path
from posixpath import basename, dirname

import pytest

from notelint.apart import Apart
from notelint.cli.mv import opened_at
from notelint.dialects import dialects
from notelint.markdown import read_note
from notelint.moves.headings import text_of
from notelint.moves.plan import Opened, Plan, note_plan, numbered_heading_plan, undoing
from notelint.moves.record import Moves
from notelint.scope import is_note
from notelint.vault import Vault
from notelint.vault.fragments import find, fragment_links
from tests.corpora import lay_out


def after(opened: Opened, plan: Plan) -> Opened:
    """The vault once the plan is carried out."""
    dialect = dialects(opened.listing, opened.configs)
    notes = dict(opened.vault.notes)
    for change in plan.changes:
        note = notes.pop(change.old)
        parser = opened.configs.at(change.new).parser
        is_same = not change.edits and dialect(change.old) == dialect(change.new)
        notes[change.new] = (
            note._replace(path=change.new) if is_same else read_note(change.new, change.after, dialect(change.new), parser)
        )
    paths = tuple(plan.new if path == plan.old else path for path in opened.listing.paths)
    vault = Vault(notes.values(), paths, opened.vault.settings)
    return Opened(opened.listing._replace(paths=paths), opened.configs, vault)


def broken(vault: Vault) -> int:
    """How many links lead nowhere, or to no place in their note on the platform that they are read on."""
    notes = list(dict.values(vault.notes))
    links = ((note, link) for note in notes for link in note.links if link.kind != "reference")
    missing = sum(vault.resolve(link, note).kind in ("missing", "outside") for note, link in links)
    fragments = ((note, link) for note in notes for link in fragment_links(note, vault))
    return missing + sum(not find(one.fragment, one.path, vault.platforms(note.path)[0], vault) for note, one in fragments)


class Walk:
    """Random moves over a real repository, in memory: each is judged, and then taken back."""

    def __init__(self, root: Path, cache: Path, seed: int) -> None:
        self.dice = random.Random(seed)  # noqa: S311 - nothing is kept secret by it
        self.opened = opened_at(root)
        self.moves = Moves(cache, root)
        self.broken = broken(self.opened.vault)
        self.paths = sorted(self.opened.vault.notes)
        self.folders = sorted({dirname(path) for path in self.paths})
        self.titled = [(path, at) for path in self.paths for at in self._renamable(path)]
        self.links = 0
        self.lost = 0
        self.backs = self.restored = 0
        """How often a move was taken back, and how often that restored every byte without a record of it."""

    def move(self, number: int) -> None:
        vault = self.opened.vault
        old = self.dice.choice(self.paths)
        folder = self.dice.choice([dirname(old), self.dice.choice(self.folders), f"new {number}/deep"])
        new = f"{folder}/{self.dice.choice([basename(old), f'moved note {number}.md', f'moved-{number}.md'])}".lstrip("/")
        if vault.exists(new) or not is_note(new, self.opened.configs, Apart(self.opened.listing.markers)):
            return
        then = self._there(note_plan(self.opened, old, new))
        assert len(then.vault.backlinks(new)) >= len(vault.backlinks(old)), f"links into {old} do not lead to {new}"
        self._back(then, note_plan(then, new, old))

    def rename(self, number: int) -> None:
        path, at = self.dice.choice(self.titled)
        heading = self.opened.vault.notes[path].headings[at]
        text = f"{self.dice.choice(['Renamed', 'Über *alles*', 'A `b` & c:'])} {number}"
        then = self._there(numbered_heading_plan(self.opened, path, at, text))
        assert text_of(then.vault.notes[path], then.vault.notes[path].headings[at]) == text
        self._back(then, numbered_heading_plan(then, path, at, text_of(self.opened.vault.notes[path], heading)))

    def _there(self, plan: Plan) -> Opened:
        then = after(self.opened, plan)
        self.links += sum(len(change.edits) for change in plan.changes)
        self.lost += sum(plan.lost.values())
        assert broken(then.vault) <= self.broken, f"{plan.old} to {plan.new} breaks a link"
        self.moves.keep(plan.old, plan.new, [(one.new, one.text.content, one.edits) for one in plan.changes])
        return then

    def _back(self, then: Opened, plan: Plan) -> None:
        bare = after(then, plan)
        self.backs += 1
        self.restored += all(
            dict.get(bare.vault.notes, path, note).text.content == note.text.content
            for path, note in dict.items(self.opened.vault.notes)
        )
        again = after(then, undoing(plan, self.moves, then.vault))
        assert {path: note.text.content for path, note in dict.items(again.vault.notes)} == {
            path: note.text.content for path, note in dict.items(self.opened.vault.notes)
        }, f"{plan.new} to {plan.old} and back changes something"

    def _renamable(self, path: str) -> Iterator[int]:
        """The headings whose text, written again as it is, gives the same heading: most of them."""
        note = self.opened.vault.notes[path]
        for at, heading in enumerate(note.headings):
            text = text_of(note, heading)
            if text and text == text.strip() and not any(sign in text for sign in "\r\n"):
                yield at


@pytest.fixture(scope="module")
def corpora(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return lay_out(tmp_path_factory.mktemp("corpora"))


SMALL, LARGE = ("edpike365-seed", "foam"), ("dendron-site", "edpike365-head", "free-programming-books", "k8s-community")


@pytest.mark.parametrize(
    ("corpus", "times"),
    [*((name, 15) for name in SMALL), *(pytest.param(name, 200, marks=pytest.mark.slow) for name in (*SMALL, *LARGE))],
)
def test_random_moves_break_nothing_and_come_back(corpora: Path, tmp_path: Path, corpus: str, times: int) -> None:
    walk = Walk(corpora / corpus, tmp_path, seed=len(corpus))
    for number in range(times):
        walk.move(number)
        walk.rename(number)
    assert walk.links
    assert not walk.lost
    assert walk.restored >= 0.95 * walk.backs
