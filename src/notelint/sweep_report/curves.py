"""The charts of a report that tell how long things last: links, and dead links."""

from collections.abc import Sequence

from notelint.report.markup import BREAK, Markup, element, joined
from notelint.sweep_report.published import PUBLISHED
from notelint.sweep_report.report import Cohort, Lasting, Repairs
from notelint.sweep_report.survival import Curve, constant_half_life
from notelint.sweep_report.svg import HEIGHT, NOTHING, Scale, Table, axes, figure, legend, line, nice, path, plot, steps, text

_LEAST = 20
"""Fewer links than these in a group make a curve of chance."""
_SHARES = tuple((share / 4, f"{share * 25} %") for share in range(5))


def lasting(links: Lasting) -> Markup:
    """The share of links that live on, by age and year of writing, beside what studies found."""
    cohorts = [cohort for cohort in (*links.cohorts, links.undated) if cohort.curve.lives >= _LEAST]
    if links.together.lives < _LEAST and not cohorts:
        return NOTHING
    oldest = max([1.0, links.together.until, *(cohort.curve.until for cohort in cohorts)])
    ages = nice(min(max(oldest, 10.5), 30.0), 6)
    across, up = plot(HEIGHT, (0, ages[-1]), (0, 1))
    named = [(f"line cohort-{number % 6}", cohort.name, cohort.curve) for number, cohort in enumerate(cohorts)]
    if links.together.lives >= _LEAST and len(links.cohorts) > 1:
        named.append(("line together", "all with a known day", links.together))
    drawn = [_curve(curve, across, up, kind) for kind, _, curve in named]
    points = [_published(number, across, up) for number in range(len(PUBLISHED))]
    below = [(age, f"{age:g} y" if age == ages[-1] else f"{age:g}") for age in ages]
    frame = axes(across, up, below, _SHARES)
    more = joined([legend((kind, f"{name}: {curve.lives:,} links") for kind, name, curve in named), _sources()], BREAK)
    table = Table(
        ("years", *(name for _, name, _ in named)),
        [(f"{age}", *(_left(curve, age) for _, _, curve in named)) for age in range(1, int(ages[-1]) + 1)],
    )
    return figure(
        "survival",
        "How long links last",
        _lasting_told(links, cohorts),
        HEIGHT,
        joined([frame, *drawn, *points], BREAK),
        table,
        more,
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
    study = PUBLISHED[number]
    x, y = across(study.years), up(study.left)
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
            f"{_letter(number)}: {study.left * 100:.0f} % of {study.kind} left after {study.years:g} years: ",
            element("a", {"href": study.address, "rel": "noreferrer"}, study.source),
        )
        for number, study in enumerate(PUBLISHED)
    ]
    heading = element("p", None, "Published figures, as diamonds:")
    return joined([heading, element("ul", {"class": "sources"}, joined(items, BREAK))], BREAK)


def _left(curve: Curve, age: float) -> str:
    return f"{curve.left(age) * 100:.1f} %" if curve.unseen_until <= age <= curve.until else ""


def _lasting_told(links: Lasting, cohorts: Sequence[Cohort]) -> str:
    curve = links.together if links.together.lives >= _LEAST else cohorts[0].curve
    since = "written" if curve is links.together else "first visited"
    parts = [f"Of {curve.lives:,} links, by how long ago each was {since}, {curve.ends:,} have died."]
    half = curve.half_life()
    if half is not None:
        parts.append(f"Half of them last for {half:.1f} years or less.")
    elif rate := constant_half_life(curve.until, curve.left(curve.until)):
        left = f"{curve.left(curve.until) * 100:.0f} % are left after {curve.until:.1f} years"
        parts.append(f"{left}; if they go on dying as they did, half will be gone after {rate:.1f}.")
    if links.unseen:
        parts.append(
            f"{links.unseen:,} were dead before a sweep could see it: when that was is estimated from the others"
            " (dotted where nothing tells)."
        )
    if links.undated.curve.lives:
        parts.append(
            f"Of {links.undated.curve.lives:,} links the day of writing is not known; they count from their first visit."
        )
    return " ".join(parts)


def repairs(repaired: Repairs) -> Markup:
    """How long dead links stay in the notes."""
    curve = repaired.curve
    if not curve.lives:
        return NOTHING
    days = nice(max(curve.until, 7.0), 6)
    across, up = plot(HEIGHT, (0, days[-1]), (0, 1))
    seen = [(0.0, 1.0), *((step.at, step.left) for step in curve.steps), (curve.until, curve.left(curve.until))]
    frame = axes(
        across,
        up,
        [(at, f"{at:g} d" if at == days[-1] else f"{at:g}") for at in days],
        _SHARES,
    )
    table = Table(("days", "still dead"), [(f"{at:g}", f"{curve.left(at) * 100:.1f} %") for at in days if at <= curve.until])
    drawn = path([(across(at), up(left)) for at, left in steps(seen)], "line together")
    return figure("repairs", "Time to repair", _repairs_told(repaired), HEIGHT, joined([frame, drawn], BREAK), table, NOTHING)


def _repairs_told(repaired: Repairs) -> str:
    half = repaired.curve.half_life()
    share = (
        f"Half of them are no longer dead after {half:.0f} days."
        if half is not None
        else "More than half of them stayed dead as long as they were watched."
    )
    return (
        f"{repaired.curve.lives:,} times a link was proved dead: {repaired.mended:,} left the notes, {repaired.came_back:,}"
        f" came back by themselves, {repaired.open:,} are dead still. {share}"
    )
