"""A verdict from how a conversation went."""

from notelint.web.check.outcome import Outcome
from notelint.web.check.talk import Arrival, Talk, is_plain
from notelint.web.messages import Failure, Response
from notelint.web.page import Page
from notelint.web.page.fingerprint import fingerprint
from notelint.web.page.fragments import judge_fragments, unjudged
from notelint.web.page.repositories import is_archived
from notelint.web.verdict import FragmentVerdict, Verdict

# What is told to people, in characters: titles and locations have no end otherwise.
_LONGEST_DETAIL = 200


def summary(
    talk: Talk, url: str, asked: str, arrival: Arrival, found: Outcome, page: Page | None, fragments: tuple[str, ...]
) -> Verdict:
    """The verdict about an address: what was found, with what rules and the store need to know of the page."""
    reply = arrival.reply
    end = f"{arrival.url}#{arrival.fragment}" if arrival.fragment else arrival.url
    verdict = Verdict(
        url,
        *_named(found, arrival, asked),
        status=reply.status if isinstance(reply, Response) else None,
        location=end if arrival.hops and end != asked else None,
        detail=_detail(found, arrival, page),
        hops=arrival.hops,
        fragments=_fragments(talk, url, arrival, found, page, fragments),
        is_downgraded=any(hop.url.startswith("https:") and hop.location.startswith("http:") for hop in arrival.hops),
    )
    if isinstance(reply, Failure) or found.state not in ("alive", "suspect"):
        return verdict
    return _remembered(verdict, talk, reply) if found.reason == "not-modified" else _described(verdict, talk, reply, page)


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


def _described(verdict: Verdict, talk: Talk, response: Response, page: Page | None) -> Verdict:
    """With what the final page is, for the next visit."""
    page = page or Page()
    return verdict._replace(
        title=page.title[:_LONGEST_DETAIL],
        fingerprint=fingerprint(page.text) if talk.policy.fingerprints else "",
        etag=_plain(response.header("etag")),
        last_modified=_plain(response.header("last-modified")),
        is_archived=is_archived(page, verdict.location or verdict.url),
    )


def _remembered(verdict: Verdict, talk: Talk, response: Response) -> Verdict:
    """With what is known of the page that has not changed; a 304 may bring new validators (RFC 9110, section 15.4.5)."""
    known = talk.known
    return verdict._replace(
        title=known.last_title,
        fingerprint=known.last_fingerprint,
        etag=_plain(response.header("etag")) or known.etag,
        last_modified=_plain(response.header("last-modified")) or known.last_modified,
    )


def _plain(value: str) -> str:
    return value if is_plain(value) else ""
