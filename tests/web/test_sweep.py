"""The loop: many conversations over a scripted transport, on a clock that tests own."""

import asyncio
from collections.abc import AsyncIterator, Generator, Iterable

import pytest

from notelint.web.messages import Failure, Reply, Request
from notelint.web.policy import Policy
from notelint.web.schedule.pace import Pace
from notelint.web.sweep import Sweep, ToAsk
from notelint.web.verdict import NOTHING_KNOWN, Verdict
from tests.web.looping import POLICY, converse, items, swept
from tests.web.virtual import EPOCH, Answer, ScriptedTransport, VirtualClock, always, ok, run, urls


def test_every_address_gets_its_verdict_and_the_time_of_it() -> None:
    done = swept(items(urls("a.example", 10)), always(ok(), 0.5), Pace(per_host=4))
    assert sorted(url for url, _ in done.verdicts) == sorted(urls("a.example", 10))
    assert done.seconds == pytest.approx(2.5), "two at once"
    assert {verdict.checked_at for _, verdict in done.verdicts} == {EPOCH + half / 2 for half in range(1, 6)}
    assert done.progress == (10, 0, 0, 10, ())


def test_an_address_that_many_notes_have_is_asked_once() -> None:
    done = swept(items(["https://a.example/x"] * 50), always(ok()))
    assert len(done.transport.sent) == len(done.verdicts) == 1


def test_fragments_of_many_notes_are_asked_together() -> None:
    addresses: list[ToAsk] = [("https://a.example/x", (name,), NOTHING_KNOWN) for name in ("one", "two", "one")]
    done = swept(addresses, always(ok()))
    ((_, verdict),) = done.verdicts
    assert [fragment.name for fragment in verdict.fragments] == ["one", "two"]


def test_a_fragment_that_comes_late_has_the_address_asked_again() -> None:
    async def late() -> AsyncIterator[ToAsk]:
        yield "https://a.example/x", ("one",), NOTHING_KNOWN
        await asyncio.sleep(9)
        yield "https://a.example/x", ("one",), NOTHING_KNOWN
        yield "https://a.example/x", ("two",), NOTHING_KNOWN

    async def all_of_it() -> list[list[str]]:
        sweep = Sweep(ScriptedTransport(always(ok())), POLICY, clock=VirtualClock(), converse=converse)
        return [[found.name for found in verdict.fragments] async for _, verdict in sweep.verdicts(late())]

    assert run(all_of_it()) == [["one"], ["one", "two"]]


def test_addresses_are_asked_while_others_still_arrive() -> None:
    async def slowly() -> AsyncIterator[ToAsk]:
        for number in range(5):
            yield f"https://h{number}.example/", (), NOTHING_KNOWN
            await asyncio.sleep(1)

    async def all_of_it() -> list[float]:
        transport = ScriptedTransport(always(ok()))
        sweep = Sweep(transport, POLICY, clock=VirtualClock(), converse=converse)
        assert len([url async for url, _ in sweep.verdicts(slowly())]) == 5
        return [at for at, _ in transport.sent]

    assert run(all_of_it()) == [0.0, 1.0, 2.0, 3.0, 4.0]


def test_a_redirect_is_asked_under_the_limits_of_the_host_it_leads_to() -> None:
    def answer(request: Request, now: float) -> Answer:
        host = request.url.split("/")[2]
        return (0.1, ok()) if host == "hub.example" else (0.1, ok(("location", f"https://hub.example/{host}"), status=302))

    done = swept(items(f"https://h{number}.example/" for number in range(40)), answer, Pace(per_host=2))
    assert done.transport.host_most["hub.example"] == 2
    assert {verdict.state for _, verdict in done.verdicts} == {"alive"}


def test_nobody_waits_in_a_slot_for_a_host_that_wants_to_be_left_alone() -> None:
    def answer(request: Request, now: float) -> Answer:
        is_early = "tired" in request.url and now < 30.0
        return 0.1, ok(("retry-after", "30"), status=429) if is_early else ok()

    addresses = [*urls("tired.example", 20), *(url for number in range(100) for url in urls(f"h{number}.example", 2))]
    done = swept(items(addresses), answer, Pace(total=8, per_host=6))
    others = [at for at, url in done.transport.sent if "tired" not in url]
    assert max(others) < 10.0
    tired = done.transport.times("tired.example")
    assert not [at for at in tired if 0.2 < at < 30.0]
    assert {verdict.state for _, verdict in done.verdicts} == {"alive"}


