"""`docs/web.md` says what the tests hold."""

import re
from pathlib import Path

import pytest
from tools.write_web_page import PAGE, SECTIONS, page

from notelint.judge import KNOWN
from notelint.rule import WebRule
from tests.web.conformance import CASES
from tests.web.held_cases import HELD_CASES, Held
from tests.web.held_threats import HELD_THREATS

TESTS = Path(__file__).parents[1]
_STATUSES = (
    200,
    204,
    206,
    299,
    300,
    304,
    400,
    401,
    403,
    404,
    405,
    408,
    410,
    418,
    421,
    425,
    429,
    451,
    500,
    502,
    503,
    504,
    521,
    530,
    999,
)


def test_the_tables_are_those_of_the_tests() -> None:
    written = PAGE.read_text(encoding="utf-8")
    assert written == page(written), "run `python -m tools.write_web_page`"


@pytest.mark.parametrize("held", [*HELD_CASES, *HELD_THREATS], ids=lambda held: held.test)
def test_a_case_names_a_test_that_is_there(held: Held) -> None:
    file, _, name = held.test.partition("::")
    assert re.search(rf"^(?:async )?def {name}\(", (TESTS / file).read_text(encoding="utf-8"), re.MULTILINE)


def test_every_case_is_in_a_section_that_is_shown() -> None:
    sections = {case.section for case in CASES} | {held.section for held in (*HELD_CASES, *HELD_THREATS)}
    assert sections == set(SECTIONS)


def test_every_status_that_peers_were_tried_with_has_a_row() -> None:
    ids = {case.id for case in CASES}
    assert [status for status in _STATUSES if f"status-{status}" not in ids] == []


def test_every_rule_about_the_web_is_told() -> None:
    written = PAGE.read_text(encoding="utf-8")
    assert [name for name, rule in KNOWN.items() if issubclass(rule, WebRule) and f"(rules/{name}.md)" not in written] == []
