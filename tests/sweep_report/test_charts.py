"""The charts: what they say in words and figures, and where their lines go."""

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notelint.sweep_report.charts import answers, over_time, rot
from notelint.sweep_report.curves import lasting, repairs
from notelint.sweep_report.published import PUBLISHED
from notelint.sweep_report.report import Answers, Cohort, Lasting, Moment, Repairs, Tally
from notelint.sweep_report.survival import Curve, Life, kaplan_meier, survival
from notelint.sweep_report.svg import Scale, nice, steps
from notelint.web.evidence import DAY
from tests.web.sweeping import NOW

NONE = Curve((), 0.0, 0, 0)


def cells(chart: str) -> list[list[str]]:
    """The figures of a chart."""
    rows = re.findall(r"<tr>(.*?)</tr>", chart, re.DOTALL)
    return [re.findall(r"<t[hd][^>]*>([^<]*)<", row) for row in rows]


def said(chart: str) -> str:
    """What a chart says in words."""
    match = re.search(r'<p id="[\w-]+-said">([^<]*)</p>', chart)
    assert match
    return match[1]


def paths(chart: str, kind: str) -> list[list[tuple[float, float]]]:
    """The corners of all lines of a class."""
    found = re.findall(rf'<path class="{kind}" d="M([^"]*?)Z?">', chart)
    return [[(float(x), float(y)) for x, y in (point.split() for point in line.split("L"))] for line in found]


@given(st.floats(0, 1e9), st.integers(2, 8))
def test_the_values_beside_an_axis_are_round_and_reach_the_greatest(greatest: float, most: int) -> None:
    values = nice(greatest, most)
    assert values[0] == 0
    assert values[-1] >= greatest
    assert 2 <= len(values) <= most + 1
    assert str(int(values[1])).strip("0") in ("1", "2", "5")


def test_a_line_of_steps_keeps_its_height_until_the_next() -> None:
    assert steps([(0, 1), (2, 3), (5, 4)]) == [(0, 1), (2, 1), (2, 3), (5, 3), (5, 4)]
    assert steps([]) == []


def test_what_lies_beyond_a_scale_is_at_its_end() -> None:
    scale = Scale(0, 10, 100, 200)
    assert [scale(value) for value in (-5, 0, 5, 10, 99)] == [100, 100, 150, 200, 200]
    assert Scale(3, 3, 1, 2)(3) == 1


def test_without_figures_there_is_no_chart() -> None:
    lost = Lasting(NONE, (), Cohort(None, None, NONE), 0, 0)
    drawn = [over_time([]), lasting(lost), rot("hosts", "Hosts", []), answers(Answers((1.0,), (0, 0), 0.0, ()))]
    assert [*drawn, repairs(Repairs(NONE, 0, 0, 0))] == [""] * 5


def test_states_are_stacked_without_those_that_are_alive() -> None:
    moments = [Moment(NOW, {"alive": 90, "dead": 10}), Moment(NOW + DAY, {"alive": 60, "dead": 20, "blocked": 20})]
    chart = over_time(moments)
    assert said(chart) == (
        "Links that are not plainly alive, from 2023-11-14 to 2023-11-15: 10 at first, now 40 (20 dead, 20 blocked)."
    )
    figures = [["day", "dead", "blocked", "alive"], ["2023-11-14", "10", "0", "90"], ["2023-11-15", "20", "20", "60"]]
    assert cells(chart) == figures
    dead, blocked = paths(chart, "fill dead")[0], paths(chart, "fill blocked")[0]
    assert blocked[2:] == dead[1::-1], "one stands on the other"
    assert blocked[1][1] < dead[1][1] < dead[0][1]


def test_long_histories_have_short_tables() -> None:
    chart = over_time([Moment(NOW + day * DAY, {"dead": day}) for day in range(100)])
    rows = cells(chart)
    assert len(rows) <= 26
    assert (rows[1][1], rows[-1][1]) == ("0", "99")


def many(*lives: Life) -> Lasting:
    curve = survival(lives)
    return Lasting(curve, (Cohort(2010, 2012, curve),), Cohort(None, None, NONE), 0, 0)


def test_how_long_links_last_is_told_with_what_studies_found() -> None:
    chart = lasting(many(Life(2, 2, 30), Life(4, 4, 20), Life(6, None, 50)))
    assert "Of 100 links, by how long ago each was written, 50 have died." in said(chart)
    assert "Half of them last for 4.0 years or less." in said(chart)
    assert cells(chart)[:4] == [["years", "2010 to 2012"], ["1", "100.0 %"], ["2", "70.0 %"], ["3", "70.0 %"]]
    assert cells(chart)[6:8] == [["6", "50.0 %"], ["7", ""]], "of what nobody has seen, nothing is said"
    assert all(f'href="{one.address}"' in chart for one in PUBLISHED)
    assert len(paths(chart, "point")) == len(PUBLISHED)
    assert paths(chart, "line cohort-0 unseen") == []


def test_a_half_life_beyond_what_was_seen_is_told_as_such() -> None:
    chart = lasting(many(Life(2, 2, 25), Life(4, None, 75)))
    assert "75 % are left after 4.0 years; if they go on dying as they did, half will be gone after 9.6." in said(chart)
    assert "Half of them" not in said(chart)


def test_where_no_sweep_looked_a_curve_is_dotted() -> None:
    curve = survival([Life(0, 5, 40), Life(6, None, 60)])
    chart = lasting(Lasting(curve, (Cohort(2010, 2010, curve),), Cohort(None, None, NONE), 40, 0))
    unseen = paths(chart, "line cohort-0 unseen")[0]
    seen = paths(chart, "line cohort-0")[0]
    assert unseen[1] == seen[0]
    assert "40 were dead before a sweep could see it" in said(chart)
    assert cells(chart)[1:6] == [["1", ""], ["2", ""], ["3", ""], ["4", ""], ["5", "60.0 %"]]


def test_few_links_make_no_curve() -> None:
    assert lasting(many(Life(2, 2, 10), Life(4, None, 9))) == ""


def test_bars_are_as_long_as_what_they_count() -> None:
    states = Counter({"dead": 6, "blocked": 2, "alive": 92})
    name = "a-very-long-name-of-a-host.example.org"
    chart = rot("hosts", "Rot by host", [Tally(name, states), Tally("b.org", Counter({"dead": 3}))])
    assert said(chart).startswith(f"Most are dead at {name}: 6 of 100.")
    bars = re.findall(r'<rect class="fill (?:dead|blocked)" x="[\d.]+" y="[\d.]+" width="([\d.]+)"', chart)
    widths = [float(width) for width in bars]
    assert widths[0] == pytest.approx(3 * widths[1], rel=0.02)
    assert widths[0] == pytest.approx(2 * widths[2], rel=0.02)
    assert ">…-a-host.example.org<" in chart, "its end tells whose it is"
    assert cells(chart)[1] == [name, "6", "2", "100"]


def test_repairs_are_told_by_their_median() -> None:
    chart = repairs(Repairs(kaplan_meier([Life(3, 3, 6), Life(10, None, 4)]), 4, 2, 4))
    assert said(chart) == (
        "10 times a link was proved dead: 4 left the notes, 2 came back by themselves, 4 are dead still."
        " Half of them are no longer dead after 3 days."
    )
    left = {"0": "100.0 %", "2": "100.0 %", "4": "40.0 %", "6": "40.0 %", "8": "40.0 %", "10": "40.0 %"}
    assert cells(chart) == [["days", "still dead"], *([days, share] for days, share in left.items())]
