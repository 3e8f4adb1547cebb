"""The simulation of `benchmarks/scale.py`: it keeps to its own bounds, and to what can be reckoned by hand."""

from random import Random

import pytest
from benchmarks import scale


def hosts(count: int, seconds: float = 10.0, slots: float = 1.0) -> list[scale.Share]:
    return [scale.Share(seconds, slots, 20, 10)] * count


@pytest.mark.parametrize(
    ("shares", "workers", "processor", "expected"),
    [
        (hosts(1), 1, 0.0, 10.0),
        (hosts(256), 1, 0.0, 10.0),
        (hosts(257), 1, 0.0, 20.0),  # one waits for a slot
        (hosts(512), 2, 0.0, 10.0),
        (hosts(256, slots=6), 1, 0.0, 70.0),  # 42 at once, seven times
        (hosts(100), 1, 0.1, 100.0),  # 1,000 addresses of 0.1 s each on one core
        (hosts(80), 4, 0.1, 20.0),  # nobody takes more than it keeps up with, so all have a part
    ],
)
def test_what_can_be_reckoned_by_hand(shares: list[scale.Share], workers: int, processor: float, expected: float) -> None:
    assert scale.simulate(shares, workers, processor).seconds == pytest.approx(expected)


@pytest.mark.parametrize("workers", [1, 3, 16])
def test_no_sweep_is_faster_than_its_bounds_and_few_are_much_slower(workers: int) -> None:
    shares = scale.drawn(60_000, 5_000, 1, 2_000)
    swept, bounds = scale.simulate(shares, workers, 0.002), scale.bounds(shares, workers, 0.002)
    assert max(bounds.values()) <= swept.seconds * 1.000001
    assert swept.nearly <= swept.seconds <= sum(bounds.values())


def test_sizes_are_by_zipf() -> None:
    sizes = scale.sizes(1_000_000, 900_000, Random(1))  # noqa: S311 - a model, no secrets
    assert sum(sizes) == pytest.approx(1_000_000, rel=0.01)
    assert sizes[0] == pytest.approx(2 * sizes[1], rel=0.05) == pytest.approx(10 * sizes[9], rel=0.1)
