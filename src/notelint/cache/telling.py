"""What an earlier run found, told again: of all findings those that concern the chosen notes."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from notelint.cache.earlier import Earlier
from notelint.cache.plain import KeptTexts, Lines, Told, as_told
from notelint.cache.row import Row
from notelint.chosen import Chosen, is_about
from notelint.run import Run
from notelint.text import Span, Text

if TYPE_CHECKING:  # needed only where a note has changed
    from notelint.cache.partly import Part


def tell(earlier: Earlier, chosen: Chosen, part: "Part | None" = None) -> Run:
    """The run as it would be now; `part` has the notes that were judged anew. Raises NeedsAllError."""
    teller = _Everything(earlier, part) if chosen.everything else _Chosen(earlier, part, chosen)
    told = list(teller.told())
    anew: Mapping[str, Text] = {path: judged.text for path, judged in part.anew.items()} if part else {}
    return Run(
        earlier.root,
        tuple(entry.finding for entry in told),
        sum(entry.fails for entry in told),
        KeptTexts(earlier.root, anew, teller.lines()),
        teller.notes,
        teller.links,
        0.0,
        (),
    )


class _Everything:
    """All notes of the vault."""

    def __init__(self, earlier: Earlier, part: "Part | None") -> None:
        self._earlier = earlier
        self._part = part
        self.notes = len(earlier.paths)
        self.links = earlier.store.whole("sums")[0]
        if part:
            self.links += sum(part.anew[path].links for path in part.changed) - part.links_before

    def told(self) -> Iterator[Told]:
        """The findings in order."""
        kept = dict(self._earlier.store.whole("findings"))
        anew = self._part.anew if self._part else {}
        for path in sorted({*kept, *anew}):
            if path in anew:
                yield from anew[path].told
            else:
                for plain in kept[path]:
                    yield as_told(path, plain)

    def lines(self) -> Mapping[str, Lines]:
        """The lines of notes that findings speak of."""
        kept: Mapping[str, Lines] = self._earlier.store.whole("lines")
        return kept


class _Chosen:
    """Some notes of the vault, and what they cause in others."""

    def __init__(self, earlier: Earlier, part: "Part | None", chosen: Chosen) -> None:
        self._earlier = earlier
        self._part = part
        self._chosen = chosen
        self._rows: dict[str, Row] = {}
        self.notes = len(chosen.paths)
        self.links = sum(self._links(path) for path in chosen.paths)

    def told(self) -> Iterator[Told]:
        """The findings in order."""
        elsewhere = self._elsewhere()
        for path in sorted({*self._chosen.paths, *elsewhere}):
            in_note = self._found(path)
            if path in self._chosen.paths:
                yield from in_note
            else:
                yield from self._concerning(in_note, elsewhere[path])

    def lines(self) -> Mapping[str, Lines]:
        """The lines of notes that findings speak of."""
        return _LinesOf(self)

    def lines_of(self, path: str) -> Lines | None:
        """The lines of one note, if they are kept."""
        lines = self._row(path).lines if path in self._earlier.known else None
        return Lines(*lines) if lines else None

    def _concerning(self, told: Sequence[Told], spans: Sequence[Span]) -> Iterator[Told]:
        for entry in told:
            if is_about(entry.finding, tuple(spans)) or ((spans or entry.compares) and self._chosen.causes(entry.finding)):
                yield entry

    def _elsewhere(self) -> dict[str, Sequence[Span]]:
        """The other notes in which something may concern the chosen ones, with the spans of their links that lead there."""
        spans_by_path: dict[str, Sequence[Span]] = {}
        for row in map(self._row, sorted(self._chosen.paths)):
            for path, spans in row.incoming:
                spans_by_path[path] = [*spans_by_path.get(path, ()), *(Span(*span) for span in spans)]
            for path in row.causing:
                spans_by_path.setdefault(path, ())
        for path, judged in self._part.anew.items() if self._part else ():
            spans_by_path.setdefault(path, ())
            if self._part and path in self._part.changed:
                spans_by_path[path] = self._chosen.spans_elsewhere(judged.note, self._part.vault)
        return spans_by_path

    def _found(self, path: str) -> Sequence[Told]:
        if self._part and path in self._part.anew:
            return self._part.anew[path].told
        return [as_told(path, plain) for plain in self._row(path).findings]

    def _links(self, path: str) -> int:
        if self._part and path in self._part.anew:
            return self._part.anew[path].links
        return self._row(path).links

    def _row(self, path: str) -> Row:
        if path not in self._rows:
            self._rows[path] = Row(*self._earlier.store.note(path))
        return self._rows[path]


class _LinesOf(Mapping[str, Lines]):
    """The lines of notes, looked up one by one."""

    def __init__(self, teller: _Chosen) -> None:
        self._teller = teller

    def __getitem__(self, path: str) -> Lines:
        lines = self._teller.lines_of(path)
        if lines is None:
            raise KeyError(path)
        return lines

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0
