"""The simulation of `benchmarks/rot.py`, small: what the policy promises holds there."""

import pytest
from benchmarks import rot

from notelint.web.evidence import DAY


@pytest.fixture(scope="module")
def totals() -> dict[str, rot.Tally]:
    return rot.run(1500, 365, 7)


@pytest.mark.parametrize("name", ["notelint, sweeping every night", "notelint, sweeping every hour"])
def test_far_fewer_false_deaths_with_far_fewer_requests(totals: dict[str, rot.Tally], name: str) -> None:
    naive, mine = totals["every night, one failure is dead"], totals[name]
    assert naive.false >= 20 * mine.false
    assert naive.requests >= 5 * mine.requests
    assert totals["the same, 403 and 429 alive"].false >= 20 * mine.false


@pytest.mark.parametrize("name", ["notelint, sweeping every night", "notelint, sweeping every hour"])
def test_every_real_death_is_told_within_two_months(totals: dict[str, rot.Tally], name: str) -> None:
    mine = totals[name]
    assert len(mine.delays) > 100
    assert mine.missed == 0
    assert max(mine.delays) < 60 * DAY
