"""Fixes in the text of one note: which go together, and that nothing else changes."""

import pytest

from notelint.finding import Edit, Finding, Fix, Safety
from notelint.markdown.rendered import rendered
from notelint.mending import Mended, compatible, is_contained, is_same_around, mend
from notelint.text import Span


def finding(start: int, end: int, *edits: tuple[int, int, str], safety: Safety = "safe") -> Finding:
    made = tuple(Edit(Span(first, last), text) for first, last, text in edits)
    return Finding("a.md", Span(start, end), "broken-link", "", "error", f"{start}", Fix(safety, "", made))


def test_a_fix_is_made_and_nothing_else() -> None:
    assert mend("See [a](x) now.", [finding(4, 10, (8, 9, "y.md"))]).content == "See [a](y.md) now."


def test_fixes_that_overlap_wait_for_another_round() -> None:
    first, second = finding(4, 10, (8, 9, "y")), finding(4, 10, (4, 10, "[b](z)"))
    done = mend("See [a](x) now.", [first, second])
    assert (done.content, done.applied, done.withdrawn) == ("See [a](y) now.", (first,), ())


def test_a_fix_of_several_edits_is_made_whole_or_not_at_all() -> None:
    one = finding(0, 6, (4, 5, "y"))
    two = finding(0, 15, (4, 5, "z"), (13, 14, "z"))
    assert mend("[a](x) [b](x)", [one, two]).content == "[a](y) [b](x)"


def test_two_findings_with_one_and_the_same_fix_get_it_once() -> None:
    same = [finding(0, 6, (4, 5, "y")), finding(0, 6, (4, 5, "y"))]
    assert compatible(same) == same[:1]


def test_insertions_at_one_place_are_not_mixed() -> None:
    assert mend("[a](x)", [finding(0, 6, (5, 5, "1")), finding(0, 6, (5, 5, "2"))]).content == "[a](x1)"


def test_edits_side_by_side_are_made_together() -> None:
    assert mend("[a](x)[b](y)", [finding(0, 6, (4, 5, "1")), finding(6, 12, (10, 11, "2"))]).content == "[a](1)[b](2)"


def test_line_ends_are_those_of_the_note() -> None:
    assert mend("a\r\n\r\n[b]: x\r\n", [finding(5, 11, (5, 5, "c\n\n"))]).content == "a\r\n\r\nc\r\n\r\n[b]: x\r\n"


def test_a_fix_that_would_change_more_is_taken_back_and_the_others_are_made() -> None:
    content = "[a](x) and\n[b](y)\n"
    good, bad = finding(0, 6, (4, 5, "z")), finding(11, 17, (15, 16, "y)\n\n```\n"))
    done = mend(content, [bad, good])
    assert done == Mended("[a](z) and\n[b](y)\n", (good,), (bad,))


@pytest.mark.parametrize(
    ("before", "edit", "contained"),
    [
        ("[a](x) text", (4, 5, "y"), True),
        ("[a] (x) text", (3, 4, ""), True),
        ("*a [b](x) c*", (7, 8, "y"), True),
        ("- [a](x)\n- b", (5, 6, "y"), True),
        ("| [a](x) | b |\n|---|---|\n", (6, 7, "y"), True),
        ("[a]\n\n[a]: x", (5, 11, "[a]: y"), True),
        ("[a][b]\n\n[c]: x", (3, 6, "[c]"), True),
        ("[a](x) `code`", (4, 5, "`"), True),
        ("[a](x) `code`", (1, 2, "`"), False),
        ("[a](x) text", (4, 5, "y)\n\n("), False),
        ("[a](x)\n\nb", (6, 8, ""), False),
        ("- a\n- [b](x)", (8, 9, "y)\n\n  ("), False),
        ("[a]\n\n[a]: x", (5, 5, "    "), False),
        ("[a](x) [b]\n\n[b]: y", (4, 5, "z"), True),
    ],
)
def test_what_a_fix_may_change(before: str, edit: tuple[int, int, str], contained: bool) -> None:
    start = before.index("[a]:") if "[a]:" in before else max(before.find("["), 0)
    end = before.index(")", start) + 1 if ")" in before[start:] else len(before)
    assert is_contained(before, [finding(start, end, edit)]) is contained


