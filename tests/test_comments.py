"""What is found in comments that silence findings, and what the configuration ignores in some notes."""

import random
from pathlib import Path

import pytest

from tests.cached import both, edit, make
from tests.conftest import Notelint, git, write


def told(notelint: Notelint, content: str, *arguments: str) -> list[tuple[int, str]]:
    """The lines and rules of what is found in a note."""
    write(Path(), {"a.md": content, "b.md": "# B\n"})
    findings = both(notelint, *arguments, "a.md")["findings"]
    return [(one["line"], one["rule"]) for one in findings]


GONE, UNUSED = "[x](gone.md)", "unused-suppression"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (f"{GONE} <!-- notelint-disable-line broken-link -->\n", []),
        ("[x](b.md) <!-- notelint-disable-line broken-link -->\n", [(1, UNUSED)]),
        ("[x](b.md) <!-- notelint-disable-line -->\n", [(1, UNUSED)]),
        (f"{GONE} <!-- notelint-disable-line -->\n", []),
        (f"{GONE} <!-- notelint-disable-line broken-link empty-link -->\n", [(1, UNUSED)]),
        (f"<!-- notelint-disable-next-line broken-link -->\n{GONE}\n", []),
        (f"<!-- notelint-disable-next-line broken-link -->\n[x](b.md)\n\n{GONE}\n", [(1, UNUSED), (4, "broken-link")]),
        (f"{GONE}\n\n<!-- notelint-disable-file broken-link -->\n", []),
        ("[x](b.md)\n\n<!-- notelint-disable-file broken-link -->\n", [(3, UNUSED)]),
        (f"<!-- notelint-disable broken-link -->\n\n{GONE}\n\n<!-- notelint-enable broken-link -->\n", []),
        (
            f"<!-- notelint-disable broken-link -->\n\nx\n\n<!-- notelint-enable -->\n\n{GONE}\n",
            [(1, UNUSED), (7, "broken-link")],
        ),
        # Both are of use: without either of them something else is silenced by the other alone.
        (f"<!-- notelint-disable-file broken-link -->\n\n{GONE} <!-- notelint-disable-line broken-link -->\n", []),
        # A rule that is off, or about the web, may have something to find.
        ("[x](b.md) <!-- notelint-disable-line stale-note -->\n", []),
        ("[x](b.md) <!-- notelint-disable-line dead-link -->\n", []),
        ("<https://www.python.org> <!-- notelint-disable-line -->\n", []),
        ("Nothing. <!-- notelint-disable-line duplicate-section -->\n", []),
        # A name that is no rule.
        (f"{GONE} <!-- notelint-disable-line brokn-link -->\n", [(1, "broken-link"), (1, UNUSED)]),
        # What is said about comments is silenced by its name alone.
        ("<!-- notelint-disable-file -->\n\nText.\n", [(1, UNUSED)]),
        ("<!-- notelint-disable-file unused-suppression -->\n\nText. <!-- notelint-disable-line broken-link -->\n", []),
        ("`<!-- notelint-disable-line broken-link -->`\n", []),
    ],
)
def test_a_comment_that_silences_nothing_is_told(
    repository: Path, notelint: Notelint, content: str, expected: list[tuple[int, str]]
) -> None:
    assert told(notelint, content) == expected


def test_only_rules_that_have_run_can_tell(repository: Path, notelint: Notelint) -> None:
    content = "Text. <!-- notelint-disable-line broken-link -->\n\nText. <!-- notelint-disable-line -->\n"
    assert told(notelint, content) == [(1, UNUSED), (3, UNUSED)]
    assert told(notelint, content, "--select", f"{UNUSED},empty-link") == []
    assert told(notelint, content, "--ignore", "broken-link") == []
    assert told(notelint, content, "--ignore", UNUSED) == []
    assert told(notelint, content, "--ignore", "empty-link") == [(1, UNUSED)]
    assert told(notelint, content, "--severity", f"{UNUSED}=error", "--fail-on", "error") == [(1, UNUSED), (3, UNUSED)]


def test_a_rule_that_crashes_tells_nothing_about_comments(
    vault: Path, notelint: Notelint, monkeypatch: pytest.MonkeyPatch
) -> None:
    from notelint.rules.broken_link import BrokenLink

    def crash(*_: object) -> None:
        raise ValueError("broken")

    monkeypatch.setattr(BrokenLink, "check", crash)
    write(vault, {"a.md": "Text. <!-- notelint-disable-line empty-link -->\n"})
    ran = notelint("check", "--no-cache")
    assert ran.code == 3
    assert UNUSED not in ran.out


@pytest.mark.parametrize(("until", "words"), [("2020-02-29", "until 2020-02-29"), ("soon", "`until=soon` is no day")])
def test_a_comment_whose_day_has_passed_is_told_and_fails_nothing(
    vault: Path, notelint: Notelint, until: str, words: str
) -> None:
    write(vault, {"a.md": f"Text. <!-- notelint-disable-line broken-link until={until} -->\n"})
    ran = notelint("check", "--fail-on", "advice")
    assert ran.code == 0
    assert words in ran.out
    assert "[expired-suppression]" in ran.out
    assert UNUSED not in ran.out


