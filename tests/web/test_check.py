"""What a conversation does besides coming to a verdict: waits, conditions, cookies, headers, what it remembers."""

import pytest

from notelint.web.check.absent import Absent
from notelint.web.messages import Failure, FailureKind, Reply, Request, Response
from notelint.web.policy import DEFAULTS, Policy
from notelint.web.verdict import Known, as_json
from tests.web.cases import HTML, URL, converse, html, redirect

PAGE = html("<title>Page</title><p id=x>" + "Some words of a page that is long enough to be told from others. " * 5)
FOUND = Known(
    location=URL,
    etag='"1"',
    last_modified="Mon, 23 Nov 2026 00:00:00 GMT",
    fragments=("x",),
    last_title="Page",
    last_fingerprint="ab",
)


def test_waits_grow_and_are_never_the_same() -> None:
    _, asked = converse(URL, [Failure("reset")], Policy(tries=4))
    _, other = converse(URL + "2", [Failure("reset")], Policy(tries=4))
    delays = [request.delay for request in asked]
    assert [request.attempt for request in asked] == [1, 2, 3, 4]
    assert delays[0] == 0
    assert all(0.5 * 2**n <= delay <= 1.5 * 2**n for n, delay in enumerate(delays[1:]))
    assert delays != [request.delay for request in other]


def test_a_death_is_confirmed_later() -> None:
    _, asked = converse(URL, [Response(404)])
    assert [(request.purpose, request.delay) for request in asked] == [("page", 0.0), ("confirm", DEFAULTS.confirm_delay)]


def test_only_the_end_of_a_chain_is_asked_again() -> None:
    _, asked = converse(URL, [redirect("/new/page", 301), Response(404)])
    assert [request.url.removeprefix("https://host.test") for request in asked] == ["/docs/page", "/new/page", "/new/page"]


def test_the_body_is_not_asked_for_where_nobody_needs_it() -> None:
    _, asked = converse(URL, [PAGE], Policy(look="status"))
    assert [request.body for request in asked] == [0]
    _, asked = converse(URL, [PAGE], Policy(look="status"), fragments=("x",))
    assert [request.body for request in asked] == [DEFAULTS.max_body]


@pytest.mark.parametrize("kind", ["deadline", "crashed"])
def test_when_time_is_over_nothing_more_is_asked(kind: FailureKind) -> None:
    _, asked = converse(URL, [redirect("/new/page"), Failure(kind)])
    assert len(asked) == 2


def test_when_time_is_over_during_a_probe_the_page_stays_what_it_was() -> None:
    def answer(request: Request) -> Reply:
        return PAGE if request.purpose == "page" else Failure("deadline")

    absent: dict[str, Absent] = {}
    verdict, asked = converse(URL, answer, Policy(look="neighbours", secure=True), absent=absent)
    assert (verdict.state, len(asked), absent) == ("alive", 2, {})


def test_conditions_are_sent_to_the_place_they_came_from() -> None:
    verdict, asked = converse(URL, [Response(304)], known=FOUND, fragments=("x",))
    sent = dict(asked[0].headers)
    assert (sent["If-None-Match"], sent["If-Modified-Since"]) == (FOUND.etag, FOUND.last_modified)
    assert (verdict.state, verdict.reason, verdict.title, verdict.fingerprint, verdict.etag) == (
        "alive",
        "not-modified",
        "Page",
        "ab",
        '"1"',
    )
    assert [fragment.state for fragment in verdict.fragments] == ["found"]


def test_no_conditions_where_another_fragment_is_asked_for() -> None:
    verdict, asked = converse(URL, [PAGE], known=FOUND, fragments=("x", "y"))
    assert "If-None-Match" not in dict(asked[0].headers)
    assert [fragment.state for fragment in verdict.fragments] == ["found", "missing"]


def test_conditions_behind_redirects() -> None:
    replies = [redirect("/new/page", 301), Response(304)]
    verdict, asked = converse(URL, replies, known=FOUND._replace(location="https://host.test/new/page"))
    assert ["If-None-Match" in dict(request.headers) for request in asked] == [False, True]
    assert (verdict.state, verdict.reason) == ("moved", "moved")


