"""What strangers may try through the notes of a pull request, as far as a conversation meets it."""

from notelint.web.messages import Failure, Reply, Request, Response
from notelint.web.policy import Policy
from tests.web.cases import Case, html, redirect

_PAGE = html("<title>Page</title><p>Words")


def _by_origin(request: Request) -> Reply:
    """Two origins, of which only the first may be told the secret."""
    told = "X-Secret" in dict(request.headers)
    if request.url.startswith("https://host.test"):
        return redirect("https://other.test/docs/page", 301) if told else Response(500)
    return Response(500) if told else _PAGE


THREAT_CASES: tuple[Case, ...] = (
    Case(
        "secret-header",
        "5",
        "A configured header and a redirect to another origin",
        _by_origin,
        "moved",
        "moved",
        2,
        location="https://other.test/docs/page",
        policy=Policy(headers=(("https://host.test", (("X-Secret", "s"),)),)),
        peers={
            "lychee": "leaks it",
            "LinkChecker": "sends the parent as Referer",
            "markdown-link-check": "leaks it",
            "linkinator": "leaks it",
        },
    ),
    Case(
        "to-loopback",
        "5",
        "A redirect to 127.0.0.1",
        [redirect("http://127.0.0.1/admin")],
        "unsafe",
        "redirect-to-forbidden",
        1,
        location="http://127.0.0.1/admin",
        peers={"lychee": "follows", "LinkChecker": "follows", "markdown-link-check": "follows"},
    ),
    Case(
        "to-metadata",
        "5",
        "A redirect to the cloud's metadata",
        [redirect("http://169.254.169.254/latest/meta-data/")],
        "unsafe",
        "redirect-to-forbidden",
        1,
        location="http://169.254.169.254/latest/meta-data/",
    ),
    Case(
        "to-mapped",
        "5",
        "A redirect to IPv4 in IPv6",
        [redirect("http://[::ffff:10.0.0.1]/")],
        "unsafe",
        "redirect-to-forbidden",
        1,
        location="http://[::ffff:a00:1]/",
    ),
    Case(
        "to-octal",
        "5",
        "A redirect to an octal host",
        [redirect("http://0177.0.0.1/")],
        "unsafe",
        "redirect-to-forbidden",
        1,
        location="http://127.0.0.1/",
    ),
    Case(
        "to-private-name",
        "5",
        "A redirect to a public name with a private address",
        [redirect("https://inside.test/docs/page"), Failure("forbidden-address")],
        "unsafe",
        "redirect-to-forbidden",
        1,
        location="https://inside.test/docs/page",
    ),
)
