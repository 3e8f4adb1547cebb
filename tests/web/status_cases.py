"""Status codes and failures: what one link comes to (peers as tried with their default settings)."""

from collections.abc import Iterator

from notelint.web.messages import Failure, FailureKind, Response
from notelint.web.policy import Policy
from notelint.web.verdict import Reason, State
from tests.web.cases import Case, html

_ALL_ALIVE = {"lychee": "alive", "LinkChecker": "alive", "markdown-link-check": "alive", "linkinator": "alive"}
_ALL_DEAD = {"lychee": "dead", "LinkChecker": "dead", "markdown-link-check": "dead", "linkinator": "dead"}
_STRICT = {"lychee": "alive", "markdown-link-check": "dead", "linkinator": "alive"}
_LYCHEE = {"lychee": "dead"}

_STATUSES: tuple[tuple[int, State, Reason, int, dict[str, str]], ...] = (
    (200, "alive", "ok", 1, _ALL_ALIVE),
    (204, "alive", "ok", 1, _STRICT),
    (206, "alive", "ok", 1, _STRICT),
    (299, "alive", "ok", 1, {"lychee": "alive"}),
    (300, "alive", "ok", 1, _LYCHEE),
    (304, "unsure", "odd-status", 1, _LYCHEE),
    (400, "unsure", "client-error", 1, _LYCHEE),
    (401, "blocked", "unauthorized", 1, _LYCHEE),
    (403, "blocked", "forbidden", 1, _ALL_DEAD),
    (404, "dead", "not-found", 2, _ALL_DEAD),
    (405, "blocked", "refused-request", 1, {**_ALL_ALIVE, "lychee": "dead"}),
    (406, "blocked", "refused-request", 1, {}),
    (408, "unsure", "timeout", 3, _LYCHEE),
    (410, "dead", "gone", 2, _LYCHEE),
    (418, "blocked", "refused-request", 1, _LYCHEE),
    (421, "unsure", "server-error", 3, _LYCHEE),
    (425, "unsure", "server-error", 3, _LYCHEE),
    (429, "blocked", "rate-limited", 3, {**_ALL_DEAD, "LinkChecker": "alive"}),
    (451, "blocked", "legal", 1, _LYCHEE),
    (500, "unsure", "server-error", 3, _LYCHEE),
    (501, "unsure", "server-error", 1, {}),
    (502, "unsure", "server-error", 3, _LYCHEE),
    (503, "unsure", "server-error", 3, _ALL_DEAD),
    (504, "unsure", "server-error", 3, _LYCHEE),
    (521, "unsure", "server-error", 3, _LYCHEE),
    (530, "unsure", "server-error", 3, _LYCHEE),
    (600, "unsure", "odd-status", 1, {}),
    (999, "blocked", "challenge", 1, {**_ALL_DEAD, "linkinator": "skipped"}),
)

_FAILURES: tuple[tuple[FailureKind, State, Reason, int, str], ...] = (
    ("no-such-host", "dead", "no-such-host", 2, "The name does not exist"),
    ("name-trouble", "unsure", "name-trouble", 3, "The name system fails (SERVFAIL)"),
    ("refused", "unsure", "refused", 3, "The connection is refused"),
    ("unreachable", "unsure", "unreachable", 3, "There is no route to the host"),
    ("connect-timeout", "unsure", "connect-timeout", 1, "Connecting takes too long"),
    ("timeout", "unsure", "timeout", 1, "The answer takes too long"),
    ("reset", "unsure", "reset", 3, "The connection is reset"),
    ("tls", "unsure", "tls", 3, "The TLS handshake fails"),
    ("tls-expired", "unsure", "tls-expired", 1, "The certificate has expired"),
    ("tls-wrong-host", "unsure", "tls-wrong-host", 1, "The certificate is for another name"),
    ("tls-untrusted", "unsure", "tls-untrusted", 1, "The certificate is self-signed or its chain incomplete"),
    ("protocol", "unsure", "protocol", 3, "What comes is not HTTP"),
    ("headers-too-large", "unsure", "headers-too-large", 1, "The headers have no end"),
    ("forbidden-address", "unsafe", "forbidden-address", 0, "A public name leads to a private address"),
    ("deadline", "unsure", "deadline", 1, "The time for the address is over"),
    ("host-silent", "unsure", "host-silent", 0, "The host has not answered anyone"),
    ("held", "blocked", "rate-limited", 0, "The host asked to wait longer than there is time"),
    ("robots", "blocked", "robots", 0, "robots.txt forbids it"),
    ("crashed", "unsure", "crashed", 1, "A bug in one probe"),
)

