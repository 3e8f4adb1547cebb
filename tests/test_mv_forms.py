"""Moving keeps the form of links, so that moving back restores them without a record; and nothing else is another then."""

from pathlib import Path

import pytest

from notelint.finding import Edit
from notelint.markdown import read_note
from notelint.mending import is_same_around
from notelint.moves.plan import _contained
from notelint.text import Span, Text
from tests.conftest import Notelint, write
from tests.test_mv import files

FORMS = {
    "plain": "[x](a.md)",
    "a dot in front": "[x](./a.md) and ![y](./p.png)",
    "angle brackets": "[x](<a.md>) and [y](<./a.md#t> 'title')",
    "a fragment and a query": "[x](a.md#t) [y](a.md?plain=1#t)",
    "from the root": "[x](/a.md) [y](/a.md#t)",
    "a detour": "[x](../v/a.md) [y](sub/../a.md#t)",
    "a definition": "[x][r] [r]\n\n[r]: ./a.md 'title'",
    "html": "<a href='./a.md#t'>x</a> <a href=\"a.md\">y</a>",
    "wikilinks": "[[a]] [[a#T|shown]] ![[a]] [[ a ]]",
    "in a table": "| a | b |\n|---|---|\n| [x](a.md) | [y](./a.md#t) |",
    "a folder": "[x](sub/) [y](sub)",
    "Pelican's mark": "[x]({filename}a.md) [y]({filename}a.md#t) ![z]({static}p.png)",
}
PLACES = ("b.md", "sub/b.md", "sub/deep/b c.md", "ü (1).md", "sub/a|b.md", "sub/[x].md", "100%.md", "sub/a.md")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("place", PLACES)
def test_moving_back_restores_bytes_without_a_record(form: str, place: str, vault: Path, notelint: Notelint) -> None:
    if form == "a detour" and "/" in place:
        pytest.skip("which way a link went is not known any more, once it has to go another")
    if form == "wikilinks" and {"|", "]"} & {*place}:
        pytest.skip("a wikilink cannot hold such a name; that is told, and the exit code is 1")
    text = f"# O\n\n{FORMS[form]}\n"
    write(
        vault,
        {
            "v/a.md": f"# T\n\n{FORMS[form].replace('a.md', 'o.md').replace('[[a', '[[o')}\n",
            "v/o.md": text,
            "v/sub/s.md": "# S\n",
        },
    )
    write(vault, {"v/p.png": "", "v/notelint.toml": '[[dialect]]\nfiles = "**"\nwikilinks = true\n'})
    before, found = files(vault), notelint("check", "--no-cache", "v", "--format", "concise").out
    assert notelint("mv", "--no-cache", "v/a.md", f"v/{place}").code == 0
    assert notelint("check", "--no-cache", "v", "--format", "concise").out.count("error") == found.count("error")
    assert notelint("mv", "--no-cache", f"v/{place}", "v/a.md").code == 0
    assert files(vault) == before


def test_a_lower_case_fragment_in_a_wikilink_stays_so(vault: Path, notelint: Notelint) -> None:
    write(vault, {"a.md": "# One Two\n", "o.md": "[[a#one two]] [[a#One Two]]\n", ".obsidian/app.json": "{}"})
    assert notelint("mv", "a.md#One Two", "#Drei Vier").code == 0
    assert (vault / "o.md").read_text() == "[[a#drei vier]] [[a#Drei Vier]]\n"
    assert notelint("mv", "--no-cache", "a.md#Drei Vier", "#One Two").code == 0
    assert (vault / "o.md").read_text() == "[[a#one two]] [[a#One Two]]\n"


def test_an_edit_that_changes_more_than_its_link_is_left_out() -> None:
    note = read_note("o.md", Text("| a | b |\n|---|---|\n| [x](a.md) | [y](c.md) |\n"))
    first, second = (Edit(link.target_span, target) for link, target in zip(note.links, ("a|b.md", "d.md"), strict=True))
    assert _contained(note, [first, second]) == [second]
    assert _contained(note, [second]) == [second]
    assert not is_same_around(note.text.content, [first], [note.links[0].span])
    assert is_same_around("a [x](b) c", [Edit(Span(6, 7), "d")], [Span(2, 8)])


def test_a_heading_whose_text_would_reach_beyond_it_is_refused(vault: Path, notelint: Notelint) -> None:
    write(vault, {"a.md": "One\n===\n\nText with `code`.\n"})
    before = files(vault)
    for text in ("#- One", "#> One", "#    One"):
        ran = notelint("mv", "a.md#one", text)
        assert (ran.code, files(vault)) in ((2, before), (0, files(vault)))
        if ran.code == 0:
            assert files(vault)["a.md"].endswith(b"\n===\n\nText with `code`.\n")
            write(vault, {"a.md": "One\n===\n\nText with `code`.\n"})
