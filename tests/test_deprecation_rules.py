"""What is marked in one place and not in another, in a note, over a vault, and in what is staged."""

import time
from pathlib import Path

import pytest

from notelint.finding import Finding, apply_edits
from notelint.rules.inconsistent_deprecation import InconsistentDeprecation
from tests.conftest import Notelint, git, write
from tests.corpora import shared
from tests.helpers import vault

RULE = InconsistentDeprecation()
ONLY = ("--select", "inconsistent-deprecation")


def findings(notes: dict[str, str], rule: InconsistentDeprecation = RULE) -> list[Finding]:
    made = vault(notes)
    return [finding for note in made.notes.values() for finding in rule.check(note, made)]


def places(notes: dict[str, str], rule: InconsistentDeprecation = RULE) -> list[str]:
    made = vault(notes)
    return [
        f"{finding.path}:{note.text.position(finding.span.start).line}"
        for note in made.notes.values()
        for finding in rule.check(note, made)
    ]


def lists(*items: str) -> dict[str, str]:
    """A note with each item in a list of its own."""
    return {"a.md": "\n".join(f"## List {number}\n\n- {item}\n" for number, item in enumerate(items, 1))}


@pytest.mark.parametrize(
    ("page", "line", "marked"),
    [("notes/containers.md", 160, 194), ("corpora/edpike365-head/notes/content/site/containers/index.md", 203, 237)],
)
def test_the_page_it_began_with(page: str, line: int, marked: int) -> None:
    content = shared(page).read_text(encoding="utf-8")
    made = vault({"containers.md": content})
    (finding,) = RULE.check(made.notes["containers.md"], made)
    text = made.notes["containers.md"].text
    assert tuple(text.position(finding.span.start)) == (line, 5)
    assert [tuple(text.position(related.span.start)) for related in finding.related] == [(marked, 7)]
    assert finding.fix is not None
    assert finding.fix.safety == "unsafe"
    fixed = vault({"containers.md": apply_edits(content, finding.fix.edits)})
    assert list(RULE.check(fixed.notes["containers.md"], fixed)) == []
    assert fixed.notes["containers.md"].text.line(line) == text.line(line) + " DEPRECATED"


@pytest.mark.parametrize(
    ("marked", "lacking"),
    [
        ("Docker Machine DEPRECATED", "Docker Machine"),
        ("Docker Machine DEPRECATED", "**docker machine**."),
        ("~~[Machine](https://a.org)~~", "[Machine](https://a.org)"),
        ("[Machine](https://a.org) (deprecated): makes hosts", "[Machine](http://a.org/): creates machines"),
        ("[The Docker Machine tool](https://a.org) - archived", "[The Docker Machine tools](https://a.org)"),
        ("rkt, superseded by containerd", "rkt"),
    ],
)
def test_the_item_that_lacks_the_marker_is_told(marked: str, lacking: str) -> None:
    assert places(lists(lacking, marked)) == ["a.md:3"]
    assert places(lists(marked, lacking)) == ["a.md:7"]


@pytest.mark.parametrize(
    ("marked", "other"),
    [
        ("Docker Machine DEPRECATED", "Docker Machine DEPRECATED"),
        ("Docker Machine DEPRECATED", "~~Docker Machine~~"),
        ("Docker Machine DEPRECATED", "Docker Machine: needs Linux"),
        ("[Addons](https://a.org) DEPRECATED", "[Addons](https://b.org)"),
        ("[Docker](https://a.org) machine DEPRECATED", "[Docker](https://a.org) compose, the tool for many hosts"),
        ("[Talk](https://a.org) ([archived](https://web.archive.org/web/1/https://a.org))", "[Talk](https://a.org)"),
        ("Machine DEPRECATED\n  - Docker CE", "Docker CE"),
        ("Docker Machine DEPRECATED", "Docker Machine\n\n  It is no longer maintained."),
        ("Docker Machine DEPRECATED", "Docker Machine\n  - deprecated since 2019"),
        ("Docker Machine DEPRECATED", "Retired tools (no longer supported)\n  - Docker Machine"),
        ("Usage DEPRECATED", "Usage"),
    ],
)
def test_other_things_are_not(marked: str, other: str) -> None:
    assert places(lists(other, marked)) == []


def test_every_place_that_lacks_it_is_told() -> None:
    assert places(lists("rkt", "rkt DEPRECATED", "rkt", "rkt (obsolete)")) == ["a.md:3", "a.md:11"]


def test_all_marked_places_are_related_those_of_the_note_first() -> None:
    found = findings({"a.md": "* rkt DEPRECATED\n", "b.md": "* rkt\n\n## Old ones\n\n* rkt OBSOLETE\n", "c.md": "* rkt EOL"})
    assert [[related.path for related in finding.related] for finding in found] == [["b.md", "a.md"]]


