"""The policy over time: what a history of verdicts proves, and when an address is asked again."""

from itertools import pairwise
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notelint.web.evidence import (
    DAY,
    HOUR,
    LONGEST,
    MISSING_FOR,
    NO_EVIDENCE,
    SILENT_FOR,
    STEADY_FOR,
    Evidence,
    advance,
    kind_of,
)
from notelint.web.verdict import Reason, State, Verdict

URL = "https://a.org/x"
START = 1_700_000_000.0

OK: tuple[State, Reason] = ("alive", "ok")
MISSING: tuple[State, Reason] = ("dead", "not-found")
GONE: tuple[State, Reason] = ("dead", "gone")
TIMEOUT: tuple[State, Reason] = ("unsure", "timeout")
LIMITED: tuple[State, Reason] = ("blocked", "rate-limited")
FORBIDDEN: tuple[State, Reason] = ("blocked", "forbidden")
EXPIRED: tuple[State, Reason] = ("unsure", "tls-expired")


def verdict(what: tuple[State, Reason], at: float) -> Verdict:
    return Verdict(URL, *what, checked_at=START + at)


def fold(*history: tuple[float, tuple[State, Reason]]) -> Evidence:
    evidence = NO_EVIDENCE
    for at, what in history:
        evidence = advance(evidence, verdict(what, at))
    return evidence


def when_due(what: tuple[State, Reason], before: Evidence, until: float) -> list[tuple[float, Evidence]]:
    """What comes when an address answers the same at each visit, asked whenever it is due."""
    seen = []
    while before.due_at < START + until:
        before = advance(before, verdict(what, before.due_at - START))
        seen.append((before.checked_at - START, before))
    return seen


# -- what the issue asks for


def test_an_address_that_is_gone_is_dead_at_once() -> None:
    assert fold((0, GONE)).state == "dead"
    assert fold((0, ("dead", "no-such-host"))).state == "dead"


def test_a_page_not_found_is_dead_at_the_third_failure_when_three_days_have_passed() -> None:
    seen = when_due(MISSING, fold((0, OK), (DAY, MISSING)), DAY + 4 * DAY)
    assert [at - DAY for at, _ in seen] == [HOUR, DAY, 3 * DAY]
    assert [one.state for _, one in seen] == ["unsure", "unsure", "dead"]
    assert [one.failing_since for _, one in seen] == [START + DAY] * 3


@pytest.mark.parametrize(
    "history",
    [
        [(0, MISSING), (HOUR, MISSING), (DAY, MISSING), (2.9 * DAY, MISSING)],  # too soon
        [(0, MISSING), (10 * DAY, MISSING)],  # too few
        [(0, MISSING), (DAY, OK), (3 * DAY, MISSING), (4 * DAY, MISSING)],  # alive in between
        [(0, MISSING), (DAY, FORBIDDEN), (3 * DAY, MISSING), (4 * DAY, MISSING)],  # the server would not tell
        [(0, TIMEOUT), (DAY, TIMEOUT), (3 * DAY, MISSING)],  # one page not found
    ],
)
def test_less_than_three_failures_over_three_days_prove_nothing(history: list[tuple[float, tuple[State, Reason]]]) -> None:
    assert fold(*history).state == "unsure"


def test_a_time_out_between_pages_not_found_does_not_help_the_address() -> None:
    assert fold((0, MISSING), (HOUR, TIMEOUT), (DAY, MISSING), (3 * DAY, MISSING)).state == "dead"


def test_weather_is_dead_after_a_fortnight_without_a_break() -> None:
    seen = when_due(TIMEOUT, fold((0, OK), (DAY, TIMEOUT)), DAY + 15 * DAY)
    assert [at / DAY - 1 for at, _ in seen] == pytest.approx([1 / 24, 1, 3, 7, 14])
    assert [one.state for _, one in seen] == ["unsure"] * 4 + ["dead"]


@pytest.mark.parametrize("breaks", [OK, FORBIDDEN, EXPIRED, ("suspect", "soft-404")])
def test_whatever_shows_the_server_to_be_there_begins_the_fortnight_anew(breaks: tuple[State, Reason]) -> None:
    before = [(0, TIMEOUT), (7 * DAY, TIMEOUT), (10 * DAY, breaks), (11 * DAY, TIMEOUT)]
    assert fold(*before, (14 * DAY, TIMEOUT), (24 * DAY, TIMEOUT)).state == "unsure"
    assert fold(*before, (14 * DAY, TIMEOUT), (25 * DAY, TIMEOUT)).state == "dead"


