"""Comments that silence findings."""

import pytest

from notelint.suppress import Silence
from tests.helpers import note


def left(content: str, rule: str = "broken-link", today: str = "2024-06-01") -> list[int]:
    """The lines with a `§` whose finding is not silenced."""
    one = note(content)
    silence = Silence(one, today)
    found = [at for at, sign in enumerate(content) if sign == "§" and not silence.covers(rule, at)]
    return [one.text.position(at).line for at in found]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("§\n\n§\n", [1, 3]),
        ("§ <!-- notelint-disable-line -->\n\n§\n", [3]),
        ("§ <!-- notelint-disable-line broken-link -->\n", []),
        ("§ <!-- notelint-disable-line empty-link broken-link -->\n", []),
        ("§ <!-- notelint-disable-line empty-link -->\n", [1]),
        ("<!-- notelint-disable-next-line -->\n§\n§\n", [3]),
        ("<!-- notelint-disable-next-line -->\n\n\n§\n\n§\n", [6]),
        ("<!-- notelint-disable-file -->\n\n§\n\n§\n", []),
        ("§\n\n<!-- notelint-disable-file broken-link -->\n\n§\n", []),
        ("§\n\n<!-- notelint-disable -->\n\n§\n\n<!-- notelint-enable -->\n\n§\n", [1, 9]),
        ("<!-- notelint-disable -->\n\n§\n\n<!-- notelint-enable empty-link -->\n\n§\n", []),
        ("<!-- notelint-disable -->\n\n§\n\n<!-- notelint-enable broken-link -->\n\n§\n", [7]),
        ("<!-- notelint-disable broken-link -->\n\n§\n\n<!-- notelint-enable -->\n\n§\n", [7]),
        ("<!-- notelint-disable -->\n\n§\n", []),
        ("<!-- notelint-disable-next-line -->\n# One\n\n§\n\n## Two\n\n§\n\n# Three\n\n§\n", [12]),
        ("* a\n\n  <!-- notelint-disable-next-line -->\n  * b §\n    * c §\n  * d §\n", [6]),
    ],
)
def test_a_comment_silences_what_it_stands_for(content: str, expected: list[int]) -> None:
    assert left(content) == expected


@pytest.mark.parametrize(
    ("until", "expected"), [("2024-05-31", [1]), ("2024-06-01", []), ("2025-01-01", []), ("soon", [1]), ("2024-02-31", [1])]
)
def test_a_comment_counts_until_its_day(until: str, expected: list[int]) -> None:
    assert left(f'§ <!-- notelint-disable-line until={until} reason="later" -->\n') == expected
