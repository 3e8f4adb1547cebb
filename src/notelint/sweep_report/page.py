"""The report as one page that needs no network: to be read, filtered, sorted, sent and kept.

It is whole without its script, which only hides and moves entries.
"""

from collections import Counter
from pathlib import Path
from typing import TextIO

from notelint.report import html
from notelint.report.document import document, field
from notelint.report.markup import BREAK, Markup, element, empty, joined
from notelint.sweep_report import entries
from notelint.sweep_report.charts import charts
from notelint.sweep_report.report import CHANGED, STATES, Report, Section
from notelint.sweep_report.view import day

_SORTS = {
    "": "the latest change first",
    "since": "the oldest first",
    "stands": "in most places first",
    "streak": "most failures first",
    "host": "by host",
}


def write(report: Report, archive: str, out: TextIO) -> None:
    """Write the page; `archive` is put before the addresses of dead links, empty for none."""
    here = Path(__file__).parent
    styles = [Path(html.__file__).parent / "page.css", here / "page.css"]
    out.write(document(f"notelint: {headline(report)}", styles, here / "page.js", _body(report, archive)))


def headline(report: Report) -> str:
    """The figures in one sentence."""
    total = report.states.total()
    known = ", ".join(f"{report.states[state]:,} {state}" for state in STATES if report.states[state])
    return f"{total:,} links in {report.notes:,} notes: {known or 'none'}."


def names(report: Report) -> str:
    """The vaults that a report is about; their names are paths, of which the end is enough."""
    return ", ".join(vault.rstrip("/").rpartition("/")[2] or vault for vault in report.vaults) or "no vault"


def _body(report: Report, archive: str) -> Markup:
    drawn = charts(report)
    shown = [section for section in report.sections if section.total]
    changed = [section for section in shown if section.kind in CHANGED]
    standing = [section for section in shown if section.kind not in CHANGED]
    has_news = _changed(report, bool(changed))
    parts = [
        _contents(shown, is_drawn=bool(drawn)),
        _form(shown) if shown else Markup(""),
        element("h2", {"id": "changed"}, _since(report)),
        element("p", None, has_news) if has_news else Markup(""),
        *(entries.section(section, report.blocking, archive) for section in changed),
        element("h2", {"id": "standing"}, "As before"),
        Markup("") if standing else element("p", None, "Nothing else: all other links are alive."),
        *(entries.section(section, report.blocking, archive) for section in standing),
    ]
    if drawn:
        parts += [
            element("h2", {"id": "charts"}, "Over time"),
            element("div", {"class": "charts"}, BREAK, joined(drawn, BREAK), BREAK),
        ]
    head = element(
        "header", None, element("h1", None, f"Links in {names(report)}"), element("p", None, headline(report)), _states(report)
    )
    main = element("main", None, BREAK, joined(parts, BREAK), BREAK)
    return element(
        "body", None, BREAK, element("a", {"class": "skip", "href": "#changed"}, "Skip to what changed"), head, main, BREAK
    )


def _since(report: Report) -> str:
    if report.swept_at is None or report.before is None:
        return "Since the last sweep"
    return f"Since the last sweep: from {day(report.before)} to {day(report.swept_at)}"


def _changed(report: Report, has_changed: bool) -> str:
    if report.swept_at is None:
        return "No sweep has come to its end yet."
    if report.before is None:
        return f"There was one sweep so far, on {day(report.swept_at)}: the next one will tell what changed."
    return "" if has_changed else "Nothing changed."


def _states(report: Report) -> Markup:
    pairs = [
        element("div", {"class": f"tile {state}"}, element("dt", None, state), element("dd", None, f"{report.states[state]:,}"))
        for state in STATES
        if report.states[state]
    ]
    return element("dl", {"class": "tiles"}, joined(pairs, BREAK))


def _contents(shown: list[Section], *, is_drawn: bool) -> Markup:
    items = [
        element("li", None, element("a", {"href": f"#{section.kind.key}"}, section.kind.title), f" {section.total:,}")
        for section in shown
    ]
    if is_drawn:
        items.append(element("li", None, element("a", {"href": "#charts"}, "Over time")))
    return element("nav", {"aria-label": "Sections"}, element("ul", {"role": "list"}, joined(items, BREAK)))


def _form(shown: list[Section]) -> Markup:
    states: Counter[str] = Counter(link.entry.evidence.state or "new" for section in shown for link in section.links)
    choices = [element("option", {"value": state}, f"{state} ({states[state]:,})") for state in STATES if states[state]]
    sorts = [element("option", {"value": value}, name) for value, name in _SORTS.items()]
    words = empty("input", {"type": "search", "id": "words", "name": "words", "autocomplete": "off"})
    parts = [
        field("Words", "words", words),
        field(
            "State",
            "state",
            element("select", {"id": "state", "name": "state"}, element("option", {"value": ""}, "All states"), *choices),
        ),
        field("Order", "order", element("select", {"id": "order", "name": "order"}, *sorts)),
        element("button", {"type": "reset"}, "Show all"),
        element("p", {"role": "status", "id": "shown"}),
    ]
    return element("form", {"id": "filter", "aria-label": "Filter and sort the links", "hidden": True}, joined(parts, BREAK))
