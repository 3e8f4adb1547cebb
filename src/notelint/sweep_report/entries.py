"""The entries of a report as HTML: a link, what is known of it, where it stands, and what can be done."""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import groupby

from notelint.report.markup import BREAK, Markup, Value, element, joined
from notelint.report.sweep_view import identifier, missing, story
from notelint.sweep_report.data import Link, Rot, Section
from notelint.web.memento import WAYBACK

CHUNK = 50
"""How many entries stand in a list: it takes as long to lay out one list that comes in sight as to hide one."""
_LONGEST = 300
"""Characters of an address or a title that are shown."""


def section(found: Section, blocking: Sequence[Rot], archive: str) -> Markup:
    """A section with its entries; what blocks us is grouped by host."""
    kind = found.kind
    heading = element("h3", {"id": kind.key}, kind.title, " ", element("span", {"class": "count"}, f"{found.total:,}"))
    parts = [heading, element("p", {"class": "about"}, kind.about)]
    if found.total > len(found.links):
        cut = f"Shown are the {len(found.links):,} that changed last; `notelint report --format csv` has all {found.total:,}."
        parts.append(element("p", {"class": "about"}, element("strong", None, cut)))
    entries = _by_host(found, blocking) if kind.key == "blocked" else _group(found.links, archive)
    body = joined([*parts, entries], BREAK)
    return element("section", {"class": "kind", "aria-labelledby": kind.key}, BREAK, body, BREAK)


def _group(links: Sequence[Link], archive: str) -> Markup:
    """Entries that are sorted together, in lists of which a browser lays out only those in sight."""
    lists = [_list(links[start : start + CHUNK], archive) for start in range(0, len(links), CHUNK)]
    return element("div", {"class": "group"}, BREAK, joined(lists, BREAK), BREAK)


def _list(links: Sequence[Link], archive: str) -> Markup:
    # The role: a list that is drawn without marks is none any more for VoiceOver.
    return element("ol", {"class": "entries", "role": "list"}, BREAK, joined((entry(one, archive) for one in links), BREAK))


def _by_host(found: Section, blocking: Sequence[Rot]) -> Markup:
    counts = {one.name: one.states["blocked"] for one in blocking}
    hosts = [(host, list(links)) for host, links in groupby(sorted(found.links, key=_host), key=_host)]
    hosts.sort(key=lambda one: (-counts.get(one[0], len(one[1])), one[0]))
    groups = [
        element(
            "details",
            {"class": "host"},
            element("summary", None, element("code", None, host), f" {counts.get(host, len(links)):,} blocked"),
            _group(links, ""),
        )
        for host, links in hosts
    ]
    return joined(groups, BREAK)


def _host(link: Link) -> str:
    return link.entry.host


def entry(link: Link, archive: str) -> Markup:
    """One entry; `archive` is put before the addresses of dead links, empty for none."""
    one = link.entry
    name = f"link-{identifier(one.url)}"
    known = one.evidence
    data: dict[str, Value] = {
        "id": name,
        "class": f"entry {known.state or 'new'}",
        "data-since": int(known.failing_since or known.since),
        "data-streak": known.streak,
        "data-stands": link.stands,
    }
    head = element(
        "p", {"class": "address"}, _address(one.url), " ", element("a", {"class": "id", "href": f"#{name}"}, name[5:])
    )
    state = element("span", {"class": "state"}, known.state or "new")
    return element("li", data, head, element("p", None, state, f": {story(one)}."), *_details(link, archive), _places(link))


def _details(link: Link, archive: str) -> list[Markup]:
    one = link.entry
    parts = []
    if known := one.title or one.detail:
        parts.append(_more("Title: ", element("span", None, _cut(known))))
    if one.evidence.state == "moved" and one.location != one.url:
        parts.append(_more("Replace it by ", _address(one.location)))
    elif one.target and one.target != one.url:
        parts.append(_more("It leads to ", _address(one.target)))
    for fragment in missing(one):
        meant = [", perhaps ", _code(f"#{fragment.meant}")] if fragment.meant else []
        parts.append(_more("There is no ", _code(f"#{fragment.name}"), *meant))
    if archive and one.evidence.state == "dead" and _is_safe(one.url):
        copy = f"{archive}{_stamp(link)}/{one.url}" if archive == WAYBACK else f"{archive}{one.url}"
        parts.append(_more(element("a", {"href": copy, "rel": "noreferrer"}, f"Archived copy, if there is one{_when(link)}")))
    return parts


def _more(*content: str) -> Markup:
    return element("p", {"class": "more"}, *content)


def _places(link: Link) -> Markup:
    places = [_code(f"{place.path}:{place.line}") for place in link.entry.places]
    left = link.stands - len(places)
    more = f" and {left:,} more places" if left > 0 else ""
    return _more("In ", joined(places, Markup(", ")), more)


def _address(url: str) -> Markup:
    """An address to follow, if it is one that a browser asks the web for; else its text."""
    if not _is_safe(url):
        return _code(url)
    return element("a", {"href": url, "rel": "noreferrer"}, _cut(url))


def _is_safe(url: str) -> bool:
    return url.startswith(("https://", "http://"))


def _code(text: str) -> Markup:
    return element("code", None, _cut(text))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _stamp(link: Link) -> str:
    """The time for which a copy is wanted, as the Wayback Machine writes it: when the link was written, or last seen alive."""
    at = link.written_at or link.entry.evidence.last_alive
    return "" if at is None else datetime.fromtimestamp(at, UTC).strftime("%Y%m%d%H%M%S")


def _when(link: Link) -> str:
    at = link.written_at or link.entry.evidence.last_alive
    return "" if at is None else f" (of about {datetime.fromtimestamp(at, UTC).date().isoformat()})"
