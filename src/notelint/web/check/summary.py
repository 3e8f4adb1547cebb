"""A verdict from how a conversation went."""

from typing import NamedTuple

from notelint.web.check.outcome import Outcome
from notelint.web.check.talk import Arrival, Talk, is_plain
from notelint.web.messages import Failure, Reply, Response
from notelint.web.page import Page
from notelint.web.page.fingerprint import fingerprint
from notelint.web.page.fragments import judge_fragments, unjudged
from notelint.web.page.repositories import is_archived
from notelint.web.verdict import FragmentVerdict, Verdict

# What is told to people, in characters: titles and locations have no end otherwise.
_LONGEST_DETAIL = 200


class _About(NamedTuple):
    """What a page was, as the next visit wants to know it; `is_new` says that the page was read on this one."""

    title: str = ""
    fingerprint: str = ""
    etag: str = ""
    last_modified: str = ""
    is_new: bool = False


_NOTHING = _About()


def summary(
    talk: Talk, url: str, asked: str, arrival: Arrival, found: Outcome, page: Page | None, fragments: tuple[str, ...]
) -> Verdict:
    """The verdict about an address: what was found, with what rules and the store need to know of the page."""
    reply = arrival.reply
    end = f"{arrival.url}#{arrival.fragment}" if arrival.fragment else arrival.url
    location = end if arrival.hops and end != asked else None
    about = _about(talk, found, reply, page)
    return Verdict(
        url,
        *_named(found, arrival, asked),
        status=reply.status if isinstance(reply, Response) else None,
        location=location,
        requests=talk.requests,
        seconds=talk.seconds,
        detail=_detail(found, arrival, page),
        hops=arrival.hops,
        fragments=_fragments(talk, url, arrival, found, page, fragments),
        title=about.title,
        fingerprint=about.fingerprint,
        etag=about.etag,
        last_modified=about.last_modified,
        is_archived=about.is_new and page is not None and is_archived(page, location or url),
        is_downgraded=any(hop.url.startswith("https:") and hop.location.startswith("http:") for hop in arrival.hops),
    )


def _named(found: Outcome, arrival: Arrival, asked: str) -> Outcome:
    """An outcome that also tells of redirects, where there is nothing else to tell."""
    if found.state != "alive" or found.reason == "accepted" or not arrival.hops or arrival.url == asked:
        return found
    is_moved = all(hop.is_permanent for hop in arrival.hops)
    return Outcome("moved", "moved") if is_moved else Outcome("alive", "redirected")


def _detail(found: Outcome, arrival: Arrival, page: Page | None) -> str:
    """What people want to know besides the reason."""
    reply = arrival.reply
    if isinstance(reply, Failure):
        text = reply.detail
    elif arrival.problem == "bad-redirect":
        text = reply.header("location")
    else:
        text = page.title if page is not None and found.state in ("suspect", "blocked") else ""
    return text[:_LONGEST_DETAIL]


def _fragments(
    talk: Talk, url: str, arrival: Arrival, found: Outcome, page: Page | None, fragments: tuple[str, ...]
) -> tuple[FragmentVerdict, ...]:
    """What became of the fragments, as far as there is a page to look at."""
    if not fragments:
        return ()
    if found.reason == "not-modified":
        return tuple(FragmentVerdict(name, "found", "found") for name in fragments)
    if found.state != "alive" or found.reason == "accepted" or not talk.policy.judges_fragments(url):
        return unjudged(fragments, "not-read")
    kind = arrival.page.header("content-type") if arrival.page is not None else ""
    return judge_fragments(fragments, page or Page(), arrival.url, kind, arrival.fragment)


def _about(talk: Talk, found: Outcome, reply: Reply, page: Page | None) -> _About:
    """What the final page is, for the next visit; a 304 may bring new validators (RFC 9110, section 15.4.5)."""
    if isinstance(reply, Failure) or found.state not in ("alive", "suspect"):
        return _NOTHING
    etag, last_modified = _plain(reply.header("etag")), _plain(reply.header("last-modified"))
    known = talk.known
    if found.reason == "not-modified":
        return _About(known.last_title, known.last_fingerprint, etag or known.etag, last_modified or known.last_modified)
    if page is None:
        return _About("", "", etag, last_modified)
    mark = fingerprint(page.text) if talk.policy.fingerprints else ""
    return _About(page.title[:_LONGEST_DETAIL], mark, etag, last_modified, is_new=True)


def _plain(value: str) -> str:
    return value if is_plain(value) else ""
