"""What one reply means by itself: which state it speaks for, and whether asking again may help."""

from typing import NamedTuple

from notelint.web.check.challenge import is_challenged
from notelint.web.messages import Failure, FailureKind, Reply, Response
from notelint.web.policy import Policy
from notelint.web.verdict import Reason, State

REDIRECTS = frozenset({301, 302, 303, 307, 308})
"""The statuses that browsers follow (Fetch Standard, https://fetch.spec.whatwg.org/#redirect-status)."""


class Outcome(NamedTuple):
    """A state and the reason for it."""

    state: State
    reason: Reason


_STATUSES: dict[int, Outcome] = {
    300: Outcome("alive", "ok"),
    401: Outcome("blocked", "unauthorized"),
    402: Outcome("blocked", "refused-request"),
    403: Outcome("blocked", "forbidden"),
    404: Outcome("dead", "not-found"),
    405: Outcome("blocked", "refused-request"),
    406: Outcome("blocked", "refused-request"),
    407: Outcome("blocked", "refused-request"),
    408: Outcome("unsure", "timeout"),
    410: Outcome("dead", "gone"),
    # RFC 2324, and what firewalls send to programs that they do not like.
    418: Outcome("blocked", "refused-request"),
    421: Outcome("unsure", "server-error"),
    425: Outcome("unsure", "server-error"),
    429: Outcome("blocked", "rate-limited"),
    451: Outcome("blocked", "legal"),
    # No specification knows it: LinkedIn's answer to programs.
    999: Outcome("blocked", "challenge"),
}

# Statuses that may pass within seconds; 52x and 530 are Cloudflare's for trouble between it and the host.
_PASSING = frozenset({408, 421, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524, 525, 527, 530})
# Time-outs are not among them: who waited for so long has waited enough, and the address is `unsure` after two as after one.
_QUICK: frozenset[FailureKind] = frozenset({"name-trouble", "refused", "unreachable", "reset", "tls", "protocol"})

UNSENT: frozenset[FailureKind] = frozenset({"forbidden-address", "host-silent", "held", "robots"})
"""Failures of requests that nobody sent."""

FINAL: frozenset[FailureKind] = frozenset({"deadline", "crashed"})
"""Failures after which nothing more is to be asked."""


def outcome(reply: Reply, *, is_conditional: bool = False) -> Outcome:
    """What a reply speaks for that leads nowhere else; `is_conditional` says that the request had validators."""
    if isinstance(reply, Failure):
        return _failure(reply)
    if is_challenged(reply):
        return Outcome("blocked", "challenge")
    status = reply.status
    if 200 <= status < 300:
        return Outcome("alive", "ok")
    if status == 304 and is_conditional:
        return Outcome("alive", "not-modified")
    if status == 503 and reply.header("retry-after"):
        return Outcome("blocked", "rate-limited")
    if status in REDIRECTS:
        return Outcome("unsure", "bad-redirect")
    return _STATUSES.get(status) or _other(status)


def _other(status: int) -> Outcome:
    if 400 <= status < 500:
        return Outcome("unsure", "client-error")
    return Outcome("unsure", "server-error" if 500 <= status < 600 else "odd-status")


def _failure(failure: Failure) -> Outcome:
    if failure.kind == "no-such-host":
        return Outcome("dead", "no-such-host")
    if failure.kind == "forbidden-address":
        return Outcome("unsafe", "forbidden-address")
    if failure.kind == "robots":
        return Outcome("blocked", "robots")
    if failure.kind == "held":
        return Outcome("blocked", "rate-limited")
    return Outcome("unsure", failure.kind)


def tries(reply: Reply, policy: Policy) -> int:
    """How often a request that was answered like this is sent in all."""
    if isinstance(reply, Response):
        return policy.tries if reply.status in _PASSING and not is_challenged(reply) else 1
    return policy.tries if reply.kind in _QUICK else 1
