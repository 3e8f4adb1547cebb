"""Which notes' findings are shown."""

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import NamedTuple

from notelint.finding import Finding
from notelint.note import Note
from notelint.text import Span
from notelint.vault import Vault


class Chosen(NamedTuple):
    """The notes that were given, and the files that are gone: their findings are shown, and what they cause elsewhere."""

    everything: bool = True
    paths: frozenset[str] = frozenset()
    gone: frozenset[str] = frozenset()

    def has(self, path: str) -> bool:
        """Whether all findings in the note of this path are shown."""
        return self.everything or path in self.paths

    def spans_elsewhere(self, note: Note, vault: Vault) -> tuple[Span, ...]:
        """The links of another note that lead to what was given: the findings about them are shown as well."""
        wanted = self.paths | self.gone
        return tuple(link.span for link in note.links if self._means(vault.resolve(link, note).path, wanted))

    def _means(self, path: str, wanted: frozenset[str]) -> bool:
        """Whether a link to `path` leads there. A wikilink to what is gone has a name only."""
        return path in wanted or (bool(path) and any(path in _names(gone) for gone in self.gone))


def _names(path: str) -> Iterable[str]:
    """What a wikilink, or a link without the extension, may call the file of this path."""
    pure = PurePosixPath(path)
    return (pure.stem, pure.name, str(pure.with_suffix("")))


def about(findings: Iterable[Finding], spans: tuple[Span, ...]) -> Iterator[Finding]:
    """The findings that begin within one of the spans."""
    return (finding for finding in findings if any(span.covers(finding.span.start) for span in spans))
