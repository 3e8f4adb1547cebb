"""Runs that cannot lie in a drifted copy are passed over: nothing is lost by it, and blocks are found as they are defined."""

from collections.abc import Sequence
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from notelint.copies import CopySettings, drift
from notelint.copies.corpus import Corpus
from notelint.copies.drift import Drifted
from notelint.copies.repeats import Repeat, repeats
from tests.helpers import note

MARKERS = ("", "\n", "\n", "# ", "## ", "### ", "- ", "- ", "  - ", "    - ", "- - ")
LINES = st.tuples(st.sampled_from(MARKERS), st.integers(0, 14)).map(lambda line: f"{line[0]}line {'abcdefghijklmno'[line[1]]}")
PART = st.lists(LINES, min_size=2, max_size=12)


@st.composite
def vaults(draw: st.DrawFn) -> list[str]:
    """Notes put together from the same few parts, in each of which a line or two are changed."""
    parts = draw(st.lists(PART, min_size=1, max_size=4))
    notes = []
    for _ in range(draw(st.integers(1, 4))):
        lines: list[str] = []
        for number in draw(st.lists(st.integers(0, len(parts) - 1), min_size=1, max_size=5)):
            lines += parts[number]
        for at, line in draw(st.lists(st.tuples(st.integers(0, len(lines) - 1), LINES), max_size=4)):
            lines[at] = line
        notes.append("\n".join(lines))
    return notes


SETTINGS = st.builds(
    CopySettings,
    lines=st.integers(1, 5),
    items=st.just(0),
    words=st.integers(1, 12),
    similarity=st.sampled_from((0.5, 0.6, 2 / 3, 0.75, 0.8, 0.9, 0.95, 1.0)),
    editions=st.just(True),  # noqa: FBT003 (a value to draw)
)


def corpus(contents: Sequence[str], wanted: CopySettings) -> Corpus:
    return Corpus([note(content, f"{name}.md") for name, content in zip("abcd", contents, strict=False)], wanted)


def found(of: Corpus) -> list[list[Drifted]]:
    return [list(drift.drifted(of, runs, [])) for _, runs in repeats(of)]


def all_chains(_: object, __: int, runs: Sequence[Repeat], ___: int) -> list[list[Repeat]]:
    return drift._chains(runs)


@settings(max_examples=150, deadline=None)
@given(vaults(), SETTINGS, st.sampled_from((0.1, 0.5, 25)))
def test_what_is_passed_over_leads_to_nothing(contents: list[str], wanted: CopySettings, effort: float) -> None:
    with patch.object(drift, "_EFFORT", effort):
        bounded = found(corpus(contents, wanted))
        with patch.object(drift, "_promising", all_chains):
            assert bounded == found(corpus(contents, wanted))


def test_what_is_passed_over_counts_all_the_same() -> None:
    items = "".join(f"- four words in item {letter}\n" for letter in "pqrstuvwx")
    short = "## Of {0} {1}\n\nOne {1}.\nTwo {1}.\n\nThree {0} {1}.\nFour {0} {1}.\n\n"
    contents = []
    for name, order in (("a", "cdefghij"), ("b", "jihgfedc")):
        sections = "".join(short.format(name, one) for one in order)
        contents.append(f"{sections}## Of {name}\n\n{items}- and {name}\n")
    of = corpus(contents, CopySettings(editions=True))
    assert len(found(of)[0]) == 1
    with patch.object(drift, "_EFFORT", 0.3):
        assert found(of) == [[]]


@settings(max_examples=100, deadline=None)
@given(vaults(), st.data())
def test_the_blocks_around_lines_are_the_fewest_that_hold_them(contents: list[str], data: st.DataObject) -> None:
    of = corpus(contents, CopySettings())
    first = data.draw(st.integers(0, len(of.digests) - 1))
    start, stop = of.bounds(first)
    end = data.draw(st.integers(first + 1, stop))
    assert of.cover(first, end) == by_the_book(of, first, end, start, stop)


def by_the_book(of: Corpus, first: int, end: int, start: int, stop: int) -> tuple[int, int]:
    """The last line before these that begins a block and is as deep as none of those behind it, and where this block ends."""
    depths = [shape >> 2 for shape in of.shapes]
    begins = [line for line in range(start, first + 1) if of.shapes[line] & 3 and depths[line] <= min(depths[line:end])]
    opening = max(begins, default=start)
    depth = min(depths[opening:end])
    return opening, next((line for line in range(end, stop) if of.is_boundary(line, depth, stop)), stop)