def test_two_visits_a_month_apart_are_no_unbroken_fortnight() -> None:
    assert fold((0, TIMEOUT), (30 * DAY, TIMEOUT)).state == "unsure"


def test_failures_before_the_server_spoke_do_not_count() -> None:
    assert fold((0, EXPIRED), (HOUR, TIMEOUT), (15 * DAY, TIMEOUT)).state == "unsure"


def test_a_certificate_never_kills() -> None:
    assert all(one.state == "unsure" for _, one in when_due(EXPIRED, fold((0, EXPIRED)), 400 * DAY))


def test_a_dead_address_is_alive_at_its_first_answer() -> None:
    assert fold((0, GONE), (DAY, OK)).state == "alive"


@pytest.mark.parametrize("then", [TIMEOUT, MISSING, GONE, LIMITED])
def test_a_dead_address_stays_dead_until_something_speaks_for_it(then: tuple[State, Reason]) -> None:
    assert fold((0, GONE), (DAY, then)).state == "dead"
    assert fold((0, GONE), (DAY, then)).since == START


@pytest.mark.parametrize("then", [FORBIDDEN, EXPIRED, ("suspect", "parked")])
def test_an_answer_that_is_no_death_takes_it_back(then: tuple[State, Reason]) -> None:
    assert fold((0, GONE), (DAY, then)).state == then[0]


def test_who_wants_to_be_left_alone_is_asked_more_and_more_seldom() -> None:
    evidence = fold((0, OK))
    waits = []
    for _ in range(5):
        evidence = advance(evidence, verdict(LIMITED, evidence.due_at - START))
        waits.append(evidence.due_at - evidence.checked_at)
    assert all(0.8 * DAY * 2**number <= wait <= DAY * 2**number for number, wait in enumerate(waits[:4]))


def test_being_told_to_wait_leaves_what_was_known_until_it_is_old() -> None:
    assert fold((0, OK), (DAY, LIMITED)).state == "alive"
    assert fold((0, GONE), (DAY, LIMITED)).state == "dead"
    assert fold((0, OK), (DAY, LIMITED), (14 * DAY, LIMITED)).state == "blocked"
    assert fold((0, LIMITED)).state == "blocked"


def test_alive_addresses_are_asked_less_and_less_often() -> None:
    seen = when_due(OK, fold((0, OK)), 365 * DAY)
    waits = [after[0] - before[0] for before, after in pairwise(seen)]
    assert len(seen) < 20
    assert all(0.8 * LONGEST <= wait <= LONGEST for wait in waits[5:])
    assert len(set(waits[5:])) > 5, "the waits are not spread"


def flapping() -> tuple[float, Evidence]:
    """Three outages within a month, each seen twice."""
    history = []
    for number in range(3):
        start = number * 4 * DAY
        history += [(start, OK), (start + DAY, MISSING), (start + DAY + HOUR, MISSING), (start + 2 * DAY, OK)]
    return history[-1][0], fold(*history)


def test_an_address_that_keeps_coming_back_flaps_until_it_is_steady() -> None:
    at, evidence = flapping()
    assert evidence.state == "flapping"
    steady = when_due(OK, evidence, at + 30 * DAY)
    left = next(seen for seen, one in steady if one.state == "alive")
    assert STEADY_FOR <= left - at <= STEADY_FOR + 4 * DAY
    assert all(one.state == "alive" for seen, one in steady if seen > left)
    dead = when_due(MISSING, advance(evidence, verdict(MISSING, at + DAY)), at + 20 * DAY)
    assert [one.state for _, one in dead[:-1]] == ["flapping"] * (len(dead) - 1)
    assert dead[-1][1].state == "dead"
    assert dead[-1][0] - (at + DAY) >= STEADY_FOR


def test_what_has_been_steady_does_not_flap_for_one_more_outage() -> None:
    at, evidence = flapping()
    for place, what in ((15, OK), (16, MISSING), (16.1, MISSING), (17, OK)):
        evidence = advance(evidence, verdict(what, at + place * DAY))
    assert evidence.state == "alive"


def test_single_failures_are_no_flapping() -> None:
    history = [(number * DAY, OK if number % 2 else TIMEOUT) for number in range(30)]
    assert fold(*history).state == "alive"


# -- whatever the history