_404 = Response(404)
_ANUBIS = "<title>Making sure you&#39;re not a bot!</title><script src=/.within.website/x/cmd/anubis/main.mjs></script><p>Wait"


def _statuses() -> Iterator[Case]:
    for status, state, reason, requests, peers in _STATUSES:
        yield Case(
            f"status-{status}", "4a", f"{status}, again and again", [Response(status)], state, reason, requests, peers=peers
        )


def _failures() -> Iterator[Case]:
    for kind, state, reason, requests, case in _FAILURES:
        yield Case(f"failure-{kind}", "4a", case, [Failure(kind)], state, reason, requests)


STATUS_CASES: tuple[Case, ...] = (
    *_statuses(),
    *_failures(),
    Case("weather-then-alive", "4a", "503, then 200", [Response(503), html("")], "alive", "ok", 2, peers={"lychee": "dead"}),
    Case(
        "reset-then-alive", "4a", "A reset, then 200", [Failure("reset"), html("")], "alive", "ok", 2, peers={"lychee": "dead"}
    ),
    Case(
        "rate-then-alive",
        "4a",
        "429 with Retry-After, then 200",
        [Response(429, (("retry-after", "1"),)), html("")],
        "alive",
        "ok",
        2,
    ),
    Case(
        "busy",
        "4a",
        "503 with Retry-After, again and again",
        [Response(503, (("retry-after", "9"),))],
        "blocked",
        "rate-limited",
        3,
    ),
    Case("death-not-confirmed", "4a", "404, then 200", [_404, html("")], "alive", "ok", 2, peers={"lychee": "dead"}),
    Case("death-in-weather", "4a", "404, then time-outs", [_404, Failure("timeout")], "unsure", "timeout", 2),
    Case("name-not-confirmed", "4a", "No such name, then 200", [Failure("no-such-host"), html("")], "alive", "ok", 2),
    Case("unconfirmed", "4a", "404 where nobody asks twice", [_404], "dead", "not-found", 1, policy=Policy(confirm=False)),
    Case(
        "accepted",
        "4a",
        "404 that the settings accept",
        [_404],
        "alive",
        "accepted",
        1,
        policy=Policy(accept=(("host.test", (404,)),)),
        fragments={"x": "unsure"},
        peers={"lychee": "alive, fragment ignored"},
    ),
    Case(
        "accepted-elsewhere",
        "4a",
        "404 accepted on another host",
        [_404],
        "dead",
        "not-found",
        2,
        policy=Policy(accept=(("other.test", (404,)),)),
    ),
    Case(
        "challenge-header",
        "4a",
        "403 from Cloudflare's challenge",
        [Response(403, (("cf-mitigated", "challenge"),))],
        "blocked",
        "challenge",
        1,
        peers={"lychee": "dead", "linkinator": "skipped"},
    ),
    Case(
        "challenge-404",
        "4a",
        "404 that is a challenge",
        [Response(404, (("cf-mitigated", "challenge"),))],
        "blocked",
        "challenge",
        1,
    ),
    Case(
        "challenge-503",
        "4a",
        "503 that is a challenge",
        [Response(503, (("cf-mitigated", "challenge"),))],
        "blocked",
        "challenge",
        1,
    ),
    Case(
        "anubis",
        "4a",
        "200 with Anubis's test for humans",
        [html(_ANUBIS)],
        "blocked",
        "challenge",
        1,
        fragments={"x": "unsure"},
        peers={"lychee": "alive"},
    ),
    Case(
        "anubis-unread",
        "4a",
        "Anubis, known by its cookie alone",
        [Response(200, (("set-cookie", "techaro.lol-anubis-cookie-verification=x; Path=/"),))],
        "blocked",
        "challenge",
        1,
        policy=Policy(look="status"),
    ),
    Case(
        "cloudflare-page",
        "4a",
        "200 with Cloudflare's waiting page",
        [html("<title>Just a moment...</title><script>window._cf_chl_opt={}</script>")],
        "blocked",
        "challenge",
        1,
    ),
)