@pytest.mark.parametrize("count", [5, 6])
def test_a_common_phrase_is_no_name(count: int) -> None:
    notes = {f"{number}.md": "- Log in\n" for number in range(count)} | {"z.md": "- Log in (deprecated)\n"}
    assert len(places(notes)) == (5 if count == 5 else 0)


def test_versions_are_apart() -> None:
    assert places({"a.md": "# v1\n\n- Log in (deprecated)\n\n# v2\n\n- Log in\n"}) == []
    assert places({"docs/v1/a.md": "- Log in (deprecated)\n", "docs/v2/a.md": "- Log in\n"}) == []
    assert places({"docs/v1/a.md": "- Log in (deprecated)\n", "docs/a.md": "- Log in\n"}) == ["docs/a.md:1"]


def test_records_are_not_held_to_later_notes() -> None:
    notes = {"journal/2021-03-04.md": "- Docker Machine\n", "tools.md": "- Docker Machine (deprecated)\n"}
    assert places(notes) == []
    assert places(notes, InconsistentDeprecation(dated_notes=True)) == ["journal/2021-03-04.md:1"]
    assert places({"2021.md": "# A\n\n- rkt\n\n# B\n\n- rkt DEPRECATED\n"}) == ["2021.md:3"]


def test_a_table_of_contents_may_leave_it_out() -> None:
    contents = "# Tools\n\n## Contents\n\n- [Docker Machine](#docker-machine-deprecated)\n\n"
    assert places({"a.md": f"{contents}## Docker Machine (deprecated)\n"}) == []
    assert places({"a.md": f"{contents}## Docker Machine (deprecated)\n", "b.md": "- Docker Machine\n"}) == ["b.md:1"]


def test_what_is_done_is_no_less_current() -> None:
    assert places({"a.md": "## Done\n\n- [x] ~~Water the roses~~\n\n## Weekly\n\n- Water the roses\n"}) == []
    assert places({"a.md": "## Old\n\n- ~~Water the roses~~\n\n## Weekly\n\n- Water the roses\n"}) == ["a.md:7"]


def test_nothing_depends_on_the_order_of_notes() -> None:
    notes = {"a.md": "* rkt\n", "b.md": "* rkt DEPRECATED\n", "c.md": "* rkt\n\n# Old\n\n* rkt (archived)\n"}
    there = findings(notes)
    assert sorted(there) == sorted(findings(dict(reversed(notes.items()))))
    assert len(there) == 2


def test_languages_are_an_option(vault: Path, notelint: Notelint) -> None:
    write(vault, {"a.md": "* rkt (veraltet)\n", "b.md": "* rkt\n"})
    assert "b.md:1:3" in notelint("check", ".", *ONLY).out
    write(vault, {"notelint.toml": "[rules.inconsistent-deprecation]\nlanguages = ['en', 'fr']\n"})
    assert "nothing to report" in notelint("check", ".", *ONLY).out
    write(vault, {"notelint.toml": "[rules.inconsistent-deprecation]\nlanguages = ['english']\n"})
    ran = notelint("check", ".", *ONLY)
    assert ran.code == 2
    assert "values out of de, en" in ran.err


@pytest.mark.parametrize("staged", ["marked.md", "lacking.md"])
def test_either_note_of_a_pair_may_be_staged(staged: str, repository: Path, notelint: Notelint) -> None:
    write(repository, {"marked.md": "* rkt DEPRECATED\n", "lacking.md": "* rkt\n", "other.md": "* [no](where.md)\n"})
    git(repository, "add", ".")
    ran = notelint("check", staged)
    assert [line.partition(" ")[0] for line in ran.out.splitlines() if "[inconsistent" in line] == ["lacking.md:1:3:"]
    assert "other.md" not in ran.out
    assert "inconsistent" not in notelint("check", "other.md").out


def test_a_comment_silences_it_from_elsewhere_too(repository: Path, notelint: Notelint) -> None:
    comment = "<!-- notelint-disable-next-line inconsistent-deprecation -->\n"
    write(repository, {"marked.md": "* rkt DEPRECATED\n", "lacking.md": f"{comment}* rkt\n"})
    assert "nothing to report" in notelint("check", "marked.md", *ONLY).out
    assert "nothing to report" in notelint("check", ".", *ONLY).out


def test_a_vault_of_many_notes_takes_little_time() -> None:
    body = "".join(f"- [Item {number}](https://a.org/{number}) with a text of its own\n" for number in range(50))
    made = vault({f"{number}.md": f"{body}* tool {number} DEPRECATED\n" for number in range(300)})
    started = time.perf_counter()
    assert [finding for note in made.notes.values() for finding in RULE.check(note, made)] == []
    assert time.perf_counter() - started < 5
