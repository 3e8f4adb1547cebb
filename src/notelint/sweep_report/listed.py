"""All links of a report for other programs, as CSV (RFC 4180) or JSON, written as they are read from the store."""

import csv
import json
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby
from operator import itemgetter
from time import gmtime, strftime
from typing import Any, TextIO

from notelint.report.as_json import as_json, harmless
from notelint.report.neutral import neutral
from notelint.report.sweep_view import identifier
from notelint.sweep_report import sql
from notelint.sweep_report.data import Report
from notelint.sweep_report.published import PUBLISHED
from notelint.sweep_report.queries import PLACES, Queries, Select, shown_path
from notelint.sweep_report.survival import Curve

VERSION = 1
_TIMES = ("since", "failing_since", "first_alive", "last_alive", "checked_at", "due_at")
_READ = ("url", "host", "state", "reason", "status", "target", "location", "title", "detail", "streak", *_TIMES)
COLUMNS = ("id", *_READ, "written_at", "stands", "places")
"""`target` is where the last visit was led to, `location` where it ended when it was last alive; `places` are ten at most."""
_OUTSIDE = tuple(COLUMNS.index(name) for name in ("url", "host", "target", "location", "title", "detail", "places"))
"""The columns that strangers write."""
_FORMULA = frozenset(
    "=+-@\t\r\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}\N{FULLWIDTH HYPHEN-MINUS}\N{FULLWIDTH COMMERCIAL AT}"
)


def write_csv(select: Select, vaults: Sequence[str], out: TextIO) -> None:
    """A line with the names of the columns, and one for each link.

    A cell that a spreadsheet would take for a formula begins with an apostrophe (OWASP, "CSV Injection").
    """
    rows = csv.writer(out)
    rows.writerow(COLUMNS)
    rows.writerows(map(_cells, links(select, vaults)))


def _cells(link: Sequence[Any]) -> list[Any]:
    """The cells of a row."""
    cells = [*link[:-1], "; ".join(link[-1])]
    for column in _OUTSIDE:
        if text := cells[column]:
            told = neutral(text)
            cells[column] = f"'{told}" if told[0] in _FORMULA else told
    return cells


def write_json(report: Report, select: Select, out: TextIO) -> None:
    """One document: the figures of the report, and `links`, an object on each line."""
    head = as_json(figures(report), indent=1).rstrip()
    out.write(head.removesuffix("}").rstrip() + ',\n "links": [')
    encode = json.JSONEncoder(ensure_ascii=False).encode
    between = "\n"
    for link in links(select, report.vaults):
        out.write(between)
        out.write(harmless(encode(dict(zip(COLUMNS, link, strict=True)))))
        between = ",\n"
    out.write("\n ]\n}\n")


def links(select: Select, vaults: Sequence[str]) -> Iterator[Sequence[Any]]:
    """The values of `COLUMNS` of every link, in the order in which sweeps first met them."""
    ask = Queries(select, vaults)
    places = _beside(ask.ask(sql.EVERY_PLACE, *vaults))
    written = _beside(ask.ask(sql.EVERY_LINK, *vaults))
    for number, *values in ask.ask(sql.EVERY_ADDRESS, *vaults, columns=", ".join(_READ)):
        stands = places(number)
        at = next((row[1] for row in written(number)), None)
        split = len(_READ) - len(_TIMES)
        told = [f"{shown_path(vault, path, vaults)}:{line}" for _, vault, path, line in stands[:PLACES]]
        yield (identifier(values[0]), *values[:split], *map(moment, values[split:]), moment(at), len(stands), told)


class _beside:  # noqa: N801 - used as a function
    """The rows that belong to ascending numbers, from rows that begin with their number, in order."""

    def __init__(self, rows: Iterator[Sequence[Any]]) -> None:
        self._groups = groupby(rows, key=itemgetter(0))
        self._next = self._read()

    def _read(self) -> tuple[float, list[Sequence[Any]]]:
        number, rows = next(self._groups, (float("inf"), iter(())))
        return number, list(rows)

    def __call__(self, number: int) -> list[Sequence[Any]]:
        while self._next[0] < number:
            self._next = self._read()
        return self._next[1] if self._next[0] == number else []


def moment(at: float | None) -> str | None:
    """A time as RFC 3339, to the second, in UTC; None for none, which the store also writes as 0."""
    if not at:
        return None
    day, second = divmod(int(at), 86_400)
    return f"{_day(day)}T{_clock(second)}Z"


@cache
def _day(day: int) -> str:
    return strftime("%Y-%m-%d", gmtime(day * 86_400))


@cache
def _clock(second: int) -> str:
    return f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}"


def figures(report: Report) -> dict[str, Any]:
    """What the charts of the page show."""
    lasting, repairs = report.lasting, report.repairs
    return {
        "version": VERSION,
        "vaults": list(report.vaults),
        "made_at": moment(report.at),
        "swept_at": moment(report.swept_at),
        "compared_with": moment(report.before),
        "notes": report.notes,
        "due": report.due,
        "states": dict(report.states),
        "sections": {one.kind.key: one.total for one in report.sections},
        "over_time": [{"at": moment(one.at), **one.states} for one in report.timeline],
        "hosts": [{"name": one.name, **one.states} for one in report.hosts],
        "domains": [{"name": one.name, **one.states} for one in report.domains],
        "survival": {
            "unit": "years",
            "together": _curve(lasting.together),
            "by_year": [{"from": one.first, "to": one.last, **_curve(one.curve)} for one in lasting.cohorts],
            "from_first_visit": _curve(lasting.undated.curve),
            "unseen": lasting.unseen,
            "left_out": lasting.left_out,
            "published": [one._asdict() for one in PUBLISHED],
        },
        "answers": {
            "unit": "seconds",
            "bounds": list(report.answers.bounds),
            "visits": list(report.answers.counts),
            "sum": report.answers.seconds,
            "slowest": [{"host": host, "visits": visits, "mean": mean} for host, visits, mean in report.answers.slowest],
        },
        "repairs": {
            "unit": "days",
            **_curve(repairs.curve),
            "mended": repairs.mended,
            "came_back": repairs.came_back,
            "open": repairs.open,
        },
    }


def _curve(curve: Curve) -> dict[str, Any]:
    return {
        "lives": curve.lives,
        "ends": curve.ends,
        "until": curve.until,
        "half_life": curve.half_life(),
        "steps": [[step.at, step.left, step.at_risk] for step in curve.steps],
    }
