"""Verdicts in words."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from notelint.note import Link, Note
from notelint.web.verdict import Reason, State, Verdict
from notelint.web.written.fault import shown

if TYPE_CHECKING:
    from notelint.web.verdicts import Verdicts

_WHY: Mapping[Reason, str] = {
    "not-found": "the page is not found",
    "gone": "the page is gone for good",
    "no-such-host": "no host has this name",
    "unauthorized": "it asks for a login",
    "forbidden": "it refuses us",
    "rate-limited": "it has had too many requests",
    "legal": "the law forbids it to answer",
    "challenge": "it asks whether one is human",
    "refused-request": "it does not answer requests like ours",
    "robots": "its robots.txt does not want it asked",
    "forbidden-address": "its name leads to an address in a private or reserved range",
    "redirect-to-forbidden": "a redirect leads to an address in a private or reserved range",
    "soft-404": "with what it says of pages that do not exist",
    "redirect-to-root": "sends its readers to the home page",
    "login": "sends its readers to a login",
    "parked": "the domain is for sale",
    "domain-changed": "sends its readers to another domain",
    "content-changed": "with quite another page than before",
    "name-trouble": "its name could not be looked up",
    "refused": "it refuses connections",
    "unreachable": "it cannot be reached",
    "connect-timeout": "it does not take connections in time",
    "timeout": "it does not answer in time",
    "reset": "it breaks off connections",
    "tls": "no secure connection can be made",
    "tls-expired": "its certificate has expired",
    "tls-wrong-host": "its certificate is for other names",
    "tls-untrusted": "its certificate is not trusted",
    "protocol": "what it answers is not HTTP",
    "headers-too-large": "its answer has too large headers",
    "server-error": "its server has an error",
    "deadline": "it could not be asked in time",
    "host-silent": "it has never answered",
    "crashed": "notelint failed on it, which is a bug",
    "client-error": "it does not understand the request",
    "odd-status": "its status makes no sense",
    "bad-redirect": "a redirect leads nowhere",
    "redirect-loop": "its redirects go in a circle",
    "too-many-redirects": "it has too many redirects",
    "invalid-address": "no browser would follow it",
    "flapping": "it comes and goes",
}

# Verdicts that more time might have spared.
_LATE: frozenset[Reason] = frozenset({"connect-timeout", "timeout", "deadline"})


def why(verdict: Verdict) -> str:
    """The reason of a verdict, to be put behind "because" or a colon; with the status where one came and says more."""
    told = _WHY.get(verdict.reason, verdict.reason)
    return f"{told} ({verdict.status})" if verdict.status and verdict.status >= 300 else told


def by_host(note: Note, verdicts: "Verdicts", state: State) -> Iterator[tuple[Link, str, str]]:
    """For each host whose first link with this state stands in the note: that link, what is to be told of all, and the host."""
    from notelint.web.verdicts import host_of

    for link, verdict in verdicts.of(note):
        if verdict.state != state:
            continue
        host = host_of(verdict.url)
        if verdicts.group(host, state).first == (note.path, link.span.start):
            yield link, _told(host, verdicts, state), host


def _told(host: str, verdicts: "Verdicts", state: State) -> str:
    group = verdicts.group(host, state)
    reasons = " and ".join(dict.fromkeys(why(verdict) for verdict in group.verdicts))
    count = len(group.verdicts)
    many = f"; {count:,} links in {group.notes:,} note{'s' * (group.notes != 1)} lead there" if count > 1 else ""
    if state == "blocked":
        return f"{shown(host)} does not tell us whether this is alive: {reasons}{many}. Look yourself, or set `web.exclude`."
    way = "; set `web.timeout` to wait longer" if any(verdict.reason in _LATE for verdict in group.verdicts) else ""
    return f"{shown(host)} gives no answer that can be judged: {reasons}{many}. It may be the weather; sweeps ask again{way}."
