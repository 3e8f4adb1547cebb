"""The report on a sweep as the body of one standing issue, written anew by each sweep.

What changed comes first, and the order and the identifiers stay, so that one can see what an edit changed. Whatever comes from
notes or the web stands in code: there it can be no markup, mentions nobody, and makes no entry in the other issue it leads to.
"""

from collections.abc import Iterable, Iterator
from typing import TextIO

from notelint.pattern import late_pattern
from notelint.report.neutral import neutral
from notelint.sweep_report.report import Tally
from notelint.sweep_report.view import Section, View, counted, identifier, leads_to, missing, story, summary
from notelint.web.store import Entry

MARK = "<!-- notelint sweep: each sweep writes this text anew -->"
"""The first line, by which the issue can be found again."""
LONGEST = 60_000
"""Characters; GitHub takes 65,536 in the body of an issue (it refuses more as "body is too long")."""
_ROOM = 200  # for the line that says what is left out, and the heading of the next section
_PLACES = 5
_MOST = 10
_LONGEST_CODE = 300
_TICKS = late_pattern("`+")


def write(seen: View, out: TextIO) -> None:
    """Write the body."""
    body = _Body()
    body.add([MARK, "", summary(seen)])
    body.add(["", "## Since the last sweep"])
    body.sections(seen.changed)
    if not any(section.entries for section in seen.changed):
        body.add(["", "Nothing changed."])
    if any(section.entries for section in seen.standing):
        body.add(["", "## As before"])
    body.sections(seen.standing)
    for title, tallies in (("By host", seen.hosts), ("By note", seen.by_note)):
        body.items(title, 2, len(tallies[:_MOST]), ([_figures(tally)] for tally in tallies[:_MOST]))
    out.write(body.text())


class _Body:
    """Lines up to the length that an issue takes."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._room = LONGEST

    def add(self, lines: Iterable[str]) -> None:
        """Take lines, whatever their length."""
        for line in lines:
            self._lines.append(line)
            self._room -= len(line) + 1

    def sections(self, sections: Iterable[Section]) -> None:
        """Take sections that have something in them."""
        for section in sections:
            self.items(section.title, 3, len(section.entries), map(_entry, section.entries))

    def items(self, title: str, level: int, count: int, items: Iterator[list[str]]) -> None:
        """Take a heading and as many items as there is room for."""
        if not count or self._room < 2 * _ROOM:
            return
        self.add(["", f"{'#' * level} {title} ({count:,})", ""])
        for done, lines in enumerate(items):
            if sum(map(len, lines)) + len(lines) + _ROOM > self._room:
                self.add([f"- and {count - done:,} more; `notelint sweep --report text` tells all"])
                return
            self.add(lines)

    def text(self) -> str:
        """All of it."""
        return "\n".join(self._lines) + "\n"


def _entry(entry: Entry) -> list[str]:
    lines = [f"- `{identifier(entry.url)}` {code(entry.url)}: {story(entry)}"]
    if target := leads_to(entry):
        lines.append(f"  - leads to {code(target)}")
    if entry.detail:
        lines.append(f"  - {code(entry.detail)}")
    for fragment in missing(entry):
        meant = f", perhaps {code(f'#{fragment.meant}')}" if fragment.meant else ""
        lines.append(f"  - no {code(f'#{fragment.name}')}{meant}")
    places = ", ".join(code(f"{place.path}:{place.line}") for place in entry.places[:_PLACES])
    more = f" and {len(entry.places) - _PLACES:,} more places" if len(entry.places) > _PLACES else ""
    return [*lines, f"  - {places}{more}"]


def _figures(tally: Tally) -> str:
    return f"- {code(tally.name)}: {counted(tally.states)}"


def code(text: str) -> str:
    """Any text as a code span that it cannot leave (CommonMark 0.31.2, section 6.1)."""
    flat = neutral(text)
    if len(flat) > _LONGEST_CODE:
        flat = f"{flat[:_LONGEST_CODE]}…"
    runs = [len(run) for run in _TICKS.findall(flat)]
    fence = "`" * (max(runs, default=0) + 1)
    padding = " " if runs or flat.startswith(" ") or not flat.strip() else ""
    return f"{fence}{padding}{flat}{padding}{fence}"
