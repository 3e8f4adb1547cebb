"""Whatever stands in a note, neither parser fails and no span lies outside of the text.

The long run, some minutes: `python -m pytest -m slow tests/fuzz`.
"""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from notelint.markdown import Dialect, ParserName, read_note
from notelint.note import Entry, Node, Note
from notelint.text import Span, Text
from tests.markdown_samples import notes

# Surrogates cannot come out of decoding, so no note has them.
_anything = st.text(st.characters(codec="utf-8"), max_size=80)
_markup = st.text("[]()<>!*_`~#|\\&;:^-+=>1. \t\r\n\"'{}$%ax/@\0\ufeff\u2028é😀", max_size=80)
_with_front_matter = st.tuples(
    st.sampled_from(["---\n", "+++\n", "{", "---\r\n"]), _markup, st.sampled_from(["\n---\n", "\n+++\n", "}", ""])
)
_contents = st.one_of(_anything, _markup, notes, st.tuples(_with_front_matter.map("".join), notes).map("".join))
_dialects = st.sampled_from([Dialect(), Dialect(wikilinks=True), Dialect(wikilinks=True, label_first=True), Dialect(myst=True)])
_parsers: st.SearchStrategy[ParserName] = st.sampled_from(["pulldown", "markdown-it"])


def spans(note: Note) -> Iterator[tuple[Span, Span]]:
    """Every span of a note's facts with the span that it must lie in."""
    whole = Span(0, len(note.text.content))
    for facts in (note.headings, note.anchors, note.links, note.brackets, note.footnotes, note.suppressions):
        yield from ((fact.span, whole) for fact in facts)
    yield from ((heading.content_span, heading.span) for heading in note.headings)
    yield from ((link.target_span, link.span) for link in note.links)
    for root in note.blocks:
        yield root.span, whole
        yield from ((child.span, block.span) for block in root.walk() for child in block.children)
    if note.front_matter:
        yield note.front_matter.span, whole
        yield note.front_matter.content_span, note.front_matter.span
        yield from ((problem.span, whole) for problem in note.front_matter.problems)
        if note.front_matter.root:
            yield from ((span, note.front_matter.content_span) for span in _values(note.front_matter.root))


def _values(node: Node) -> Iterator[Span]:
    yield node.span
    for value in node.value if isinstance(node.value, tuple) else ():
        if isinstance(value, Entry):
            yield value.key_span
            yield from _values(value.node)
        else:
            yield from _values(value)


def assert_inside(content: str, dialect: Dialect, parser: ParserName) -> None:
    note = read_note("a.md", Text(content), dialect, parser)
    for inner, outer in spans(note):
        assert outer.start <= inner.start <= inner.end <= outer.end, (inner, outer, content)


@given(_contents, _dialects, _parsers)
@example("<H1>\n\n- 0\n  - </H1>", Dialect(), "pulldown")
@example("> " * 400 + "a", Dialect(), "markdown-it")
@example("- " * 400 + "a", Dialect(), "markdown-it")
@example("[" * 3000, Dialect(), "markdown-it")
@example("![" * 500 + "a" + "](b)" * 500, Dialect(), "markdown-it")
@example("*a _b " * 300, Dialect(), "markdown-it")
@example("[^a]: " * 300, Dialect(), "markdown-it")
@example("<H1>\n\n- 0\n  - </H1>", Dialect(), "pulldown")
@example("> " * 4000 + "a", Dialect(), "pulldown")
@example("- " * 4000 + "a", Dialect(), "pulldown")
@settings(max_examples=1500, deadline=None, derandomize=True)
def test_spans_lie_inside_the_text(content: str, dialect: Dialect, parser: ParserName) -> None:
    assert_inside(content, dialect, parser)


@pytest.mark.slow
@given(_contents, _dialects, _parsers)
@settings(max_examples=200_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_spans_lie_inside_the_text_at_length(content: str, dialect: Dialect, parser: ParserName) -> None:
    assert_inside(content, dialect, parser)
