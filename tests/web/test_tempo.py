"""How fast a host is asked after what it said, told by a schedule that is told the time."""

import pytest

from notelint.web.messages import Response
from notelint.web.schedule import Schedule
from notelint.web.schedule.pace import Pace
from tests.web.test_schedule import end, put, taken

TIRED = Response(429, (("retry-after", "10"),))


def test_retry_after_holds_back_the_host_and_nobody_else() -> None:
    schedule: Schedule[str] = Schedule(Pace(per_host=2))
    put(schedule, "a", 4)
    end(schedule, taken(schedule, 0.0), 1.0, TIRED)
    put(schedule, "b", 1)
    assert taken(schedule, 1.0) == ["b/0"]
    assert taken(schedule, 10.9) == []
    assert schedule.next_at() == 11.0
    assert len(taken(schedule, 11.0)) == 1, "gently: one goes ahead to see"


def test_requests_under_way_when_the_host_complains_do_not_prolong_it() -> None:
    schedule: Schedule[str] = Schedule(Pace(per_host=4))
    put(schedule, "a", 8)
    first, *others = taken(schedule, 0.0)
    end(schedule, [first], 1.0, Response(429))
    end(schedule, others, 1.5, Response(429))
    assert schedule.host("a").tempo.held_until == 2.0


def test_without_retry_after_each_hold_is_twice_as_long() -> None:
    schedule: Schedule[str] = Schedule(Pace(per_host=1))
    put(schedule, "a", 4)
    now, holds = 0.0, []
    for _ in range(4):
        end(schedule, taken(schedule, now), now, Response(429))
        holds.append(schedule.host("a").tempo.held_until - now)
        now = schedule.host("a").tempo.ready_at()
    assert holds == [1.0, 2.0, 4.0, 8.0]


def test_after_a_complaint_the_host_is_asked_at_the_pace_it_bore() -> None:
    schedule: Schedule[str] = Schedule(Pace(per_host=2))
    put(schedule, "a", 100)
    for step in range(9):  # 18 answers in 9 s, then two complaints that ask for 10 s: 18 in 20 s are borne
        end(schedule, taken(schedule, float(step)), step + 1.0, Response(200))
    end(schedule, taken(schedule, 9.0), 10.0, TIRED)
    assert len(taken(schedule, 20.0)) == 1
    assert schedule.host("a").tempo.interval == pytest.approx(20 / 18)


def test_what_was_under_way_when_the_host_complained_and_is_answered_was_borne_too() -> None:
    schedule: Schedule[str] = Schedule(Pace(per_host=2))
    put(schedule, "a", 100)
    for step in range(9):
        end(schedule, taken(schedule, float(step)), step + 1.0, Response(200))
    first, second = taken(schedule, 9.0)
    end(schedule, [first], 10.0, TIRED)
    end(schedule, [second], 10.5, Response(200))
    assert schedule.host("a").tempo.interval == pytest.approx(20 / 19)


def test_a_pace_that_was_too_fast_is_not_tried_again() -> None:
    surplus, now, window = [], 0.0, (0.0, 0)  # a host that allows ten in two seconds
    schedule: Schedule[str] = Schedule(Pace())
    put(schedule, "a", 1000)
    while schedule.waiting:
        for ticket in taken(schedule, now):
            window = (window[0], window[1] + 1) if now < window[0] + 2.0 else (now, 1)
            is_surplus = window[1] > 10
            if is_surplus:
                surplus.append(now)
                schedule.again(ticket, "a", now + 1.0)
            end(schedule, [ticket], now, Response(429, (("retry-after", "2"),)) if is_surplus else Response(200))
        now += 0.01
    assert len(surplus) < 10
    assert max(surplus) < 60.0
    assert now < 300.0, "the least is 200 s"


def test_after_a_complaint_one_goes_ahead_and_the_others_follow_as_it_goes_well() -> None:
    schedule: Schedule[str] = Schedule(Pace(per_host=2))
    put(schedule, "a", 500)
    for step in range(100):  # so many in a second that no pause worth the name follows
        end(schedule, taken(schedule, step / 100), (step + 1) / 100, Response(200))
    end(schedule, taken(schedule, 1.0), 1.0, Response(429))
    assert schedule.host("a").tempo.held_until == 2.0
    assert len(taken(schedule, 2.0)) == 1
    assert taken(schedule, 2.5) == []
    end(schedule, ["a/202"], 2.5, Response(200))
    end(schedule, taken(schedule, 2.5), 2.6, Response(200))
    assert schedule.host("a").tempo.slots == 2


def test_a_host_that_wants_more_patience_than_there_is_gets_no_more_requests() -> None:
    schedule: Schedule[str] = Schedule(Pace(per_host=1, patience=60.0))
    put(schedule, "a", 3)
    end(schedule, taken(schedule, 0.0), 1.0, Response(429, (("retry-after", "3600"),)))
    kinds = [(turn.ticket, turn.failure.kind) for turn in schedule.take(1.0) if turn.failure]
    assert kinds == [("a/1", "held"), ("a/2", "held")]
    put(schedule, "a", 1)
    (turn,) = schedule.take(2.0)
    assert turn.failure
    assert turn.failure.kind == "held"


def test_one_page_out_of_order_for_long_does_not_close_a_host_that_serves_others() -> None:
    schedule: Schedule[str] = Schedule(Pace(per_host=1))
    put(schedule, "a", 3)
    end(schedule, taken(schedule, 0.0), 1.0, Response(200))
    end(schedule, taken(schedule, 1.0), 2.0, Response(503, (("retry-after", "86400"),)))
    assert len(taken(schedule, 2.0)) == 1


def test_the_last_of_an_allowance_is_heeded_before_there_is_a_complaint() -> None:
    schedule: Schedule[str] = Schedule(Pace(per_host=1))
    put(schedule, "a", 2)
    spent = Response(200, (("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "8")))
    end(schedule, taken(schedule, 0.0), 1.0, spent)
    assert taken(schedule, 8.9) == []
    assert len(taken(schedule, 9.0)) == 1


def test_what_robots_txt_wants_is_heeded() -> None:
    schedule: Schedule[str] = Schedule(Pace(per_host=4))
    schedule.host("a").tempo.pace_to(2.5)
    put(schedule, "a", 4)
    times = []
    for tenth in range(100):
        for ticket in taken(schedule, tenth / 10):
            times.append(tenth / 10)
            end(schedule, [ticket], tenth / 10, Response(200))
    assert times == [0.0, 2.5, 5.0, 7.5]
