"""A change to one note is heard of in others, by every way in which notes share something."""

from pathlib import Path

import pytest

from notelint.cache import partly
from notelint.cache.partly import Part
from tests.cached import Ways, both
from tests.conftest import Notelint, write

_ITEM = "- [Blue Whale](https://www.python.org/whale)"
_TAGGED = "---\ntags: [{}]\n---\n\n# {}\n"

CASES = {
    "a definition to include": (
        {"a.md": "See [this][lab].\n", "z.md": "[lab]: https://www.python.org\n"},
        {"z.md": "[other]: https://www.python.org\n"},
    ),
    "a note of definitions that becomes another": (
        {"a.md": "See [this][lab].\n", "z.md": "[lab]: https://www.python.org\n"},
        {"z.md": "[lab]: https://www.python.org\n\nText.\n"},
    ),
    "a target of MyST": (
        {"myst.yml": "", "a.md": "See [this](#goal).\n", "z.md": "(goal)=\n# Z\n"},
        {"z.md": "(other)=\n# Z\n"},
    ),
    "an alias": (
        {".foam/x": "", "a.md": "See [[nick]].\n", "z.md": "---\naliases: [nick]\n---\n\n# Z\n"},
        {"z.md": "# Z\n"},
    ),
    "another alias": (
        {".foam/x": "", "a.md": "See [[nick]].\n", "z.md": "---\naliases: [nick]\n---\n\n# Z\n"},
        {"z.md": "---\naliases: [nack]\n---\n\n# Z\n"},
    ),
    "the usual spelling of a tag": (
        {"a.md": _TAGGED.format("Alpha", "A"), "b.md": _TAGGED.format("alpha", "B"), "z.md": _TAGGED.format("alpha", "Z")},
        {"z.md": "# Z\n"},
    ),
    "texts that are links elsewhere": (
        {
            "a.md": "See [two words] here.\n",
            "y.md": "[two words](https://www.python.org/a)\n",
            "z.md": "[two words](https://www.python.org/b)\n",
        },
        {"z.md": "[other words](https://www.python.org/b)\n"},
    ),
    "a marked item": ({"a.md": f"# A\n\n{_ITEM}\n", "z.md": f"# Z\n\n{_ITEM} (deprecated)\n"}, {"z.md": "# Z\n\nText.\n"}),
    "a marker": ({"a.md": f"# A\n\n{_ITEM}\n", "z.md": f"# Z\n\n{_ITEM} (deprecated)\n"}, {"z.md": f"# Z\n\n{_ITEM}\n"}),
    "a heading": ({"a.md": "[z](z.md#one)\n", "z.md": "# Z\n\n## One\n"}, {"z.md": "# Z\n\n## Two\n"}),
    "a heading of an embedded note": (
        {".foam/x": "", "a.md": "[[y#One]]\n", "y.md": "# Y\n\n![[z]]\n", "z.md": "# Z\n\n## One\n"},
        {"z.md": "# Z\n\n## Two\n"},
    ),
    "how links are written": (
        {"a.md": "[x](z)\n" * 10, "z.md": "[y](a.md) " * 3},
        {"z.md": "[y](a.md) " * 4},
    ),
    "the first link that is written for a site": (
        {"a.md": "[x](a.md)\n", "b.md": "[x](z)\n" * 10, "z.md": "# Z\n"},
        {"a.md": "[x](z)\n", "z.md": "# Another\n"},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_changes_in_one_note_is_heard_of_in_others(repository: Path, notelint: Notelint, case: str) -> None:
    files, changed = CASES[case]
    write(repository, files)
    before = both(notelint)["findings"]
    write(repository, changed)
    after = both(notelint)["findings"]
    assert [one for one in before if one["path"] != "z.md"] != [one for one in after if one["path"] != "z.md"]
    for path in ("a.md", "z.md"):
        both(notelint, path)
    write(repository, files)
    assert both(notelint)["findings"] == before


def test_a_new_link_to_a_given_note_is_told(repository: Path, notelint: Notelint, monkeypatch: pytest.MonkeyPatch) -> None:
    ways = Ways(monkeypatch)
    write(repository, {"a.md": "# A\n", "b.md": "# B\n", "c.md": "# C\n"})
    both(notelint)
    write(repository, {"b.md": "# B\n\n[see](a.md#nothing) and [gone](gone.md)\n"})
    assert [one["rule"] for one in both(notelint, "a.md")["findings"]] == ["broken-fragment"]
    assert ways.partly == 1


def test_an_edit_that_leaves_all_names_is_nothing_to_other_notes(
    repository: Path, notelint: Notelint, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged: list[list[str]] = []

    def counted(*arguments: object) -> Part:
        part = judge(*arguments)  # type: ignore[arg-type]  # whatever is handed on
        judged.append(sorted(part.anew))
        return part

    judge = partly.judge_part
    monkeypatch.setattr(partly, "judge_part", counted)
    links = {"a.md": "[z](z.md#one)\n", "b.md": "[z](z.md#nope)\n", "c.md": "[z](z.md)\n"}
    write(repository, {**links, "z.md": "# Z\n\n## One\n"})
    both(notelint)
    write(repository, {"z.md": "# Z\n\nText.\n\n## One\n"})
    both(notelint)
    write(repository, {"z.md": "# Z\n\nText.\n\n## One\n\n## Three\n"})
    both(notelint)
    assert judged == [["b.md", "z.md"], ["a.md", "b.md", "z.md"]]
