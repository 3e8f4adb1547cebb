"""What links point to."""

import pytest

from notelint.markdown import Dialect
from notelint.vault import VaultSettings
from tests.helpers import vault

NOTES = {
    "a.md": "",
    "docs/README.md": "# Docs",
    "docs/b c.md": "# B",
    "docs/deep/d.md": "---\naliases: [Dee]\n---\n\n# D\n\n# D",
    "x/same.md": "",
    "y/same.md": "",
    "y/d.md": "",
    "y/e:f.md": "",
}


@pytest.mark.parametrize(
    ("target", "source", "kind", "path", "fragment"),
    [
        ("docs/b%20c.md#b", "a.md", "note", "docs/b c.md", "b"),
        ("b c.md?plain=1#B%C3%A9", "docs/README.md", "note", "docs/b c.md", "Bé"),
        ("#", "docs/README.md", "note", "docs/README.md", ""),
        ("?x", "a.md", "note", "a.md", None),
        ("docs", "a.md", "note", "docs/README.md", None),
        ("docs/", "a.md", "note", "docs/README.md", None),
        ("../..", "docs/deep/d.md", "folder", "", None),
        ("deep", "docs/README.md", "folder", "docs/deep", None),
        ("/docs/deep/d.md", "x/same.md", "note", "docs/deep/d.md", None),
        ("img/p.png", "a.md", "file", "img/p.png", None),
        ("Docs/README.md", "a.md", "missing", "Docs/README.md", None),
        ("docs/nope.md", "a.md", "missing", "docs/nope.md", None),
        ("y/e:f.md", "a.md", "note", "y/e:f.md", None),
        ("../x", "a.md", "outside", "../x", None),
        ("/../x", "docs/README.md", "outside", "../x", None),
        ("https://a.org/b.md", "a.md", "web", "", None),
        ("//a.org", "a.md", "web", "", None),
        ("mailto:a@b.org", "a.md", "web", "", None),
        ("", "a.md", "none", "", None),
    ],
)
def test_a_target_is_resolved_from_its_note(target: str, source: str, kind: str, path: str, fragment: str | None) -> None:
    notes = NOTES | {source: f"[x](<{target}>)"}
    made = vault(notes, "img/p.png")
    assert made.resolve(made.notes[source].links[0], made.notes[source]) == (kind, path, fragment)


def test_site_roots_and_routes_make_root_absolute_targets_resolve() -> None:
    old = ("/old/**/now/", "content/**/index.md")
    routes = (("/blog/*", "content/*/index.md"), ("/tags/**", ""), ("/about/", "docs/b.md"), old)
    settings = VaultSettings(site_roots=("docs",), routes=routes)
    made = vault({"a.md": "[](/b) [](/deep/) [](/blog/one#x) [](/blog/two) [](/tags/q/r) [](/nope) [](/about) [](/about/us) "
                  "[](/blog/one/) [](/blog/one/two) [](/old/deep/er/now)", "docs/b.md": "",
                  "docs/deep/index.md": "", "content/one/index.md": ""}, settings=settings)  # fmt: skip
    note = made.notes["a.md"]
    assert [made.resolve(link, note)[:2] for link in note.links] == [
        ("note", "docs/b.md"),
        ("note", "docs/deep/index.md"),
        ("note", "content/one/index.md"),
        ("missing", "content/two/index.md"),
        ("route", ""),
        ("missing", "nope"),
        ("note", "docs/b.md"),
        ("missing", "about/us"),
        ("note", "content/one/index.md"),
        ("missing", "blog/one/two"),
        ("missing", "content/deep/er/index.md"),
    ]


@pytest.mark.parametrize(
    ("name", "source", "found"),
    [
        ("a", "x/same.md", ("a.md",)),
        ("deep/D", "a.md", ("docs/deep/d.md",)),
        ("same", "a.md", ("x/same.md", "y/same.md")),
        ("same", "x/same.md", ("x/same.md",)),
        ("Same", "y/same.md", ("y/same.md",)),
        ("/a", "x/same.md", ()),
        ("x/same", "y/same.md", ("x/same.md",)),
        ("dee", "a.md", ("docs/deep/d.md",)),
        ("p.png", "a.md", ("img/p.png",)),
        ("nope", "a.md", ()),
    ],
)
def test_a_wikilink_finds_notes_by_path_name_and_alias(name: str, source: str, found: tuple[str, ...]) -> None:
    made = vault(NOTES, "img/p.png")
    assert made.wiki_candidates(name, made.notes[source]) == found


def test_a_note_has_the_names_of_its_platform() -> None:
    made = vault({"a.md": '# B c\n\n# B c\n\n<a name="N"></a>\n\n## E {#f}\n'})
    assert set(made.names("a.md", "github")) == {"b-c", "b-c-1", "N", "e-f"}
    assert set(made.names("a.md", "kramdown")) == {"b-c", "b-c-1", "N", "f"}


def test_backlinks_know_every_note_that_points_there() -> None:
    made = vault({"a.md": "[x](b.md#y) [z](gone.md)", "b.md": "[self](#q)", "c.md": "[w](/b.md)"})
    assert [note.path for note, _ in made.backlinks("b.md")] == ["a.md", "b.md", "c.md"]
    assert [link.target for _, link in made.backlinks("gone.md")] == ["gone.md"]


def test_values_of_a_key_over_all_notes() -> None:
    made = vault({"a.md": "---\nk: 1\nl: x\n---\n", "b.md": "---\nk: two\n---\n", "c.md": ""})
    assert [(note.path, node.tag, node.value) for note, node in made.values("k")] == [
        ("a.md", "int", 1),
        ("b.md", "str", "two"),
    ]
    assert made.keys() == {"k": 2, "l": 1}


def test_the_root_has_a_note_too() -> None:
    made = vault({"README.md": "", "docs/a.md": "[](..) [](/) [](../.)"})
    assert {made.resolve(link, made.notes["docs/a.md"])[:2] for link in made.notes["docs/a.md"].links} == {
        ("note", "README.md")
    }


def test_what_is_filled_from_elsewhere_is_outside() -> None:
    settings = VaultSettings(foreign=("themes/book",))
    made = vault({"a.md": "[](themes/book/x.md) [](themes/books/x.md) [](themes/x.md)"}, settings=settings)
    note = made.notes["a.md"]
    assert [made.resolve(link, note).kind for link in note.links] == ["outside", "missing", "missing"]


def test_where_wikilinks_lead() -> None:
    links = "[[ same#x ]] [[#y]] [[https://a.org]] [[gone#z]] [[p.png]]"
    made = vault({"a.md": links, "x/same.md": ""}, "img/p.png", dialect=Dialect(wikilinks=True))
    note = made.notes["a.md"]
    assert [made.resolve(link, note)[:2] for link in note.links] == [
        ("note", "x/same.md"),
        ("note", "a.md"),
        ("web", ""),
        ("missing", "gone"),
        ("file", "img/p.png"),
    ]
