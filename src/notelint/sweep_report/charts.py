"""The charts of a report."""

from collections.abc import Sequence

from notelint.report.markup import BREAK, Markup, element, joined
from notelint.sweep_report.curves import lasting, repairs
from notelint.sweep_report.report import STATES, Answers, Moment, Report, Tally
from notelint.sweep_report.svg import (
    HEIGHT,
    NOTHING,
    WIDTH,
    Scale,
    Table,
    axes,
    figure,
    legend,
    nice,
    path,
    plot,
    rectangle,
    text,
)
from notelint.sweep_report.view import day

_SHOWN = tuple(state for state in STATES if state not in ("alive", "new"))
_ROWS = 24
"""How many rows a table of figures has at most, where these are taken at choice."""


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
    return [chart for chart in drawn if chart]


# -- states over time


def over_time(moments: Sequence[Moment]) -> Markup:
    """How many addresses were in which state, sweep by sweep; alive ones left out, or the others could not be seen."""
    if len(moments) < 2:
        return NOTHING
    totals = [sum(moment.states.get(state, 0) for state in _SHOWN) for moment in moments]
    highest = nice(max(totals))
    across, up = plot(HEIGHT, (moments[0].at, moments[-1].at), (0, highest[-1]))
    states = [state for state in _SHOWN if any(moment.states.get(state) for moment in moments)]
    areas = _stacked(moments, states, across, up)
    first, last = moments[0], moments[-1]
    below = [(first.at, day(first.at)), (last.at, day(last.at))]
    now = ", ".join(f"{last.states.get(state, 0):,} {state}" for state in states) or "none"
    said = (
        f"Links that are not plainly alive, from {day(first.at)} to {day(last.at)}:"
        f" {totals[0]:,} at first, now {totals[-1]:,} ({now})."
    )
    table = Table(
        ("day", *states, "alive"),
        [
            (day(moment.at), *(f"{moment.states.get(state, 0):,}" for state in (*states, "alive")))
            for moment in _picked(moments)
        ],
    )
    frame = axes(across, up, below, [(value, _short(value)) for value in highest])
    more = legend((f"fill {state}", f"{state} {last.states.get(state, 0):,}") for state in states)
    return figure("over-time", "States over time", said, HEIGHT, joined([frame, *areas], BREAK), table, more)


def _stacked(moments: Sequence[Moment], states: Sequence[str], across: Scale, up: Scale) -> list[Markup]:
    """An area for each state, each standing on those before it."""
    base = [0.0] * len(moments)
    areas = []
    for state in states:
        top = [low + moment.states.get(state, 0) for low, moment in zip(base, moments, strict=True)]
        edge = [(across(moment.at), up(height)) for moment, height in zip(moments, top, strict=True)]
        floor = [(across(moment.at), up(height)) for moment, height in zip(moments, base, strict=True)]
        areas.append(path([*edge, *reversed(floor)], f"fill {state}", closed=True))
        base = top
    return areas


def _picked(moments: Sequence[Moment]) -> Sequence[Moment]:
    """About `_ROWS` moments for the table, evenly taken, the last one always among them."""
    step = -(-len(moments) // _ROWS)
    return [*moments[:-1:step], moments[-1]]


# -- where it rots


def rot(key: str, title: str, tallies: Sequence[Tally]) -> Markup:
    """The hosts or domains with most dead links, as bars."""
    if not tallies:
        return NOTHING
    greatest = max(sum(tally.states[state] for state in _SHOWN) for tally in tallies)
    across = Scale(0, greatest, 150, WIDTH - 44)
    parts = [part for row, tally in enumerate(tallies) for part in _bars(tally, row * 20, across)]
    states = [state for state in _SHOWN if any(tally.states[state] for tally in tallies)]
    table = Table(
        ("name", *states, "all"),
        [(tally.name, *(f"{tally.states[state]:,}" for state in states), f"{tally.states.total():,}") for tally in tallies],
    )
    worst = tallies[0]
    said = (
        f"Most are dead at {worst.name}: {worst.states['dead']:,} of {worst.states.total():,}."
        " Bars tell how many are dead or otherwise not plainly alive."
    )
    return figure(
        key, title, said, 20 * len(tallies), joined(parts, BREAK), table, legend((f"fill {state}", state) for state in states)
    )


def _bars(tally: Tally, top: float, across: Scale) -> list[Markup]:
    name = tally.name if len(tally.name) <= 20 else f"…{tally.name[-19:]}"  # the end tells whose it is
    parts, left = [text(across.begin - 4, top + 14, name, "end")], 0
    for state in _SHOWN:
        if tally.states[state]:
            parts.append(
                rectangle(across(left), top + 4, across(left + tally.states[state]) - across(left), 12, f"fill {state}")
            )
            left += tally.states[state]
    return [*parts, text(across(left) + 4, top + 14, f"{left:,}")]


# -- how fast pages answer


def answers(times: Answers) -> Markup:
    """How long pages took to answer in the last 30 days, as columns."""
    total = sum(times.counts)
    if not total:
        return NOTHING
    names = [*(f"{bound:g}" for bound in times.bounds), "more"]
    highest = nice(max(times.counts))
    across, up = plot(HEIGHT, (0, len(names)), (0, highest[-1]))
    width = across(1) - across(0)
    parts = [axes(across, up, [], [(value, _short(value)) for value in highest])]
    parts += [
        rectangle(across(slot) + 2, up(count), width - 4, up(0) - up(count), "fill column")
        for slot, count in enumerate(times.counts)
    ]
    parts += [text(across(slot) + width / 2, up.begin + 15, name, "middle") for slot, name in enumerate(names)]
    slow = "; ".join(f"{host} {mean:.1f} s" for host, _, mean in times.slowest[:3])
    mean = f"{times.seconds / total:.1f} s in the mean, redirects included"
    said = f"{total:,} visits of the last 30 days found a page, after {mean}. Columns tell seconds at most. Slowest: {slow}."
    table = Table(
        ("seconds at most", "visits"), [(name, f"{count:,}") for name, count in zip(names, times.counts, strict=True)]
    )
    return figure("answers", "How fast pages answer", said, HEIGHT, joined(parts, BREAK), table, _slowest(times))


def _slowest(times: Answers) -> Markup:
    hosts = [
        element("li", None, element("code", None, host), f" {mean:.1f} s, {visits:,} visits")
        for host, visits, mean in times.slowest
    ]
    return element("details", None, element("summary", None, "The slowest hosts"), element("ol", None, joined(hosts, BREAK)))


def _short(value: float) -> str:
    return f"{value / 1000:g}k" if value >= 10_000 else f"{value:g}"
