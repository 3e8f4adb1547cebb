"""What the files around notes tell of the site that they become."""

import pytest

from notelint.markdown import Dialect
from notelint.rule import VaultRule
from notelint.rules.broken_fragment import BrokenFragment
from notelint.rules.broken_link import BrokenLink
from notelint.rules.undefined_reference import UndefinedReference
from notelint.vault.sites import site_of
from tests.helpers import vault


def _severities(rule: VaultRule, content: str, *files: str) -> list[str]:
    notes = vault({"docs/a.md": content, "docs/b.md": "# B\n"}, *files)
    return [finding.severity for finding in rule.check(notes.notes["docs/a.md"], notes)]


def test_the_nearest_site_counts() -> None:
    notes = vault({"docs/guide/a.md": "", "a.md": ""}, "mkdocs.yml", "docs/.vitepress/config.ts")
    programs = [site.program for path in ("docs/guide/a.md", "a.md") if (site := site_of(path, notes))]
    assert programs == ["VitePress", "MkDocs"]
    assert site_of("a.md", vault({"a.md": ""}, "docs/mkdocs.yml")) is None


@pytest.mark.parametrize(
    ("fragment", "file", "severities"),
    [
        ("config-json", "docs/.vitepress/config.ts", ["advice"]),
        ("config-yaml", "docs/.vitepress/config.ts", ["error"]),
        ("config-json", "docs/config.ts", ["error"]),
        ("config-json", "mkdocs.yml", ["error"]),
        ("a-b", "mkdocs.yml", ["advice"]),
        ("own", "docusaurus.config.ts", ["advice"]),
        ("A%20/%20B", "docs/.obsidian/app.json", ["advice"]),
        ("A%20B%20C", "docs/.obsidian/app.json", ["error"]),
        ("configjson", "docs/.vitepress/config.ts", []),
    ],
)
def test_an_id_of_the_site_is_advice(fragment: str, file: str, severities: list[str]) -> None:
    content = f"# config.json\n\n# A / B\n\n# C {{#own}}\n\n[x](#{fragment})\n"
    assert _severities(BrokenFragment(), content, file) == severities


@pytest.mark.parametrize(
    ("target", "file", "severities"),
    [
        ("./b", "docs/.vitepress/config.ts", ["advice"]),
        ("./b", "docs/_sidebar.txt", ["error"]),
        ("./b", "mkdocs.yml", ["error"]),
        ("./c", "docs/.vitepress/config.ts", ["error"]),
        ("./b.html", "docs/.vitepress/config.ts", ["advice"]),
        ("/b", "docs/.vitepress/config.ts", []),
        ("/b.html", "docs/.vitepress/config.ts", []),
        ("/c", "docs/.vitepress/config.ts", ["advice"]),
        ("/b", "mkdocs.yml", ["advice"]),
        ("/", "docs/.vitepress/config.ts", []),
    ],
)
def test_a_site_has_pages_without_ending(target: str, file: str, severities: list[str]) -> None:
    assert _severities(BrokenLink(), f"[x]({target})", file) == severities


@pytest.mark.parametrize(
    ("target", "note", "severities"),
    [
        ("20211123213357", "20211123213357.md", ["advice"]),
        ("20211123213357", "other/20211123213357.md", ["advice"]),
        ("20211123213357", "20211123213358.md", ["error"]),
        ("20219", "20219.md", ["error"]),
    ],
)
def test_a_zettel_is_linked_by_its_number(target: str, note: str, severities: list[str]) -> None:
    notes = vault({"a.md": f"[x]({target})", note: ""})
    assert [finding.severity for finding in BrokenLink().check(notes.notes["a.md"], notes)] == severities


def test_a_wikilink_stays_in_its_own_vault_of_obsidian() -> None:
    contents = {"one/a.md": "[[x]] [[y]]", "one/d/x.md": "", "two/x.md": "", "two/e/y.md": "", "two/f/y.md": ""}
    dialect = Dialect(wikilinks=True)
    for files, candidates in (((), 2), (("one/.obsidian/app.json", "two/.obsidian/app.json"), 1)):
        notes = vault(contents, *files, dialect=dialect)
        assert len(notes.wiki_candidates("x", notes.notes["one/a.md"])) == candidates
        assert len(notes.wiki_candidates("y", notes.notes["one/a.md"])) == 2, "what its own vault lacks lies elsewhere"


@pytest.mark.parametrize(
    ("label", "file", "severities"),
    [("the-guide", "mkdocs.yml", ["advice"]), ("guide", "mkdocs.yml", ["error"]), ("the-guide", "x.yml", ["error"])],
)
def test_autorefs_may_find_a_label(label: str, file: str, severities: list[str]) -> None:
    content = f"[x][{label}] and [y][b]\n\n[b]: b.md\n"
    assert _severities(UndefinedReference(), content, file) == severities


@pytest.mark.parametrize(("other", "told"), [("- [breaking] Say less", False), ("- [x] Say less", True)])
def test_tags_stand_alone_elsewhere(other: str, told: bool) -> None:
    assert bool(_severities(UndefinedReference(), f"- [breaking][fix] - Say more\n{other}\n")) == told
