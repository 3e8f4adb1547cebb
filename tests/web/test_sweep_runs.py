"""Whole runs of the loop: in any order, with robots.txt, within a budget, offline."""

import asyncio
import random
from collections.abc import Callable, Generator
from itertools import pairwise
from typing import Any

import pytest

from notelint.web.messages import Failure, Reply, Request, Response
from notelint.web.progress import Limits
from notelint.web.schedule.pace import Pace
from notelint.web.sweep import Sweep
from notelint.web.verdict import Verdict
from tests.web.looping import POLICY, converse, items, swept
from tests.web.virtual import Answer, ScriptedTransport, VirtualClock, always, ok, run, urls


def web(seed: int) -> tuple[list[str], Callable[[Request, float], Answer]]:
    """Addresses and answers of 60 hosts of very different sizes; some are dead, one is soon tired."""
    chance = random.Random(seed)  # noqa: S311  # weather, not secrets
    addresses = [url for rank in range(1, 61) for url in urls(f"h{rank}.example", max(1, 400 // rank))]
    latency = {url: chance.lognormvariate(-2.0, 0.7) for url in addresses}
    granted: list[float] = []

    def answer(request: Request, now: float) -> Answer:
        host = request.url.split("/")[2]
        if host in ("h7.example", "h31.example", "h59.example"):
            return 10.0, Failure("connect-timeout")
        if host == "h5.example":
            if len([at for at in granted if at > now - 1.0]) >= 20:
                return 0.05, ok(("retry-after", "1"), status=429)
            granted.append(now)
        return latency[request.url], ok()

    return addresses, answer


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_order_of_the_links_matters_neither_for_verdicts_nor_for_time(seed: int) -> None:
    addresses, _ = web(seed)
    shuffled = random.Random(seed).sample(addresses, len(addresses))  # noqa: S311  # as above
    orders = (addresses, shuffled, addresses[::-1])
    in_order, in_disorder, in_reverse = (swept(items(order), web(seed)[1]) for order in orders)
    states = [{url: verdict.state for url, verdict in done.verdicts} for done in (in_order, in_disorder, in_reverse)]
    assert states[0] == states[1] == states[2]
    for done in (in_disorder, in_reverse):
        assert done.seconds == pytest.approx(in_order.seconds, rel=0.1)
    asked = [url for _, url in in_order.transport.sent if "h5." not in url and "h7." not in url]
    live = [url for url in asked if not any(name in url for name in ("h31.", "h59."))]
    assert len(live) == len(set(live)), "nothing is asked twice"


def test_a_host_that_tires_is_asked_little_more_than_it_bears() -> None:
    addresses, answer = web(4)
    done = swept(items(url for url in addresses if "h5." in url), answer)
    assert len(done.transport.sent) - len(done.verdicts) <= 12
    assert {verdict.state for _, verdict in done.verdicts} == {"alive"}


ROBOTS = b"User-agent: *\nDisallow: /secret\nCrawl-delay: 2\n"


def test_a_sweep_asks_for_robots_txt_first_and_heeds_it() -> None:
    def answer(request: Request, now: float) -> Answer:
        return 0.5, Response(200, (), ROBOTS) if request.url.endswith("/robots.txt") else ok()

    done = swept(items([*urls("a.example", 3), "https://a.example/secret/plan"]), answer, asks_robots=True)
    assert done.transport.sent[0] == (0.0, "https://a.example/robots.txt")
    assert [url for _, url in done.transport.sent].count("https://a.example/robots.txt") == 1
    assert "https://a.example/secret/plan" not in [url for _, url in done.transport.sent]
    assert done.details["https://a.example/secret/plan"] == "robots"
    times = done.transport.times("a.example")[1:]
    assert all(later - earlier >= 2.0 for earlier, later in pairwise(times))


def test_what_robots_txt_forbids_holds_up_nothing_where_there_is_one_slot() -> None:
    def answer(request: Request, now: float) -> Answer:
        return 0.1, Response(200, (), b"User-agent: *\nDisallow: /secret" if request.url.endswith("/robots.txt") else b"")

    addresses = ["https://a.example/0", "https://a.example/secret", "https://a.example/1"]
    done = swept(items(addresses), answer, Pace(per_host=1), asks_robots=True)
    assert done.details == {addresses[0]: "alive", addresses[1]: "robots", addresses[2]: "alive"}


def test_a_check_by_hand_asks_for_no_robots_txt() -> None:
    done = swept(items(["https://a.example/"]), always(ok()))
    assert [url for _, url in done.transport.sent] == ["https://a.example/"]


def test_a_run_ends_within_its_budget_of_requests() -> None:
    done = swept(items(urls("a.example", 100)), always(ok()), Pace(per_host=2), limits=Limits(requests=10))
    assert len(done.transport.sent) == 10
    assert len(done.verdicts) == 10
    assert done.progress.left == 0


def test_a_run_ends_within_its_time() -> None:
    done = swept(items(urls("a.example", 100)), always(ok(), 1.0), Pace(per_host=1), limits=Limits(seconds=5.0))
    assert done.seconds == pytest.approx(5.0)
    assert len(done.verdicts) == 5


@pytest.mark.parametrize(
    ("failures", "is_offline"),
    [
        (["name-trouble"], True),
        (["unreachable", "no-such-host"], True),
        (["no-such-host"], False),
        (["no-such-host", "refused"], False),
        (["no-such-host", "no-such-host", "no-such-host"], True),
        (["name-trouble", None], False),
        (["name-trouble", "tls-expired"], False),
        (["forbidden-address"], False),
        ([], False),
    ],
)
def test_a_run_in_which_nobody_is_reached_is_offline(failures: list[str | None], is_offline: bool) -> None:
    def answer(request: Request, now: float) -> Answer:
        kind = failures[int(request.url.split("/")[2])]
        return 0.1, Failure(kind) if kind else ok()  # type: ignore[arg-type]  # the table above is right

    done = swept(items(f"https://{number}/" for number in range(len(failures))), answer)
    assert done.sweep.is_offline is is_offline


def test_stopping_early_cancels_what_is_under_way() -> None:
    async def all_of_it() -> int:
        transport = ScriptedTransport(always(ok(), 1.0))
        sweep = Sweep(transport, POLICY, clock=VirtualClock(), converse=converse)
        verdicts = sweep.verdicts(items([*urls("a.example", 3), *urls("b.example", 3)]))
        await anext(verdicts)
        await verdicts.aclose()
        return transport.at_once

    assert run(all_of_it()) == 0


def test_who_waits_for_robots_txt_has_not_begun() -> None:
    begun: dict[str, float] = {}

    def begin(url: str, *arguments: Any, **named: Any) -> Generator[Request, Reply, Verdict]:
        begun[url] = asyncio.get_running_loop().time()
        return converse(url, *arguments, **named)

    def answer(request: Request, now: float) -> Answer:
        return 2.0, Response(200, (), b"User-agent: *\nDisallow: /x") if request.url.endswith("/robots.txt") else ok()

    async def all_of_it() -> int:
        sweep = Sweep(ScriptedTransport(answer), POLICY, clock=VirtualClock(), converse=begin, asks_robots=True)
        return len([verdict async for verdict in sweep.verdicts(items(urls("a.example", 20)))])

    assert run(all_of_it()) == 20
    assert len(begun) == 20
    assert min(begun.values()) == 2.0, "only then is an address about to be asked"
