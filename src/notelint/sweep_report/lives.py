"""How long links last, and how long dead ones stay: lives and deaths as the store tells them, brought to curves."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from itertools import groupby

from notelint.sweep_report.queries import Death, Lived
from notelint.sweep_report.report import Cohort, Lasting, Repairs
from notelint.sweep_report.survival import Life, kaplan_meier, survival
from notelint.web.evidence import DAY

COHORTS = 5
"""How many groups of years are told apart at most."""
_MONTH = 365.25 / 12 * DAY
_BACK = ("alive", "moved", "flapping")


def lasting(lives: Iterable[Lived]) -> Lasting:
    """How long links last: counted in months, by year of writing.

    A link dies when the failures began that proved it dead. One that was dead when it was first asked died sometime between
    its writing and that; one that is not dead was alive at least until it was last seen so.
    """
    spans = Counter(map(_span, lives))  # a handful of months for millions of links
    left_out = spans.pop(None, 0)
    dated: defaultdict[int, list[Life]] = defaultdict(list)
    undated: list[Life] = []
    for span, number in spans.items():
        year, lasted, ended = span or (None, 0, None)
        life = Life(lasted / 12, None if ended is None else ended / 12, number)
        (undated if year is None else dated[year]).append(life)
    together = [life for lives in dated.values() for life in lives]
    years = {year: sum(life.number for life in lives) for year, lives in dated.items()}
    cohorts = tuple(
        Cohort(first, last, survival(life for year in range(first, last + 1) for life in dated.get(year, ())))
        for first, last in year_groups(years)
    )
    unseen = sum(life.number for life in together if life.ended is not None and life.ended > life.lasted)
    return Lasting(survival(together), cohorts, Cohort(None, None, survival(undated)), unseen, left_out)


Span = tuple[int | None, int, int | None]
"""The year in which a life began, the months for which it is known to have lasted, and those by which it had ended."""


def _span(lived: Lived) -> Span | None:
    """What is known of a life, in whole months; None when that is nothing."""
    written_at, seen_at, last_alive, state, failing_since = lived
    born = seen_at if written_at is None else written_at
    year = None if written_at is None else _year(written_at // DAY)
    known = None if last_alive is None else _months(last_alive - born)
    if state != "dead" or failing_since is None:
        return None if known is None else (year, known, None)
    end = _months(failing_since - born)
    if known is not None:
        end = max(end, known)
        return year, end, end
    return None if year is None else (year, 0, end)


def _months(seconds: float) -> int:
    return int(seconds / _MONTH) if seconds > 0 else 0


@cache
def _year(day: float) -> int:
    return datetime.fromtimestamp(day * DAY, UTC).year


def _counted(lives: Counter[Life]) -> list[Life]:
    return [life._replace(number=number) for life, number in lives.items()]


def year_groups(counts: Mapping[int, int], most: int = COHORTS) -> list[tuple[int, int]]:
    """Years in a row, at most so many groups of them, each with about as many links as the others."""
    groups: list[tuple[int, int]] = []
    share = sum(counts.values()) / most
    first, here, left = None, 0, sum(counts.values())
    for year in sorted(counts):
        first = year if first is None else first
        here += counts[year]
        left -= counts[year]
        if here >= share or not left:
            groups.append((first, year))
            first, here = None, 0
    return groups


def repairs(deaths: Iterable[Death], now: float) -> Repairs:
    """How long links stay dead until someone mends the notes or the page comes back.

    A run of failures that ends with neither (a server that only says no) tells nothing from then on.
    """
    lives: Counter[Life] = Counter()
    ends: Counter[str] = Counter()
    for (_, _, gone_at), rows in groupby(deaths, key=lambda row: (row.address, row.vault, row.gone_at)):
        for begin, end, how in episodes([(row.at, row.after) for row in rows], gone_at, now):
            days = float(int((end - begin) / DAY))
            lives[Life(days, None if how in ("open", "lost") else days)] += 1
            ends[how] += 1
    return Repairs(kaplan_meier(_counted(lives)), ends["mended"], ends["back"], ends["open"])


def episodes(changes: Sequence[tuple[float, str]], gone_at: float | None, now: float) -> Iterator[tuple[float, float, str]]:
    """The times for which a link was dead, from its changes to and from it: beginning, end, and what ended it.

    That is `back` for a page that answers again, `mended` for a link that left the notes, `lost` for one that does not fail in
    a way that proves anything any more, and `open` where nothing has ended it.
    """
    begin = None
    for at, state in changes:
        if state == "dead":
            begin = at if begin is None else begin
        elif begin is not None:
            yield begin, at, "back" if state in _BACK else "lost"
            begin = None
    if begin is None:
        return
    if gone_at is None:
        yield begin, max(now, begin), "open"
    elif gone_at >= begin:
        yield begin, gone_at, "mended"
