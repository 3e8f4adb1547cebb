"""The charts of a report."""

from collections.abc import Sequence

from notelint.report.markup import BREAK, Markup, element, joined
from notelint.report.sweep_view import day
from notelint.sweep_report.data import STATES, Answers, Cohort, Lasting, Moment, Repairs, Report, Rot
from notelint.sweep_report.published import PUBLISHED
from notelint.sweep_report.survival import Curve, constant_half_life
from notelint.sweep_report.svg import (
    NOTHING,
    WIDTH,
    Scale,
    Table,
    axes,
    figure,
    legend,
    line,
    nice,
    path,
    plot,
    rectangle,
    steps,
    text,
)

_HEIGHT = 200
_SHOWN = tuple(state for state in STATES if state not in ("alive", "new"))
_ROWS = 24
"""How many rows a table of figures has at most, where these are taken at choice."""
_LEAST = 20
"""Fewer links than these in a group make a curve of chance."""


def charts(report: Report) -> list[Markup]:
    """All charts that there are figures for."""
    drawn = [
        over_time(report.timeline),
        lasting(report.lasting),
        rot("hosts", "Rot by host", report.hosts),
        rot("domains", "Rot by domain", report.domains),
        answers(report.answers),
        repairs(report.repairs),
    ]
    return [one for one in drawn if one]


# -- states over time


def over_time(moments: Sequence[Moment]) -> Markup:
    """How many addresses were in which state, sweep by sweep; alive ones left out, or the others could not be seen."""
    if len(moments) < 2:
        return NOTHING
    totals = [sum(one.states.get(state, 0) for state in _SHOWN) for one in moments]
    highest = nice(max(totals))
    across, up = plot(_HEIGHT, (moments[0].at, moments[-1].at), (0, highest[-1]))
    states = [state for state in _SHOWN if any(one.states.get(state) for one in moments)]
    base = [0.0] * len(moments)
    areas = []
    for state in states:
        top = [low + one.states.get(state, 0) for low, one in zip(base, moments, strict=True)]
        edge = [(across(one.at), up(height)) for one, height in zip(moments, top, strict=True)]
        floor = [(across(one.at), up(height)) for one, height in zip(moments, base, strict=True)]
        areas.append(path([*edge, *reversed(floor)], f"fill {state}", closed=True))
        base = top
    first, last = moments[0], moments[-1]
    below = [(first.at, day(first.at)), (last.at, day(last.at))]
    now = ", ".join(f"{last.states.get(state, 0):,} {state}" for state in states) or "none"
    said = (
        f"Links that are not plainly alive, from {day(first.at)} to {day(last.at)}:"
        f" {totals[0]:,} at first, now {totals[-1]:,} ({now})."
    )
    table = Table(
        ("day", *states, "alive"),
        [(day(one.at), *(f"{one.states.get(state, 0):,}" for state in (*states, "alive"))) for one in _picked(moments)],
    )
    frame = axes(across, up, below, [(value, _short(value)) for value in highest])
    more = legend((f"fill {state}", f"{state} {last.states.get(state, 0):,}") for state in states)
    return figure("over-time", "States over time", said, _HEIGHT, joined([frame, *areas], BREAK), table, more)


