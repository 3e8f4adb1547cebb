"""Whatever a server does, a conversation ends in a verdict, after a bounded number of requests, and without a bug."""

from string import printable

from hypothesis import given, settings
from hypothesis import strategies as st

from notelint.web.messages import FAILURE_KINDS, Failure, Reply, Request, Response
from notelint.web.policy import Look, Policy
from notelint.web.verdict import Known
from tests.web.cases import URL, converse

_URLS = st.sampled_from(
    [
        "https://host.test/docs/page",
        "http://other.test/",
        "https://github.com/o/r",
        "/docs/other",
        "//other.test/x?y#z",
        "?a",
        "#b",
    ]
)
_VALUES = st.one_of(_URLS, st.text(max_size=40), st.binary(max_size=40).map(lambda raw: raw.decode("utf-8", "surrogateescape")))
_NAMES = st.sampled_from(
    [
        "location",
        "set-cookie",
        "content-type",
        "retry-after",
        "etag",
        "last-modified",
        "cf-mitigated",
        "refresh",
        "content-length",
        "x-datadome",
    ]
)
_COOKIES = st.builds("{}={}; Domain={}; Path={}; Max-Age={}".format, *[st.text(printable, max_size=8) for _ in range(5)])
_HEADERS = st.lists(st.one_of(st.tuples(_NAMES, _VALUES), st.tuples(st.just("set-cookie"), _COOKIES)), max_size=6).map(tuple)
_BODIES = st.one_of(
    st.binary(max_size=200),
    st.sampled_from(
        [
            b"<title>404</title>",
            b"<meta http-equiv=refresh content='0;url=/a'>",
            b"<div id=root></div><script src=x></script>",
            b"<title>Sign in</title><input type=password>",
            b"<svg><template><title><script><!--<p id=x>",
            b"\xff\xfe<\x00p\x00>\x00",
            b"<meta charset=utf-7><p id=x>",
            b"<link rel=canonical href='http://['>",
        ]
    ),
)
_RESPONSES = st.tuples(st.integers(0, 1099), _HEADERS, _BODIES).map(lambda fields: Response(*fields))
_REDIRECTS = st.tuples(st.sampled_from([301, 302, 303, 307, 308]), _VALUES, _HEADERS).map(
    lambda fields: Response(fields[0], (("location", fields[1]), *fields[2]))
)
_FAILURES = st.sampled_from(sorted(FAILURE_KINDS)).map(lambda kind: Failure(kind, "detail"))
_REPLIES = st.lists(st.one_of(_RESPONSES, _REDIRECTS, _FAILURES), min_size=1, max_size=30)
_LOOKS: tuple[Look, ...] = ("status", "pages", "neighbours")
_ACCEPTED = ((), (("host.test", (404, 418)),))
_SECRETIVE = Policy(headers=(("https://host.test", (("X-Secret", "s"),)),))
_POLICIES = st.tuples(st.sampled_from(_LOOKS), st.booleans(), st.booleans(), st.sampled_from(_ACCEPTED)).map(
    lambda chosen: _SECRETIVE._replace(look=chosen[0], secure=chosen[1], confirm=chosen[2], accept=chosen[3])
)
_KNOWN = st.tuples(
    _URLS, _VALUES, _VALUES, st.just(("x",)), st.text(max_size=9), st.sampled_from(["", "00ff00ff00ff00ff"])
).map(lambda fields: Known(*fields))
_FRAGMENTS = st.lists(
    st.one_of(st.sampled_from(["x", "L10-L20", ":~:text=a-,b,c,-d", "%", "x:~:text=,", "top"]), st.text(max_size=12)),
    max_size=3,
)

# Eleven addresses of three tries each, once more to confirm; two pages that send on, each with as many; four neighbours; https.
_MOST = 3 * (11 * 3 + 3) + 4 * 11 + 11 * 3


@settings(max_examples=400, deadline=None)
@given(_REPLIES, _POLICIES, _KNOWN, _FRAGMENTS)
def test_a_conversation_ends_in_a_verdict(replies: list[Reply], policy: Policy, known: Known, fragments: list[str]) -> None:
    # A function, so that probes get what the script says too.
    given = iter(replies * (_MOST + 1))
    verdict, asked = converse(URL, lambda _: next(given), policy, most=_MOST, known=known, fragments=tuple(fragments))
    said = any(isinstance(reply, Failure) and reply.kind == "crashed" for reply in replies)
    assert verdict.reason != "crashed" or said, verdict
    assert [fragment.name for fragment in verdict.fragments] == list(dict.fromkeys(fragments))
    for request in asked:
        assert_is_sound(request)


def assert_is_sound(request: Request) -> None:
    """Nothing is asked that must not be, and nothing is told to whom it does not concern."""
    assert request.url.startswith(("http://", "https://"))
    assert request.url.isascii()
    assert "#" not in request.url
    assert "@" not in request.url.split("/")[2]
    assert 0 <= request.delay <= 10
    for name, value in request.headers:
        assert value.isascii(), (name, value)
        assert value.isprintable(), (name, value)
    assert ("X-Secret" in dict(request.headers)) == request.url.startswith("https://host.test/")


@settings(max_examples=300, deadline=None)
@given(_VALUES)
def test_any_location_leads_to_the_web_or_nowhere(location: str) -> None:
    def answer(request: Request) -> Reply:
        assert_is_sound(request)
        return Response(302, (("location", location),)) if request.url == URL else Response(200)

    verdict, _ = converse(URL, answer, _SECRETIVE)
    assert verdict.reason != "crashed"
    assert verdict.state in ("alive", "suspect", "unsure", "unsafe")
