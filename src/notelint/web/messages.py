"""What a conversation about an address says and hears: requests, responses, failures. Nothing here touches a network.

`Transport.send(request)` answers every `Request` with a `Response` or a `Failure` and never raises for anything a server can
do. Whoever drives the conversation answers with a `Failure` of its own making where a request shall not be sent at all.
"""

from typing import Literal, NamedTuple, TypeAlias, get_args

Purpose: TypeAlias = Literal["page", "confirm", "probe", "secure"]
"""Why a request is made: for the address itself (and every hop of it), to see a death twice, to see what the host answers for a
page that cannot exist, to see whether `https` answers as `http` does."""

FailureKind: TypeAlias = Literal[
    "no-such-host",  # the name system says that the name does not exist (NXDOMAIN, or no address of any family)
    "name-trouble",  # the name system gave no answer to believe: SERVFAIL, time-out, no network
    "refused",  # the host is there and refuses the connection
    "unreachable",  # no route to host or network
    "connect-timeout",
    "timeout",  # connected, but the headers did not come in time (a body that does not is cut)
    "reset",  # the connection was closed before the headers were complete
    "tls",  # the handshake failed for another reason than the next three
    "tls-expired",  # the certificate is not valid today
    "tls-wrong-host",  # the certificate is for other names
    "tls-untrusted",  # self-signed, unknown issuer, incomplete chain
    "protocol",  # what came is not HTTP
    "headers-too-large",
    "forbidden-address",  # the name leads to an address that must not be asked; nothing was dialled
    "deadline",  # the time for the whole address is over (said by the loop)
    "host-silent",  # the circuit breaker of the host is open (said by the schedule)
    "held",  # the host asked to be left alone for longer than there is time (said by the schedule)
    "robots",  # robots.txt forbids it (said by the sweep)
    "crashed",  # a bug in notelint; `detail` names the exception
]
FAILURE_KINDS: frozenset[FailureKind] = frozenset(get_args(FailureKind))

Headers: TypeAlias = tuple[tuple[str, str], ...]
"""Names and values in order, with repeated names repeated."""

_TEXTUAL = ("text/", "application/xhtml", "application/xml", "application/link-format")


class Request(NamedTuple):
    """One GET that the conversation wants; or another method, with `content` as its body.

    `url` is in WHATWG's normal form, http or https, without fragment and userinfo. `headers` are all that are to be sent
    besides `Host`, `Accept-Encoding` and what the connection needs; they are already right for the origin, so they are sent as
    they are. Redirects are not to be followed. `body` is how many decoded bytes of the body are wanted at most: 0 stops behind
    the headers. `delay` is how many seconds to wait before it is sent, counted from the last answer and besides what the
    host's own pace demands; nobody holds a slot meanwhile. `attempt` counts the tries of the same request from 1. `kinds` are
    the beginnings of the content types whose bodies are read.
    """

    url: str
    headers: Headers = ()
    body: int = 0
    delay: float = 0.0
    attempt: int = 1
    purpose: Purpose = "page"
    method: Literal["GET", "POST"] = "GET"
    content: bytes = b""
    kinds: tuple[str, ...] = _TEXTUAL

    def wants_body(self, status: int, content_type: str) -> bool:
        """Whether the body is to be read, now that status and `Content-Type` are known: successful pages of such kinds only,
        which are those of text where nothing else is said.

        A missing type counts as one of them; what has no text has no fragments or title either.
        """
        kind = content_type.strip().lower()
        return self.body > 0 and 200 <= status < 300 and status not in (204, 205) and (not kind or kind.startswith(self.kinds))


class Response(NamedTuple):
    """The answer to a request: `body` holds at most `Request.body` bytes, decoded (`Content-Encoding`), as bytes of the
    charset.

    Names of `headers` are in lower case; values are decoded as UTF-8 with `surrogateescape`, so that any byte survives.
    `is_cut` says that the body went on behind what was read. `seconds` is the time from sending the request to the end of
    reading, without any waiting for the host's turn.
    """

    status: int
    headers: Headers = ()
    body: bytes = b""
    is_cut: bool = False
    seconds: float = 0.0

    def header(self, name: str) -> str:
        """The first value of a header, by its name in lower case; empty where there is none."""
        return first(self.headers, name)


def first(headers: Headers, name: str) -> str:
    """The first value of a header among others; empty where there is none."""
    for key, value in headers:
        if key == name:
            return value
    return ""


class Failure(NamedTuple):
    """A request that got no answer, or was not sent: what kind, what exactly (for people), and after how many seconds."""

    kind: FailureKind
    detail: str = ""
    seconds: float = 0.0


Reply: TypeAlias = Response | Failure
