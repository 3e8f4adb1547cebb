"""Which host may be asked when, told by a schedule that is told the time."""

from collections.abc import Iterable

import pytest

from notelint.web.messages import Failure, FailureKind, Request, Response
from notelint.web.pace import Pace
from notelint.web.schedule import Schedule

WALL = 1_767_225_600.0
TIRED = Response(429, (("retry-after", "10"),))


def put(schedule: Schedule[str], host: str, count: int) -> None:
    for number in range(count):
        schedule.put(f"{host}/{number}", host)


def taken(schedule: Schedule[str], now: float) -> list[str]:
    return [turn.ticket for turn in schedule.take(now) if turn.failure is None]


def end(schedule: Schedule[str], tickets: Iterable[str], now: float, reply: Response | Failure, attempt: int = 1) -> None:
    for ticket in tickets:
        schedule.done(ticket, Request(f"https://{ticket}", attempt=attempt), reply, now, WALL + now)


def test_a_host_gets_no_more_than_its_slots() -> None:
    schedule: Schedule[str] = Schedule(Pace(per_host=3))
    put(schedule, "a", 10)
    first = taken(schedule, 0.0)
    assert len(first) == 3
    assert taken(schedule, 0.1) == []
    end(schedule, first[:2], 0.2, Response(200))
    assert len(taken(schedule, 0.2)) == 2


def test_a_host_for_which_little_waits_gets_few_slots() -> None:
    schedule: Schedule[str] = Schedule(Pace(per_host=6))
    for count in (1, 3, 4, 9, 100):
        put(schedule, f"h{count}", count)
    hosts = [ticket.split("/")[0] for ticket in taken(schedule, 0.0)]
    assert [hosts.count(f"h{count}") for count in (1, 3, 4, 9, 100)] == [1, 1, 2, 3, 6]


def test_where_little_waits_and_one_is_slow_the_others_do_not_wait_for_each_other() -> None:
    schedule: Schedule[str] = Schedule(Pace(per_host=6, slow_after=5.0))
    put(schedule, "h", 3)
    assert taken(schedule, 0.0) == ["h/0"]
    assert taken(schedule, 5.0) == ["h/1", "h/2"]


def test_all_hosts_together_get_no_more_than_the_total() -> None:
    schedule: Schedule[str] = Schedule(Pace(total=5, per_host=3))
    for host in "abcd":
        put(schedule, host, 4)
    assert len(taken(schedule, 0.0)) == 5


def test_hosts_take_turns_and_the_largest_does_not_wait() -> None:
    schedule: Schedule[str] = Schedule(Pace(total=8, per_host=4))
    for number in range(20):
        put(schedule, f"small{number}", 1)
    put(schedule, "large", 100)
    hosts = [ticket.split("/")[0] for ticket in taken(schedule, 0.0)]
    assert hosts.count("large") == 4
    assert len(set(hosts)) == 5


def test_open_conversations_go_before_new_ones() -> None:
    schedule: Schedule[str] = Schedule(Pace(total=4))
    for number in range(9):
        put(schedule, f"h{number}", 20)
    first = taken(schedule, 0.0)
    end(schedule, first, 1.0, Response(302))
    for number in range(4):
        schedule.again(f"hop{number}", f"z{number}", 1.0)
    assert taken(schedule, 1.0) == ["hop0", "hop1", "hop2", "hop3"]


def test_hosts_that_never_answered_share_a_quarter_of_the_slots() -> None:
    schedule: Schedule[str] = Schedule(Pace(total=8))
    for number in range(8):
        put(schedule, f"dead{number}", 1)
    first = taken(schedule, 0.0)
    end(schedule, first, 10.0, Failure("connect-timeout"))
    for ticket in first:
        schedule.again(ticket, ticket.split("/")[0], 11.0)
    for number in range(20):
        put(schedule, f"live{number}", 1)
    tickets = taken(schedule, 11.0)
    dead = [ticket for ticket in tickets if "dead" in ticket]
    assert (len(tickets), len(dead)) == (8, 2)
    end(schedule, dead[:1], 12.0, Failure("connect-timeout"), attempt=2)
    assert ["dead" in ticket for ticket in taken(schedule, 12.0)] == [True], "the next of them has the place"


def test_a_pause_that_a_conversation_wants_holds_no_slot() -> None:
    schedule: Schedule[str] = Schedule(Pace(total=1))
    schedule.again("later", "a", 5.0)
    put(schedule, "a", 1)
    assert taken(schedule, 0.0) == ["a/0"]
    end(schedule, ["a/0"], 0.1, Response(200))
    assert taken(schedule, 4.9) == []
    assert schedule.next_at() == 5.0
    assert taken(schedule, 5.0) == ["later"]


def test_a_slow_request_gives_its_slots_to_others_while_it_goes_on_waiting() -> None:
    schedule: Schedule[str] = Schedule(Pace(total=2, per_host=2, slow_after=5.0))
    put(schedule, "dead", 10)
    assert taken(schedule, 0.0) == ["dead/0", "dead/1"]
    put(schedule, "live", 1)
    assert taken(schedule, 4.9) == []
    assert schedule.next_at() == 5.0
    assert taken(schedule, 5.0) == ["live/0", "dead/2"]


def test_a_host_whose_every_request_is_slow_gets_twice_its_slots_and_no_more() -> None:
    schedule: Schedule[str] = Schedule(Pace(per_host=2, slow_after=5.0))
    put(schedule, "dead", 100)
    assert sum(len(taken(schedule, second)) for second in map(float, range(30))) == 4