def test_hosts_that_want_to_be_left_alone_are_told_of() -> None:
    held: list[tuple[str, float]] = []

    def answer(request: Request, now: float) -> Answer:
        is_early = "tired" in request.url and now < 30.0
        return 0.1, ok(("retry-after", "30"), status=429) if is_early else ok()

    addresses = [*urls("tired.example", 1), *urls("lively.example", 3)]
    swept(items(addresses), answer, hold=lambda host, until: held.append((host, until)))
    assert [host for host, _ in held] == ["tired.example"]
    assert held[0][1] == pytest.approx(EPOCH + 30.1)


def dead_and_live(request: Request, now: float) -> Answer:
    if "dead" in request.url:
        return 10.0, Failure("connect-timeout")
    return 0.1, ok()


def test_dead_hosts_hold_up_no_live_ones() -> None:
    live = [url for number in range(40) for url in urls(f"live{number}.example", 5)]
    dead = [url for number in range(30) for url in urls(f"dead{number}.example", 3)]
    done = swept(items([*dead, *live]), dead_and_live, Pace(total=32))
    assert max(at for at, url in done.transport.sent if "live" in url) < 6.0
    assert {done.details[url] for url in live} == {"alive"}


def test_a_host_that_never_answers_is_given_up_and_said_to_be_silent() -> None:
    done = swept(items(urls("dead.example", 500)), dead_and_live)
    assert len(done.transport.sent) == 4
    assert done.seconds < 15.0
    assert list(done.details.values()).count("host-silent") >= 496


def test_an_address_has_a_deadline_over_all_its_requests() -> None:
    done = swept(items(["https://slow.example/"]), always(Failure("timeout"), 20.0), policy=POLICY._replace(deadline=45.0))
    assert done.seconds == pytest.approx(45.0)
    assert done.details == {"https://slow.example/": "deadline"}


def test_waiting_for_a_host_costs_an_address_none_of_its_time() -> None:
    done = swept(
        items(urls("a.example", 100)), always(ok(), 4.0), Pace(per_host=1, slow_after=5.0), POLICY._replace(deadline=10.0)
    )
    assert done.seconds == pytest.approx(400.0)
    assert set(done.details.values()) == {"alive"}


def test_a_bug_in_one_conversation_is_one_verdict() -> None:
    def buggy(url: str, policy: Policy, **named: object) -> Generator[Request, Reply, Verdict]:
        yield Request(url)
        if url.endswith("3"):
            raise KeyError("oops")
        return Verdict(url, "alive", "ok")

    async def all_of_it() -> dict[str, tuple[str, str, str]]:
        sweep = Sweep(ScriptedTransport(always(ok())), POLICY, clock=VirtualClock(), converse=buggy)
        return {url: (found.state, found.reason, found.detail) async for url, found in sweep.verdicts(items(urls("a", 5)))}

    found = run(all_of_it())
    assert found["https://a/3"] == ("unsure", "crashed", "KeyError: 'oops'")
    assert [state for state, _, _ in found.values()].count("alive") == 4


def test_a_conversation_without_end_is_ended() -> None:
    def endless(url: str, policy: Policy, **named: object) -> Generator[Request, Reply, Verdict]:
        while True:
            yield Request(url)

    async def all_of_it() -> tuple[list[str], int]:
        transport = ScriptedTransport(always(ok(), 0.001))
        sweep = Sweep(transport, POLICY, clock=VirtualClock(), converse=endless)
        return [found.reason async for _, found in sweep.verdicts(items(["https://a/"]))], len(transport.sent)

    reasons, sent = run(all_of_it())
    assert reasons == ["crashed"]
    assert sent < 300


def test_a_transport_that_breaks_its_word_costs_one_verdict() -> None:
    def answer(request: Request, now: float) -> Answer:
        raise ZeroDivisionError

    assert swept(items(["https://a/"]), answer).details == {"https://a/": "crashed"}


def test_an_error_of_the_addresses_reaches_the_caller() -> None:
    def broken() -> Iterable[ToAsk]:
        yield "https://a/", (), NOTHING_KNOWN
        raise OSError("disk")

    with pytest.raises(OSError, match="disk"):
        swept(broken(), always(ok()))
