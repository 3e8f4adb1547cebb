"""Which notes are editions of each other, by their paths."""

import pytest

from notelint.copies import edition, has_same_name, repeats_on_purpose


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        # They differ in a date, a number, a version, a month.
        ("report-2023.md", "report-2024.md", True),
        ("journal/2024-01-31.md", "journal/2024-02-01.md", True),
        ("journal/20240131.md", "journal/20240201.md", True),
        ("minutes.2022.04.12.md", "minutes.2022.4.md", True),
        ("minutes-january.md", "minutes-may.md", True),
        ("spec/v1.md", "spec/v1.1.md", True),
        ("team-a/report-2023.md", "team-b/report-2023.md", True),
        # They lie in folders of different years or versions.
        ("elections/2024/README.md", "elections/2025/candidates/ann.md", True),
        ("docs/1.x/a.md", "docs/latest/b.md", True),
        ("docs/v2/api.md", "docs/learning/guarantees.md", True),
        # They are translations.
        ("guide.md", "guide-de.md", True),
        ("guide.pt-BR.md", "guide.zh_TW.md", True),
        ("docs/en/a.md", "docs/fr/a.md", True),
        ("docs/a.md", "i18n/fr/docs/a.md", True),
        ("docs/a.md", "versioned_docs/version-1.0/b.md", True),
        # One is a form, a log, a licence, or others' work.
        ("templates/meeting.md", "meetings/first.md", True),
        ("nomination-template.md", "ann.md", True),
        ("CHANGELOG.md", "guide.md", True),
        ("changelog.release.md", "guide.md", True),
        ("docs/release-notes.md", "guide.md", True),
        ("LICENSE.md", "about.md", True),
        ("third_party/lib/README.md", "README.md", True),
        # Nothing of that; what has a number for a name is a note of its own.
        ("notes/000123.md", "notes/000124.md", False),
        ("202401311530.md", "202402010900.md", False),
        ("笔记/一.md", "笔记/二.md", False),
        ("a.md", "b.md", False),
        ("guide.md", "guides.md", False),
        ("note.md", "note 2.md", False),
        ("note (1).md", "note (2).md", False),
        ("2024/a.md", "2024/b.md", False),
        ("it/network.md", "hr/people.md", False),
        ("01/a.md", "02/b.md", False),
        ("2021-03-04-first-post.md", "2022-05-06-second-post.md", False),
        ("history/rome.md", "a.md", False),
        ("contemplates.md", "a.md", False),
        ("licensing.md", "a.md", False),
        ("notes/2023/a.md", "notes/b.md", False),
        ("marching.md", "may-be.md", False),
    ],
)
def test_notes_that_repeat_each_other_on_purpose(one: str, other: str, expected: bool) -> None:
    assert repeats_on_purpose(edition(one), edition(other)) is expected
    assert repeats_on_purpose(edition(other), edition(one)) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("a/README.md", "b/README.md", True),
        ("README.md", "b/readme.md", True),
        ("a/chapter-1.md", "b/chapter-2.md", True),
        ("a/index.md", "b/index.md", False),
        ("a/_index.de.md", "b/_index.md", False),
        ("a/README.md", "a/README.md", False),
        ("a/one.md", "b/two.md", False),
    ],
)
def test_notes_of_one_name(one: str, other: str, expected: bool) -> None:
    assert has_same_name(one, other) is expected