def test_there_are_only_so_many_slow_requests_in_all() -> None:
    schedule: Schedule[str] = Schedule(Pace(total=2, slow_total=3))
    for number in range(50):
        put(schedule, f"dead{number}", 1)
    assert sum(len(taken(schedule, second)) for second in map(float, range(60))) == 5


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
    assert schedule.host("a").held_until == 2.0


def test_without_retry_after_each_hold_is_twice_as_long() -> None:
    schedule: Schedule[str] = Schedule(Pace(per_host=1))
    put(schedule, "a", 4)
    now, holds = 0.0, []
    for _ in range(4):
        end(schedule, taken(schedule, now), now, Response(429))
        holds.append(schedule.host("a").held_until - now)
        now = schedule.host("a").ready_at()
    assert holds == [1.0, 2.0, 4.0, 8.0]


def test_after_a_complaint_the_host_is_asked_at_the_pace_it_bore() -> None:
    schedule: Schedule[str] = Schedule(Pace(per_host=2))
    put(schedule, "a", 100)
    for step in range(9):  # 18 answers in 9 s, then two complaints that ask for 10 s: 18 in 20 s are borne
        end(schedule, taken(schedule, float(step)), step + 1.0, Response(200))
    end(schedule, taken(schedule, 9.0), 10.0, TIRED)
    assert len(taken(schedule, 20.0)) == 1
    assert schedule.host("a").interval == pytest.approx(20 / 18)


def test_after_a_complaint_one_goes_ahead_and_the_others_follow_as_it_goes_well() -> None:
    schedule: Schedule[str] = Schedule(Pace(per_host=2))
    put(schedule, "a", 500)
    for step in range(100):  # so many in a second that no pause worth the name follows
        end(schedule, taken(schedule, step / 100), (step + 1) / 100, Response(200))
    end(schedule, taken(schedule, 1.0), 1.0, Response(429))
    assert schedule.host("a").held_until == 2.0
    assert len(taken(schedule, 2.0)) == 1
    assert taken(schedule, 2.5) == []
    end(schedule, ["a/202"], 2.5, Response(200))
    end(schedule, taken(schedule, 2.5), 2.6, Response(200))
    assert schedule.host("a").slots == 2


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


@pytest.mark.parametrize("kind", ["connect-timeout", "timeout", "refused", "unreachable", "name-trouble", "reset"])
def test_a_host_that_never_answered_is_given_up(kind: FailureKind) -> None:
    schedule: Schedule[str] = Schedule(Pace(per_host=4, silent_after=4))
    put(schedule, "a", 10)
    first = taken(schedule, 0.0)
    end(schedule, first, 10.0, Failure(kind))
    for ticket in first:
        schedule.again(ticket, "a", 11.0)
    assert len(taken(schedule, 11.0)) == 4, "nobody is given up before a second try"
    end(schedule, first[:1], 12.0, Failure(kind), attempt=2)
    turns = schedule.take(12.0)
    assert {turn.failure.kind for turn in turns if turn.failure} == {"host-silent"}
    assert len(turns) == 6


@pytest.mark.parametrize("reply", [Response(500), Response(404), Failure("no-such-host"), Failure("tls-expired")])
def test_a_host_that_was_heard_is_not_given_up(reply: Response | Failure) -> None:
    schedule: Schedule[str] = Schedule(Pace(per_host=4))
    put(schedule, "a", 40)
    for now in range(10):
        end(schedule, taken(schedule, float(now)), now + 0.5, reply, attempt=2)
    assert schedule.host("a").closed is None


def test_a_host_that_answered_once_is_not_given_up_for_time_outs() -> None:
    schedule: Schedule[str] = Schedule(Pace(per_host=1))
    put(schedule, "a", 40)
    end(schedule, taken(schedule, 0.0), 0.5, Response(200))
    for now in range(1, 20):
        end(schedule, taken(schedule, float(now)), now + 0.5, Failure("timeout"), attempt=2)
    assert schedule.host("a").closed is None


def test_what_robots_txt_wants_is_heeded() -> None:
    schedule: Schedule[str] = Schedule(Pace(per_host=4))
    schedule.host("a").pace_to(2.5)
    put(schedule, "a", 4)
    times = []
    for tenth in range(100):
        for ticket in taken(schedule, tenth / 10):
            times.append(tenth / 10)
            end(schedule, [ticket], tenth / 10, Response(200))
    assert times == [0.0, 2.5, 5.0, 7.5]


def test_what_is_taken_and_not_sent_frees_its_slots() -> None:
    schedule: Schedule[str] = Schedule(Pace(total=1))
    put(schedule, "a", 2)
    schedule.back(taken(schedule, 0.0)[0])
    assert len(taken(schedule, 0.0)) == 1


def test_every_ticket_comes_out_once() -> None:
    schedule: Schedule[str] = Schedule(Pace(total=7, per_host=2))
    for host in range(30):
        put(schedule, f"h{host}", host)
    out, now = [], 0.0
    while schedule.waiting or schedule.active:
        tickets = taken(schedule, now)
        out += tickets
        now += 0.1
        end(schedule, tickets, now, Response(200))
    assert sorted(out) == sorted(f"h{host}/{number}" for host in range(30) for number in range(host))
    assert schedule.active == schedule.slow == 0
