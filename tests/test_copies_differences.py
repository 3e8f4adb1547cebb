"""What is said of a copy is so: whether it is one word for word, what differs, and which of two is the first."""

from pathlib import Path

import pytest

from notelint.copies import CopySettings
from tests.conftest import Notelint, write
from tests.test_copies import LIST, copies, places


def told(vault: Path, notelint: Notelint, one: str, other: str) -> str:
    write(vault, {"a.md": f"# A\n\n{one}", "b.md": f"# B\n\n{other}"})
    return notelint("check", ".", "--select", "duplicate-section").out


def test_what_is_the_same_is_not_said_to_be_nested_differently() -> None:
    # The third has a line more, so that it is the largest of those that are alike; the first two are the same nevertheless.
    lines = [f"- {word} and more of it" for word in ("one", "two", "three", "four", "five", "six")]
    own = {name: "\n\n### Notes\n\n" + "".join(f"- {name} says {number}\n" for number in range(9)) for name in "abc"}
    longer = [*lines[:3], "- seven and more of it", *lines[3:]]
    notes = {f"{name}.md": "## Top\n\n" + "\n".join(longer if name == "c" else lines) + own[name] for name in "abc"}
    found = copies(notes)
    assert [(copy.stretch.path, copy.others[0].path, copy.exact, copy.only_here) for copy in found] == [
        ("b.md", "a.md", True, ()),
        ("c.md", "a.md", False, ("seven and more of it",)),
    ]


def test_nesting_is_named_where_it_is_all_that_differs(vault: Path, notelint: Notelint) -> None:
    assert "These 4 lines stand in `a.md` line 3 as well, but nested differently." in told(
        vault, notelint, LIST, LIST.replace("  -", "-")
    )


def test_a_tick_makes_a_copy_a_drifted_one(vault: Path, notelint: Notelint) -> None:
    one, other = (LIST.replace("- four", f"- [{tick}] four").replace("- one", "- [ ] one") for tick in " x")
    told_now = told(vault, notelint, one, other)
    assert "advice: These 4 lines stand in `a.md` line 3 as well, but ticked differently." in told_now
    assert "Only here: `[x] four five six`; only there: `[ ] four five six`." in told_now
    (same,) = copies({"a.md": one, "b.md": one.replace("[ ]", "[ ] ").replace("- ", "* ")})
    assert same.exact


def test_a_list_that_is_ticked_all_over_is_a_copy_still() -> None:
    one, other = (LIST.replace("- ", f"- [{tick}] ") for tick in " x")
    (found,) = copies({"a.md": one, "b.md": other})
    assert (found.exact, found.same, found.only_here[0]) == (False, 0, "[x] one two three")


def test_targets_are_shown_where_only_they_differ(vault: Path, notelint: Notelint) -> None:
    text = LIST + "- see [this][r] as well\n- thirteen\n- fourteen\n\n[r]: https://{}.org\n"
    told_now = told(vault, notelint, text.format("a"), text.format("b"))
    assert (
        "Only here: `see [this][r] as well → https://b.org`; only there: `see [this][r] as well → https://a.org`." in told_now
    )


def test_of_long_lines_what_differs_is_shown(vault: Path, notelint: Notelint) -> None:
    text = LIST + f"- {'words and ' * 12}then {{}} at last\n- thirteen\n- fourteen\n"
    told_now = told(vault, notelint, text.format("ONE"), text.format("TWO"))
    assert "then TWO at last`; only there: `…" in told_now
    assert "then ONE at last`." in told_now


def test_a_line_that_has_moved_is_in_both() -> None:
    lines = [f"- {word} and more of it" for word in ["one", "two", "three", "four", "five", "six", "seven", "eight"]]
    moved = [*lines[:2], *lines[3:7], lines[2], lines[7]]
    (found,) = copies({"a.md": "\n".join(lines), "b.md": "\n".join(moved)})
    assert (found.only_here, found.only_there, found.moved) == ((), (), ("three and more of it",))


def test_what_goes_on_elsewhere_is_said_to_stand_among_others(vault: Path, notelint: Notelint) -> None:
    one = LIST + "- thirteen\n- fourteen\n- fifteen\n"
    assert "These 6 lines stand in `a.md` line 3 as well, among others. Only there: `fourteen`." in told(
        vault, notelint, one, one.replace("- fourteen\n", "")
    )


@pytest.mark.parametrize(
    ("original", "translation"), [("CONTRIBUTING.md", "CONTRIBUTING-de.md"), ("docs/en/a.md", "docs/de/a.md")]
)
def test_a_translation_is_never_the_first(original: str, translation: str) -> None:
    found = copies({original: LIST, translation: LIST}, CopySettings(editions=True))
    assert places(found) == [(translation, [original])]


def test_folders_that_repeat_each_other_are_told_once() -> None:
    sizes = {"p": LIST, "q": LIST.replace("one", "eins") + "- more of it\n", "r": LIST.replace("one", "un")}
    notes = {f"{folder}/{name}.md": text for folder in ("new", "old") for name, text in sizes.items()}
    (found,) = copies(notes)
    assert (found.stretch.path, found.others[0].path, found.beside) == ("old/q.md", "new/q.md", 2)
    assert len(copies(notes, CopySettings(editions=True))) == 3
    del notes["old/r.md"]
    assert [copy.beside for copy in copies(notes)] == [0, 0]


def test_lines_of_a_form_do_not_count() -> None:
    names = "abcdefg"
    form = {f"{name}.md": f"# {name}\n\n{LIST}" for name in names}
    assert copies(form) == []
    assert len(copies({path: form[path] for path in list(form)[:6]})) == 1
    assert len(copies(form, CopySettings(most=7))) == 1
    # Eight editions of one note are one place, and what they share with another note is no form.
    editions = {f"a-{number}.md": f"# A\n\n{LIST}" for number in range(8)}
    assert places(copies({**editions, "b.md": f"# B\n\n{LIST}"})) == [("b.md", list(editions))]


def test_a_navigation_is_no_copy() -> None:
    navigation = "".join(f"- [The chapter {word}]({word}.md)\n" for word in ("one", "two", "three", "four", "five"))
    assert copies({"a.md": f"# A\n\n{navigation}", "b.md": f"# B\n\n{navigation}"}) == []
    assert (
        len(
            copies({"a.md": navigation.replace("](", "](https://a.org/"), "b.md": navigation.replace("](", "](https://a.org/")})
        )
        == 1
    )


def test_a_note_that_was_put_together_from_others_is_told_once() -> None:
    parts = {f"{name}.md": f"# {name}\n\n{LIST.replace('- ', f'- {name} ')}" for name in "pqrstu"}
    manual = "\n".join(parts.values())
    assert [(copy.stretch.path, copy.beside) for copy in copies({**parts, "all.md": manual})] == [("p.md", 5)]
    del parts["u.md"]
    assert [copy.beside for copy in copies({**parts, "all.md": manual})] == [0] * 5
