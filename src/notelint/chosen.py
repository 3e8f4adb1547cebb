"""Which notes' findings are shown."""

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from notelint.finding import Finding
from notelint.text import Span

if TYPE_CHECKING:  # a run over unchanged notes has no vault
    from notelint.note import Link, LinkKind, Note
    from notelint.vault import Vault


class Chosen(NamedTuple):
    """The notes that were given, and the files that are gone: their findings are shown, and what they cause elsewhere."""

    everything: bool = True
    paths: frozenset[str] = frozenset()
    gone: frozenset[str] = frozenset()

    def has(self, path: str) -> bool:
        """Whether all findings in the note of this path are shown."""
        return self.everything or path in self.paths

    def spans_elsewhere(self, note: "Note", vault: "Vault") -> tuple[Span, ...]:
        """The links of another note that lead to what was given: the findings about them are shown as well."""
        return tuple(link.span for link in note.links if self._is_target(link, vault.resolve(link, note).path))

    def causes(self, finding: Finding) -> bool:
        """Whether a finding in another note is about a place in what was given: its copy, or what it differs from."""
        return any(related.path in self.paths for related in finding.related)

    def _is_target(self, link: "Link", path: str) -> bool:
        return bool(path) and (path in self.paths or any(path in _names(gone, link.kind) for gone in self.gone))


def _names(path: str, kind: "LinkKind") -> tuple[str, ...]:
    """The paths that a link may resolve to when it meant a file that is gone: a wikilink has nothing but the name left."""
    pure = PurePosixPath(path)
    names = (path, str(pure.with_suffix("")))
    return (*names, pure.name, pure.stem) if kind in ("wiki", "embed") else names


def is_about(finding: Finding, spans: tuple[Span, ...]) -> bool:
    """Whether a finding begins within one of the spans."""
    return any(span.covers(finding.span.start) for span in spans)
