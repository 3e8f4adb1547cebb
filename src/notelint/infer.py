"""A schema for front matter, inferred from the notes that exist: what `notelint init` starts from."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from notelint.markdown.front_matter import entries, items
from notelint.note import Node, Note
from notelint.schemas import is_moment

# A key that all but one note in fifty have is one that the others lack by mistake, which is what a schema is to find.
ALMOST_ALL = 0.98
# Few values, each used again and again, are a choice; more of them are free text that happens to repeat.
MOST_CHOICES = 8
LONGEST_CHOICE = 30
LEAST_USES = 3
# More folders than these are no rule that anyone would write down.
MOST_FOLDERS = 8
_EVERYWHERE = "**"

_TYPES = {
    "str": "string",
    "date": "string",
    "int": "integer",
    "float": "number",
    "bool": "boolean",
    "null": "null",
    "map": "object",
    "seq": "array",
}
_SCHEMA = "https://json-schema.org/draft/2020-12/schema"


class Coverage(NamedTuple):
    """How many of the notes with front matter have a key."""

    key: str
    notes: int
    of: int

    def __str__(self) -> str:
        return f"{self.key} in {self.notes} of {self.of} notes"


class Inferred(NamedTuple):
    """What the notes have in common.

    `files` are globs of the folders whose notes have front matter, `schema` a JSON Schema (draft 2020-12) that it follows but
    for keys missing here and there, `coverage` counts each key, the commonest first.
    """

    files: tuple[str, ...]
    schema: Mapping[str, Any]
    coverage: tuple[Coverage, ...]


def infer(notes: Iterable[Note]) -> Inferred:
    """The schema of these notes' front matter.

    A key is required when at least 98 % of the notes with front matter have it, and none when notes with and without front
    matter are so mixed that no few folders tell them apart. Other keys than those seen stay allowed: a schema guessed from
    notes cannot know what the next one needs.
    """
    known = tuple(notes)
    roots = [note.front_matter.root for note in known if note.front_matter and note.front_matter.root]
    values: dict[str, list[Node]] = {}
    for root in roots:
        for key, node in {entry.key: entry.node for entry in entries(root)}.items():
            values.setdefault(key, []).append(node)
    coverage = [Coverage(key, len(nodes), len(roots)) for key, nodes in values.items()]
    coverage.sort(key=lambda key: (-key.notes, key.key))
    schema: dict[str, Any] = {"$schema": _SCHEMA, "type": "object"}
    files = _globs(known)
    if files == (_EVERYWHERE,) and len(roots) < ALMOST_ALL * len(known):
        return Inferred(files, schema | {"properties": _properties(coverage, values)}, tuple(coverage))
    if required := [key.key for key in coverage if key.notes >= ALMOST_ALL * key.of]:
        schema["required"] = required
    return Inferred(files, schema | {"properties": _properties(coverage, values)}, tuple(coverage))


def _properties(coverage: Iterable[Coverage], values: Mapping[str, Sequence[Node]]) -> dict[str, Any]:
    return {key.key: _property(values[key.key]) for key in coverage}


def _property(nodes: Sequence[Node]) -> dict[str, Any]:
    """The schema of one value, from all that were seen."""
    types = {_TYPES[node.tag] for node in nodes}
    if "number" in types:
        types.discard("integer")
    schema: dict[str, Any] = {"type": min(types) if len(types) == 1 else sorted(types)}
    texts = [str(node.value) for node in nodes if _TYPES[node.tag] == "string"]
    if texts and all(map(is_moment, texts)):
        schema["format"] = "date" if all(len(text) == len("2021-08-23") for text in texts) else "date-time"
    elif types == {"string"} and (choices := _choices(texts)):
        schema = {"enum": choices}
    if members := [member for node in nodes for member in items(node)]:
        member_types = {_TYPES[member.tag] for member in members}
        schema["items"] = {"type": min(member_types) if len(member_types) == 1 else sorted(member_types)}
    return schema


def _choices(texts: Sequence[str]) -> list[str]:
    """The values of a text that is one of a few; none when it is free, or always the same and so no choice."""
    counts = Counter(texts)
    if 1 < len(counts) <= MOST_CHOICES and min(counts.values()) >= LEAST_USES and max(map(len, counts)) <= LONGEST_CHOICE:
        return sorted(counts)
    return []


def _globs(notes: Sequence[Note]) -> tuple[str, ...]:
    """The outermost folders in which almost every note has front matter; all notes when those would be many."""
    folders = tuple(sorted(_folders("", [(PurePosixPath(note.path).parts, note.front_matter is not None) for note in notes])))
    return folders if len(folders) <= MOST_FOLDERS else (_EVERYWHERE,)


def _folders(folder: str, notes: Sequence[tuple[tuple[str, ...], bool]]) -> Iterator[str]:
    """The globs below a folder, given its notes: the parts of each path from there on, and whether it has front matter."""
    having = sum(has for _, has in notes)
    if not having:
        return
    # At the top, README and its like have none on purpose; below, one without is likely a mistake.
    if having >= (ALMOST_ALL if folder else 1) * len(notes):
        yield f"{folder}**"
        return
    inside: dict[str, list[tuple[tuple[str, ...], bool]]] = {}
    for parts, has in notes:
        if len(parts) > 1:
            inside.setdefault(parts[0], []).append((parts[1:], has))
        elif has:
            yield f"{folder}{_literal(parts[0])}" if folder else f"/{_literal(parts[0])}"
    for name, below in inside.items():
        yield from _folders(f"{folder}{_literal(name)}/", below)


def _literal(name: str) -> str:
    """A name as a glob that matches only it (gitignore(5))."""
    return "".join(f"\\{sign}" if sign in "*?[\\!" else sign for sign in name)
