"""Fixes made in the text of one note: which go together, and whether they change nothing but what they are to change."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from notelint.finding import Edit, Finding, Fix, apply_edits
from notelint.markdown import body_of
from notelint.text import Span, joined


class Mended(NamedTuple):
    """A text with fixes made: whose they are, and whose were taken back because more would have changed than they say."""

    content: str
    applied: tuple[Finding, ...]
    withdrawn: tuple[Finding, ...]


def mend(content: str, findings: Sequence[Finding]) -> Mended:
    """The text with the fixes of these findings made as far as they do not overlap; the others wait for another round.

    The note is rendered before and after. Where more differs than the constructs that were edited, each fix is tried by
    itself, and those that are to blame are left out.
    """
    together = compatible(findings)
    if is_contained(content, together):
        return Mended(apply_edits(content, _edits(together, content)), tuple(together), ())
    good = [finding for finding in together if is_contained(content, [finding])]
    blamed = tuple(finding for finding in together if finding not in good)
    if not blamed or not is_contained(content, good):
        good = good[:1]  # each alone is right, all at once are not: one a round
    return Mended(apply_edits(content, _edits(good, content)), tuple(good), blamed)


def compatible(findings: Sequence[Finding]) -> list[Finding]:
    """The findings, from the first on, whose fixes touch no edit of one taken before; a fix that two share is taken once."""
    taken: list[Finding] = []
    edits: list[Edit] = []
    for finding in findings:
        fix = finding.fix
        if fix and fix.edits and not any(_collide(new, old) for new in fix.edits for old in edits):
            taken.append(finding)
            edits += fix.edits
    return taken


def is_contained(content: str, findings: Sequence[Finding]) -> bool:
    """Whether what is rendered outside of the findings' constructs stays as it is when their fixes are made."""
    extents = [_extent(finding, finding.fix) for finding in findings if finding.fix]
    return is_same_around(content, _edits(findings, content), extents)


def is_same_around(content: str, edits: Iterable[Edit], extents: Iterable[Span]) -> bool:
    """Whether what is rendered outside of these constructs, in which the edits lie, stays as it is when these are made."""
    from notelint.markdown.rendered import rendered  # loads the parser

    edits = sorted(edits)
    before = joined(sorted(extents))
    after = [Span(_moved(start, edits), _moved(end, edits, behind=True)) for start, end in before]
    changed = apply_edits(content, edits)
    return rendered(body_of(content), before) == rendered(body_of(changed), after)


# -- inside


def _edits(findings: Sequence[Finding], content: str) -> list[Edit]:
    """The edits of all fixes, with line ends as the note has them."""
    edits = [edit for finding in findings if finding.fix for edit in finding.fix.edits]
    first = content.find("\n")
    if first < 1 or content[first - 1] != "\r":
        return edits
    return [edit._replace(replacement=edit.replacement.replace("\r\n", "\n").replace("\n", "\r\n")) for edit in edits]


def _collide(first: Edit, second: Edit) -> bool:
    """Whether two edits share a character, or both insert at one place."""
    if first.span == second.span:
        return True
    return first.span.start < second.span.end and second.span.start < first.span.end


def _extent(finding: Finding, fix: Fix) -> Span:
    """The construct that a fix is about: all from the first to the last of what was found and what is edited."""
    spans = [finding.span, *(edit.span for edit in fix.edits)]
    return Span(min(span.start for span in spans), max(span.end for span in spans))


def _moved(offset: int, edits: Sequence[Edit], *, behind: bool = False) -> int:
    """Where an offset is once the edits are made; `behind` takes what is inserted right there as being before it."""
    gone = [
        edit for edit in edits if edit.span.end < offset or (edit.span.end == offset and (behind or edit.span.start < offset))
    ]
    return offset + sum(len(edit.replacement) - (edit.span.end - edit.span.start) for edit in gone)
