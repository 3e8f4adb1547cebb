"""How a vault writes its links to notes: as files, which GitHub needs, or as the pages that a site makes of them.

Many sites leave no trace beside their notes, but they show in the links: who writes for a site leaves `.md` out nearly always,
who writes for GitHub nearly never.
"""

from collections.abc import Callable, Iterator, Mapping
from posixpath import basename
from typing import NamedTuple

from notelint.note import Link, Note
from notelint.vault.resolve import Resolution

# Found on 118 trees of notes, docs/evidence/fresh.md: where a site is made of them, at least 85 % of the links were written so,
# or a part from 7 to 59 %; where they are read on GitHub, next to none. Fewer links than this are no habit.
_NEARLY_ALL = 0.75
_OFTEN = 0.05
_LEAST = 10


class Written(NamedTuple):
    """How many links of a note leave the ending of a note out, are addresses from the root of a site, or name a note's file."""

    pages: int = 0
    routes: int = 0
    files: int = 0


class ForSite(NamedTuple):
    """How far a vault writes its links for a site.

    `first` is the path of the first note with a link to a page if nearly all are written so (else empty); `often` tells
    whether enough links to pages are to be no slip.
    """

    first: str
    often: bool


class Habit(NamedTuple):
    """The same of a vault, and the path of the first note with a link to a page (empty when there is none)."""

    pages: int
    routes: int
    files: int
    first: str

    def answer(self) -> ForSite:
        """How far the vault has the habit to write its links for a site."""
        site = self.pages + self.routes
        nearly_all = site >= max(_LEAST, _NEARLY_ALL * (site + self.files))
        often = self.pages >= max(_LEAST, _OFTEN * (self.pages + self.files))
        return ForSite(self.first if nearly_all else "", often)

    def after(self, was: Mapping[str, Written], now: Mapping[str, Written]) -> "Habit":
        """The habit of the vault when some notes have other links. `first` is right where nothing before it is unknown."""
        gone, come = _sum(was), _sum(now)
        pages, routes, files = (a - b + c for a, b, c in zip(self[:3], gone, come, strict=True))
        firsts = [path for path, one in now.items() if one.pages] + [self.first] * (self.first not in now)
        return Habit(pages, routes, files, min(filter(None, firsts), default=""))


def habit_of(found: Mapping[str, Written]) -> Habit:
    """The habit of a vault, from that of each note by its path."""
    return Habit(*_sum(found), min((path for path, one in found.items() if one.pages), default=""))


def _sum(found: Mapping[str, Written]) -> Written:
    return Written(*map(sum, zip(*found.values(), strict=True))) if found else Written()


def written(note: Note, resolve: Callable[[Link, Note], Resolution], is_note: Callable[[str], bool]) -> Written:
    """How the links of a note are written."""
    pages = routes = files = 0
    for link in note.links:
        if link.is_image or link.kind in ("wiki", "embed", "reference", "bare", "autolink"):
            continue
        found = resolve(link, note)
        if found.kind == "note" and link.target[0] not in "#?":
            files += link.target.partition("#")[0].partition("?")[0].endswith((".md", ".markdown"))
        elif found.kind == "missing" and link.target.startswith("/"):
            routes += "." not in basename(found.path) or is_page(found.path, is_note)
        elif found.kind == "missing":
            pages += is_page(found.path, is_note)
    return Written(pages, routes, files)


def is_page(path: str, is_note: Callable[[str], bool]) -> bool:
    """Whether a path where nothing lies is that of a page which sites make of a note: `setup`, `setup.html` of `setup.md`."""
    return any(map(is_note, notes_of(path)))


def notes_of(path: str) -> Iterator[str]:
    """The notes that a page of this path may be made of, the likeliest first."""
    stem, dot, ending = path.rpartition(".")
    page = stem if dot and ending in ("html", "htm") else path
    yield from (f"{page}.md", f"{page}.markdown", f"{page}/index.md", f"{page}/README.md")
