"""Where a target leads: to an address outside, a note, a file, a route of the site, or nowhere."""

import re
from collections.abc import Callable, Mapping
from posixpath import basename, dirname, normpath
from typing import Literal, NamedTuple, TypeAlias

from notelint.note import Note
from notelint.pattern import late_pattern
from notelint.retarget import pelican_mark
from notelint.vault.file_index import FileIndex

TargetKind: TypeAlias = Literal["web", "note", "file", "folder", "route", "missing", "outside", "none"]

# RFC 3986, section 3.1; one letter is a Windows drive, not a scheme.
_SCHEME = late_pattern(r"[A-Za-z][A-Za-z0-9+.\-]+:")
# Pages that Pelican makes of no single file: `{tag}python`.
_PELICAN_PAGE = late_pattern(r"\{(?:tag|category|author|index)\}|\|(?:tag|category|author|index)\|")
_ESCAPE = late_pattern(r"%[0-9A-Fa-f]{2}")
# What stands for a folder: GitHub shows README, site generators index; Hugo's sections have _index.
FOLDER_NOTES = (
    "readme.md",
    "index.md",
    "_index.md",
    "readme.markdown",
    "index.markdown",
    "index.html",
    "readme.rst",
    "readme",
)


class Resolution(NamedTuple):
    """What a link points to.

    `web`: an address with a scheme (mail included) or a protocol-relative one. `note`, `file`, `folder`: `path` exists in the
    repository (a folder with a README or index resolves to that note). `route`: a site route that the configuration knows.
    `missing`: `path` is where it would have to be. `outside`: it leaves the repository. `none`: it points nowhere (empty).
    `fragment` is decoded; None when the target has no `#`.
    """

    kind: TargetKind
    path: str
    fragment: str | None


class VaultSettings(NamedTuple):
    """What the configuration says about resolving links; globs are matched against paths in the repository.

    `site_roots`: folders that a root-absolute target is looked up in. `routes`: pattern of a root-absolute target (one `*` for
    a part of a path or one `**` for any) and the path it leads to (`*` filled in the same way), or an empty path when the route
    is made by a program. `platforms`: the first glob that matches a note says on which platforms it is read. `foreign`: folders
    that are filled from elsewhere (submodules that are not checked out), so that nobody knows what is in them.
    """

    site_roots: tuple[str, ...] = ()
    routes: tuple[tuple[str, str], ...] = ()
    platforms: tuple[tuple[str, tuple[str, ...]], ...] = (("**", ("github",)),)
    foreign: tuple[str, ...] = ()