@pytest.mark.parametrize("etag", ["a\r\nX-Evil: 1", "\x00", "é", "x" * 5000])
def test_validators_that_cannot_be_sent_are_not(etag: str) -> None:
    verdict, _ = converse(URL, [Response(200, (HTML, ("etag", etag)))])
    assert verdict.etag == ""
    _, asked = converse(URL, [PAGE], known=Known(location=URL, etag=etag))
    assert "If-None-Match" not in dict(asked[0].headers)


def test_what_the_store_needs() -> None:
    page = PAGE._replace(headers=(HTML, ("etag", '"2"'), ("last-modified", "Tue")), seconds=0.5)
    verdict, _ = converse(URL, [page])
    assert (verdict.title, verdict.etag, verdict.last_modified, verdict.seconds) == ("Page", '"2"', "Tue", 0.5)
    assert len(verdict.fingerprint) == 16


def test_another_text_under_another_title() -> None:
    before, _ = converse(URL, [PAGE])
    known = Known(location=URL, title=before.title, fingerprint=before.fingerprint)
    other = html("<title>Casino</title><p>" + " ".join(f"bet{'abcdefgh'[n % 8]} win{'xyz'[n % 3]} now" for n in range(60)))
    assert converse(URL, [other], known=known)[0].reason == "content-changed"
    assert converse(URL, [PAGE], known=known)[0].reason == "ok"


def test_another_domain_than_before() -> None:
    known = Known(location="https://www.host.test/docs/page", title="Page")
    other = html("<title>Casino</title><p>Play")
    assert converse(URL, [redirect("https://casino.example.net/docs/page"), other], known=known)[0].reason == "domain-changed"
    assert converse(URL, [redirect("https://www2.host.test/docs/page"), other], known=known)[0].reason == "redirected"
    assert converse(URL, [redirect("https://new.example.net/docs/page"), PAGE], known=known)[0].reason == "redirected"


def test_https_where_it_is_the_same() -> None:
    policy = Policy(secure=True)
    url = "http://host.test/docs/page"
    assert converse(url, [PAGE], policy)[0].secure == URL
    assert converse(url, [PAGE, html("<title>Default site</title>")], policy)[0].secure is None
    assert converse(url, [PAGE, Failure("tls-expired")], policy)[0].secure is None
    assert converse(url, [PAGE, redirect(url)], policy)[0].secure is None
    assert converse(url, [PAGE])[0].requests == 1


def test_a_repository_that_calls_itself_archived() -> None:
    banner = html("<title>o/r</title><p>This repository was archived by the owner on Sep 1, 2023. It is now read-only.</p>")
    assert converse("https://github.com/o/r", [banner])[0].is_archived
    assert not converse("https://github.com/o/r", [PAGE])[0].is_archived


def test_cookies_stay_with_those_who_set_them() -> None:
    def answer(request: Request) -> Reply:
        if request.url == URL:
            cookies = ("a=1; Domain=test", "b=2; Domain=host.test; Path=/", "c=3", "d=4; Domain=other.org")
            return redirect("https://www.host.test/docs/page", 302, *(("set-cookie", cookie) for cookie in cookies))
        return redirect("https://other.org/docs/page") if "www" in request.url else PAGE

    _, asked = converse(URL, answer)
    assert [dict(request.headers).get("Cookie") for request in asked] == [None, "b=2", None]


def test_a_remapped_address_is_asked_elsewhere() -> None:
    verdict, asked = converse(URL, [PAGE], Policy(remap=(("https://host.test/", "http://mirror.test/x/"),)))
    assert (verdict.url, asked[0].url, verdict.location) == (URL, "http://mirror.test/x/docs/page", None)


def test_configured_headers_replace_our_own() -> None:
    _, asked = converse(URL, [PAGE], Policy(headers=(("https://host.test", (("user-agent", "me"), ("X-A", "b"))),)))
    assert asked[0].headers[-2:] == (("user-agent", "me"), ("X-A", "b"))
    assert "User-Agent" not in dict(asked[0].headers)


def test_https_to_http_is_noted() -> None:
    assert converse(URL, [redirect("http://host.test/docs/page"), PAGE])[0].is_downgraded


