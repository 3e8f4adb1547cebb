"""What a case of conformance is: a script of replies, the verdict that is right, and what other programs make of it.

The cases are data, so that the tables of docs/web.md are made from the same lines that the tests run.
"""

from collections.abc import Callable, Generator, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from notelint.web.check import check
from notelint.web.messages import Failure, Reply, Request, Response
from notelint.web.policy import DEFAULTS, Policy
from notelint.web.verdict import FragmentState, Reason, State, Verdict

URL = "https://host.test/docs/page"
HTML = ("content-type", "text/html; charset=utf-8")

Script: TypeAlias = Sequence[Reply] | Callable[[Request], Reply]


class Case(NamedTuple):
    """One case. `replies` are the answers in order, the last one for ever, or a function from a request to its answer. Lists
    speak for an honest host: absent neighbours are answered with 404.

    `requests` is how many requests it takes, None where that does not matter; `asked` the address of the first one where it is
    another than `url`. `peers` says what other programs were seen to make of it; who is not named was not tried.
    """

    id: str
    section: str
    case: str
    replies: Script
    state: State
    reason: Reason
    requests: int | None = None
    url: str = URL
    asked: str | None = None
    location: str | None = None
    fragments: Mapping[str, FragmentState] = {}
    policy: Policy = Policy()
    peers: Mapping[str, str] = {}


def html(body: str, *headers: tuple[str, str], status: int = 200) -> Response:
    """A page."""
    return Response(status, (HTML, *headers), body.encode())


def redirect(location: str, status: int = 302, *headers: tuple[str, str]) -> Response:
    return Response(status, (("location", location), *headers))


def converse(
    url: str, replies: Script, policy: Policy = DEFAULTS, most: int = 200, **given: Any
) -> tuple[Verdict, list[Request]]:
    """The verdict that a script of replies leads to, and what was asked on the way."""
    talk = check(url, policy, **given)
    return driven(talk, replies, most)


def driven(talk: Generator[Request, Reply, Verdict], replies: Script, most: int) -> tuple[Verdict, list[Request]]:
    asked: list[Request] = []
    try:
        request = next(talk)
        while True:
            asked.append(request)
            assert len(asked) <= most, "the conversation does not end"
            request = talk.send(_cut(request, _answer(request, replies, len(asked) - 1)))
    except StopIteration as done:
        return done.value, asked


def _answer(request: Request, replies: Script, number: int) -> Reply:
    if callable(replies):
        return replies(request)
    if request.purpose == "probe":
        return Response(404)
    return replies[min(number, len(replies) - 1)]


def _cut(request: Request, reply: Reply) -> Reply:
    """A reply as a transport gives it: no more of a body than was asked for."""
    if isinstance(reply, Failure):
        return reply
    wanted = request.body if request.wants_body(reply.status, reply.header("content-type")) else 0
    return reply._replace(body=reply.body[:wanted], is_cut=len(reply.body) > wanted)
