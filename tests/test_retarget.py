"""What is put where a link's target stands."""

import pytest

from notelint.finding import apply_edits
from notelint.markdown import Dialect
from notelint.retarget import relative, retargeted, with_path
from tests.helpers import note


@pytest.mark.parametrize(
    ("written", "target", "made"),
    [
        ("[a](x.md)", "y.md", "[a](y.md)"),
        ("[a](<x.md>)", "y.md", "[a](<y.md>)"),
        ("[a](x.md)", "y z.md", "[a](<y z.md>)"),
        ("[a](x.md)", "y(1).md", "[a](<y(1).md>)"),
        ('[a](x.md "t")', "y.md", '[a](y.md "t")'),
        ("[a]: x.md", "y z.md", "[a]: <y z.md>"),
        ('<a href="x.md">a</a>', "y (1).md", '<a href="y (1).md">a</a>'),
        ("[[x]]", "y z", "[[y z]]"),
        ("![[x|a]]", "y (z)", "![[y (z)|a]]"),
    ],
)
def test_a_target_is_put_as_the_kind_of_link_needs_it(written: str, target: str, made: str) -> None:
    read = note(written, dialect=Dialect(wikilinks=True))
    assert apply_edits(written, [retargeted(read, read.links[0], target)]) == made


@pytest.mark.parametrize(
    ("target", "made"),
    [
        ("x.md", "y.md"),
        ("x.md#a#b", "y.md#a#b"),
        ("x.md?p#a", "y.md?p#a"),
        ("x.md#a?p", "y.md#a?p"),
        ("x.md?p?q", "y.md?p?q"),
        ("#a", "y.md#a"),
        ("?p", "y.md?p"),
    ],
)
def test_another_path_keeps_what_stands_behind_it(target: str, made: str) -> None:
    assert with_path(target, "y.md") == made


def test_a_path_as_a_note_writes_it() -> None:
    assert relative("docs/b.md", "a.md") == "docs/b.md"
    assert relative("docs/b.md", "docs/in/a.md") == "../b.md"
