"""A note under another path: how the links that lead to it, and those that it holds, are to be written then.

A link that is written in the usual way stays so: relative to its note or from the root, with or without extension, with its
escapes. What still leads where it led is left as it is written.
"""

from collections.abc import Iterator
from posixpath import basename, dirname, normpath, splitext
from typing import NamedTuple

from notelint.finding import Edit
from notelint.note import Link, Note
from notelint.pattern import late_pattern
from notelint.retarget import pelican_mark, relative, retargeted
from notelint.vault import Vault
from notelint.vault.resolve import Resolution

# What stands behind the path of a target: a query, a fragment.
_REST = late_pattern(r"[?#]")
# In CommonMark 0.31.2, section 6.3, these end or change a target; `%`, `?` and `#` have a meaning in addresses (RFC 3986), and
# `|` ends a cell of a table (GFM 0.29, section 4.10).
_UNWRITABLE = late_pattern(r"[\s<>()\[\]\\\"'`%?#|]")


class Move(NamedTuple):
    """A note's path before and after, and the vault before and after."""

    old: str
    new: str
    before: Vault
    after: Vault


class Moved(NamedTuple):
    """The edits in a note (by its old path), and its links that would no longer lead where they led."""

    path: str
    edits: tuple[Edit, ...]
    lost: tuple[Link, ...]


def moved(move: Move) -> Iterator[Moved]:
    """What is to be changed, note by note."""
    for note in dict.values(move.before.notes):
        edits, lost = [], []
        for link in note.links:
            if link.kind == "reference" or ("://" in link.target and link.kind not in ("wiki", "embed")):
                continue
            moved_link = _Link(move, note, link)
            if moved_link.is_to_be_written():
                edit = moved_link.edit()
                edits += [edit] if edit else []
                lost += [] if edit else [link]
        if edits or lost:
            yield Moved(note.path, tuple(edits), tuple(lost))


