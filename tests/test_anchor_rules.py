"""Fragments, anchors and navigations: what the rules' examples leave to show."""

import json
from urllib.parse import unquote

import pytest

from notelint.finding import Finding, apply_edits
from notelint.markdown import Dialect
from notelint.note import Anchor
from notelint.rule import VaultRule
from notelint.rules.broken_fragment import BrokenFragment
from notelint.rules.broken_wikilink import BrokenWikilink
from notelint.rules.duplicate_anchor import DuplicateAnchor
from notelint.rules.nav_mismatch import NavMismatch
from notelint.rules.unportable_fragment import UnportableFragment
from notelint.text import Span
from notelint.vault import Vault, VaultSettings
from tests.corpora import NAMES, shared
from tests.helpers import note as read
from tests.helpers import vault


def settings(*platforms: str) -> VaultSettings:
    """Every note is read on these platforms."""
    return VaultSettings(platforms=(("**", platforms),))


def check(rule: VaultRule, made: Vault, path: str = "note.md") -> list[Finding]:
    """The rule's findings in one note of a vault."""
    return list(rule.check(made.notes[path], made))


def broken(content: str, *platforms: str, dialect: Dialect = Dialect(), **notes: str) -> list[Finding]:
    """What broken-fragment finds in a note, with others by name."""
    others = {f"{name}.md": text for name, text in notes.items()}
    made = vault({"note.md": content, **others}, settings=settings(*platforms or ("github",)), dialect=dialect)
    return check(BrokenFragment(), made)


def fixed(content: str, findings: list[Finding]) -> str:
    """The note with all fixes made."""
    return apply_edits(content, [edit for finding in findings if finding.fix for edit in finding.fix.edits])


@pytest.mark.parametrize(
    ("content", "severity", "safety", "result"),
    [
        ("# Set-up\n\n[x](#setup)", "error", "unsafe", "# Set-up\n\n[x](#set-up)"),
        ("# Set-up\n\n[x](#Set-Up)", "warning", "safe", "# Set-up\n\n[x](#set-up)"),
        ('# Set-up\n\n[x](<#Set-Up> "t")', "warning", "safe", '# Set-up\n\n[x](<#set-up> "t")'),
        ('# Set-up\n\n<a href="#Set-Up">x</a>', "warning", "safe", '# Set-up\n\n<a href="#set-up">x</a>'),
        ("# Café B\n\n[x](#Caf%C3%A9-B)", "warning", "safe", "# Café B\n\n[x](#caf%C3%A9-b)"),
        ("# Café B\n\n[x](#Café-B)", "warning", "safe", "# Café B\n\n[x](#café-b)"),
        ("# List\n\n[x]\n\n[x]: note.md?plain=1#lits", "error", "unsafe", "# List\n\n[x]\n\n[x]: note.md?plain=1#list"),
        # The fragment is written with a character reference: what to replace cannot be told.
        ("# A & B\n\n[x](#A&#45;&#45;B)", "warning", None, "# A & B\n\n[x](#A&#45;&#45;B)"),
    ],
)
def test_a_fix_changes_the_fragment_alone(content: str, severity: str, safety: str | None, result: str) -> None:
    (finding,) = broken(content)
    assert (finding.severity, finding.fix.safety if finding.fix else None) == (severity, safety)
    assert fixed(content, [finding]) == result


def test_the_label_of_a_link_tells_which_heading_was_meant() -> None:
    (finding,) = broken("# The schedule\n\n# Events and dates\n\n[The  Schedule](#dates)")
    assert "did you mean `#the-schedule`?" in finding.message
    assert [place.span for place in finding.related] == [(2, 14)]


def test_the_finding_of_another_note_names_it() -> None:
    (finding,) = broken("[x](other.md#nope)", other="# Yes")
    assert "in `other.md` has the id `nope`" in finding.message
    assert finding.fix is None