class Resolver:
    """Resolves targets against the files of a repository; `aliases` gives, when asked, the notes by their aliases."""

    def __init__(
        self,
        notes: Mapping[str, Note],
        index: FileIndex,
        settings: VaultSettings,
        aliases: Callable[[], Mapping[str, tuple[str, ...]]],
    ) -> None:
        self._notes = notes
        self._index = index
        self._settings = settings
        self._aliases = aliases

    def is_note(self, path: str) -> bool:
        """Whether a note has this path."""
        return path in self._notes

    def target(self, target: str, source: str) -> Resolution:
        """What a target, as written in the note at `source`, leads to."""
        if not target:
            return Resolution("none", "", None)
        if target.startswith("//") or _SCHEME.match(target):
            return Resolution("web", "", None)
        if _PELICAN_PAGE.match(target):
            return Resolution("route", "", None)
        pelican = pelican_mark(target)
        address, mark, rest = target[len(pelican) :].partition("#")
        fragment = _decoded(rest) if mark else None
        path = _decoded(address.partition("?")[0])
        if not path:
            return Resolution("note", source, fragment)
        if pelican and path.startswith("/"):
            return self._from_above(path.lstrip("/"), source, fragment)
        if path.startswith("/"):
            return self._resolve_absolute(path, fragment)
        joined = normpath(f"{dirname(source)}/{path}".lstrip("/"))
        if joined == ".." or joined.startswith("../"):
            return Resolution("outside", joined, fragment)
        return self._existing(joined, fragment) or Resolution("missing", joined, fragment)

    def _from_above(self, path: str, source: str, fragment: str | None) -> Resolution:
        """What a path leads to from the folder that Pelican takes for the content's; that is one above the note."""
        folder = dirname(source)
        while folder:
            if found := self._existing(normpath(f"{folder}/{path}"), fragment):
                return found
            folder = dirname(folder)
        return self._existing(normpath(path), fragment) or Resolution("missing", normpath(path), fragment)

    def _resolve_absolute(self, path: str, fragment: str | None) -> Resolution:
        plain = normpath(path.strip("/") or ".")
        if plain == ".." or plain.startswith("../"):
            return Resolution("outside", plain, fragment)
        for root in (*self._settings.site_roots, ""):
            place = normpath(f"{root}/{plain}".strip("/"))
            forms = (
                (place, f"{place}.md", f"{place.removesuffix('.html')}.md") if root or self._settings.site_roots else (place,)
            )
            for form in forms:
                if resolution := self._existing(form, fragment):
                    return resolution
        return self._route(path, fragment) or Resolution("missing", plain, fragment)

    def _existing(self, path: str, fragment: str | None) -> Resolution | None:
        path = "" if path == "." else path
        if path in self._notes:
            return Resolution("note", path, fragment)
        if self._index.is_file(path):
            return Resolution("file", path, fragment)
        if any(path.startswith(f"{folder}/") for folder in self._settings.foreign):
            return Resolution("outside", path, fragment)
        if not self._index.is_folder(path):
            return None
        for name in FOLDER_NOTES:
            inside = f"{path}/{name}".lstrip("/")
            folder_note = inside if inside in self._notes else self._index.other_case(inside)
            if folder_note in self._notes:
                return Resolution("note", str(folder_note), fragment)
        return Resolution("folder", path, fragment)

    def _route(self, path: str, fragment: str | None) -> Resolution | None:
        for pattern, place in self._settings.routes:
            match = _route_pattern(pattern).fullmatch(path.rstrip("/") or "/")
            if match is None:
                continue
            filled = re.sub(r"\*+", _literally(match[1]), place, count=1) if match.re.groups else place
            existing = self._existing(normpath(filled), fragment) if filled else None
            return existing or Resolution("missing" if filled else "route", filled, fragment)
        return None

    def wikilink(self, target: str, source: Note) -> Resolution:
        """What a wikilink to `name#fragment` in this note leads to."""
        name, mark, rest = target.partition("#")
        fragment = rest if mark else None
        if not name.strip():
            return Resolution("note", source.path, fragment) if mark else Resolution("none", "", None)
        if _SCHEME.match(name):
            return Resolution("web", "", None)
        paths = self.candidates(name.strip().lstrip("/"), source)
        if not paths:
            return Resolution("missing", name.strip(), fragment)
        return Resolution("note" if paths[0] in self._notes else "file", paths[0], fragment)

    def candidates(self, target: str, source: Note) -> tuple[str, ...]:
        """The paths that a wikilink to this name (without fragment) may mean, the likeliest first; several are ambiguous.

        As in Obsidian: the exact path from the root, the path from the note's folder, then any note or file whose path ends so,
        regardless of case; `.md` may be left out. Where several vaults of Obsidian lie in one repository, a note's own goes
        first. An alias in the front matter counts where no name does.
        """
        for path in (target, normpath(f"{dirname(source.path)}/{target}").lstrip("/")):
            for name in (path, f"{path}.md"):
                if self._index.is_file(name) and (name in self._notes or "." in basename(path)):
                    return (name,)
        ending = f"/{target}".casefold()
        names = (basename(target), f"{basename(target)}.md", f"{basename(target)}.markdown")
        named = [path for name in names for path in self._index.same_name(name)]
        ends = [path for path in named if f"/{path}".casefold().removesuffix(".md").endswith(ending.removesuffix(".md"))]
        near = [path for path in ends if dirname(path) == dirname(source.path)]
        own = ends if len(ends) < 2 else self._in_own_vault(ends, source)
        likeliest = near or sorted(own, key=lambda path: (path.count("/"), path))
        return tuple(likeliest) or self._aliases().get(target.casefold(), ())

    def _in_own_vault(self, paths: list[str], source: Note) -> list[str]:
        """Those that lie below the nearest `.obsidian` above the note; all, where none does."""
        folder = dirname(source.path)
        while folder and not self._index.is_folder(f"{folder}/.obsidian"):
            folder = dirname(folder)
        return [path for path in paths if not folder or path.startswith(f"{folder}/")] or paths


def _decoded(text: str) -> str:
    if not _ESCAPE.search(text):
        return text
    from urllib.parse import unquote

    return unquote(text)


def _literally(text: str) -> Callable[[re.Match[str]], str]:
    return lambda _: text


def _route_pattern(pattern: str) -> re.Pattern[str]:
    before, star, after = pattern.rstrip("/").partition("*")
    if not star:
        return re.compile(re.escape(pattern.rstrip("/") or "/"))
    many = after.startswith("*")
    return re.compile(re.escape(before) + ("(.*)" if many else "([^/]*)") + re.escape(after.lstrip("*")))
