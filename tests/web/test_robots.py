"""What robots.txt allows, and how it is asked for."""

import pytest

from notelint.web.messages import Failure, Reply, Request, Response
from notelint.web.robots import Robots, ask, judge, read

HERE = "https://a.example"


def asked(replies: list[Reply]) -> tuple[list[Request], Robots]:
    """The requests that were made, and what came of them."""
    conversation, requests = ask(HERE, (("X-Secret", "1"),)), []
    request = next(conversation)
    while True:
        requests.append(request)
        try:
            request = conversation.send(replies.pop(0))
        except StopIteration as end:
            return requests, end.value


@pytest.mark.parametrize(
    ("text", "path", "allowed"),
    [
        ("User-agent: *\nDisallow: /private\n", "/public", True),
        ("User-agent: *\nDisallow: /private\n", "/private/x", False),
        ("User-agent: notelint\nDisallow: /\n", "/x", False),
        ("User-agent: NoteLint\nDisallow: /\n", "/x", False),
        ("User-agent: otherbot\nDisallow: /\n", "/x", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: notelint\nAllow: /\n", "/x", True),
        ("User-agent: *\nDisallow: /*.pdf$\n", "/a.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$\n", "/a.pdf?x", True),
        ("User-agent: *\nDisallow: /a\nAllow: /a/b\n", "/a/b/c", True),
        ("", "/x", True),
        ("\x00\xff nonsense", "/x", True),
        ("<!doctype html><p>Disallow: /</p>", "/x", True),
    ],
)
def test_rules(text: str, path: str, allowed: bool) -> None:  # a column of the table
    assert read(text.encode("latin-1")).allows(HERE + path) is allowed


@pytest.mark.parametrize(
    ("reply", "allowed"),
    [
        (Response(404), True),
        (Response(403), True),
        (Response(401), True),
        (Response(429), False),
        (Response(500), False),
        (Response(503), False),
        (Failure("connect-timeout"), True),
        (Failure("no-such-host"), True),
    ],
)
def test_no_robots_txt(reply: Reply, allowed: bool) -> None:  # a column of the table
    assert judge(reply).allows(f"{HERE}/x") is allowed


@pytest.mark.parametrize(
    ("line", "seconds"),
    [("Crawl-delay: 2", 2.0), ("Crawl-delay: 0.5", 0.5), ("Crawl-delay: 86400", 30.0), ("Crawl-delay: -1", 0.0), ("", 0.0)],
)
def test_crawl_delay(line: str, seconds: float) -> None:
    assert read(f"User-agent: *\n{line}\n".encode()).delay == seconds


def test_it_follows_five_redirects_and_keeps_its_headers_to_the_origin() -> None:
    requests, rules = asked(
        [
            Response(301, (("location", "/there"),)),
            Response(302, (("location", "https://b.example/robots.txt"),)),
            Response(200, (), b"User-agent: *\nDisallow: /x\n"),
        ]
    )
    assert [request.url for request in requests] == [f"{HERE}/robots.txt", f"{HERE}/there", "https://b.example/robots.txt"]
    assert [bool(request.headers) for request in requests] == [True, True, False]
    assert not rules.allows(f"{HERE}/x")


@pytest.mark.parametrize("location", ["file:///etc/passwd", "http://[bad", "", "/again"])
def test_redirects_that_lead_nowhere_forbid_nothing(location: str) -> None:
    requests, rules = asked([Response(301, (("location", location),))] * 10)
    assert len(requests) <= 6
    assert rules.allows(f"{HERE}/x")


def test_hostile_rules_cost_little_time() -> None:
    stars = b"User-agent: *\n" + b"Disallow: /" + b"a*" * 5000 + b"$\n"
    assert not read(stars * 40).allows(f"{HERE}/{'a' * 5000}b")
