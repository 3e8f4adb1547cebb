"""What a reader sees of a note, so that two states of it can be compared around the places that were edited."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from notelint.markdown.pulldown import as_parsed, events
from notelint.text import Span

_REFERENCES = frozenset({"Reference", "Collapsed", "Shortcut"})
_VERBATIM = frozenset({"CodeBlock", "HtmlBlock"})
"""Blocks in which nothing is Markdown any more (CommonMark 0.31.2, sections 4.4 to 4.6)."""


def rendered(body: str, regions: Sequence[Span]) -> list[str]:
    """What the Markdown of a body (front matter blanked) becomes outside of some regions, which are sorted and do not touch.

    An element around a region is there by its kind alone, since what is in the region may be its target, and so is code in a
    region, for a definition that becomes code is one no more; other elements and text in a region are left out. A reference
    is there as it is written, defined or not: that is its definition's business.
    """
    source = as_parsed(body)
    parts = _parts(source.encode(), events(source), list(_in_bytes(source, regions)))
    found: list[str] = []
    for is_text, group in groupby(parts, key=lambda part: part[0]):
        pieces = [piece for _, piece in group]
        found += ["".join(pieces)] if is_text else pieces
    return [piece for piece in found if piece]


def _in_bytes(source: str, regions: Sequence[Span]) -> Iterator[Span]:
    for start, end in regions:
        first = len(source[:start].encode())
        yield Span(first, first + len(source[start:end].encode()))


def _parts(source: bytes, events: Any, regions: Sequence[Span]) -> Iterator[tuple[bool, str]]:
    """Whether it is text, and what it is, for each event that is to be compared."""
    depth = 0
    for event, where in events:
        span = Span(where["start"], where["end"])
        kind = next(iter(event)) if isinstance(event, dict) else event
        if depth:  # within a reference, which was told as a whole
            depth += (kind == "Start") - (kind == "End")
            continue
        if kind == "Start" and _is_reference(event[kind]):
            depth = 1
            # pulldown-cmark leaves the `[]` of a collapsed reference out of its range.
            end = span.end + 2 * source.startswith(b"[]", span.end)
            yield True, _outside(source, Span(span.start, end), regions)
            continue
        met = [region for region in regions if region.start < span.end and span.start < region.end]
        if kind == "Text":
            yield True, _outside(source, span, met) if met else event["Text"]
        elif not met:
            yield False, str(event)
        elif kind in ("Start", "End") and (_is_around(span, met) or _name(event[kind]) in _VERBATIM):
            yield False, f"{kind} {_name(event[kind])}"


def _is_around(span: Span, regions: Sequence[Span]) -> bool:
    return span not in regions and all(span.start <= region.start and region.end <= span.end for region in regions)


def _outside(source: bytes, span: Span, regions: Sequence[Span]) -> str:
    """The source of a text without the regions; pulldown-cmark gives escapes and entities as texts of their own."""
    kept = b""
    at = span.start
    for region in regions:
        kept += source[at : max(at, min(region.start, span.end))]
        at = max(at, region.end)
    return (kept + source[at : span.end]).decode("utf-8", "replace")


def _is_reference(tag: Any) -> bool:
    link = (tag.get("Link") or tag.get("Image") or {}) if isinstance(tag, dict) else {}
    return link.get("link_type") in _REFERENCES


def _name(tag: Any) -> str:
    return next(iter(tag)) if isinstance(tag, dict) else str(tag)
