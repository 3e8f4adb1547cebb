"""How long things last: examples worked out by hand in print, and what must hold of every estimate."""

from itertools import pairwise
from math import isclose

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notelint.sweep_report.survival import Curve, Life, constant_half_life, kaplan_meier, survival, turnbull

ages = st.integers(0, 30).map(float)
seen = st.builds(lambda age, ends, number: Life(age, age if ends else None, number), ages, st.booleans(), st.integers(1, 5))
unseen = st.builds(lambda age, more, number: Life(age, age + more, number), ages, st.integers(1, 9), st.integers(1, 5))
several = st.lists(seen, min_size=1, max_size=20)
mixed = st.lists(st.one_of(seen, unseen), min_size=1, max_size=20)


def told(curve: Curve) -> list[tuple[float, float, int]]:
    return [(step.at, round(step.left, 3), step.at_risk) for step in curve.steps]


def test_bewick_cheek_and_ball() -> None:
    """Bewick, Cheek, Ball, "Statistics review 12: Survival analysis", Critical Care 8 (2004), 389-394: table 2."""
    lives = [Life(1, 1, 2), Life(4, 4), Life(5, 5), Life(6), Life(9, 9), Life(9), Life(22, 22)]
    curve = survival(lives)
    assert told(curve) == [(1, 0.75, 8), (4, 0.625, 6), (5, 0.5, 5), (9, 0.333, 3), (22, 0.0, 1)]
    assert (curve.lives, curve.ends, curve.until, curve.half_life()) == (8, 6, 22, 5)


def test_what_is_lost_sight_of_is_at_risk_until_then() -> None:
    """By hand: ends at 0.8, 3.1, 5.4 and 9.2, losses at 1.0, 2.7, 7.0 and 12.1 leave 7/8, then times 4/5, 3/4 and 1/2."""
    ends, losses = (0.8, 3.1, 5.4, 9.2), (1.0, 2.7, 7.0, 12.1)
    curve = kaplan_meier([*(Life(at, at) for at in ends), *(Life(at) for at in losses)])
    assert [step.at_risk for step in curve.steps] == [8, 5, 4, 2]
    assert [step.left for step in curve.steps] == pytest.approx([7 / 8, 7 / 10, 21 / 40, 21 / 80])
    assert curve.until == 12.1


def test_looked_at_once_the_share_is_that_of_each_age() -> None:
    """By hand: of ten looked at at age 1 two had ended, of ten looked at at age 2 five; that is how it sinks."""
    curve = survival([Life(0, 1, 2), Life(1, None, 8), Life(0, 2, 5), Life(2, None, 5)])
    assert [(at, round(left, 3)) for at, left, _ in curve.steps] == [(1, 0.8), (2, 0.5)]
    assert (curve.unseen_until, curve.lives, curve.ends) == (1, 20, 7)


def test_shares_that_would_rise_again_are_pooled() -> None:
    """Ayer, Brunk, Ewing, Reid and Silverman, Annals of Mathematical Statistics 26 (1955): adjacent violators are pooled.

    By hand: half of ten have ended by 1, but only three of ten by 2. Nobody comes back, so both are (5 + 3) / 20.
    """
    curve = survival([Life(0, 1, 5), Life(1, None, 5), Life(0, 2, 3), Life(2, None, 7)])
    assert isclose(curve.left(1), 0.6, abs_tol=1e-3)
    assert isclose(curve.left(2), 0.6, abs_tol=1e-3)


@given(several)
@settings(max_examples=60)
def test_turnbull_is_kaplan_meier_where_every_end_was_seen(lives: list[Life]) -> None:
    """Efron, "The two sample problem with censored data" (1967): the product-limit estimate is the self-consistent one."""
    exact, spread = kaplan_meier(lives), turnbull(lives)
    assert (exact.lives, exact.ends, exact.until) == (spread.lives, spread.ends, spread.until)
    last = max((life.lasted for life in lives if life.ended is not None), default=0)
    for age in range(int(last) + 1):
        assert isclose(exact.left(age), spread.left(age), abs_tol=5e-3)


@given(mixed)
@settings(max_examples=60)
def test_a_curve_only_sinks(lives: list[Life]) -> None:
    curve = survival(lives)
    shares = [1.0, *(step.left for step in curve.steps)]
    assert all(one >= two >= 0 for one, two in pairwise(shares))
    assert [step.at for step in curve.steps] == sorted({step.at for step in curve.steps})
    assert all(step.at <= curve.until for step in curve.steps)
    half = curve.half_life()
    assert half is None or curve.left(half) <= 0.5 < curve.left(half - 0.5)


@given(several)
def test_without_losses_it_is_the_share_that_lasted_longer(lives: list[Life]) -> None:
    ended = [life._replace(ended=life.lasted) for life in lives]
    curve = survival(ended)
    total = sum(life.number for life in ended)
    for age in range(31):
        assert isclose(curve.left(age), sum(life.number for life in ended if life.lasted > age) / total, abs_tol=1e-9)


@given(mixed, st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_neither_order_nor_grouping_matters(lives: list[Life], random: object) -> None:
    apart = [life._replace(number=1) for life in lives for _ in range(life.number)]
    random.shuffle(apart)  # type: ignore[attr-defined]  # it is a random.Random
    one, two = survival(lives), survival(apart)
    assert (one.lives, one.ends, one.until) == (two.lives, two.ends, two.until)
    assert all(isclose(one.left(age), two.left(age), abs_tol=1e-6) for age in range(40))


@given(several)
def test_who_lives_on_lifts_the_curve(lives: list[Life]) -> None:
    more = survival([*lives, Life(40.0)])
    assert all(more.left(age) >= survival(lives).left(age) for age in range(40))


@given(st.floats(0.1, 50), st.floats(0.5, 40))
def test_at_a_constant_rate_half_is_left_at_the_half_life(age: float, half: float) -> None:
    left = 2 ** (-age / half)
    if 1e-9 < left < 1 - 1e-9:
        found = constant_half_life(age, left)
        assert found is not None
        assert isclose(found, half, rel_tol=1e-5)


@pytest.mark.parametrize(("age", "left"), [(0, 0.5), (5, 1.0), (5, 0.0)])
def test_a_rate_needs_an_end_and_a_survivor(age: float, left: float) -> None:
    assert constant_half_life(age, left) is None


def test_nothing_lives() -> None:
    assert survival([]) == turnbull([]) == Curve((), 0.0, 0, 0)
    assert survival([]).left(3) == 1.0
    assert survival([]).half_life() is None
