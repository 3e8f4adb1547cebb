"""Copies of sections and lists: what is found, told once, and independent of everything but the notes."""

import json
import random
from pathlib import Path

import pytest

from notelint.copies import Copy, CopySettings
from notelint.copies.groups import find_copies
from notelint.copies.shared import shared
from tests.conftest import Notelint, git, write
from tests.helpers import note
from tests.planted import garden, measure

DEFAULT = CopySettings()
SEEDS = (1, 2, 3, 4, 5)
LIST = "- one two three\n- four five six\n  - seven eight nine\n- ten eleven twelve\n"


def copies(notes: dict[str, str], settings: CopySettings = DEFAULT) -> list[Copy]:
    found = find_copies([note(content, path) for path, content in notes.items()], settings)
    return [copy for path in sorted(found) for copy in found[path]]


def places(found: list[Copy]) -> list[tuple[str, list[str]]]:
    return [(copy.stretch.path, [other.path for other in copy.others]) for copy in found]


@pytest.mark.parametrize(
    ("kinds", "least"),
    [
        (("exact", "renumbered", "split", "half"), 0.99),
        (("reindented",), 0.99),
        (("changed", "reordered", "rewritten"), 0.95),
    ],
)
def test_planted_copies_are_found_and_nothing_else(kinds: tuple[str, ...], least: float) -> None:
    measured = [measure(garden(seed, kinds, each=40)) for seed in SEEDS]
    assert sum(one.recall for one in measured) / len(SEEDS) >= least
    assert sum(one.precision for one in measured) / len(SEEDS) >= least
    assert [one.twice for one in measured] == [0] * len(SEEDS)


def test_nothing_is_found_where_nothing_was_planted() -> None:
    assert copies(garden(7, (), others=300).notes) == []


def test_the_order_of_reading_makes_no_difference() -> None:
    notes = [note(content, path) for path, content in garden(3, each=5).notes.items()]
    expected = find_copies(notes, CopySettings())
    random.Random(1).shuffle(notes)  # noqa: S311 - an order, no secret
    assert find_copies(notes, CopySettings()) == expected


def test_the_number_of_processes_makes_no_difference(repository: Path, notelint: Notelint) -> None:
    write(repository, garden(4, each=3, others=5).notes)
    write(repository, {"notelint.toml": 'select = ["duplicate-section"]\njobs = 1\n'})
    one = notelint("check", ".", "--format", "json")
    write(repository, {"notelint.toml": 'select = ["duplicate-section"]\njobs = 2\n'})
    two = notelint("check", ".", "--format", "json")
    assert '"duplicate-section"' in one.out
    assert json.loads(one.out)["findings"] == json.loads(two.out)["findings"]


def test_a_group_is_told_once_at_its_second_place() -> None:
    found = copies({f"{name}.md": f"# {name}\n\n{LIST}" for name in "bdac"})
    assert places(found) == [("b.md", ["a.md", "c.md", "d.md"])]


def test_a_part_that_stands_in_a_third_place_is_told_there() -> None:
    more = f"{LIST}- thirteen fourteen fifteen\n- sixteen seventeen eighteen\n"
    found = copies({"a.md": f"# A\n\n{more}", "b.md": f"# B\n\n{more}", "c.md": f"# C\n\n{LIST}"})
    assert places(found) == [("b.md", ["a.md"]), ("c.md", ["a.md", "b.md"])]
    assert [copy.stretch.lines for copy in found] == [6, 4]


def test_a_copy_is_told_as_a_whole_and_not_by_its_parts() -> None:
    section = f"## Top\n\n### One\n\n{LIST}\n### Two\n\n{LIST.replace('one', 'eins')}"
    found = copies({"a.md": f"# A\n\n{section}", "b.md": f"# B\n\n{section}\n## Else\n\nWords.\n"})
    assert [(copy.stretch.path, copy.stretch.lines, copy.exact) for copy in found] == [("b.md", 11, True)]


def test_notes_without_headings_are_compared_as_wholes() -> None:
    text = "A first line of words.\n\nA second line of words.\n\nAnother line of words.\n\n" + "And so many more words. " * 8
    assert [copy.stretch.lines for copy in copies({"a.md": text, "b.md": text})] == [4]


def test_what_differs_is_told() -> None:
    other = LIST.replace("eleven", "elf") + "- thirteen\n- fourteen\n"
    (found,) = copies({"a.md": f"# A\n\n{LIST}- thirteen\n- fourteen\n", "b.md": f"# B\n\n{other}"})
    assert (found.exact, found.same, found.only_here, found.only_there) == (
        False,
        5,
        ("ten elf twelve",),
        ("ten eleven twelve",),
    )


def test_other_nesting_is_no_exact_copy() -> None:
    flat = LIST.replace("  -", "-") + "- thirteen\n"
    (found,) = copies({"a.md": f"# A\n\n{LIST}- thirteen\n", "b.md": f"# B\n\n{flat}"})
    assert (found.exact, found.only_here, found.only_there) == (False, (), ())


def test_drifted_copies_can_be_left_out() -> None:
    notes = {"a.md": f"# A\n\n{LIST}- thirteen\n", "b.md": f"# B\n\n{LIST.replace('five', 'V')}- thirteen\n"}
    assert len(copies(notes)) == 1
    assert copies(notes, CopySettings(similarity=2)) == []


