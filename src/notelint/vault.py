"""The vault: every note at once, answering what a link points to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias

from notelint.note import Anchor, Heading, Link, Node, Note
from notelint.text import Span

TargetKind: TypeAlias = Literal["web", "note", "file", "folder", "route", "missing", "outside", "none"]


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


class Named(NamedTuple):
    """What a fragment names in a note on some platform: a heading or an anchor, and where."""

    name: str
    span: Span
    source: Heading | Anchor


@dataclass(frozen=True)
class VaultSettings:
    """What the configuration says about resolving links; globs are matched against paths in the repository."""

    site_roots: tuple[str, ...] = ()
    routes: tuple[str, ...] = ()
    platforms: tuple[tuple[str, tuple[str, ...]], ...] = field(default=(("**", ("github",)),))


class Vault:
    """Every note of a repository and the paths of its other files; built once, read-only."""

    def __init__(self, notes: Iterable[Note], files: Iterable[str], settings: VaultSettings) -> None: ...

    notes: Mapping[str, Note]

    def platforms(self, path: str) -> tuple[str, ...]:
        """The platforms that the notes under this path are read on; the first is the one they must work on."""
        ...

    def resolve(self, link: Link, source: Note) -> Resolution:
        """What a link in `source` points to."""
        ...

    def names(self, path: str, platform: str) -> Mapping[str, Named]:
        """Everything that a fragment can name in a note on a platform: exact name → heading or anchor (computed when asked)."""
        ...

    def backlinks(self, path: str) -> tuple[tuple[Note, Link], ...]:
        """The links of all notes that point to this note, with the notes they stand in."""
        ...

    def web_links(self) -> Iterable[tuple[Note, Link]]:
        """Every link to an address outside."""
        ...

    def values(self, key: str) -> tuple[tuple[Note, Node], ...]:
        """The value of a top-level front-matter key in every note that has it."""
        ...

    def keys(self) -> Mapping[str, int]:
        """Every top-level front-matter key with the number of notes that have it."""
        ...

    def exists(self, path: str) -> bool:
        """Whether a file or folder of exactly this path is in the repository."""
        ...

    def other_case(self, path: str) -> str | None:
        """The path that differs from this one in upper and lower case only, if there is one."""
        ...

    def same_name(self, path: str) -> tuple[str, ...]:
        """The files elsewhere in the repository whose last part is the same, in order."""
        ...
