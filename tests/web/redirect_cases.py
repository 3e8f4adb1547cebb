"""Redirects: where they lead, how long they go on, and what they must not carry along."""

from notelint.web.messages import Failure, Reply, Request, Response
from tests.web.cases import URL, Case, html, redirect

_PAGE = html("<title>Page</title><p>Words")


def _chain(length: int) -> list[Reply]:
    """A chain of permanent redirects through so many addresses, then a page."""
    return [*(redirect(f"/docs/page/{number}", 301) for number in range(length)), _PAGE]


def _gate(request: Request) -> Reply:
    """A page that sends everyone round until a cookie comes back."""
    if dict(request.headers).get("Cookie") == "seen=1":
        return _PAGE
    return redirect(URL, 302, ("set-cookie", "seen=1; Path=/; HttpOnly"))


def _to_and_fro(request: Request) -> Reply:
    return redirect("/docs/page" if request.url.endswith("/other") else "/docs/page/other")


def _endless(request: Request) -> Reply:
    return redirect(request.url + "/page")


_REJECTED = {
    "lychee": "dead",
    "LinkChecker": "dead",
    "markdown-link-check": "crashes, no verdict for any link",
    "linkinator": "dead",
}
_LOOPED = {
    "lychee": "dead, 11 requests",
    "LinkChecker": "dead, 11 requests",
    "markdown-link-check": "dead, 18 requests",
    "linkinator": "dead, 42 requests",
}
_NO_DOUBT = {"lychee": "alive", "LinkChecker": "alive", "markdown-link-check": "alive", "linkinator": "alive"}

REDIRECT_CASES: tuple[Case, ...] = (
    Case(
        "permanent",
        "4b",
        "301 to a page",
        [redirect("/new/page", 301), _PAGE],
        "moved",
        "moved",
        2,
        location="https://host.test/new/page",
        peers={**_NO_DOUBT, "LinkChecker": "alive with a warning, exit 1"},
    ),
    Case(
        "permanent-308",
        "4b",
        "308 to a page",
        [redirect("/new/page", 308), _PAGE],
        "moved",
        "moved",
        2,
        location="https://host.test/new/page",
    ),
    Case(
        "temporary",
        "4b",
        "302 to a page",
        [redirect("/new/page"), _PAGE],
        "alive",
        "redirected",
        2,
        location="https://host.test/new/page",
    ),
    Case(
        "mixed",
        "4b",
        "301, then 307",
        [redirect("/a/page", 301), redirect("/b/page", 307), _PAGE],
        "alive",
        "redirected",
        3,
        location="https://host.test/b/page",
    ),
    Case(
        "to-https",
        "4b",
        "http to https, for good",
        [redirect("https://host.test/docs/page", 301), _PAGE],
        "moved",
        "moved",
        2,
        url="http://host.test/docs/page",
        location=URL,
    ),
    Case(
        "chain-10",
        "4b",
        "A chain of 10",
        _chain(10),
        "moved",
        "moved",
        11,
        location="https://host.test/docs/page/9",
        peers={"lychee": "alive", "markdown-link-check": "dead (from 9)"},
    ),
    Case(
        "chain-11",
        "4b",
        "A chain of 11",
        _chain(11),
        "unsure",
        "too-many-redirects",
        11,
        location="https://host.test/docs/page/9",
        peers={"lychee": "dead", "linkinator": "alive (to 20)"},
    ),
    Case("endless", "4b", "A chain without an end", _endless, "unsure", "too-many-redirects", 11, location=URL + "/page" * 10),
    Case("self-loop", "4b", "A page that redirects to itself", [redirect(URL)], "unsure", "redirect-loop", 1, peers=_LOOPED),
    Case(
        "loop",
        "4b",
        "Two pages that redirect to each other",
        _to_and_fro,
        "unsure",
        "redirect-loop",
        2,
        location=URL + "/other",
        peers={"lychee": "dead"},
    ),
    Case(
        "cookie-gate",
        "4b",
        "A page that redirects to itself until its cookie comes back",
        _gate,
        "alive",
        "ok",
        2,
        peers={"lychee": "dead", "LinkChecker": "alive", "markdown-link-check": "dead", "linkinator": "dead"},
    ),
    Case("no-location", "4b", "302 without Location", [Response(302)], "unsure", "bad-redirect", 1, peers={"lychee": "dead"}),
    Case("empty-location", "4b", "302 with an empty Location", [redirect("")], "unsure", "bad-redirect", 1),
    Case(
        "file",
        "4b",
        "Location: file:///etc/passwd",
        [redirect("file:///etc/passwd")],
        "unsure",
        "bad-redirect",
        1,
        peers=_REJECTED,
    ),
    Case(
        "bad-host",
        "4b",
        "Location: http://[bad",
        [redirect("http://[bad")],
        "unsure",
        "bad-redirect",
        1,
        peers={**_REJECTED, "LinkChecker": "internal error, exit 2"},
    ),
    Case("javascript", "4b", "Location: javascript:alert(1)", [redirect("javascript:alert(1)")], "unsure", "bad-redirect", 1),
    Case("gopher", "4b", "Location: gopher://host.test/", [redirect("gopher://host.test/")], "unsure", "bad-redirect", 1),
    Case(
        "protocol-relative",
        "4b",
        "Location: //other.test/docs/page",
        [redirect("//other.test/docs/page", 301), _PAGE],
        "moved",
        "moved",
        2,
        location="https://other.test/docs/page",
    ),
    Case(
        "backslashes",
        "4b",
        r"Location: \\other.test\docs\page",
        [redirect("\\\\other.test\\docs\\page", 301), _PAGE],
        "moved",
        "moved",
        2,
        location="https://other.test/docs/page",
    ),
    Case(
        "blanks",
        "4b",
        "A Location with blanks around it and a tab in it",
        [redirect(" /new\t/page ", 301), _PAGE],
        "moved",
        "moved",
        2,
        location="https://host.test/new/page",
    ),
    Case(
        "utf-8",
        "4b",
        "A Location in UTF-8",
        [redirect("/straße/page", 301), _PAGE],
        "moved",
        "moved",
        2,
        location="https://host.test/stra%C3%9Fe/page",
    ),
    Case(
        "latin-1",
        "4b",
        "A Location in Latin-1",
        [redirect(b"/stra\xdfe/page".decode("utf-8", "surrogateescape"), 301), _PAGE],
        "moved",
        "moved",
        2,
        location="https://host.test/stra%C3%9Fe/page",
    ),
    Case(
        "userinfo",
        "4b",
        "A Location with user and password",
        [redirect("https://me:secret@host.test/new/page", 301), _PAGE],
        "moved",
        "moved",
        2,
        location="https://host.test/new/page",
    ),
    Case(
        "to-dead",
        "4b",
        "301 to a page that is gone",
        [redirect("/new/page", 301), Response(410)],
        "dead",
        "gone",
        3,
        location="https://host.test/new/page",
    ),
    Case(
        "to-no-host",
        "4b",
        "301 to a name that does not exist",
        [redirect("https://no.test/page", 301), Failure("no-such-host")],
        "dead",
        "no-such-host",
        3,
        location="https://no.test/page",
    ),
)