REASONS: dict[State, tuple[Reason, ...]] = {
    "alive": ("ok", "not-modified", "redirected", "accepted"),
    "moved": ("moved",),
    "dead": ("not-found", "gone", "no-such-host"),
    "blocked": ("forbidden", "rate-limited", "challenge", "robots"),
    "unsafe": ("redirect-to-forbidden",),
    "suspect": ("soft-404", "parked"),
    "unsure": ("timeout", "server-error", "name-trouble", "tls", "client-error", "deadline", "crashed", "host-silent"),
}
WHATS = [(state, reason) for state, reasons in REASONS.items() for reason in reasons]
waits = st.sampled_from([0.0, 60.0, HOUR, DAY, 3 * DAY, 14 * DAY, 40 * DAY]) | st.floats(0, 60 * DAY)
histories = st.lists(st.tuples(waits, st.sampled_from(WHATS)), min_size=1, max_size=40)


def run(history: list[tuple[float, tuple[State, Reason]]]) -> list[tuple[Verdict, Evidence]]:
    seen, evidence, at = [], NO_EVIDENCE, 0.0
    for wait, what in history:
        at += wait
        evidence = advance(evidence, verdict(what, at))
        seen.append((verdict(what, at), evidence))
    return seen


@given(histories)
def test_the_next_visit_is_never_sooner_than_an_hour_nor_later_than_thirty_days(
    history: list[tuple[float, tuple[State, Reason]]],
) -> None:
    for one, evidence in run(history):
        assert HOUR <= evidence.due_at - one.checked_at <= LONGEST + 1e-6


@settings(max_examples=400)
@given(histories)
def test_nothing_is_called_dead_without_evidence(history: list[tuple[float, tuple[State, Reason]]]) -> None:
    seen = run(history)
    for place, (one, evidence) in enumerate(seen):
        if evidence.state != "dead" or (place and seen[place - 1][1].state == "dead"):
            continue
        unbroken: list[Verdict] = []
        for before, _ in reversed(seen[: place + 1]):
            if kind_of(before) == "silence":
                continue
            if kind_of(before) not in ("missing", "final", "weather"):
                break
            unbroken.insert(0, before)
        missing = [before.checked_at for before in unbroken if before.reason == "not-found"]
        assert (
            kind_of(one) == "final"
            or (len(missing) >= 3 and missing[-1] - missing[0] >= MISSING_FOR)
            or (len(unbroken) >= 3 and one.checked_at - unbroken[0].checked_at >= SILENT_FOR)
        )


@given(histories)
def test_what_answers_is_alive_at_once_unless_it_flaps(history: list[tuple[float, tuple[State, Reason]]]) -> None:
    for one, evidence in run(history):
        if one.state in ("alive", "moved"):
            assert evidence.state in (one.state, "flapping")
            assert evidence.streak == 0
            assert evidence.failing_since is None
            assert evidence.last_alive == one.checked_at


@given(histories)
def test_flapping_needs_three_returns_within_thirty_days(history: list[tuple[float, tuple[State, Reason]]]) -> None:
    seen = run(history)
    for (_, before), (_, after) in pairwise(seen):
        if after.state == "flapping" and before.state != "flapping":
            assert after.turns[-1] - after.turns[0] < 30 * DAY
            assert len(after.turns) == 3


@given(histories)
def test_a_warning_of_its_own_is_told_at_once(history: list[tuple[float, tuple[State, Reason]]]) -> None:
    for one, evidence in run(history):
        if one.state in ("suspect", "unsafe"):
            assert (evidence.state, evidence.reason) == (one.state, one.reason)


@given(histories, st.integers(0, 40))
def test_the_state_depends_on_nothing_but_the_history(history: list[tuple[float, tuple[State, Reason]]], cut: int) -> None:
    whole = run(history)
    again = NO_EVIDENCE
    for place, (one, evidence) in enumerate(whole):
        if place == cut:
            again = Evidence(*again)  # as a store gives it back
        again = advance(again, one)
        assert again == evidence


@given(histories)
def test_a_clock_that_goes_back_does_no_harm(history: list[tuple[float, tuple[State, Reason]]]) -> None:
    evidence = NO_EVIDENCE
    for place, (wait, what) in enumerate(history):
        evidence = advance(evidence, verdict(what, wait if place % 2 else -wait))
        assert evidence.due_at >= evidence.checked_at + HOUR
        assert evidence.since <= evidence.checked_at


def test_every_reason_is_evidence_of_something() -> None:
    for state in get_args(State):
        for reason in get_args(Reason):
            assert kind_of(Verdict(URL, state, reason))
