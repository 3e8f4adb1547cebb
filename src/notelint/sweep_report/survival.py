"""How long things last, estimated from lives of which many have not ended yet: as Kaplan and Meier do it, and Turnbull.

Sources: Kaplan and Meier, "Nonparametric Estimation from Incomplete Observations", Journal of the American Statistical
Association 53 (1958), 457-481; Turnbull, "The Empirical Distribution Function with Arbitrarily Grouped, Censored and Truncated
Data", Journal of the Royal Statistical Society B 38 (1976), 290-295.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import accumulate
from math import log
from typing import NamedTuple

_ROUNDS = 500
_EXACT = 1e-7
"""When an estimate changes by less than this from round to round, it is taken for final."""


class Life(NamedTuple):
    """One life, or `number` equal ones, in any unit of time from its beginning.

    It is known to have lasted for `lasted`, and to have ended by `ended`: the same for an end that was seen, later for one that
    happened unseen in between, None for one that has not ended as far as is known (censored on the right).
    """

    lasted: float
    ended: float | None = None
    number: int = 1


class Step(NamedTuple):
    """From the age `at` on, the share `left` is still alive. `at_risk` were known to be alive until just before."""

    at: float
    left: float
    at_risk: int


class Curve(NamedTuple):
    """The share that is left, as steps down from 1 at age 0; `until` is the greatest age of which anything is known.

    Up to `unseen_until` nothing tells when it sank: all lives that ended by then ended unseen.
    """

    steps: tuple[Step, ...]
    until: float
    lives: int
    ends: int
    unseen_until: float = 0.0

    def left(self, age: float) -> float:
        """The share that lasts longer than some age."""
        return next((step.left for step in reversed(self.steps) if step.at <= age), 1.0)

    def half_life(self) -> float | None:
        """The age at which half or less is left; None when more than half outlasts all that is known."""
        return next((step.at for step in self.steps if step.left <= 0.5), None)


def survival(lives: Iterable[Life]) -> Curve:
    """The curve of these lives: by Kaplan and Meier where every end was seen, else by Turnbull."""
    known = list(lives)
    if all(life.ended in (None, life.lasted) for life in known):
        return kaplan_meier(known)
    return turnbull(known)


def kaplan_meier(lives: Iterable[Life]) -> Curve:
    """The product-limit estimate. An end that was not seen exactly is taken for one at the age by which it had happened.

    A life that is lost sight of at the age at which another ends counts as longer (Kaplan and Meier, section 2.1).
    """
    ends: Counter[float] = Counter()
    losses: Counter[float] = Counter()
    for life in lives:
        if life.ended is None:
            losses[life.lasted] += life.number
        else:
            ends[life.ended] += life.number
    at_risk = total = ends.total() + losses.total()
    left, steps = 1.0, []
    for at in sorted(ends | losses):
        if ends[at]:
            left *= (at_risk - ends[at]) / at_risk
            steps.append(Step(at, left, at_risk))
        at_risk -= ends[at] + losses[at]
    return Curve(tuple(steps), max(ends | losses, default=0.0), total, ends.total())


def turnbull(lives: Iterable[Life]) -> Curve:
    """The self-consistent estimate: each unseen end is spread over the ages at which it may have happened, as the others tell.

    Where nothing tells, it is spread evenly over the ages that occur.
    """
    every = [life for life in lives if life.number]
    ages = sorted({age for life in every for age in (life.lasted, life.ended) if age})
    total = sum(life.number for life in every)
    if not total:
        return Curve((), 0.0, 0, 0)
    places = {age: number for number, age in enumerate(ages, 1)}
    spans = _spans(every, places)
    shares = [1 / (len(ages) + 2)] * (len(ages) + 2)  # ends at age 0, at each age, and beyond all of them
    for _ in range(_ROUNDS):
        before, shares = shares, _spread(shares, spans, total)
        if max(abs(old - new) for old, new in zip(before, shares, strict=True)) < _EXACT:
            break
    ends = sum(life.number for life in every if life.ended is not None)
    unseen_until = min((life.lasted or life.ended or 0.0 for life in every), default=0.0)
    return Curve(_steps(shares, [0.0, *ages], every), max(ages, default=0.0), total, ends, unseen_until)


def _spans(lives: Sequence[Life], places: dict[float, int]) -> Counter[tuple[int, int]]:
    """How many lives ended within which ages: numbers of ages, the last one included."""
    beyond = len(places) + 1
    spans: Counter[tuple[int, int]] = Counter()
    for life in lives:
        first = places.get(life.lasted, 0)
        if life.ended is None:
            spans[first + 1, beyond] += life.number
        else:
            last = places.get(life.ended, 0)
            spans[min(first + 1, last), last] += life.number
    return spans


def _spread(shares: Sequence[float], spans: Counter[tuple[int, int]], total: int) -> list[float]:
    """One round: every life, spread over its ages by the shares so far."""
    sums = [0.0, *accumulate(shares)]
    slopes = [0.0] * (len(shares) + 1)
    for (first, last), number in spans.items():
        total_here = sums[last + 1] - sums[first]
        if total_here > 0:
            slopes[first] += number / total_here
            slopes[last + 1] -= number / total_here
    return [share * weight / total for share, weight in zip(shares, accumulate(slopes), strict=False)]


def _steps(shares: Sequence[float], ages: Sequence[float], lives: Sequence[Life]) -> tuple[Step, ...]:
    known = Counter[float]()
    for life in lives:
        known[life.lasted if life.ended is None or life.ended == life.lasted else 0.0] += life.number
    left, at_risk, steps = 1.0, known.total(), []
    for age, share in zip(ages, shares, strict=False):
        left = max(left - share, 0.0)
        if share > _EXACT:
            steps.append(Step(age, left, at_risk))
        at_risk -= known[age]
    return tuple(steps)


def constant_half_life(age: float, left: float) -> float | None:
    """The half-life of something of which this share is left at some age, if it goes on as it went; None if nothing has ended.

    Of what decays at a constant rate, `left = 2 ** (-age / half_life)`.
    """
    return age * log(2) / -log(left) if age > 0 and 0 < left < 1 else None
