"""Vaults with copies planted in them: what was planted where, and how to tell whether it was found.

Every line is made of random words, so that only what is planted is the same; a few short lines stand everywhere, as they do in
real notes.
"""

import random
from collections.abc import Callable, Sequence
from typing import NamedTuple

from notelint.copies import Copy, CopySettings, Stretch
from notelint.copies.groups import find_copies
from notelint.note import Note
from tests.helpers import note

_LETTERS = "aeioubcdfglmnprst"
_COMMON = ("See also", "Example:", "Notes", "To be done", "Details")

Tree = list[tuple[int, str]]
"""A list: each item's depth, counted from 0, and its text."""


class Plant(NamedTuple):
    """A copy: how it was made, and the first and last line of both places, the later path first."""

    kind: str
    here: tuple[str, int, int]
    there: tuple[str, int, int]
    exact: bool


class Garden(NamedTuple):
    """Notes by path, and what is planted in them."""

    notes: dict[str, str]
    plants: tuple[Plant, ...]


class Measured(NamedTuple):
    """What was found: of the plants how many, of the findings how many are plants, and how many plants more than once."""

    recall: float
    precision: float
    twice: int


class _Gardener:
    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - the same vault for the same seed, no secret
        self.words = ["".join(self.random.choices(_LETTERS, k=self.random.randint(4, 9))) for _ in range(3000)]
        self.notes: dict[str, list[str]] = {}
        self.plants: list[Plant] = []

    def sentence(self) -> str:
        return " ".join(self.random.choices(self.words, k=self.random.randint(4, 9)))

    def tree(self, items: int) -> Tree:
        tree: Tree = [(0, self.sentence())]
        while len(tree) < items:
            tree.append((self.random.randint(0, min(2, tree[-1][0] + 1)), self.sentence()))
        return tree

    def new_note(self) -> str:
        """A note of sections with paragraphs and lists, of which nothing stands elsewhere."""
        path = f"{self.random.choice('abcdefgh')}/{self.random.getrandbits(40):010x}.md"
        lines = [f"# {self.sentence()}", ""]
        for _ in range(self.random.randint(1, 4)):
            lines += [f"## {self.sentence()}", "", *(self.sentence() for _ in range(self.random.randint(1, 5))), ""]
            lines += [*rendered(self.tree(self.random.randint(2, 8))), "", self.random.choice(_COMMON), ""]
        self.notes[path] = lines
        return path

    def put(self, lines: Sequence[str]) -> tuple[str, int, int]:
        """Lines in a section of their own at the end of a new note: where they are."""
        path = self.new_note()
        self.notes[path] += [f"## {self.sentence()}", "", self.sentence(), ""]
        first = len(self.notes[path]) + 1
        self.notes[path] += lines
        last = len(self.notes[path])
        self.notes[path] += ["", f"## {self.sentence()}", "", self.sentence()]
        return path, first, last

    def plant(self, kind: str, one: tuple[str, int, int], other: tuple[str, int, int], *, exact: bool) -> None:
        there, here = sorted((one, other))
        self.plants.append(Plant(kind, here, there, exact))

    def exact(self) -> None:
        lines = rendered(self.tree(self.random.randint(4, 14)))
        self.plant("exact", self.put(lines), self.put(lines), exact=True)

    def reindented(self) -> None:
        tree = self.tree(self.random.randint(4, 14))
        deep = ["- " + self.sentence(), *rendered(tree, 2, "*"), "  * " + self.sentence()]
        path, first, last = self.put(deep)
        self.plant("reindented", self.put(rendered(tree)), (path, first + 1, last - 1), exact=True)

    def renumbered(self) -> None:
        title, lines = self.sentence(), [self.sentence() for _ in range(self.random.randint(4, 9))]
        one = [f"### 1.{self.random.randint(1, 9)} {title}", "", *(f"1. {line}" for line in lines)]
        other = [f"#### 4. {title}", "", *(f"{number}) {line}" for number, line in enumerate(lines, 3))]
        self.plant("renumbered", self.put(one), self.put(other), exact=True)

    def changed(self) -> None:
        tree = self.tree(self.random.randint(8, 20))
        at = self.random.randrange(1, len(tree) - 1)
        lines = rendered([*tree[:at], (tree[at][0], self.sentence()), *tree[at + 1 :]])
        self.plant("changed", self.put(rendered(tree)), self.put(lines), exact=False)

    def reordered(self) -> None:
        items: Tree = [(0, self.sentence()) for _ in range(self.random.randint(8, 16))]
        at, to = self.random.sample(range(1, len(items) - 1), 2)
        moved = [*items[:at], *items[at + 1 :]]
        moved.insert(to, items[at])
        self.plant("reordered", self.put(rendered(items)), self.put(rendered(moved)), exact=False)

    def rewritten(self) -> None:
        title, lines = self.sentence(), [self.sentence() for _ in range(self.random.randint(10, 20))]
        other = [*lines]
        for at in self.random.sample(range(1, len(lines) - 1), len(lines) // 6):
            other[at] = self.sentence()
        self.plant("rewritten", self.put([f"### {title}", "", *lines]), self.put([f"## {title}", "", *other]), exact=False)

    def split(self) -> None:
        parts = [self.tree(self.random.randint(5, 9)) for _ in range(2)]
        path, first, last = self.put([*rendered(parts[0]), *rendered(parts[1])])
        middle = first + len(parts[0])
        self.plant("split", self.put(rendered(parts[0])), (path, first, middle - 1), exact=True)
        self.plant("split", self.put(rendered(parts[1])), (path, middle, last), exact=True)

    def half(self) -> None:
        kept, left = self.tree(self.random.randint(5, 9)), self.tree(self.random.randint(5, 9))
        path, first, _ = self.put([*rendered(kept), *rendered(left)])
        own = rendered(self.tree(4))
        copy, start, end = self.put([*own, *rendered(kept)])
        self.plant("half", (path, first, first + len(kept) - 1), (copy, start + len(own), end), exact=True)


KINDS: tuple[str, ...] = ("exact", "reindented", "renumbered", "changed", "reordered", "rewritten", "split", "half")


def rendered(tree: Tree, indent: int = 0, marker: str = "-") -> list[str]:
    """A list as Markdown."""
    width = len(marker) + 1
    return [f"{' ' * (indent + depth * width)}{marker} {text}" for depth, text in tree]


def garden(seed: int, kinds: Sequence[str] = KINDS, each: int = 10, others: int = 30) -> Garden:
    """A vault with `each` copies of every kind and so many other notes; the same one for the same seed."""
    gardener = _Gardener(seed)
    for _ in range(others):
        gardener.new_note()
    for kind in kinds:
        make: Callable[[], None] = getattr(gardener, kind)
        for _ in range(each):
            make()
    return Garden({path: "\n".join(lines) + "\n" for path, lines in gardener.notes.items()}, tuple(gardener.plants))


def measure(planted: Garden) -> Measured:
    """How well the copies in a garden are found, at the lines where they were planted."""
    notes = {path: note(content, path) for path, content in planted.notes.items()}
    found = [copy for copies in find_copies(notes.values(), CopySettings()).values() for copy in copies]
    hits = [[plant for plant in planted.plants if _is_found(plant, copy, notes)] for copy in found]
    flat = [plant for plants in hits for plant in plants]
    return Measured(
        len(set(flat)) / len(planted.plants),
        sum(bool(plants) for plants in hits) / max(1, len(found)),
        len(flat) - len(set(flat)),
    )


def _is_found(plant: Plant, copy: Copy, notes: dict[str, Note]) -> bool:
    if copy.exact != plant.exact or not _is_at(plant.here, copy.stretch, notes):
        return False
    return any(_is_at(plant.there, other, notes) for other in copy.others)


def _is_at(place: tuple[str, int, int], stretch: Stretch, notes: dict[str, Note]) -> bool:
    """Whether a stretch is where something was planted, but for a tenth of its lines."""
    path, first, last = place
    if stretch.path != path:
        return False
    text = notes[path].text
    start, end = text.position(stretch.span.start).line, text.position(stretch.span.end).line
    return abs(start - first) + abs(end - last) <= (last - first + 1) / 10
