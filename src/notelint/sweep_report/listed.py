"""All links of a report for other programs, as CSV (RFC 4180) or JSON, written as they are read from the store."""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import islice
from json.encoder import encode_basestring
from time import gmtime, strftime
from types import NoneType
from typing import Any, TextIO

from notelint.report.as_json import as_json, harmless
from notelint.report.neutral import neutral
from notelint.sweep_report import sql
from notelint.sweep_report.published import PUBLISHED
from notelint.sweep_report.queries import PLACES, Queries, Select, shown_path
from notelint.sweep_report.report import Answers, Lasting, Repairs, Report
from notelint.sweep_report.survival import Curve
from notelint.sweep_report.view import identifier

VERSION = 1
_TIMES = ("since", "failing_since", "first_alive", "last_alive", "checked_at", "due_at")
_READ = ("url", "host", "state", "reason", "status", "target", "location", "title", "detail", "streak", *_TIMES)
COLUMNS = ("id", *_READ, "written_at", "stands", "places")
"""`target` is where the last visit was led to, `location` where it ended when it was last alive; `places` are ten at most."""
_OUTSIDE = tuple(COLUMNS.index(name) for name in ("url", "host", "target", "location", "title", "detail", "places"))
"""The columns that strangers write."""
_SPLIT = COLUMNS.index(_TIMES[0])
_END = (float("inf"), "", "", 0)
"""What stands behind the last place."""
_PORTION = 500
"""How many objects are written at once."""
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
    cells = [*link[:_SPLIT], *map(moment, link[_SPLIT:-2]), link[-2], "; ".join(link[-1])]
    for column in _OUTSIDE:
        if text := cells[column]:
            told = neutral(text)
            cells[column] = f"'{told}" if told[0] in _FORMULA else told
    return cells


def write_json(report: Report, select: Select, out: TextIO) -> None:
    """One document: the figures of the report, and `links`, an object on each line."""
    head = as_json(figures(report), indent=1).rstrip()
    out.write(head.removesuffix("}").rstrip() + ',\n "links": [')
    between = "\n"
    objects = map(_object, links(select, report.vaults))
    while portion := list(islice(objects, _PORTION)):
        out.write(between + ",\n".join(portion))
        between = ",\n"
    out.write("\n ]\n}\n")


def _object(link: Sequence[Any]) -> str:
    """A link as `json` would write it, which takes twice as long: to it, each object is another one."""
    texts = [_TEXT[type(value)](value) for value in link[:_SPLIT]]
    times = [f'"{time}"' if (time := moment(at)) else "null" for at in link[_SPLIT:-2]]
    places = ", ".join(map(encode_basestring, link[-1]))
    return harmless(_OBJECT % (*texts, *times, link[-2], f"[{places}]"))


_OBJECT = f"{{{', '.join(f'{encode_basestring(name)}: %s' for name in COLUMNS)}}}"
_TEXT: Mapping[type, Callable[[Any], str]] = {str: encode_basestring, int: str, NoneType: lambda _: "null"}


def links(select: Select, vaults: Sequence[str]) -> Iterator[Sequence[Any]]:
    """The values of `COLUMNS` of every link, in the order in which sweeps first met them; times in seconds since 1970."""
    ask = Queries(select, vaults)
    places = ask.ask(sql.EVERY_PLACE, *vaults)
    place = next(places, _END)
    for link in ask.ask(sql.EVERY_ADDRESS, *vaults, *vaults, columns=", ".join(_READ)):
        stands, told = 0, []
        while place[0] <= link[0]:
            if place[0] == link[0]:
                stands += 1
                if stands <= PLACES:
                    told.append(f"{shown_path(place[1], place[2], vaults)}:{place[3]}")
            place = next(places, _END)
        yield (identifier(link[1]), *link[1:], stands, told)


@lru_cache(256)  # most times of a link are also others of it, or of its neighbours
def moment(at: float | None) -> str | None:
    """A time as RFC 3339, to the second, in UTC; None for none, which the store also writes as 0."""
    if not at:
        return None
    day, second = divmod(int(at), 86_400)
    return _day(day) + _clock(second)


@cache
def _day(day: int) -> str:
    return strftime("%Y-%m-%dT", gmtime(day * 86_400))


@cache
def _clock(second: int) -> str:
    return f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}Z"


def figures(report: Report) -> dict[str, Any]:
    """What the charts of the page show."""
    return {
        "version": VERSION,
        "vaults": list(report.vaults),
        "made_at": moment(report.at),
        "swept_at": moment(report.swept_at),
        "compared_with": moment(report.before),
        "notes": report.notes,
        "due": report.due,
        "states": dict(report.states),
        "sections": {section.kind.key: section.total for section in report.sections},
        "over_time": [{"at": moment(point.at), **point.states} for point in report.timeline],
        "hosts": [{"name": host.name, **host.states} for host in report.hosts],
        "domains": [{"name": domain.name, **domain.states} for domain in report.domains],
        "survival": _lasting(report.lasting),
        "answers": _answers(report.answers),
        "repairs": _repairs(report.repairs),
    }


def _lasting(lasting: Lasting) -> dict[str, Any]:
    return {
        "unit": "years",
        "together": _curve(lasting.together),
        "by_year": [{"from": cohort.first, "to": cohort.last, **_curve(cohort.curve)} for cohort in lasting.cohorts],
        "from_first_visit": _curve(lasting.undated.curve),
        "unseen": lasting.unseen,
        "left_out": lasting.left_out,
        "published": [study._asdict() for study in PUBLISHED],
    }


def _answers(answers: Answers) -> dict[str, Any]:
    return {
        "unit": "seconds",
        "bounds": list(answers.bounds),
        "visits": list(answers.counts),
        "sum": answers.seconds,
        "slowest": [{"host": host, "visits": visits, "mean": mean} for host, visits, mean in answers.slowest],
    }


def _repairs(repairs: Repairs) -> dict[str, Any]:
    return {
        "unit": "days",
        **_curve(repairs.curve),
        "mended": repairs.mended,
        "came_back": repairs.came_back,
        "open": repairs.open,
    }


def _curve(curve: Curve) -> dict[str, Any]:
    return {
        "lives": curve.lives,
        "ends": curve.ends,
        "until": curve.until,
        "half_life": curve.half_life(),
        "steps": [[step.at, step.left, step.at_risk] for step in curve.steps],
    }