@pytest.mark.parametrize(
    "content",
    [
        "# A\u0301\n\n[x](#%C3%A1)",  # decomposed in the heading, composed in the link
        "# A\n\n[x]\n\n[x]: #a\n[X]: #shadowed-by-the-first",
        "![picture](#nope)",
        "[script](#/page) [tab](#tab/linux) [material](#__tabbed_1_1)",
        "[x][r] `[y](#nope)`\n\n[r]: https://example.org/#nope\n\n<!-- [z](#nope) -->",
        "<div id='boxed'>\n\n[x](#boxed)\n\n</div>",
        "[x](other.txt#nope) [y](missing.md#nope)",
        "# A\n# A\n# A 1\n\n[x](#a-1) [y](#a-1-1) [z](#user-content-a)",
        "Note.[^one] And.[^one]\n\n[^one]: It.\n\n[a](#fn-one) [b](#fnref-one-2) [c](#fn:one)",
    ],
)
def test_what_only_looks_broken_on_github(content: str) -> None:
    assert broken(content) == []


def test_a_reference_is_told_once_at_its_definition() -> None:
    content = "# A\n\n[x] and [y][x] and [x][]\n\n[x]: #nope"
    (finding,) = broken(content)
    assert content[slice(*finding.span)] == "[x]: #nope"


@pytest.mark.parametrize(
    ("platforms", "content"),
    [
        (("vscode",), "# CLI\n\n[x](#CLI)"),
        (("obsidian",), "# Plan: A\n## Part\n\n[x](#Plan%20A) [y](#plan%20a#part) [z](#^block)\n\ntext ^block"),
        (("mkdocs",), "# Wörk\n# Wörk\n# Own {: #it .c }\n\n[x](#work) [y](#work_1) [z](#it)"),
        (("myst",), "# C++ / C#\n\n[x](#c-c) [y](#c--c)"),
        (("gatsby",), '# A <a name="b"></a>\n\n[x](#a-a-nameba) [y](#b)'),
    ],
)
def test_every_platform_has_its_own_ids(platforms: tuple[str, ...], content: str) -> None:
    dialect = Dialect(wikilinks="obsidian" in platforms, myst="myst" in platforms)
    assert broken(content, *platforms, dialect=dialect) == []
    assert broken(content, "github", dialect=dialect)


@pytest.mark.parametrize("platform", ["myst", "github"])
def test_labels_of_myst_hold_whatever_the_platform(platform: str) -> None:
    content = "(label)=\n# Two\n\n[x](#label) [y](#lebal)"
    note = read(content)._replace(anchors=(Anchor(Span(0, 8), "label", "target"),))
    found = check(BrokenFragment(), Vault([note], [], settings(platform)))
    assert [note.text.slice(finding.span) for finding in found] == ["[y](#lebal)"]


def test_wikilinks_take_paths_of_headings_and_ranges() -> None:
    links = ["[[b#One#Two]]", "[[b#^id]]", "[[b#Two, three]]", "[[b#One,1:#*]]", "[[b#One#Nope]]", "[[b#Three]]"]
    notes = {"note.md": " ".join(links), "b.md": "# One\n\n## Two\n\n## Two, three\n\ntext ^id"}
    made = vault(notes, dialect=Dialect(wikilinks=True))
    found = [made.notes["note.md"].text.slice(finding.span) for finding in check(BrokenWikilink(), made)]
    assert found == links[4:]


def test_only_the_first_platform_breaks_a_fragment() -> None:
    content = "# A - B\n\n[x](#a---b) [y](#a-b)"
    assert [content[slice(*finding.span)] for finding in broken(content, "github", "mkdocs")] == ["[y](#a-b)"]
    assert [content[slice(*finding.span)] for finding in broken(content, "mkdocs", "github")] == ["[x](#a---b)"]


def test_what_a_site_puts_together_is_advice() -> None:
    (finding,) = broken("# A\n\n{% include more.md %}\n\n[x](#more)", "jekyll")
    assert finding.severity == "advice"


