"""The conversation about one address, without input or output: it yields requests, is sent replies, and returns a verdict."""

from collections.abc import Generator, MutableMapping, Sequence

from notelint.web.address import bare, join, parse
from notelint.web.check.absent import Absent
from notelint.web.check.challenge import is_challenge
from notelint.web.check.judge_page import Sight, judge_page, judge_place
from notelint.web.check.outcome import Outcome, outcome
from notelint.web.check.secure import is_same_over_https
from notelint.web.check.summary import summary
from notelint.web.check.talk import Arrival, Talk, is_askable
from notelint.web.messages import Reply, Request, Response
from notelint.web.page import Page, read_page
from notelint.web.policy import Policy
from notelint.web.verdict import NOTHING_KNOWN, Hop, Known, Verdict

# What is read of a page when no fragment is asked for: title and text of all but the longest.
_LOOK_BODY = 256 * 1024
# Pages that send their reader on at once, one after the other.
_MOST_REFRESHES = 2


def check(
    url: str,
    policy: Policy,
    *,
    fragments: Sequence[str] = (),
    known: Known = NOTHING_KNOWN,
    absent: MutableMapping[str, Absent] | None = None,
) -> Generator[Request, Reply, Verdict]:
    """Ask whether an address (http or https) is alive.

    `fragments` are all that are used with it, as they stand behind the `#`. `known` is what the store knows; with validators
    in it the requests are conditional, so leave those out unless the last verdict was alive or moved. `absent` remembers what
    hosts answer for pages that cannot exist, for all addresses of one run: give the same mapping to each.

    Whatever is sent, the conversation ends in a verdict after a bounded number of requests. Waiting, pace, deadlines and
    `checked_at` are the caller's: it sends `Failure("deadline")` when time is over, and the verdict follows at once. So does a
    bug in here: it costs one verdict, not the run.
    """
    talk = Talk(policy, url, known if set(fragments) <= set(known.fragments) else known._replace(etag="", last_modified=""))
    try:
        verdict = yield from _checked(talk, url, tuple(dict.fromkeys(fragments)), {} if absent is None else absent)
    except Exception as error:  # whatever a page holds, the other addresses are to be asked
        verdict = Verdict(url, "unsure", "crashed", detail=f"{type(error).__name__}: {error}"[:200])
    if (verdict.requests, verdict.seconds) == (talk.requests, talk.seconds):
        return verdict
    return verdict._replace(requests=talk.requests, seconds=talk.seconds)


def _checked(
    talk: Talk, url: str, fragments: tuple[str, ...], absent: MutableMapping[str, Absent]
) -> Generator[Request, Reply, Verdict]:
    """The conversation itself; whether `requests` and `seconds` of its verdict are all of them is still to be seen."""
    address = parse(talk.policy.remapped(url))
    if address is None or not is_askable(address):
        return Verdict(url, "unsure", "invalid-address")
    asked = bare(address)
    body = _body(talk.policy, url, fragments)
    arrival, page = yield from _visit(talk, asked, body)
    found = _outcome(talk, asked, arrival)
    if found.state == "alive" and found.reason == "ok":
        judged = None
        if page is not None:
            judged = yield from judge_page(talk, Sight(asked, arrival, page), absent, min(body, _LOOK_BODY))
        found = judged or judge_place(asked, arrival) or found
    verdict = summary(talk, url, asked, arrival, found, page, fragments)
    if verdict.state in ("alive", "moved") and talk.policy.secure and found.reason != "accepted":
        verdict = verdict._replace(secure=(yield from is_same_over_https(talk, url, arrival, page, body)))
    return verdict


def _body(policy: Policy, url: str, fragments: tuple[str, ...]) -> int:
    """How much of the page has to be read."""
    if fragments and policy.judges_fragments(url):
        return policy.max_body
    return 0 if policy.look == "status" else min(_LOOK_BODY, policy.max_body)


def _visit(talk: Talk, url: str, body: int) -> Generator[Request, Reply, tuple[Arrival, Page | None]]:
    """Go where an address leads, through redirects and pages that send their reader on at once."""
    arrival = yield from talk.arrive(url, body=body, confirm=talk.policy.confirm)
    page = _page(arrival, body)
    for _ in range(_MOST_REFRESHES):
        target = join(arrival.url, page.refresh) if page is not None and page.refresh and not is_challenge(page) else None
        if target is None or not is_askable(target) or bare(target) in (arrival.url, *(hop.url for hop in arrival.hops)):
            break
        hop = Hop(arrival.url, 0, bare(target))
        onward = yield from talk.arrive(bare(target), body=body, confirm=talk.policy.confirm)
        arrival = onward._replace(hops=(*arrival.hops, hop, *onward.hops), fragment=onward.fragment or target.fragment)
        page = _page(arrival, body)
    return arrival, page


def _page(arrival: Arrival, body: int) -> Page | None:
    """The page that was come to, if its body was asked for and is text."""
    response = arrival.page
    kind = response.header("content-type") if response is not None else ""
    if response is None or not Request("", body=body).wants_body(response.status, kind):
        return None
    return read_page(response.body, kind, is_cut=response.is_cut)


def _outcome(talk: Talk, asked: str, arrival: Arrival) -> Outcome:
    """What the end of the way speaks for, before any page is judged."""
    reply = arrival.reply
    if isinstance(reply, Response):
        if not 200 <= reply.status < 300 and any(talk.policy.accepts(url, reply.status) for url in (asked, arrival.url)):
            return Outcome("alive", "accepted")
    elif reply.kind == "forbidden-address" and arrival.hops:
        return Outcome("unsafe", "redirect-to-forbidden")
    if arrival.problem is not None:
        return Outcome("unsure", arrival.problem)
    return outcome(reply, is_conditional=arrival.is_conditional)
