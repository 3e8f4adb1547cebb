"""A vault tells by its links whether it is read as files or made into a site."""

from collections.abc import Mapping

import pytest

import notelint.vault
from notelint.rules.broken_link import BrokenLink
from notelint.vault.habit import ForSite, Habit, Written, habit_of
from tests.helpers import vault


def _found(links: str, other: str = "") -> dict[str, list[str]]:
    notes = vault({"a.md": links, "b.md": other, "c.md": "", "d/README.md": ""}, "x.png", "LICENSE")
    return {path: [one.severity for one in BrokenLink().check(notes.notes[path], notes)] for path in ("a.md", "b.md")}


@pytest.mark.parametrize(
    ("links", "other", "told"),
    [
        ("[x](b)\n" * 10, "", {"a.md": ["advice"], "b.md": []}),
        ("[x](b)\n" * 9, "", {"a.md": ["error"] * 9, "b.md": []}),
        ("[x](b)\n" * 9 + "![x](x)", "", {"a.md": ["error"] * 10, "b.md": []}),
        ("[x](b)\n" * 9 + "[x](LICENSE) [x](d) [x](https://example.org/x)", "", {"a.md": ["error"] * 9, "b.md": []}),
        ("[x](b)\n" * 9 + "[x]\n\n[x]: c", "", {"a.md": ["advice"], "b.md": []}),
        ("", "[x](a)\n" * 10, {"a.md": [], "b.md": ["advice"]}),
        ("[x](c.html#top)\n[x](c/)\n" * 5, "[x](a)", {"a.md": ["advice"], "b.md": []}),
        # Who writes for GitHub writes `.md`; a few links without it are slips.
        ("[x](b)\n" * 30 + "[x](b.md)\n" * 10, "", {"a.md": ["advice"], "b.md": []}),
        ("[x](b)\n" * 30 + "[x](b.md)\n" * 11, "", {"a.md": ["advice"] * 30, "b.md": []}),
        ("[x](b)\n" * 10 + "[x](b.md)\n" * 190, "", {"a.md": ["advice"] * 10, "b.md": []}),
        ("[x](b)\n" * 10 + "[x](b.md)\n" * 191, "", {"a.md": ["error"] * 10, "b.md": []}),
        ("[x](b)\n" * 9 + "[x](b.md)\n" * 4, "", {"a.md": ["error"] * 9, "b.md": []}),
        ("[x](b)\n" * 12, "[x](a.md#top) [x](/a.md)\n" * 3, {"a.md": ["advice"] * 12, "b.md": []}),
        ("[x](b)\n" * 12, "[x](#top)\n" * 30, {"a.md": ["advice"], "b.md": []}),
        # Addresses from the root of a site tell of it, too, but whether they lead anywhere nobody knows.
        ("[x](b)", "[x](/docs/x)\n" * 9, {"a.md": ["advice"], "b.md": ["advice"] * 9}),
        ("[x](b)", "[x](/docs/x.md)\n" * 9, {"a.md": ["error"], "b.md": ["advice"] * 9}),
        # What leads to no note on any site is wrong there, too.
        ("[x](b)\n" * 10 + "[x](nothing-like-it)", "", {"a.md": ["error", "advice"], "b.md": []}),
    ],
)
def test_what_is_written_for_a_site_is_told_once(links: str, other: str, told: dict[str, list[str]]) -> None:
    assert _found(links, other) == told


def test_all_notes_are_counted_once_however_many_links_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[Mapping[str, Written]] = []

    def count(found: Mapping[str, Written]) -> Habit:
        counted.append(found)
        return habit_of(found)

    monkeypatch.setattr(notelint.vault, "habit_of", count)
    assert _found("[x](b)\n" * 10, "[x](a)\n" * 10) == {"a.md": ["advice"], "b.md": []}
    assert len(counted) == 1


def test_a_changed_note_counts_as_it_is_now() -> None:
    whole = {"a.md": Written(6, 1, 2), "b.md": Written(4, 0, 0), "c.md": Written(0, 3, 1)}
    for path, fresh in (("a.md", Written(0, 0, 9)), ("b.md", Written(1, 2, 3)), ("c.md", Written(1, 1, 1))):
        changed = habit_of(whole).after({path: whole[path]}, {path: fresh})
        assert changed[:3] == habit_of({**whole, path: fresh})[:3]
    assert habit_of(whole).first == "a.md"
    assert habit_of(whole).answer() == ForSite("a.md", often=True)
    assert habit_of(whole).after({}, {"a.md": Written(1)}).first == "a.md"
    assert habit_of(whole).after({"a.md": whole["a.md"]}, {"a.md": Written()}).answer() == ForSite("", often=False)
    assert habit_of({}) == Habit(0, 0, 0, "")
    assert habit_of({}).answer() == ForSite("", often=False)
