"""Headings that a change has given another title, so that links to the old one can be mended for certain."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from functools import cache
from posixpath import dirname, normpath
from urllib.parse import unquote

from notelint.finding import Finding
from notelint.markdown.heading_ids import heading_ids
from notelint.note import Link, Note
from notelint.vault.fragments import renamed

Reads = Callable[[str], Note | None]
"""Reads a note by its path; None where there is none."""

RULE = "broken-fragment"
# Of the lines below a heading, blank ones aside, so many must be the same for it to be taken for the same heading.
_SAME = 0.5


def with_renames(findings: Iterable[Finding], now: Reads, before: Reads, platform: Callable[[str], str]) -> Iterator[Finding]:
    """The findings; those about a fragment that names a heading by the title it had before get the fix that is sure.

    `now` reads a note as it is, `before` as it was at the last commit, `platform` tells on which one a path is read.
    """

    @cache
    def ids(path: str, name: str) -> Mapping[str, str]:
        old, new = before(path), now(path)
        return renamed_ids(old, new, name) if old and new else {}

    for finding in findings:
        note = now(finding.path) if finding.rule == RULE else None
        link = next((link for link in note.links if link.span == finding.span), None) if note else None
        if note is None or link is None:
            yield finding
            continue
        path, fragment = _target(note, link)
        name = ids(path, platform(finding.path)).get(fragment)
        fix = renamed(note, link, name, "safe") if name else None
        yield finding._replace(fix=fix) if fix else finding


def renamed_ids(old: Note, new: Note, platform: str) -> Mapping[str, str]:
    """For ids that a note no longer has: the id that the same heading has now.

    The same heading is one of the same level between the same neighbours, with at least half of what stands below it as it was:
    a heading that is gone, and another one in its place, are two.
    """
    had, have = heading_ids(old.headings, platform), heading_ids(new.headings, platform)
    renamed = {}
    for kind, first, last, begin, end in SequenceMatcher(None, had, have, autojunk=False).get_opcodes():
        if kind != "replace" or last - first != end - begin:
            continue
        for before, now_at in zip(range(first, last), range(begin, end), strict=True):
            if had[before] not in have and _is_same(old, before, new, now_at):
                renamed[had[before]] = have[now_at]
    return renamed


# -- inside


def _is_same(old: Note, number: int, new: Note, new_number: int) -> bool:
    if old.headings[number].level != new.headings[new_number].level:
        return False
    before, after = Counter(_below(old, number)), Counter(_below(new, new_number))
    shared = (before & after).total()
    return shared >= _SAME * max(before.total(), after.total()) and shared > 0


def _below(note: Note, number: int) -> list[str]:
    """The lines between a heading and the next, without blank ones."""
    content = note.text.content
    last = number + 1 == len(note.headings)
    end = len(content) if last else note.headings[number + 1].span.start
    return [line.strip() for line in content[note.headings[number].span.end : end].splitlines() if line.strip()]


def _target(note: Note, link: Link) -> tuple[str, str]:
    """The path that a link leads to as it is written, and its fragment, both decoded."""
    path, _, fragment = link.target.partition("#")
    place = normpath(f"{dirname(note.path)}/{unquote(path)}".lstrip("/")) if path else note.path
    return place, unquote(fragment)
