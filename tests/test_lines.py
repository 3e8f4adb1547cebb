"""What the lines of a note say: what counts as the same line, and what does not."""

from array import array

import pytest

from notelint.note import Note
from tests.helpers import note


def digests(content: str) -> list[int]:
    return list(array("I", note(content).lines.digests))


def said(read: Note) -> list[tuple[str, int, int, int]]:
    """Each line's source from its start, how many blocks are around it, what begins with it, and its words."""
    content, lines = read.text.content, read.lines
    starts = array("I", lines.starts)
    return [
        (content[start:].partition("\n")[0], shape >> 2, shape & 3, words)
        for start, shape, words in zip(starts, lines.shapes, lines.words, strict=True)
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("- a *b* c", "* a b c"),
        ("- a b", "  1. a   b"),
        ("- a b", "- [x] a b"),
        ("## A b", "# A b #"),
        ("## A b", "A b\n==="),
        ("## 1.2 A b", "## 2.1 A b"),
        ("## A b {#one}", '## A b <a name="two"></a>'),
        ("a b", "> a b"),
        ("- Docker Machine", "- Docker Machine DEPRECATED"),
        ("- Docker Machine", "- ~~Docker Machine~~ (deprecated)"),
        ("[a](https://a.org) b", "**[a](https://a.org)** b"),
        ("| a | b |\n|---|---|\n| c | d |", "| a   | b |\n|:---|---|\n| c | d   |"),
        ("```\nx = 1\n```", "~~~py\nx = 1\n~~~"),
        ("a\nb", "a\r\nb"),
        ("a", "---\ntitle: t\n---\n\na"),
        ("a", "<!-- b -->\n\na <!-- c -->"),
        ("a", "<!--\nb\n-->\n\na"),
    ],
)
def test_what_makes_no_other_line(one: str, other: str) -> None:
    assert digests(one)
    assert digests(one) == digests(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("[a](https://a.org)", "[a](https://b.org)"),
        ("[a][x]\n\n[x]: https://a.org", "[a][x]\n\n[x]: https://b.org"),
        ("![a](a.png)", "![a](b.png)"),
        ("a b", "a c"),
        ("- 2019", "- 2020"),
        ("```\nx = 1\n```", "```\nx = 2\n```"),
        ('<a href="a.md">x</a> y', '<a href="b.md">x</a> y'),
    ],
)
def test_what_makes_another_line(one: str, other: str) -> None:
    assert digests(one) != digests(other)


def test_lines_know_where_they_stand() -> None:
    read = note("one two\n\n# A\n\n- b\n  c\n  - d\n\n| e | f |\n|---|---|\n| g | h |\n\n## I\n")
    assert said(read) == [
        ("one two", 0, 0, 2),
        ("# A", 1, 1, 1),
        ("b", 2, 2, 1),
        ("c", 2, 0, 1),
        ("d", 3, 2, 1),
        ("e | f |", 1, 0, 2),
        ("g | h |", 1, 0, 2),
        ("## I", 2, 1, 1),
    ]


def test_scripts_without_blanks_have_words() -> None:
    assert note("容器编排工具").lines.words[0] >= 3