def test_reasons_are_wanted_when_asked_for(repository: Path, notelint: Notelint) -> None:
    content = (
        f"{GONE} <!-- notelint-disable-line broken-link -->\n\n"
        f'{GONE} <!-- notelint-disable-line broken-link reason="soon" -->\n\n'
        f'{GONE} <!-- notelint-disable-line broken-link reason=" " -->\n\n<!-- notelint-enable -->\n'
    )
    expected = [(1, "unexplained-suppression"), (5, "unexplained-suppression")]
    assert told(notelint, content) == []
    assert told(notelint, content, "--require-reason") == expected
    write(repository, {"notelint.toml": "require-reason = true\n"})
    assert told(notelint, content) == expected


_SECTIONS = f"{GONE}\n\n# Log\n\n## [1.0] of May\n\n{GONE}\n\n### Fixed\n\n{GONE}\n\n## Next\n\n{GONE} [y](#nope)\n"


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ('"a.md" = "broken-link"', {15: "broken-fragment"}),
        ('"*.md" = ["broken-link", "broken-fragment"]', {}),
        ('"a.md" = "all"', {}),
        ('"a.md" = "default"', {}),
        ('"b/a.md" = "all"', {1: "broken-link", 7: "broken-link", 11: "broken-link", 15: "broken-fragment"}),
        ('"a.md#[1.0] OF  may" = "broken-link"', {1: "broken-link", 15: "broken-fragment"}),
        ('"a.md#[1.*" = "all"', {1: "broken-link", 15: "broken-fragment"}),
        ('"a.md#fixed" = "broken-link"', {1: "broken-link", 7: "broken-link", 15: "broken-fragment"}),
        ('"#Log" = "all"', {1: "broken-link"}),
        ('"a.md#Next" = "broken-fragment"', {1: "broken-link", 7: "broken-link", 11: "broken-link", 15: "broken-link"}),
    ],
)
def test_rules_are_ignored_in_some_notes_and_sections(
    repository: Path, notelint: Notelint, table: str, expected: dict[int, str]
) -> None:
    write(repository, {"notelint.toml": f"[per-file-ignores]\n{table}\n"})
    assert dict(told(notelint, _SECTIONS)) == expected


def test_what_is_ignored_counts_from_the_folder_of_the_configuration(vault: Path, notelint: Notelint) -> None:
    write(vault, {"notelint.toml": '[per-file-ignores]\n"c.md" = "empty-link"\n"in/c.md#H" = "broken-link"\n'})
    write(vault, {"in/notelint.toml": '[per-file-ignores]\n"c.md" = "broken-link"\n'})
    write(vault, {"c.md": f"{GONE} []()\n", "in/c.md": f"{GONE} []()\n"})
    assert [line.rpartition(" ")[2] for line in notelint("check").out.splitlines()[:-1]] == ["[broken-link]"]
    write(vault, {"x#y.md": f"{GONE}\n", "notelint.toml": 'per-file-ignores = { "x\\\\#y.md" = "broken-link" }\n'})
    assert "x#y.md" not in notelint("check").out


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ('"a.md" = "brokn-link"', "unknown rule `brokn-link`; did you mean `broken-link`?"),
        ('"a.md#" = "broken-link"', "headings behind `#`"),
        ('"!a.md" = "broken-link"', "takes patterns"),
        ('"a.md" = 3', "`per-file-ignores` takes a table of lists"),
    ],
)
def test_what_cannot_be_ignored_is_said(vault: Path, notelint: Notelint, table: str, words: str) -> None:
    write(vault, {"a.md": "", "notelint.toml": f"[per-file-ignores]\n{table}\n"})
    ran = notelint("check")
    assert ran.code == 2
    assert words in ran.err


def test_an_unreadable_note_can_be_ignored(vault: Path, notelint: Notelint) -> None:
    (vault / "a.md").write_bytes(b"\xff")
    write(vault, {"notelint.toml": 'per-file-ignores = { "a.md" = "unreadable-note" }\n'})
    assert notelint("check").code == 0


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(30, 34))
def test_edits_of_a_vault_full_of_comments_change_nothing(repository: Path, notelint: Notelint, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - nothing is kept secret by it
    make(repository, seed)
    for place in repository.glob("area-*/*.md"):
        place.write_text(place.read_text(encoding="utf-8") + "\n<!-- notelint-disable-file broken-fragment -->\n")
    git(repository, "commit", "-q", "-a", "-m", "Comments")
    for _ in range(40):
        done = edit(repository, dice)
        try:
            both(notelint)
        except AssertionError as error:
            raise AssertionError(f"after {done}") from error