def test_anchors_of_one_name() -> None:
    content = '<a name="x"></a> One.\n\nTwo. <span id="x">y</span>\n\n<svg><g id="x"/></svg>'
    (finding,) = check(DuplicateAnchor(), vault({"note.md": content}))
    assert content[slice(*finding.span)] == '<span id="x">'
    assert [place.span for place in finding.related] == [(0, 12)]


@pytest.mark.parametrize(
    "content",
    [
        '<a id="a"></a>\n\n# A',
        '# A\n\n<a id="a"></a>\n\nText.',
        '> <a id="a"></a>\n> # A',
        '<a name="x"></a>\n<a id="x"></a>\n\nText.',
        "# A {#x}\n\n# B {#x}",
        '```\n<a id="x">\n<a id="x">\n```',
    ],
)
def test_one_place_of_two_names_is_none_too_many(content: str) -> None:
    assert check(DuplicateAnchor(), vault({"note.md": content})) == []


def test_which_platforms_fail_is_told_with_their_ids() -> None:
    made = vault(
        {"note.md": "# A - B\n\n[x](#a---b) [y](#l)\n\n# L"}, settings=settings("github", "mkdocs", "gitlab-16", "vscode")
    )
    (finding,) = check(UnportableFragment(), made)
    assert "works on github, but not on mkdocs and gitlab-16" in finding.message
    assert "`a-b` on mkdocs, `a-b` on gitlab-16" in finding.message
    assert check(UnportableFragment(), vault({"note.md": "# A - B\n\n[x](#a---b)"})) == []


def test_what_fails_on_the_first_platform_is_not_told_twice() -> None:
    made = vault({"note.md": "# A - B\n\n[x](#a-b) [y](#nope)"}, settings=settings("github", "mkdocs", "vscode"))
    assert check(UnportableFragment(), made) == []


def test_an_anchor_is_unportable_to_obsidian() -> None:
    made = vault({"note.md": '<a id="x"></a>\n\n[x](#x)'}, settings=settings("github", "obsidian"))
    (finding,) = check(UnportableFragment(), made)
    assert finding.message == "`#x` works on github, but not on obsidian, which does not know this anchor."


def navigation(nav: str, *sections: str) -> list[tuple[str, str]]:
    """The texts of the findings of nav-mismatch, with their messages."""
    content = nav + "".join(f"\n\n## {section}\n\nText." for section in sections)
    return [(content[slice(*finding.span)], finding.message) for finding in check(NavMismatch(), vault({"note.md": content}))]


@pytest.mark.parametrize(
    ("nav", "sections", "found"),
    [
        ("| [A](#a) | [B](#b) | [C](#c) |\n|---|---|---|", "ABCD", ["D"]),
        ("**Contents**: **[A](#a)** · [B](#b) · [C](#c)", "ABDC", ["D"]),
        ("# T\n\n## Contents\n\n1. [A](#a)\n2. [B](#b)\n\n3. [C](#c)\n4. [D](#d)", "BCAD", ["[A](#a)"]),
        ("> - [A](#a)\n>   - [B](#b)\n> - [C](#c)\n> - [D](#d)", "ABCDE", ["E"]),
        ("[A](#a) [B](#b) [C](#c) [B](#b)", "ABC", ["[B](#b)"]),
        ("[A](#a) | [C](#b) | [D](#d)", "ABCD", ["[C](#b)"]),
        ("# T\n\n## Contents\n\nThese are:\n\n- [B](#b)\n- [A](#a)\n- [C](#c)", "ABC", ["[B](#b)"]),
        ("Contents of this page\n[B](#b) | [A](#a) | [C](#c)", "BACX", ["X"]),
    ],
)
def test_navigations_that_differ(nav: str, sections: str, found: list[str]) -> None:
    assert [text for text, _ in navigation(nav, *sections)] == found


