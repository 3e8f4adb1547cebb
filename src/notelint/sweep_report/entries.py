"""The entries of a report as HTML: a link, what is known of it, where it stands, and what can be done."""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import groupby

from notelint.report.markup import BREAK, Markup, Value, element, joined
from notelint.sweep_report.report import Link, Section, Tally
from notelint.sweep_report.view import identifier, missing, story
from notelint.web.memento import WAYBACK

CHUNK = 50
"""How many entries stand in a list: it takes as long to lay out one list that comes in sight as to hide one."""
_LONGEST = 300
"""Characters of an address or a title that are shown."""


def section(shown: Section, blocking: Sequence[Tally], archive: str) -> Markup:
    """A section with its entries; what blocks us is grouped by host."""
    kind = shown.kind
    heading = element("h3", {"id": kind.key}, kind.title, " ", element("span", {"class": "count"}, f"{shown.total:,}"))
    parts = [heading, element("p", {"class": "about"}, kind.about)]
    if shown.total > len(shown.links):
        cut = f"Shown are the {len(shown.links):,} that changed last; `notelint report --format csv` has all {shown.total:,}."
        parts.append(element("p", {"class": "about"}, element("strong", None, cut)))
    entries = _by_host(shown, blocking) if kind.key == "blocked" else _group(shown.links, archive)
    body = joined([*parts, entries], BREAK)
    return element("section", {"class": "kind", "aria-labelledby": kind.key}, BREAK, body, BREAK)


def _group(links: Sequence[Link], archive: str) -> Markup:
    """Entries that are sorted together, in lists of which a browser lays out only those in sight."""
    lists = [_list(links[start : start + CHUNK], archive) for start in range(0, len(links), CHUNK)]
    return element("div", {"class": "group"}, BREAK, joined(lists, BREAK), BREAK)


def _list(links: Sequence[Link], archive: str) -> Markup:
    # The role: a list that is drawn without marks is none any more for VoiceOver.
    return element("ol", {"class": "entries", "role": "list"}, BREAK, joined((entry(link, archive) for link in links), BREAK))


def _by_host(shown: Section, blocking: Sequence[Tally]) -> Markup:
    counts = {host.name: host.states["blocked"] for host in blocking}
    hosts = [(host, list(links)) for host, links in groupby(sorted(shown.links, key=_host), key=_host)]
    hosts.sort(key=lambda group: (-counts.get(group[0], len(group[1])), group[0]))
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
    address = link.entry
    name = f"link-{identifier(address.url)}"
    known = address.evidence
    attributes: dict[str, Value] = {
        "id": name,
        "class": f"entry {known.state or 'new'}",
        "data-since": int(known.failing_since or known.since),
        "data-streak": known.streak,
        "data-stands": link.stands,
    }
    head = element(
        "p", {"class": "address"}, _address(address.url), " ", element("a", {"class": "id", "href": f"#{name}"}, name[5:])
    )
    state = element("span", {"class": "state"}, known.state or "new")
    return element(
        "li", attributes, head, element("p", None, state, f": {story(address)}."), *_details(link, archive), _places(link)
    )


def _details(link: Link, archive: str) -> list[Markup]:
    address = link.entry
    parts = []
    if known := address.title or address.detail:
        parts.append(_more("Title: ", element("span", None, _cut(known))))
    if address.evidence.state == "moved" and address.location != address.url:
        parts.append(_more("Replace it by ", _address(address.location)))
    elif address.target and address.target != address.url:
        parts.append(_more("It leads to ", _address(address.target)))
    for fragment in missing(address):
        meant = [", perhaps ", _code(f"#{fragment.meant}")] if fragment.meant else []
        parts.append(_more("There is no ", _code(f"#{fragment.name}"), *meant))
    if archive and address.evidence.state == "dead" and _is_safe(address.url):
        copy = f"{archive}{_stamp(link)}/{address.url}" if archive == WAYBACK else f"{archive}{address.url}"
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
