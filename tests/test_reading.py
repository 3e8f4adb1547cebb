"""What reading a note gathers. Expected values follow CommonMark, GFM, or the platform named beside them."""

import gc

import pytest

from notelint.markdown import Dialect, read_note
from notelint.note import Block, Link, Note
from notelint.text import Span, Text
from tests.helpers import note

WIKI = Dialect(wikilinks=True)


def written(read: Note) -> list[tuple[str, str, str, str]]:
    """Each link as kind, source, target, and the source of its target."""
    return [(link.kind, read.text.slice(link.span), link.target, read.text.slice(link.target_span)) for link in read.links]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("[a](b)", ("inline", "[a](b)", "b", "b")),
        ('[a]( <b c> "t")', ("inline", '[a]( <b c> "t")', "b c", "<b c>")),
        ("[a](b\\)c&amp;d)", ("inline", "[a](b\\)c&amp;d)", "b)c&d", "b\\)c&amp;d")),
        ("> [a\n> b](\n> c)", ("inline", "[a\n> b](\n> c)", "c", "c")),
        ("![a](b.png)", ("image", "![a](b.png)", "b.png", "b.png")),
        ("<https://a.org/x>", ("autolink", "<https://a.org/x>", "https://a.org/x", "<https://a.org/x>")),
        ("<j@a.org>", ("autolink", "<j@a.org>", "mailto:j@a.org", "<j@a.org>")),
        ("see https://a.org/x_(y), so", ("bare", "https://a.org/x_(y)", "https://a.org/x_(y)", "https://a.org/x_(y)")),
        ("(see www.a.org/b).", ("bare", "www.a.org/b", "http://www.a.org/b", "www.a.org/b")),
        ("mail j.d@a.org.", ("bare", "j.d@a.org", "mailto:j.d@a.org", "j.d@a.org")),
        ('<a href="b.md">x</a>', ("html", '<a href="b.md">', "b.md", "b.md")),
        ("<img src=b.png>", ("html", "<img src=b.png>", "b.png", "b.png")),
        ("| a |\n|---|\n| [x\\|y](z) |", ("inline", "[x\\|y](z)", "z", "z")),
        ("🎉 é [a](b)", ("inline", "[a](b)", "b", "b")),
        # Few characters outside of ASCII: their offsets are found in another way.
        ("🎉 é and much more text, so that it is nearly all ASCII [a](b)", ("inline", "[a](b)", "b", "b")),
        ("Go to wWw.a.org/b now.", ("bare", "wWw.a.org/b", "http://wWw.a.org/b", "wWw.a.org/b")),
        ("A\tj.d@a.org\tin tabs", ("bare", "j.d@a.org", "mailto:j.d@a.org", "j.d@a.org")),
        # Its source ends as its target does, but that is the title.
        ('[a](<y"> "](y")', ("inline", '[a](<y"> "](y")', 'y"', '<y">')),
        ("\0\u2028[a](b)", ("inline", "[a](b)", "b", "b")),
        ("a\r\n\r\n-\t[a](b)\r\n", ("inline", "[a](b)", "b", "b")),
    ],
)
def test_a_link_is_found_with_its_exact_place(content: str, expected: tuple[str, str, str, str]) -> None:
    assert written(note(content)) == [expected]


@pytest.mark.parametrize(
    "content",
    [
        "`[a](b)`",
        "    [a](b)",
        "```\n[a](b) https://a.org\n```",
        "<!-- [a](b) <a href=c> -->",
        "$x [a](b) y$",
        "$$\n[a](b)\n$$",
        "{{ [a](b) }}",
        "{% link [a](b) %}",
        "[a]({{site.url}}/b)",
        '<a href="{{ url }}">',
        "\\[a](b)",
        "<script>let x = '<a href=b>'</script>",
        "user@host or a@b",
    ],
)
def test_what_is_no_link_is_none(content: str) -> None:
    assert written(note(content)) == []


def test_prices_are_no_formulas() -> None:
    assert [link.target for link in note("It costs $5 ([a](b)), not $6; US$ 7 [c](d) or 8 $.").links] == ["b", "d"]


def test_a_reference_has_its_definitions_target_and_its_own_label() -> None:
    read = note("[x][One], [one][], [one], ![y][one]\n\n[one]: <b> 'title'\n[ONE]: c\n")
    assert [(link.kind, link.target, read.text.slice(link.target_span), link.is_image) for link in read.links] == [
        ("reference", "b", "One", False),
        ("reference", "b", "one", False),
        ("reference", "b", "one", False),
        ("reference", "b", "one", True),
        ("definition", "b", "<b>", False),
        ("definition", "c", "c", False),
    ]


def test_a_picture_in_a_link_gives_both() -> None:
    read = note("[![alt](i.png)](page.md)")
    assert [(link.kind, link.target, link.text) for link in read.links] == [
        ("inline", "page.md", "alt"),
        ("image", "i.png", "alt"),
    ]


def test_an_address_between_html_link_tags_is_not_a_second_link() -> None:
    assert [link.kind for link in note('<a href="https://a.org">https://a.org</a>').links] == ["html"]


