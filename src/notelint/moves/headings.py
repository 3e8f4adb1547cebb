"""A heading under another text: how the fragments that name it are to be written then."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from notelint.finding import Edit
from notelint.markdown.heading_ids import heading_names
from notelint.markdown.html import unescaped
from notelint.moves.links import Moved
from notelint.note import Heading, Link, Note
from notelint.pattern import late_pattern
from notelint.text import Span
from notelint.vault import Named, Vault
from notelint.vault.fragments import as_fragment, find

# What stands around the text of a heading and stays: anchors in front and behind, `{#id}`, an Obsidian block id.
# Some close an anchor with a second `<a>`.
_BEFORE = late_pattern(r"(?:<a\s[^<>]*>\s*</?a>\s*)+", re.IGNORECASE)
_BEHIND = late_pattern(r"(?:\s*(?:<a\s[^<>]*>\s*</?a>|\{[#:.][^{}]*\}|\s\^[\w-]+))+\s*\Z", re.IGNORECASE)
# The pieces of a fragment in a wikilink: `#A#B` names B below A, and Dendron has ranges (`#a:#b`).
_PIECE = late_pattern(r"(?:(?!:?#).)+")
# What ends a name in a wikilink, or the link.
_SIGNS = frozenset("#^|[]:\\")


class Renaming(NamedTuple):
    """A note and the number of one of its headings, and the vault before and after that has got another text."""

    path: str
    number: int
    before: Vault
    after: Vault


def heading_edit(note: Note, heading: Heading, text: str) -> Edit:
    """The edit that gives a heading another text; anchors and ids that are written in it stay."""
    content = note.text.slice(heading.content_span)
    before = _BEFORE.match(content)
    behind = _BEHIND.search(content)
    start = heading.content_span.start + (before.end() if before else 0)
    end = heading.content_span.start + (behind.start() if behind else len(content.rstrip()))
    return Edit(Span(start, max(start, end)), text)


def text_of(note: Note, heading: Heading) -> str:
    """The text of a heading that another takes the place of."""
    return note.text.slice(heading_edit(note, heading, "").span)


def find_heading(name: str, path: str, vault: Vault) -> int | None:
    """The number of the heading that an id or a title names in a note; the first of several."""
    headings = vault.notes[path].headings
    for platform in (*vault.platforms(path), "obsidian"):
        named = find(name, path, platform, vault)
        if isinstance(named, Named) and isinstance(named.source, Heading):
            return headings.index(named.source)
    wanted = " ".join(name.split()).casefold()
    titles = [" ".join(heading.title.split()).casefold() for heading in headings]
    return titles.index(wanted) if wanted in titles else None


def refragmented(renaming: Renaming) -> Iterator[Moved]:
    """What is to be changed in links, note by note; other headings of the note may get other ids, too."""
    by_note: dict[str, list[Link]] = {}
    for note, link in renaming.before.backlinks(renaming.path):
        if link.kind != "reference" and "#" in link.target:
            by_note.setdefault(note.path, []).append(link)
    heading = renaming.before.notes[renaming.path].headings[renaming.number]
    for path, links in by_note.items():
        note = renaming.before.notes[path]
        edits, lost = [], []
        for link in links:
            if path == renaming.path and heading.content_span.covers(link.span.start):
                continue  # it goes with the old text
            changes = list(_Fragment(renaming, note, link).edits())
            edits += [edit for edit in changes if edit]
            lost += [link for edit in changes if edit is None]
        if edits or lost:
            yield Moved(path, tuple(edits), tuple(lost))


class _Fragment:
    """A fragment of a link into the note."""

    def __init__(self, renaming: Renaming, note: Note, link: Link) -> None:
        self._renaming = renaming
        self._note = note
        self._link = link

    def edits(self) -> Iterator[Edit | None]:
        """The edits that make it name what it named; None where none is known."""
        if self._link.kind in ("wiki", "embed"):
            yield from self._in_wikilink()
            return
        fragment = self._renaming.before.resolve(self._link, self._note).fragment or ""
        name = self._new_name(fragment, self._renaming.before.platforms(self._note.path))
        if name:
            span = self._span()
            yield Edit(span, as_fragment(name, escaped="%" in self._note.text.slice(span))) if span else None

    def _span(self) -> Span | None:
        """Where the fragment stands: behind the first `#` after which it reads so, since character references have one, too."""
        written = self._note.text.slice(self._link.target_span)
        end = len(written) - (written.startswith("<") and written.endswith(">"))
        for mark in range(end):
            if written[mark] == "#" and unescaped(written[mark + 1 : end]) == self._link.target.partition("#")[2]:
                return Span(self._link.target_span.start + mark + 1, self._link.target_span.start + end)
        return None

    def _in_wikilink(self) -> Iterator[Edit]:
        start = self._link.target_span.start
        written = self._note.text.slice(self._link.target_span)
        mark = written.find("#")
        platforms = ("obsidian", "github", *self._renaming.before.platforms(self._renaming.path))
        for piece in _PIECE.finditer(written, mark + 1) if mark >= 0 else ():
            # Dendron's `,1` says how many lines are to be left out.
            for text in dict.fromkeys((piece[0].strip(), piece[0].partition(",")[0].strip())):
                name = self._new_name(text, platforms)
                if name:
                    name = name.lower() if text.islower() else name  # in wikilinks the case of a title does not count
                    at = start + piece.start() + piece[0].index(text)
                    yield Edit(Span(at, at + len(text)), name)
                    break

    def _new_name(self, fragment: str, platforms: tuple[str, ...]) -> str | None:
        """What the heading is called now that a fragment named, if that is not what it says."""
        path = self._renaming.path
        for platform in platforms:
            named = find(fragment, path, platform, self._renaming.before)
            if isinstance(named, Named) and isinstance(named.source, Heading):
                number = _numbers(self._renaming.before, path)[named.source]
                now = find(fragment, path, platform, self._renaming.after)
                if isinstance(now, Named) and now.source == self._renaming.after.notes[path].headings[number]:
                    return None
                return self._name(number, platform, named.name)
        return None

    def _name(self, number: int, platform: str, old: str) -> str:
        """The name of a heading now that is of the kind of an old one: some platforms know several."""
        title = " ".join(self._renaming.after.notes[self._renaming.path].headings[number].title.split())
        if platform == "obsidian" and _SIGNS.isdisjoint(title):
            return title
        before, after = (
            heading_names(vault.notes[self._renaming.path].headings, platform)[number]
            for vault in (self._renaming.before, self._renaming.after)
        )
        rank = list(before).index(old) if old in before else 0
        return tuple(after)[min(rank, len(after) - 1)]


def _numbers(vault: Vault, path: str) -> Mapping[Heading, int]:
    return {heading: number for number, heading in enumerate(vault.notes[path].headings)}