def test_the_line_that_is_written_for_a_verdict() -> None:
    verdict, _ = converse(URL, [redirect("/new/page", 301), PAGE])
    assert as_json(verdict._replace(checked_at=1_795_000_000.0)) == {
        "url": URL,
        "state": "moved",
        "reason": "moved",
        "status": 200,
        "location": "https://host.test/new/page",
        "requests": 2,
        "seconds": 0.0,
        "checked_at": "2026-11-18T11:06:40Z",
    }


def test_https_is_asked_for_only_where_it_can_be_the_same() -> None:
    policy = Policy(secure=True)
    url = "http://host.test/docs/page"
    for other in (URL, "http://host.test:8080/docs/page"):
        verdict, asked = converse(other, [PAGE], policy)
        assert (verdict.secure, len(asked)) == (None, 1)
    assert len(converse(url, [redirect(URL), PAGE], policy)[1]) == 2
    gone, asked = converse(url, [Response(410)], policy)
    assert (gone.secure, [request.purpose for request in asked]) == (None, ["page", "confirm"])
    moved = [redirect("http://host.test/new/page", 301), PAGE]
    assert converse(url, [*moved, PAGE], policy)[0].secure is not None


def test_https_is_the_same_by_its_words_or_by_its_title() -> None:
    policy = Policy(secure=True)
    url = "http://host.test/docs/page"
    untitled, other = (html("<p>" + word * 60) for word in ("Some words of a page. ", "Other talk in a shop, "))
    titled = html("<title>Page</title><p>" + "Other talk in a shop, " * 60)
    assert converse(url, [untitled, untitled], policy)[0].secure == URL
    assert converse(url, [untitled, other], policy)[0].secure is None
    assert converse(url, [PAGE, titled], policy)[0].secure == URL
    assert converse(url, [html("<p>a"), html("<p>a")], policy)[0].secure == URL
    assert converse(url, [html("<p>a"), html("<p>b")], policy)[0].secure is None


def test_a_status_may_be_accepted_of_the_address_or_of_where_it_leads() -> None:
    replies = [redirect("https://other.org/page"), Response(403)]
    for host in ("host.test", "other.org"):
        assert converse(URL, replies, Policy(accept=((host, (403,)),)))[0].reason == "accepted"
    assert converse(URL, replies, Policy(accept=(("third.org", (403,)),)))[0].state == "blocked"


def test_no_more_of_a_page_is_read_than_may_be() -> None:
    assert [request.body for request in converse(URL, [PAGE], Policy(max_body=1000))[1]] == [1000]


@pytest.mark.parametrize("length", [0, 5])
def test_a_page_that_sends_on_to_a_fragment(length: int) -> None:
    fragment = "x" * length
    refresh = html(f"<meta http-equiv=refresh content='0; url=/new/page#{fragment}'>")
    verdict, asked = converse(URL, [refresh, PAGE])
    assert (verdict.location or "").removeprefix("https://host.test") == "/new/page" + (f"#{fragment}" if fragment else "")
    assert asked[-1].url == "https://host.test/new/page"


def test_only_the_lines_that_set_cookies_do() -> None:
    def answer(request: Request) -> Reply:
        return redirect("/new/page", 302, ("x-note", "a=1"), ("set-cookie", "b=2; Path=/")) if request.url == URL else PAGE

    _, asked = converse(URL, answer)
    assert [dict(request.headers).get("Cookie") for request in asked] == [None, "b=2"]


@pytest.mark.parametrize("name", ["accept", "Accept", "ACCEPT"])
def test_a_configured_header_is_sent_once(name: str) -> None:
    _, asked = converse(URL, [PAGE], Policy(headers=(("https://host.test", ((name, "x/y"),)),)))
    assert [value for sent, value in asked[0].headers if sent.lower() == "accept"] == ["x/y"]


def test_conditions_are_for_the_page_alone() -> None:
    def answer(request: Request) -> Reply:
        return Response(404) if request.purpose == "page" else PAGE

    _, asked = converse(URL, answer, known=FOUND)
    assert [(request.purpose, "If-None-Match" in dict(request.headers)) for request in asked[:2]] == [
        ("page", True),
        ("confirm", False),
    ]