def _picked(moments: Sequence[Moment]) -> Sequence[Moment]:
    every = -(-len(moments) // _ROWS)
    return [*moments[:-1:every], moments[-1]]


# -- how long links last


def lasting(found: Lasting) -> Markup:
    """The share of links that live on, by age and year of writing, beside what studies found."""
    cohorts = [one for one in (*found.cohorts, found.undated) if one.curve.lives >= _LEAST]
    if found.together.lives < _LEAST and not cohorts:
        return NOTHING
    oldest = max([1.0, found.together.until, *(one.curve.until for one in cohorts)])
    ages = nice(min(max(oldest, 10.5), 30.0), 6)
    across, up = plot(_HEIGHT, (0, ages[-1]), (0, 1))
    named = [(f"line cohort-{number % 6}", one.name, one.curve) for number, one in enumerate(cohorts)]
    if found.together.lives >= _LEAST and len(found.cohorts) > 1:
        named.append(("line together", "all with a known day", found.together))
    drawn = [_curve(curve, across, up, kind) for kind, _, curve in named]
    points = [_published(number, across, up) for number in range(len(PUBLISHED))]
    below = [(age, f"{age:g} y" if age == ages[-1] else f"{age:g}") for age in ages]
    frame = axes(across, up, below, [(share / 4, f"{share * 25} %") for share in range(5)])
    more = joined([legend((kind, f"{name}: {curve.lives:,} links") for kind, name, curve in named), _sources()], BREAK)
    table = Table(
        ("years", *(name for _, name, _ in named)),
        [(f"{age}", *(_left(curve, age) for _, _, curve in named)) for age in range(1, int(ages[-1]) + 1)],
    )
    return figure(
        "survival", "How long links last", _told(found, cohorts), _HEIGHT, joined([frame, *drawn, *points], BREAK), table, more
    )


def _curve(curve: Curve, across: Scale, up: Scale, kind: str) -> Markup:
    """A curve; up to where sweeps saw nothing of it, a straight line in dots."""
    begin = (curve.unseen_until, curve.left(curve.unseen_until))
    seen = [
        begin,
        *((step.at, step.left) for step in curve.steps if step.at > begin[0]),
        (curve.until, curve.left(curve.until)),
    ]
    drawn = path([(across(at), up(left)) for at, left in steps(seen)], kind)
    if not begin[0]:
        return drawn
    return joined([line(across(0), up(1), across(begin[0]), up(begin[1]), f"{kind} unseen"), drawn], BREAK)


def _published(number: int, across: Scale, up: Scale) -> Markup:
    one = PUBLISHED[number]
    x, y = across(one.years), up(one.left)
    return joined(
        [path([(x, y - 4), (x + 4, y), (x, y + 4), (x - 4, y)], "point", closed=True), text(x + 6, y - 3, _letter(number))],
        BREAK,
    )


def _letter(number: int) -> str:
    return "abcdefgh"[number]


def _sources() -> Markup:
    items = [
        element(
            "li",
            None,
            f"{_letter(number)}: {one.left * 100:.0f} % of {one.kind} left after {one.years:g} years: ",
            element("a", {"href": one.address, "rel": "noreferrer"}, one.source),
        )
        for number, one in enumerate(PUBLISHED)
    ]
    heading = element("p", None, "Published figures, as diamonds:")
    return joined([heading, element("ul", {"class": "sources"}, joined(items, BREAK))], BREAK)


def _left(curve: Curve, age: float) -> str:
    return f"{curve.left(age) * 100:.1f} %" if curve.unseen_until <= age <= curve.until else ""


def _told(found: Lasting, cohorts: Sequence[Cohort]) -> str:
    curve = found.together if found.together.lives >= _LEAST else cohorts[0].curve
    since = "written" if curve is found.together else "first visited"
    parts = [f"Of {curve.lives:,} links, by how long ago each was {since}, {curve.ends:,} have died."]
    half = curve.half_life()
    if half is not None:
        parts.append(f"Half of them last for {half:.1f} years or less.")
    elif rate := constant_half_life(curve.until, curve.left(curve.until)):
        left = f"{curve.left(curve.until) * 100:.0f} % are left after {curve.until:.1f} years"
        parts.append(f"{left}; if they go on dying as they did, half will be gone after {rate:.1f}.")
    if found.unseen:
        parts.append(
            f"{found.unseen:,} were dead before a sweep could see it: when that was is estimated from the others"
            " (dotted where nothing tells)."
        )
    if found.undated.curve.lives:
        parts.append(
            f"Of {found.undated.curve.lives:,} links the day of writing is not known; they count from their first visit."
        )
    return " ".join(parts)


# -- where it rots


def rot(key: str, title: str, found: Sequence[Rot]) -> Markup:
    """The hosts or domains with most dead links, as bars."""
    if not found:
        return NOTHING
    greatest = max(sum(one.states[state] for state in _SHOWN) for one in found)
    across = Scale(0, greatest, 150, WIDTH - 44)
    parts = [part for row, one in enumerate(found) for part in _bars(one, row * 20, across)]
    states = [state for state in _SHOWN if any(one.states[state] for one in found)]
    table = Table(
        ("name", *states, "all"),
        [(one.name, *(f"{one.states[state]:,}" for state in states), f"{one.states.total():,}") for one in found],
    )
    worst = found[0]
    said = (
        f"Most are dead at {worst.name}: {worst.states['dead']:,} of {worst.states.total():,}."
        " Bars tell how many are dead or otherwise not plainly alive."
    )
    return figure(
        key, title, said, 20 * len(found), joined(parts, BREAK), table, legend((f"fill {state}", state) for state in states)
    )


def _bars(one: Rot, top: float, across: Scale) -> list[Markup]:
    name = one.name if len(one.name) <= 20 else f"…{one.name[-19:]}"  # the end tells whose it is
    parts, left = [text(across.begin - 4, top + 14, name, "end")], 0
    for state in _SHOWN:
        if one.states[state]:
            parts.append(rectangle(across(left), top + 4, across(left + one.states[state]) - across(left), 12, f"fill {state}"))
            left += one.states[state]
    return [*parts, text(across(left) + 4, top + 14, f"{left:,}")]


# -- how fast pages answer, and how fast they are mended


def answers(found: Answers) -> Markup:
    """How long pages took to answer in the last 30 days, as columns."""
    total = sum(found.counts)
    if not total:
        return NOTHING
    names = [*(f"{bound:g}" for bound in found.bounds), "more"]
    highest = nice(max(found.counts))
    across, up = plot(_HEIGHT, (0, len(names)), (0, highest[-1]))
    width = across(1) - across(0)
    parts = [axes(across, up, [], [(value, _short(value)) for value in highest])]
    parts += [
        rectangle(across(slot) + 2, up(count), width - 4, up(0) - up(count), "fill column")
        for slot, count in enumerate(found.counts)
    ]
    parts += [text(across(slot) + width / 2, up.begin + 15, name, "middle") for slot, name in enumerate(names)]
    slow = "; ".join(f"{host} {mean:.1f} s" for host, _, mean in found.slowest[:3])
    mean = f"{found.seconds / total:.1f} s in the mean, redirects included"
    said = f"{total:,} visits of the last 30 days found a page, after {mean}. Columns tell seconds at most. Slowest: {slow}."
    table = Table(
        ("seconds at most", "visits"), [(name, f"{count:,}") for name, count in zip(names, found.counts, strict=True)]
    )
    hosts = [
        element("li", None, element("code", None, host), f" {mean:.1f} s, {visits:,} visits")
        for host, visits, mean in found.slowest
    ]
    more = element("details", None, element("summary", None, "The slowest hosts"), element("ol", None, joined(hosts, BREAK)))
    return figure("answers", "How fast pages answer", said, _HEIGHT, joined(parts, BREAK), table, more)


def repairs(found: Repairs) -> Markup:
    """How long dead links stay in the notes."""
    curve = found.curve
    if not curve.lives:
        return NOTHING
    days = nice(max(curve.until, 7.0), 6)
    across, up = plot(_HEIGHT, (0, days[-1]), (0, 1))
    seen = [(0.0, 1.0), *((step.at, step.left) for step in curve.steps), (curve.until, curve.left(curve.until))]
    frame = axes(
        across,
        up,
        [(at, f"{at:g} d" if at == days[-1] else f"{at:g}") for at in days],
        [(share / 4, f"{share * 25} %") for share in range(5)],
    )
    half = curve.half_life()
    told = (
        f"Half of them are no longer dead after {half:.0f} days."
        if half is not None
        else "More than half of them stayed dead as long as they were watched."
    )
    said = (
        f"{curve.lives:,} times a link was proved dead: {found.mended:,} left the notes, {found.came_back:,} came back by"
        f" themselves, {found.open:,} are dead still. {told}"
    )
    table = Table(("days", "still dead"), [(f"{at:g}", f"{curve.left(at) * 100:.1f} %") for at in days if at <= curve.until])
    drawn = path([(across(at), up(left)) for at, left in steps(seen)], "line together")
    return figure("repairs", "Time to repair", said, _HEIGHT, joined([frame, drawn], BREAK), table, NOTHING)


def _short(value: float) -> str:
    return f"{value / 1000:g}k" if value >= 10_000 else f"{value:g}"