def test_wikilinks_are_links_only_in_a_dialect_that_has_them() -> None:
    content = "[[a#b|c]] ![[d.png]] `[[e]]` [[f]](g)"
    assert [link.kind for link in note(content).links] == ["inline"]
    read = note(content, dialect=WIKI)
    assert [(link.kind, link.target, link.text) for link in read.links] == [
        ("wiki", "a#b", "c"),
        ("embed", "d.png", ""),
        ("inline", "g", "[f]"),
    ]


def test_dendron_writes_the_text_first() -> None:
    (link,) = note("[[text|note.name]]", dialect=Dialect(wikilinks=True, label_first=True)).links
    assert (link.target, link.text) == ("note.name", "text")


def test_headings_of_every_form() -> None:
    read = note("## A `b` <i>c</i> ##\n\nSet\next\n===\n\n<h3 id=x>D &amp; <b>E</b></h3>\n\n#\n")
    assert [(h.level, h.title, read.text.slice(h.content_span)) for h in read.headings] == [
        (2, "A b c", "A `b` <i>c</i>"),
        (1, "Set\next", "Set\next"),
        (3, "D & E", "D &amp; <b>E</b>"),
        (1, "", ""),
    ]


def test_the_blank_before_a_tag_stays_in_the_title() -> None:
    (heading,) = note('### OCI/Docker <a name="oci"></a>').headings
    assert heading.title == "OCI/Docker "


def test_anchors_of_every_kind() -> None:
    read = note('<a name="a"></a> <b id=c>d</b>\n\n# H {#e}\n\nText\n{: #f .g }\n\nBlock ^h-1\n', dialect=WIKI)
    assert [(a.kind, a.name) for a in read.anchors] == [
        ("name", "a"),
        ("id", "c"),
        ("attribute", "e"),
        ("attribute", "f"),
        ("block-id", "h-1"),
    ]


def test_brackets_without_a_target() -> None:
    read = note("[a] [b][c] [d][] [^e] [[f]] [ ] \\[g] `[h]` [i](j)\n\n- [ ] k\n- [x] l\n\n[^m]: n [o]\n")
    assert [(b.kind, b.text, b.label) for b in read.brackets] == [
        ("shortcut", "a", "a"),
        ("full", "b", "c"),
        ("collapsed", "d", "d"),
        ("footnote", "^e", "e"),
        ("shortcut", "o", "o"),
    ]


def test_footnotes_and_their_references() -> None:
    read = note("Text[^1].\n\n[^1]: Note.\n")
    assert [(f.label, f.is_reference, read.text.slice(f.span)) for f in read.footnotes] == [
        ("1", True, "[^1]"),
        ("1", False, "[^1]"),
    ]


def outline(blocks: tuple[Block, ...]) -> list[object]:
    return [(block.title, outline(block.children)) if block.children else block.title for block in blocks]


def test_sections_and_items_are_trees() -> None:
    read = note("# A\n\n- b\n  - c\n\n  more\n- d\n\n## E\n\ntext\n\n# F\n\n1. g\n")
    assert outline(read.blocks) == [("A", [("b", ["c"]), "d", "E"]), ("F", ["g"])]
    item = read.blocks[0].children[0]
    assert (read.own_source(item), read.text.slice(item.span)) == ("b\n  - \n\n  more", "b\n  - c\n\n  more")


def test_endless_nesting_stays_a_small_tree() -> None:
    deepest = list(note("- " * 5000 + "x").blocks[0].walk())
    assert len(deepest) == 100
    assert deepest[-1].title == "x"


def test_suppressions_say_what_and_until_when() -> None:
    read = note(
        '<!-- notelint-disable-next-line broken-link, x until=2027-01-01 reason="back in spring" -->\n\n'
        "b <!-- notelint-enable -->"
    )
    first, second = read.suppressions
    assert first[1:] == ("next-line", ("broken-link", "x"), "2027-01-01", "back in spring")
    assert second[1:] == ("end", (), "", "")


def test_front_matter_is_not_markdown() -> None:
    read = note("---\ntitle: '[a](b)'\n---\n[c](d)\n")
    assert written(read) == [("inline", "[c](d)", "d", "d")]
    assert read.links[0].span == Span(24, 30)


def test_a_link_is_a_plain_tuple() -> None:
    assert note("[a](b)").links == (Link(Span(0, 6), "inline", "b", Span(4, 5), "a"),)


def test_reading_leaves_nothing_that_only_a_collection_of_cycles_would_free() -> None:
    content = "---\na: 1\n---\n\n# A `b` <i>c</i>\n\n- [d](e) *f* ![g](h)\n\n| i |\n|---|\n| j |\n\n[^k]: l\n\n    code\n"
    read_note("warm.md", Text(content))
    gc.collect()
    gc.disable()  # as in a run
    try:
        kept = [read_note(f"{number}.md", Text(content)) for number in range(20)]
        assert gc.collect() == 0
    finally:
        gc.enable()
    assert len(kept) == 20
