"""Charts as SVG that stands in a page: elements, axes, and what a chart is beside its drawing.

All are drawn 360 units wide, as wide as a telephone, so that their letters stay readable there. Colours come from the page's
style. Whoever cannot see a chart is told what it shows, and has its figures in a table.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from notelint.report.markup import BREAK, Markup, element, joined

WIDTH = 360
HEIGHT = 200
"""That of most charts."""
_ROOM = 44
"""Room for the labels of the axes."""


class Scale(NamedTuple):
    """From values to units of the drawing."""

    low: float
    high: float
    begin: float
    end: float

    def __call__(self, value: float) -> float:
        """The place of a value; what lies beyond the scale is at its end."""
        share = (min(max(value, self.low), self.high) - self.low) / ((self.high - self.low) or 1.0)
        return self.begin + share * (self.end - self.begin)


class Table(NamedTuple):
    """The figures behind a chart."""

    heads: Sequence[str]
    rows: Sequence[Sequence[str]]


def number(value: float) -> str:
    """A length, as short as it can be told."""
    return f"{value:.1f}".removesuffix(".0")


def line(x1: float, y1: float, x2: float, y2: float, kind: str) -> Markup:
    """A straight line."""
    return element("path", {"class": kind, "d": f"M{number(x1)} {number(y1)}L{number(x2)} {number(y2)}"})


def path(points: Iterable[tuple[float, float]], kind: str, *, closed: bool = False) -> Markup:
    """A line through points."""
    through = "L".join(f"{number(x)} {number(y)}" for x, y in points)
    return element("path", {"class": kind, "d": f"M{through}{'Z' * closed}"})


def steps(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The corners of a line that keeps its height until the next point."""
    corners = list(points[:1])
    for x, y in points[1:]:
        corners += [(x, corners[-1][1]), (x, y)]
    return corners


def text(x: float, y: float, content: str, anchor: str = "start") -> Markup:
    """A label."""
    return element("text", {"x": number(x), "y": number(y), "text-anchor": anchor}, content)


def rectangle(x: float, y: float, width: float, height: float, kind: str) -> Markup:
    """A bar."""
    sizes = {"x": number(x), "y": number(y), "width": number(max(width, 0)), "height": number(max(height, 0))}
    return element("rect", {"class": kind, **sizes})


def plot(height: float, x: tuple[float, float], y: tuple[float, float]) -> tuple[Scale, Scale]:
    """The scales of a drawing with two axes: from the least to the greatest value of each."""
    return Scale(*x, _ROOM, WIDTH - 8), Scale(*y, height - 22, 8)


def axes(across: Scale, up: Scale, below: Sequence[tuple[float, str]], beside: Sequence[tuple[float, str]]) -> Markup:
    """Lines for the values on the left, names for those below."""
    parts = [line(across.begin, up(value), across.end, up(value), "grid") for value, _ in beside]
    parts += [text(across.begin - 4, up(value) + 4, name, "end") for value, name in beside]
    for value, name in below:
        place = across(value)
        anchor = "end" if place > across.end - 12 else "middle"
        parts.append(text(place, up.begin + 15, name, anchor))
    return joined(parts, BREAK)


def nice(greatest: float, most: int = 4) -> list[float]:
    """Round values from 0 to at least the greatest, at most so many steps."""
    step = 1.0
    while step * most < greatest:
        step *= 2.5 if str(int(step))[0] == "2" else 2
    count = max(int(-(-greatest // step)), 1)
    return [step * number for number in range(count + 1)]


def figure(key: str, title: str, said: str, height: float, drawing: Markup, table: Table, more: Markup) -> Markup:
    """A chart with its title, what it says in words, its legend or notes, and its figures."""
    names = {"role": "img", "aria-labelledby": f"{key}-title", "aria-describedby": f"{key}-said"}
    drawn = element("svg", {"viewBox": f"0 0 {WIDTH} {number(height)}", **names}, BREAK, drawing, BREAK)
    parts = [
        element("h3", {"id": f"{key}-title"}, title),
        element("p", {"id": f"{key}-said"}, said),
        drawn,
        more,
        _figures(title, table),
    ]
    return element("section", {"class": "chart", "id": key, "aria-labelledby": f"{key}-title"}, joined(parts, BREAK))


def _figures(title: str, table: Table) -> Markup:
    head = element("tr", None, *(element("th", {"scope": "col"}, name) for name in table.heads))
    rows = [
        element("tr", None, element("th", {"scope": "row"}, row[0]), *(element("td", None, cell) for cell in row[1:]))
        for row in table.rows
    ]
    body = element("table", None, element("thead", None, head), element("tbody", None, joined(rows, BREAK)))
    box = element("div", {"class": "scroll", "role": "region", "aria-label": f"Figures: {title}", "tabindex": 0}, body)
    return element("details", None, element("summary", None, "The figures"), box)


def legend(items: Iterable[tuple[str, str]]) -> Markup:
    """Names with a sample of how each is drawn: the class of the sample, and the name."""
    samples = [
        element(
            "li", None, element("svg", {"viewBox": "0 0 20 8", "class": "sample", "aria-hidden": "true"}, sample), f" {name}"
        )
        for sample, name in (
            (line(0, 4, 20, 4, kind) if kind.startswith("line") else rectangle(0, 0, 20, 8, kind), name) for kind, name in items
        )
    ]
    return element("ul", {"class": "legend", "role": "list"}, joined(samples, BREAK))


NOTHING = Markup("")
"""No element."""