@pytest.mark.parametrize(
    ("nav", "sections"),
    [
        ("[A](#a) | [B](#b)", "BAC"),  # two links are no navigation
        ("[A](#a), [B](#b) and [C](#c)", "CBAD"),  # prose
        ("[A](#a) | [B](#b) | [C](#c)", "ABCDEF"),  # half of the sections: a choice
        ("[A](#a) | [B](#b) | [C](#c)", "XABC"),  # what follows right below
        ("[A](#a) | [B](#b) | [C](#c)", "XABCD"),  # a choice of three in five
        ("- [A](#a)\n- [B](#b)\n- [C](#c)\n- [more](https://example.org)", "ABCD"),  # not whole
        ("- [A](#a)\n- [B](#b)\n- [C](#c)\n- Others", "ABCD"),
        ("- [D](#d)\n- [C](#c)\n- [B](#b)\n- [A](#a)", "ABCD"),  # an order of its own
        ("[A](#a) > [B](#b) > [C](#c) > [A](#a)", "ABC"),  # a circle
        ("[A](#a) | [B](#b) | [C](#nope)", "ABCD"),  # broken-fragment's
        ("[See A](#a) | [About B](#b) | [C!](#c)", "ABC"),
        ("# T\n\n## Usage\n\nThese are:\n\n- [B](#b)\n- [C](#c)\n- [A](#a)\n\n### More", "ABC"),  # in a section of its own
        ("## Usage\n\nThese:\n\n- [B](#b)\n- [A](#a)\n- [C](#c)\n\n## Class\n\n### A\n\n### B\n\n### C", ""),  # of another one
        ("- [A](#a-1)\n- [B](#b)\n- [C](#c)\n\n## A\n<a id='a-1'></a>", "BC"),  # an anchor right below its heading
        ("Beside this there are functions\n[B](#b),\n[A](#a),\n[C](#c)", "ABC"),  # a sentence
        ("# One\n\n# Two\n\n# Three\n\n# Four\n\n[A](#a) | [B](#b) | [C](#c)", "ABCD"),  # not at the top
    ],
)
def test_navigations_that_are_well(nav: str, sections: str) -> None:
    assert navigation(nav, *sections) == []


def test_a_label_that_is_another_section_is_mended() -> None:
    content = "[A](#a) | [C](#b) | [D](#d)\n\n## A\n## B\n## C\n## D\n"
    findings = check(NavMismatch(), vault({"note.md": content}))
    assert fixed(content, findings).startswith("[A](#a) | [C](#c) | [D](#d)")


@pytest.mark.parametrize("name", NAMES)
def test_the_same_fragments_are_broken_as_an_independent_checker_finds(name: str) -> None:
    folder = shared(f"corpora/{name}")
    rows = map(json.loads, (folder / "expected.jsonl").read_text("utf-8").splitlines())
    wanted = {(row["file"], row["line"], unquote(row["target"].partition("#")[2])) for row in rows if "fragment" in row["kind"]}
    texts = {path.relative_to(folder / "notes").as_posix(): path for path in (folder / "notes").rglob("*.md")}
    notes = [read(path.read_text("utf-8-sig", "replace"), name) for name, path in texts.items()]
    made = Vault(notes, (folder / "FILES.txt").read_text("utf-8").splitlines(), VaultSettings())
    found = set()
    for note in notes:
        fragments = {link.span: link.target.partition("#")[2] for link in note.links}
        for finding in BrokenFragment().check(note, made):
            found.add((note.path, note.text.position(finding.span.start).line, unquote(fragments[finding.span])))
    assert found == wanted


@pytest.mark.parametrize(
    ("fragment", "severity"), [("GRÖSSE", "error"), ("grösse", "error"), ("GRÖßE", "warning"), ("Größe", "warning")]
)
def test_another_spelling_is_not_another_case(fragment: str, severity: str) -> None:
    content = f"# Größe\n\n[x](#{fragment})\n"
    (finding,) = BrokenFragment().check(read(content, "a.md"), vault({"a.md": content}))
    assert finding.severity == severity
    assert ("upper and lower case" in finding.message) == (severity == "warning")
