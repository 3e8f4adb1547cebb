"""Front matter that is kept as plain data comes back as it was read, and only where it would be read so again."""

import marshal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notelint.cache.front_matter import known_front_matter, plain_front_matter, source_digest
from notelint.markdown import read_note
from notelint.note import FrontMatter
from notelint.text import Text

_LINES = st.sampled_from(
    (
        "title: A note",
        "tags: [a, 'b', {c: 1.5}]",
        "date: 2024-01-02",
        "draft: yes",
        "nothing:",
        "list:",
        "  - &x one",
        "  - *x",
        "  inner: {deep: [[]]}",
        "base: &b {k: v}",
        "<<: *b",
        "broken: [",
        "a: b: c",
        "title: again",
        "x = 1",
        "[table]",
        "# comment",
        "",
    )
)
_BODIES = st.sampled_from(("", "\n", "\n# A\n", " \n# A", "\n---\n", "x", "\n...\n", "\r\nText.\n"))


def _kept(content: str, other: str) -> FrontMatter | None:
    note = read_note("a.md", Text(content))
    plain = plain_front_matter(note)
    again = plain and marshal.loads(marshal.dumps(plain))  # noqa: S302 - as the cache keeps it
    return known_front_matter(again, source_digest(note), other)


@given(st.lists(_LINES, max_size=7), st.sampled_from(("---", "+++")), _BODIES, _BODIES)
def test_what_comes_back_is_what_would_be_read(lines: list[str], fence: str, body: str, other: str) -> None:
    matter = "\n".join((fence, *lines, fence))
    known = _kept(matter + body, matter + other)
    assert known is None or known == read_note("a.md", Text(matter + other)).front_matter


@pytest.mark.parametrize("matter", ["---\na: [1, {b: c}]\n---", "+++\na = [1, 2]\nb = 2024-01-02\n+++"])
def test_another_body_below_the_same_front_matter(matter: str) -> None:
    read = read_note("a.md", Text(f"{matter}\n# A\n")).front_matter
    assert read is not None
    assert _kept(f"{matter}\n# A\n", f"{matter}\n# B\n") == read


@pytest.mark.parametrize(
    ("content", "other"),
    [
        ("---\na: 1\n---\n", "---\na: 2\n---\n"),
        ("---\na: 1\n---\n", "---\na: 1\n---x\n"),
        ("---\na: 1\na: 2\n---\n", "---\na: 1\na: 2\n---\n# A\n"),
        ('{"a": 1}\n', '{"a": 1}\n# A\n'),
        ("# A\n", "# A\n"),
    ],
)
def test_what_has_to_be_read_again(content: str, other: str) -> None:
    assert _kept(content, other) is None
