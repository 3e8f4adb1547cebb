"""The navigation at the top of a note: a line or list of links to its own sections."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from notelint.markdown.heading_ids import fragment_key
from notelint.note import Heading, Link, Note
from notelint.pattern import late_pattern
from notelint.text import Span
from notelint.vault import Vault
from notelint.vault.fragments import at_heading

# What may stand between the links of a navigation, with list markers, quotes, table bars and emphasis, and a word in front
# that ends with a colon (`Contents: [A](#a) | [B](#b)`).
_SEPARATORS = late_pattern(
    r"(?:[\s>*_]*\w[\w ]{0,30}[*_]*:)?(?:[\s>*+\-_|·•∙/,:;\u2013\u2014~.()\d]|&nbsp;|&middot;|&bull;|<br\s*/?>)*"
)
_ITEM = late_pattern(r"\s*(?:[-*+]|\d+[.)])\s")
# A line of running text, not a label, a tag, a row of a table or a heading.
_PROSE = late_pattern(r"\w\S*(?:\s+\S+){4,}")
# Three entries are the fewest that show what a navigation covers; it stands above all but a title and an introduction.
_FEWEST = 3
_MOST_HEADINGS_ABOVE = 3


class Navigation(NamedTuple):
    """The links of a navigation in order, and whether it is whole: no other list item adjoins it."""

    links: tuple[Link, ...]
    whole: bool

    @property
    def span(self) -> Span:
        """From the first link to the last."""
        return Span(self.links[0].span.start, self.links[-1].span.end)


def navigation(note: Note) -> Navigation | None:
    """The first run of lines near the top that hold nothing but links into the note itself, three at least."""
    by_line = _links_by_line(note)
    if sum(map(len, by_line.values())) < _FEWEST:
        return None
    lines: list[int] = []
    for number in by_line:
        if lines and not _adjoins(note, lines[-1], number):
            if sum(len(by_line[line]) for line in lines) >= _FEWEST:
                break
            lines = []
        lines.append(number)
    links = tuple(link for line in lines for link in by_line[line])
    above = sum(heading.span.start < links[0].span.start for heading in note.headings)
    if len(links) < _FEWEST or above > _MOST_HEADINGS_ABOVE:
        return None
    if _goes_on(note, lines[0]):
        return None
    around = (_neighbour(note, lines[0], -1), _neighbour(note, lines[-1], 1))
    return Navigation(links, not any(_ITEM.match(line) for line in around))


def lists_contents(note: Note, nav: Navigation, listed: Sequence[Heading]) -> bool:
    """Whether the navigation is about its own section or what stands beside it, not a list in the text of one.

    It lists a section that it stands in or one below that, or else it stands in a section without any below, such as
    one named "Contents", and lists others of that level.
    """
    above = [heading for heading in note.headings if heading.span.start < nav.span.start]
    if not above:
        return True
    home, below = above[-1], note.headings[len(above) :]
    inside = next((number for number, heading in enumerate(below) if heading.level <= home.level), len(below))
    if any(heading in above or heading in below[:inside] for heading in listed):
        return True
    return not inside and any(heading.level <= home.level for heading in listed)


def section(note: Note, vault: Vault, link: Link, platform: str) -> Heading | None:
    """The heading that a link into its own note leads to, by its id or by an anchor right at it."""
    fragment = vault.resolve(link, note).fragment or ""
    named = vault.names(note.path, platform).get(fragment_key(fragment, platform))
    if named is None:
        return None
    if isinstance(named.source, Heading):
        return named.source
    # An anchor between two headings belongs to the one below it, but for one right below a heading and apart from the next.
    below = bisect_right(note.headings, named.span.start, key=lambda heading: heading.span.start)
    near = note.headings[max(below - 1, 0) : below + 1]
    at = [heading for heading in near if at_heading(note, named.span, heading)]
    if len(at) > 1 and _is_right_below(note, at[0], named.span, at[1]):
        return at[0]
    return next((heading for heading in at if heading.span.end > named.span.start), at[0] if at else None)


def _is_right_below(note: Note, above: Heading, anchor: Span, below: Heading) -> bool:
    """Whether an anchor stands on the line below one heading and apart from the next, as some writers have it."""
    return (
        note.text.slice(Span(above.content_span.end, anchor.start)).count("\n") == 1
        and note.text.slice(Span(anchor.end, below.span.start)).count("\n") > 1
    )


def out_of_order(places: Sequence[int]) -> list[int]:
    """The indices that have to go so that the rest rises: all but a longest rising subsequence (patience sorting)."""
    tops: list[int] = []
    top_indices: list[int] = []
    before: list[int | None] = []
    for index, place in enumerate(places):
        pile = bisect_left(tops, place)
        before.append(top_indices[pile - 1] if pile else None)
        tops[pile:] = [place, *tops[pile + 1 :]]
        top_indices[pile:] = [index, *top_indices[pile + 1 :]]
    kept: set[int] = set()
    at = top_indices[-1] if top_indices else None
    while at is not None:
        kept.add(at)
        at = before[at]
    return [index for index in range(len(places)) if index not in kept]


def _links_by_line(note: Note) -> dict[int, list[Link]]:
    """The lines that hold nothing but links into the note itself, with those links."""
    links_by_line: dict[int, list[Link]] = {}
    for link in note.links:
        if link.kind in ("inline", "reference") and link.target.startswith("#") and not link.is_image:
            links_by_line.setdefault(note.text.position(link.span.start).line, []).append(link)
    return {line: links for line, links in links_by_line.items() if _SEPARATORS.fullmatch(_rest(note, line, links))}


def _rest(note: Note, line: int, links: list[Link]) -> str:
    """A line without its links."""
    span = note.text.line_span(line)
    starts = [span.start, *(link.span.end for link in links)]
    ends = [*(link.span.start for link in links), max(span.end, links[-1].span.end)]
    return "".join(note.text.content[start:end] for start, end in zip(starts, ends, strict=True))


def _adjoins(note: Note, last: int, number: int) -> bool:
    return all(not note.text.line(line).strip() for line in range(last + 1, number))


def _goes_on(note: Note, line: int) -> bool:
    """Whether a line is not the first of its paragraph and goes on with the sentence above it."""
    above = note.text.line(line - 1).strip() if line > 1 else ""
    return bool(_PROSE.match(above)) and not above.endswith(":") and not _ITEM.match(note.text.line(line))


def _neighbour(note: Note, line: int, step: int) -> str:
    """The nearest line above or below that is not blank."""
    line += step
    while 0 < line <= len(note.text.line_starts) and not note.text.line(line).strip():
        line += step
    return note.text.line(line) if line > 0 else ""
