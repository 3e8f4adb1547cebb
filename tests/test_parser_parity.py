"""Both parsers give the same facts with the same spans, over the specifications' examples, made notes and real ones.

A run makes the same notes each time; `python -m pytest -m slow tests/test_parser_parity.py` makes other ones for some minutes.
"""

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings

from notelint.markdown import Dialect, read_note
from notelint.note import Note
from notelint.text import Text
from tests.corpora import NAMES, shared
from tests.markdown_samples import Specification, examples, notes

PLAIN = Dialect()
WIKI = Dialect(wikilinks=True)

# Where the parsers read differently, with who is right by the CommonMark reference (cmark). None of these forms makes a
# difference in any note of the corpora. An adapter cannot make up for them: they are about which block a line belongs to.
DIFFERENCES = {
    r"\[[ xX]\][ \t]*(?:[\r\n]|\Z)": "a task marker alone on its line: text for cmark, a whole item for pulldown-cmark",
    r"(?: {4}|\t)[ \t]*>": "a `>` indented by four: both parsers take it for a line of the quote before it",
    r"(?:>|\]:)[ \t>]*(?:[-+*]|[0-9]+[.)])?[ ]*\t": "a tab behind a marker in a quote: markdown-it miscounts it",
    r"[-+*.)][ \t]*>[^\n\r]*[\r\n]+(?: {4}|\t| +\t)": "code below a quote in an item: markdown-it ends the quote there",
    r"\]:[ \t]*[\r\n][> \t\r\n]*[-=]": "a definition's target that looks like an underline: each parser is wrong at times",
    r"\]:[ \t\r\n]*\S*\\[ \t]": "a definition's target that ends with a backslash: markdown-it drops it",
    r"\]\\?\[(?:\^|\[|\\)|\[\^[^\]]*\]\\": "a reference whose label is none: markdown-it does not fall back to `[text]`",
    r"\]\([ \t]*(?:[\r\n]|\Z)": "`](` at the end of a paragraph: markdown-it does not fall back to `[text]`",
    r"(?<!~)~(?!~)[^\n\r~]*~~|~~[^\n\r~]*~(?!~)": "single tildes by double ones: pulldown-cmark pairs them otherwise",
    r"-\|[ \t]*(?:\r\n?|\n)[> \t]*-|[\[|]\|?\\?\]?\\(?:\r\n?|\n)": "a table's header in doubt: each parser is wrong at times",
    r"\[\^n\]: *(?:!|\[)": "a link or definition right behind a footnote's label: pulldown-cmark reads no definition there",
}
_DIFFERENCES = [re.compile(pattern) for pattern in DIFFERENCES]


def facts(content: str, dialect: Dialect) -> tuple[Note, Note]:
    default = read_note("a.md", Text(content), dialect)
    other = read_note("a.md", Text(content), dialect, "markdown-it")
    # Notes are compared without their text, of which there are two objects.
    return default._replace(text=other.text), other


def assert_equal(content: str, dialect: Dialect = PLAIN) -> None:
    default, other = facts(content, dialect)
    for field, expected, found in zip(Note._fields, default, other, strict=True):
        assert found == expected, f"{field} of {content!r}"


@pytest.fixture(scope="session")
def cache(pytestconfig: pytest.Config) -> Path:
    assert pytestconfig.cache is not None
    return pytestconfig.cache.mkdir("markdown-samples")


@pytest.mark.parametrize(("specification", "count"), [("commonmark", 652), ("gfm", 672)])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_the_parsers_agree_on_a_specification(specification: Specification, count: int, line_end: str, cache: Path) -> None:
    found = examples(specification, cache)
    assert len(found) == count
    for example in found:
        content = example.replace("\n", line_end)
        if not (line_end != "\n" and any(pattern.search(content) for pattern in _DIFFERENCES)):
            assert_equal(content)


@pytest.mark.parametrize("corpus", NAMES)
def test_the_parsers_agree_on_real_notes(corpus: str) -> None:
    dialect = WIKI if corpus in {"dendron-site", "foam"} else PLAIN
    count = 0
    for path in sorted((shared("corpora") / corpus / "notes").rglob("*.md")):
        assert_equal(path.read_bytes().decode("utf-8", "replace").removeprefix("\ufeff"), dialect)
        count += 1
    assert count > 5


@given(notes)
@settings(max_examples=1500, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.filter_too_much])
def test_the_parsers_agree_on_made_notes(content: str) -> None:
    assume(not any(pattern.search(content) for pattern in _DIFFERENCES))
    assert_equal(content, WIKI)


@pytest.mark.slow
@given(notes)
@settings(max_examples=100_000, deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
def test_the_parsers_agree_on_many_made_notes(content: str) -> None:
    assume(not any(pattern.search(content) for pattern in _DIFFERENCES))
    assert_equal(content, WIKI)
