"""Pages that do not exist are told from real ones, also where the host claims success for everything."""

import pytest

from notelint.web.policy import Look
from tests.web.soft404 import judged, score, wrong
from tests.web.soft404_styles import STYLES


def test_every_style_with_its_neighbours() -> None:
    results = list(judged(4 * len(STYLES), 7))
    found = score(results)
    assert found.precision >= 0.99, wrong(results)
    assert found.recall >= 0.97, wrong(results)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_a_thousand_hosts(seed: int) -> None:
    found = score(list(judged(1000, seed)))
    assert found.precision >= 0.99
    assert found.recall >= 0.98


@pytest.mark.parametrize("look", ["status", "pages"])
def test_a_cheaper_look_suspects_no_real_page(look: Look) -> None:
    results = list(judged(2 * len(STYLES), 3, look))
    assert score(results).precision >= 0.99, wrong(results)


def test_hosts_are_asked_once_a_folder() -> None:
    """Some two requests an address, of which one is for the page itself."""
    assert score(list(judged(2 * len(STYLES), 5))).requests < 2.2
