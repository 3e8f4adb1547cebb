"""Where a link to a missing file was probably meant to lead."""

from collections.abc import Iterator
from posixpath import basename, dirname, join, normpath, splitext
from typing import NamedTuple

from notelint.finding import Safety
from notelint.nearest import nearest
from notelint.note import Link, Note
from notelint.vault import Vault
from notelint.vault.habit import notes_of

# Names that so many folders have that one elsewhere is no hint.
_COMMON_NAMES = frozenset(
    ("readme.md", "index.md", "changelog.md", "license", "license.md", "contributing.md", "notice", "code_of_conduct.md")
)

_PAGES = frozenset(("md", "markdown", "html", "htm"))


class Guess(NamedTuple):
    """Where a broken link was probably meant to lead, and how sure that is."""

    path: str
    reason: str
    safety: Safety


def guesses(note: Note, link: Link, path: str, vault: Vault) -> Iterator[Guess]:
    """What the link may have meant, the surest first."""
    _, dot, ending = path.rpartition(".")
    plain = link.target.partition("#")[0].partition("?")[0].removeprefix("./")
    for name in notes_of(path):
        if name in vault.notes:
            yield Guess(name, f"the note is `{basename(name)}`.", "safe")
    for name in notes_of(normpath(join(_address(note.path), plain))) if plain.endswith("/") else ():
        if name in vault.notes:
            yield Guess(name, f"the note is `{name}`, counted from the address of this one on a site.", "unsafe")
    if other := vault.other_case(path):
        yield Guess(other, f"`{other}` differs only in upper and lower case, which counts on the web.", "safe")
    for place in (plain.lstrip("/"), f"{dirname(note.path)}/{plain.lstrip('/')}"):
        if place != path and "." in basename(place) and vault.exists(place):
            yield Guess(place, f"it is at `/{place}`, counted from the root of the repository.", "unsafe")
    named = vault.same_name(path) or (
        () if "." in basename(path) or link.target.startswith("/") else vault.same_name(f"{path}.md")
    )
    if len(named) == 1 and basename(named[0]).lower() not in _COMMON_NAMES:
        yield Guess(named[0], f"a file of this name is at `/{named[0]}`.", "unsafe")
    # A picture was no note, and a note no picture.
    kinds = {ending} if "." in basename(path) and ending not in _PAGES else _PAGES
    beside = {basename(name).rpartition(".")[0]: name for name in vault.beside(path) if name.rpartition(".")[2] in kinds}
    if near := nearest(basename(path).removesuffix(f".{ending}" if dot else ""), beside):
        yield Guess(beside[near], f"did you mean `{basename(beside[near])}`?", "unsafe")


def _address(path: str) -> str:
    """The folder that a note is at on a site whose addresses end in `/`: `a/b/` of `a/b.md`, `a/` of `a/index.md`."""
    stem = splitext(path)[0]
    return dirname(stem) if basename(stem).lower() in ("index", "readme", "_index") else stem