def test_a_reference_at_the_end_of_what_is_edited_does_not_hide_that_it_ends() -> None:
    note = "## On [a]\n\n## Next\n\n[a]: x\n"
    edit = Edit(Span(3, 9), "On b")
    assert is_same_around(note, [edit], [Span(0, 9)])
    assert not is_same_around(note, [edit._replace(replacement="n\n\nb")], [Span(0, 9)])


def test_front_matter_is_none_of_what_is_rendered() -> None:
    content = "---\nstatus: Done\n---\n\n# A\n"
    assert mend(content, [finding(4, 16, (12, 16, "done"))]).content == "---\nstatus: done\n---\n\n# A\n"
    assert mend(content, [finding(0, 3, (0, 3, "+++"))]).withdrawn


def test_a_reference_is_told_as_it_is_written_wherever_it_leads() -> None:
    assert rendered("[a][]\n\n[a]: x\n", []) == rendered("[a][]\n\n[a]: y\n", [])
    assert rendered("[a][] b", []) == ["{'Start': 'Paragraph'}", "[a][] b", "{'End': 'Paragraph'}"]


def test_text_around_a_region_is_kept_to_the_character() -> None:
    assert rendered("aé [b](c) d", [Span(3, 9)]) == ["Start Paragraph", "aé  d", "End Paragraph"]


def test_of_fixes_that_are_right_alone_and_wrong_together_the_first_is_made() -> None:
    first, second = finding(0, 1, (0, 0, "*")), finding(4, 5, (5, 5, "*"))
    bad = finding(2, 3, (2, 3, "\n\n"))
    assert mend("a b c", [first]).content == "*a b c"
    assert mend("a b c", [second]).content == "a b c*"
    assert mend("a b c", [first, second]) == Mended("*a b c", (first,), ())
    assert mend("a b c", [first, bad, second]) == Mended("*a b c", (first,), (bad,))


def test_all_that_are_right_are_made_when_one_is_wrong() -> None:
    good = [finding(0, 6, (4, 5, "1")), finding(7, 13, (11, 12, "2"))]
    bad = finding(14, 20, (18, 19, "y)\n\n("))
    assert mend("[a](x) [b](y) [c](z)", [*good, bad]) == Mended("[a](1) [b](2) [c](z)", tuple(good), (bad,))


def test_a_finding_without_a_fix_changes_nothing() -> None:
    without, with_one = finding(0, 6)._replace(fix=None), finding(0, 6, (4, 5, "y"))
    assert mend("[a](x)", [without, finding(0, 6), with_one]) == Mended("[a](y)", (with_one,), ())


def test_what_touches_does_not_overlap() -> None:
    assert mend("[a](x)[b](y)", [finding(0, 6, (0, 6, "[c](1)")), finding(6, 12, (6, 12, "[d](2)"))]).content == "[c](1)[d](2)"


@pytest.mark.parametrize("place", [4, 10])
def test_what_is_put_in_at_an_edge_of_a_construct_belongs_to_it(place: int) -> None:
    assert is_same_around("See [a](x) now", [Edit(Span(place, place), "b")], [Span(4, 10)])
    assert not is_same_around("See [a](x) now", [Edit(Span(place, place), "b")], [Span(5, 9)])


@pytest.mark.parametrize(
    ("content", "made"),
    [
        ("a\r\nb\nc", "n\r\na\r\nb\nc"),
        ("a\nb\r\nc", "n\na\nb\r\nc"),
        ("\na\r", "n\n\na\r"),
        ("a\rb", "n\na\rb"),
    ],
)
def test_the_first_line_end_tells_for_all(content: str, made: str) -> None:
    assert mend(content, [finding(0, len(content), (0, 0, "n\n"))]).content == made