def test_few_names_out_of_longer_lists_are_no_copy() -> None:
    ann = "- ann\n- bob\n- cid\n- dan\n- eve\n"
    assert copies({"a.md": f"# A\n\n{ann}- fay\n", "b.md": f"# B\n\n- abe\n{ann}"}) == []
    assert len(copies({"a.md": f"# A\n\n{ann}", "b.md": f"# B\n\n{ann}"})) == 1


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ([], [1], []),
        ([1, 2, 3], [1, 2, 3], [(0, 0), (1, 1), (2, 2)]),
        ([5, 1, 2, 3, 6], [7, 1, 3, 2, 3, 8], [(1, 1), (2, 3), (3, 4)]),
    ],
)
def test_the_longest_common_subsequence(one: list[int], other: list[int], expected: list[tuple[int, int]]) -> None:
    assert shared(one, other) == expected


def test_the_longest_common_subsequence_is_as_long_as_by_the_book() -> None:
    chance = random.Random(2)  # noqa: S311 - the same numbers in every run
    for _ in range(300):
        one, other = ([chance.randrange(6) for _ in range(chance.randrange(12))] for _ in range(2))
        table = [[0] * (len(other) + 1) for _ in range(len(one) + 1)]
        for i, a in enumerate(one):
            for j, b in enumerate(other):
                table[i + 1][j + 1] = table[i][j] + 1 if a == b else max(table[i][j + 1], table[i + 1][j])
        found = shared(one, other)
        assert len(found) == table[-1][-1]
        assert all(one[i] == other[j] for i, j in found)


def test_a_staged_note_that_copies_another_is_told_and_the_other_way_round(repository: Path, notelint: Notelint) -> None:
    write(repository, {"a.md": f"# A\n\n{LIST}", "b.md": f"# B\n\n{LIST}", "c.md": "# C\n\nWords.\n"})
    git(repository, "add", ".")
    for given in ("a.md", "b.md"):
        ran = notelint("check", given)
        assert "b.md:3:3: " in ran.out
        assert "[duplicate-section]" in ran.out
    assert "duplicate-section" not in notelint("check", "c.md").out


def test_a_comment_before_the_block_keeps_its_copy(vault: Path, notelint: Notelint) -> None:
    comment = "<!-- notelint-disable-next-line duplicate-section -->"
    write(vault, {"a.md": f"# A\n\n{LIST}", "b.md": f"# B\n\n{comment}\n{LIST}", "c.md": f"{comment}\n# B\n\n{LIST}"})
    assert "duplicate-section" not in notelint("check", ".").out


def test_a_comment_keeps_one_copy_and_not_all(vault: Path, notelint: Notelint) -> None:
    comment = "<!-- notelint-disable-next-line duplicate-section -->"
    write(
        vault,
        {"a.md": f"# A\n\n{LIST}", "b.md": f"# B\n\n{comment}\n{LIST}", "c.md": f"# C\n\n{LIST}", "d.md": f"# D\n\n{LIST}"},
    )
    told = notelint("check", ".", "--select", "duplicate-section").out
    assert told.count("[duplicate-section]") == 1
    assert "c.md:3:3: advice: These 4 lines stand in `a.md` line 3 and 2 other places as well." in told


@pytest.mark.parametrize(
    ("one", "other", "line", "severity"),
    [
        ("a.md", "b.md", "Put [the folder](https://a.org) on the path", "warning"),
        ("a.md", "b.md", "Put the folder on the path", "advice"),
        # What a link leads to within the vault is looked at anyway.
        ("a.md", "b.md", "Put [the folder](a.md) on the path", "advice"),
        ("a.md", "b.md", "[`--path`](https://a.org): put the folder on the path", "advice"),
        ("one/README.md", "two/README.md", "Put [the folder](https://a.org) on the path", "advice"),
        ("one/index.md", "two/index.md", "Put [the folder](https://a.org) on the path", "warning"),
        ("guide.md", "guides.md", "Put [the folder](https://a.org) on the path", "warning"),
    ],
)
def test_an_exact_copy_is_a_warning_unless_it_is_seldom_a_mistake(
    vault: Path, notelint: Notelint, one: str, other: str, line: str, severity: str
) -> None:
    items = "".join(f"- {line} {letter}\n" for letter in "pqrs")
    write(vault, {one: f"# A\n\n{items}", other: f"# B\n\n{items}"})
    assert f": {severity}: These 4 lines stand in" in notelint("check", ".", "--select", "duplicate-section").out


def test_what_editions_have_in_common_is_told_when_asked_for(vault: Path, notelint: Notelint) -> None:
    items = "".join(f"- Put [the folder](https://a.org) on the path {letter}\n" for letter in "pqrs")
    write(vault, {"report-2023.md": f"# A\n\n{items}", "report-2024.md": f"# B\n\n{items}"})
    assert "duplicate-section" not in notelint("check", ".", "--select", "duplicate-section").out
    write(vault, {"notelint.toml": "[rules.duplicate-section]\neditions = true\n"})
    assert "report-2024.md:3:3: advice: These 4 lines" in notelint("check", ".", "--select", "duplicate-section").out
