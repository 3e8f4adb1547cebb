"""Pages that answer 200 and are not what was linked, and pages that only look so."""

from notelint.web.messages import Reply, Request, Response
from notelint.web.policy import Policy
from tests.web.cases import Case, html, redirect

_TEXT = "<p>" + "Many words about a thing. " * 60
_LOGIN = "<title>Sign in</title><form><input name=user><input type=password name=pw></form>"
_SALE = "<title>host.test</title><h1>This domain is for sale!</h1><p>Make an offer for host.test"
_NEIGHBOURS = Policy(look="neighbours")


def _anything(_: Request) -> Reply:
    return html("<title>Fehlt</title><p>Ein Text, der immer derselbe ist")


def _by_slug(request: Request) -> Reply:
    """A site that looks at the number alone, and sends everybody to the address as it should be."""
    return html(f"<title>Answer</title>{_TEXT}") if request.url.endswith("/12345/how-to") else redirect("/q/12345/how-to", 301)


def _canonical(_: Request) -> Reply:
    return html(f"<title>Answer</title><link rel=canonical href=/q/abc/how-to>{_TEXT}")


def _to_itself(request: Request) -> Reply:
    page = html(f"<title>Answer</title>{_TEXT}")
    return page if "how-to" in request.url else redirect("/q/abc/how-to", 301)


def _application(_: Request) -> Reply:
    return html("<title>App</title><div id=app></div><script src=/app.js></script>")


def _silent_neighbours(request: Request) -> Reply:
    return Response(429) if request.purpose == "probe" else html(f"<title>Page</title>{_TEXT}")


_SOFT = {"lychee": "alive", "LinkChecker": "alive", "markdown-link-check": "alive", "linkinator": "alive"}

SUSPECT_CASES: tuple[Case, ...] = (
    Case(
        "soft-title",
        "soft",
        "200 with “404 Not Found” for a title",
        [html("<title>404 Not Found</title><p>Nothing")],
        "suspect",
        "soft-404",
        1,
        peers=_SOFT,
    ),
    Case(
        "soft-title-site",
        "soft",
        "The same beside the name of the site",
        [html("<title>Page not found | Site</title><p>x")],
        "suspect",
        "soft-404",
        1,
    ),
    Case(
        "soft-title-german",
        "soft",
        "The same in German",
        [html("<title>Seite nicht gefunden &ndash; Firma</title><p>x")],
        "suspect",
        "soft-404",
        1,
    ),
    Case(
        "soft-title-japanese",
        "soft",
        "The same in Japanese",
        [html("<title>お探しのページは見つかりません | 例</title><p>x")],
        "suspect",
        "soft-404",
        1,
    ),
    Case(
        "soft-heading",
        "soft",
        "A heading that says so",
        [html("<title>Site</title><h1>Sorry, page not found</h1><p>x")],
        "suspect",
        "soft-404",
        1,
    ),
    Case(
        "soft-anything",
        "soft",
        "The same page for any address",
        _anything,
        "suspect",
        "soft-404",
        2,
        policy=_NEIGHBOURS,
        peers=_SOFT,
    ),
    Case(
        "soft-anything-root",
        "soft",
        "The first page of such a host",
        _anything,
        "alive",
        "ok",
        1,
        url="https://host.test/",
        policy=_NEIGHBOURS,
    ),
    Case(
        "about-errors",
        "soft",
        "An article about errors",
        [html(f"<title>404 Not Found - HTTP | Docs</title>{_TEXT}")],
        "alive",
        "ok",
        1,
        url="https://host.test/http/404",
    ),
    Case("number-404", "soft", "A page about the number 404", [html("<title>Peugeot 404</title><p>A car")], "alive", "ok", 1),
    Case(
        "slug-ignored",
        "soft",
        "A site that looks at the number alone",
        _by_slug,
        "alive",
        "ok",
        None,
        url="https://host.test/q/12345/how-to",
        policy=_NEIGHBOURS,
    ),
    Case(
        "slug-ignored-in-place",
        "soft",
        "The same where pages name the address as it should be",
        _canonical,
        "alive",
        "ok",
        2,
        url="https://host.test/q/abc/how-to",
        policy=_NEIGHBOURS,
    ),
    Case(
        "slug-ignored-redirect",
        "soft",
        "The same where neighbours are sent to the page itself",
        _to_itself,
        "alive",
        "ok",
        3,
        url="https://host.test/q/abc/how-to",
        policy=_NEIGHBOURS,
    ),
    Case(
        "datadome",
        "soft",
        "200 with a challenge known by its script",
        [html("<title>host.test</title><script src=https://ct.captcha-delivery.com/c.js></script>")],
        "blocked",
        "challenge",
        1,
    ),
    Case(
        "application",
        "soft",
        "An application that is the same frame for any address",
        _application,
        "alive",
        "ok",
        1,
        policy=_NEIGHBOURS,
    ),
    Case(
        "neighbours-limited",
        "soft",
        "A host that does not like to be asked for neighbours",
        _silent_neighbours,
        "alive",
        "ok",
        2,
        policy=_NEIGHBOURS,
    ),
    Case(
        "login-in-place",
        "soft",
        "A form to sign in where a page was linked",
        [html(_LOGIN)],
        "suspect",
        "login",
        1,
        peers=_SOFT,
    ),
    Case(
        "login-form-linked",
        "soft",
        "A form to sign in that was linked",
        [html(_LOGIN)],
        "alive",
        "ok",
        1,
        url="https://host.test/login",
    ),
    Case(
        "login-beside",
        "soft",
        "A page that also has a form to sign in",
        [html(f"<title>Page</title>{_TEXT}<input type=password>")],
        "alive",
        "ok",
        1,
    ),
    Case("parked", "parked", "A domain for sale", [html(_SALE)], "suspect", "parked", 1, peers=_SOFT),
    Case(
        "parked-spanish",
        "parked",
        "The same in Spanish",
        [html("<title>host.test</title><p>Este dominio está en venta")],
        "suspect",
        "parked",
        1,
    ),
    Case(
        "parked-elsewhere",
        "parked",
        "A redirect to a market for domains",
        [redirect("https://www.hugedomains.com/domain?d=host.test"), html("<p>x")],
        "suspect",
        "parked",
        2,
        location="https://www.hugedomains.com/domain?d=host.test",
    ),
    Case(
        "help-parking",
        "parked",
        "A short page of help about parked domains",
        [html("<title>Help</title><p>A parked domain shows a page of ours")],
        "alive",
        "ok",
        1,
    ),
    Case(
        "about-parking",
        "parked",
        "An article about domains for sale",
        [html(f"<title>What “this domain is for sale” means</title>{_TEXT}")],
        "alive",
        "ok",
        1,
    ),
)