class _Link:
    """A link in a note, and what it leads to before the move and, as it is written, after it."""

    def __init__(self, move: Move, note: Note, link: Link) -> None:
        self._move = move
        self._note = note
        self._note_after = note._replace(path=move.new) if note.path == move.old else note
        self._link = link
        self._is_wiki = link.kind in ("wiki", "embed")
        self._before = move.before.resolve(link, note)
        self._target = move.new if self._before.path == move.old else self._before.path
        written = note.text.slice(link.target_span)
        self._written = written[1:-1] if written.startswith("<") and written.endswith(">") else written
        rest = _REST.search(self._written)
        path = self._written[: rest.start()] if rest else self._written
        self._rest = self._written[len(path) :]
        self._mark = pelican_mark(path)
        self._path = path.removeprefix(self._mark)

    def is_to_be_written(self) -> bool:
        """Whether the link has to be written anew; what leads nowhere before is not looked at."""
        if not self._path or self._before.kind not in ("note", "file", "folder", "outside"):
            return False
        if not self._leads_there(self._move.after.resolve(self._link, self._note_after)):
            return True
        return not self._is_wiki and self._is_usual() and self._relative() != self._path

    def edit(self) -> Edit | None:
        """The edit that makes the link lead where it led; None where no way is known to write it."""
        for path in self._wiki() if self._is_wiki else self._paths():
            if self._is_wiki:
                edit = Edit(self._link.target_span, self._around(path + self._rest))
                target = path + self._rest
            else:
                edit = retargeted(self._note, self._link, self._mark + path + self._rest)
                target = self._mark + path + ("#" + self._link.target.partition("#")[2] if "#" in self._link.target else "")
            if self._leads_there(self._move.after.resolve(self._link._replace(target=target), self._note_after)):
                return edit
        return None

    # -- inside

    def _leads_there(self, resolution: Resolution) -> bool:
        return resolution.path == self._target and resolution.kind == self._before.kind

    def _is_usual(self) -> bool:
        """Whether a relative path is written in the usual way, without detours."""
        if self._path.startswith("/"):
            return False
        return self._styled(self._literal(), self._note.path) == self._path

    def _literal(self) -> str:
        """The path that stands in the link, from the root: a folder, where the note in it is meant."""
        return normpath(f"{dirname(self._note.path)}/{_decoded(self._path)}".lstrip("/"))

    def _relative(self) -> str:
        literal = self._literal()
        place = self._target if self._before.path == self._move.old or literal == self._move.old else literal
        return self._styled(place, self._note_after.path)

    def _paths(self) -> Iterator[str]:
        if self._path.startswith("/"):
            yield from self._absolute()
        elif not self._is_usual():
            yield from self._by_the_same_way()
        yield self._relative()
        yield self._styled(self._target, self._note_after.path)

    def _by_the_same_way(self) -> Iterator[str]:
        """A path with a detour, such as `../here/note.md`, where nothing but the name is another."""
        folders, sign, name = self._path.rpartition("/")
        if sign and basename(self._move.old) == _decoded(name) and dirname(self._move.old) == dirname(self._move.new):
            yield folders + sign + self._escaped(basename(self._target))

    def _absolute(self) -> Iterator[str]:
        stem, ending = splitext(self._target)
        same = splitext(self._path)[1].lower()
        for root in (*self._move.after.settings.site_roots, ""):
            if not root or self._target.startswith(f"{root}/"):
                inner = stem.removeprefix(f"{root}/" if root else "")
                for last in (ending,) if same == ending else (same, ending):
                    yield self._escaped(f"/{inner}{last}")

    def _styled(self, place: str, source: str) -> str:
        """The path of a place as a note writes it, with what the written one has around it: `./` in front, `/` behind a folder.

        `./` stays before `../` as well: without it, moving back would not know that it was there.
        """
        path = relative(place, source)
        if self._path.startswith("./") and self._path != "./" and path != ".":
            path = f"./{path}"
        is_folder = place not in self._move.after.notes and place not in self._move.before.notes
        return self._escaped(f"{path}/" if is_folder and self._path.endswith("/") else path)

    def _escaped(self, path: str) -> str:
        """A path as it is to be written; its parts that stand in the link already keep their escapes."""
        from urllib.parse import quote

        known = {_decoded(part): part for part in self._path.split("/")}
        angled = self._note.text.slice(self._link.target_span).startswith("<")
        escapes_all = bool(known) and "%" in self._path and any(ord(sign) > 127 for sign in _decoded(self._path))

        def written(part: str) -> str:
            if part in known:
                return known[part]
            if angled:
                return part.replace("%", "%25").replace("?", "%3F").replace("#", "%23").replace("<", "%3C").replace(">", "%3E")
            return quote(part) if escapes_all else _UNWRITABLE.sub(lambda match: quote(match[0]), part)

        return "/".join(written(part) for part in path.split("/"))

    def _wiki(self) -> Iterator[str]:
        """The names of a note, from the shortest on; with a folder first where one was written."""
        name = self._path.strip()
        stem, ending = splitext(self._target)
        last = ending if ending not in (".md", ".markdown") or name.endswith(ending) else ""
        full, short = f"{stem}{last}", f"{basename(stem)}{last}"
        names = [full, short] if "/" in name else [short, full]
        slash = "/" if name.startswith("/") else ""
        unique = [candidate for candidate in names if len(self._move.after.wiki_candidates(candidate, self._note_after)) == 1]
        yield from (slash + candidate for candidate in (*unique, *names, f"{stem}{ending}"))

    def _around(self, target: str) -> str:
        """A name with the blanks that stand around the written one."""
        left = len(self._written) - len(self._written.lstrip())
        right = len(self._written) - len(self._written.rstrip())
        return f"{self._written[:left]}{target.strip()}{self._written[len(self._written) - right :]}"


def _decoded(path: str) -> str:
    if "%" not in path:
        return path
    from urllib.parse import unquote

    return unquote(path)
