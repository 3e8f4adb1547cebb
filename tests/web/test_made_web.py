"""The made web of `benchmarks/web.py`: drawn as it says, and verdicts held against its truth."""

from benchmarks.made_web import WINDOW, Link, MadeWeb, Shape, draw
from benchmarks.web import against_truth, least

_SHAPE = Shape(5000, 500, 7, longest=12.0)


def test_a_web_is_drawn_from_its_seed_alone() -> None:
    assert draw(_SHAPE) == draw(_SHAPE) != draw(_SHAPE._replace(seed=8))


def test_the_shares_are_those_that_the_head_tells() -> None:
    links = draw(_SHAPE)
    shares = {kind: sum(link.kind == kind for link in links) / len(links) for kind in {link.kind for link in links}}
    assert 0.01 < shares["silent"] < 0.03
    assert 0.035 < shares["redirect"] < 0.065
    assert 0.035 < shares["absent"] < 0.065
    assert max(link.delay for link in links) <= 12.0


def test_what_goes_beyond_the_allowance_is_told_to_wait_and_counted() -> None:
    links = [Link("127.1.1.1", f"/{number}", "limited", 0.0) for number in range(12)]
    web = MadeWeb(links)
    answers = [web.answer(link.host, link.path, 0.5) for link in links]
    assert [answer is not None and b" 429 " in answer[1] for answer in answers] == [False] * 10 + [True] * 2
    assert web.asked["surplus"] == 2
    last = web.answer(links[11].host, links[11].path, 0.5 + WINDOW)
    assert last is not None
    assert b" 200 " in last[1]


def test_only_a_wrong_word_is_a_wrong_verdict() -> None:
    links = [
        Link("h", "/a", "page", 0),
        Link("h", "/b", "absent", 0),
        Link("h", "/c", "silent", 0),
        Link("h", "/d", "limited", 0),
    ]
    right = against_truth({("h", "/a"): "alive", ("h", "/b"): "dead", ("h", "/c"): "open", ("h", "/d"): "open"}, links)
    assert right == ({}, {"limited": 1})
    wrong = against_truth({("h", "/a"): "dead", ("h", "/b"): "alive", ("h", "/c"): "dead"}, links)
    assert wrong == ({"page": 1, "absent": 1, "silent": 1}, {"limited": 1})


def test_nobody_is_done_before_the_least_time() -> None:
    links = [Link("a", f"/{number}", "page", 2.0) for number in range(5)] + [Link("a", "/silent", "silent", 0.0)]
    assert least(links, 20.0, 2, 0.0) == 24.0
    assert least(links[::-1], 20.0, 2, 0.0) == 20.0
    assert least(links, 20.0, 9, 3.0) == 35.0
    assert least(links[:1], 1.5, 9, 0.0) == 1.5, "what comes later than the time-out is not waited for"
