"""What links point to."""

import pytest

from notelint.vault import VaultSettings
from tests.helpers import vault

NOTES = {
    "a.md": "",
    "docs/README.md": "# Docs",
    "docs/b c.md": "# B",
    "docs/deep/d.md": "---\naliases: [Dee]\n---\n\n# D\n\n# D",
    "x/same.md": "",
    "y/same.md": "",
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
    routes = (("/blog/*", "content/*/index.md"), ("/tags/**", ""))
    settings = VaultSettings(site_roots=("docs",), routes=routes)
    made = vault({"a.md": "[](/b) [](/deep/) [](/blog/one#x) [](/blog/two) [](/tags/q/r) [](/nope)", "docs/b.md": "",
                  "docs/deep/index.md": "", "content/one/index.md": ""}, settings=settings)  # fmt: skip
    note = made.notes["a.md"]
    assert [made.resolve(link, note)[:2] for link in note.links] == [
        ("note", "docs/b.md"),
        ("note", "docs/deep/index.md"),
        ("note", "content/one/index.md"),
        ("missing", "content/two/index.md"),
        ("route", ""),
        ("missing", "nope"),
    ]


@pytest.mark.parametrize(
    ("name", "source", "found"),
    [
        ("a", "x/same.md", ("a.md",)),
        ("deep/D", "a.md", ("docs/deep/d.md",)),
        ("same", "a.md", ("x/same.md", "y/same.md")),
        ("same", "x/same.md", ("x/same.md",)),
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
