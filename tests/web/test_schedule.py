"""Which host may be asked when, told by a schedule that is told the time."""

from collections.abc import Iterable

import pytest

from notelint.web.messages import Failure, FailureKind, Request, Response
from notelint.web.schedule import Schedule
from notelint.web.schedule.pace import Pace

WALL = 1_767_225_600.0


def put(schedule: Schedule[str], host: str, count: int) -> None:
    for number in range(count):
        schedule.put(f"{host}/{number}", host)


def taken(schedule: Schedule[str], now: float) -> list[str]:
    return [turn.ticket for turn in schedule.take(now) if turn.failure is None]


def end(schedule: Schedule[str], tickets: Iterable[str], now: float, reply: Response | Failure, attempt: int = 1) -> None:
    for ticket in tickets:
        schedule.done(ticket, Request(f"https://{ticket}", attempt=attempt), reply, now, WALL + now)


def bearing(schedule: Schedule[str], host: str, slots: int) -> None:
    """Have a host that has answered and is known to bear so many at once."""
    for number in range(slots * slots):
        schedule.put(f"{host}/before{number}", host)
    while tickets := taken(schedule, 0.0):
        end(schedule, tickets, 0.0, Response(200))
    schedule.host(host).tempo.slots = slots


def test_a_host_gets_no_more_than_its_slots() -> None:
    schedule: Schedule[str] = Schedule(Pace(per_host=3))
    bearing(schedule, "a", 3)
    put(schedule, "a", 10)
    first = taken(schedule, 0.0)
    assert len(first) == 3
    assert taken(schedule, 0.1) == []
    end(schedule, first[:2], 0.2, Response(200))
    assert len(taken(schedule, 0.2)) == 2


def test_a_host_is_asked_more_at_once_with_each_round_that_goes_well() -> None:
    schedule: Schedule[str] = Schedule(Pace(per_host=5))
    put(schedule, "a", 100)
    rounds = []
    for second in range(6):
        tickets = taken(schedule, float(second))
        rounds.append(len(tickets))
        end(schedule, tickets, second + 0.5, Response(200))
    assert rounds == [2, 3, 4, 5, 5, 5]


@pytest.mark.parametrize(("took", "slots"), [(0.5, 5), (0.05, 3), (0.01, 2), (0.0, 2)])
def test_a_host_whose_answers_come_at_once_is_not_asked_more_at_once(took: float, slots: int) -> None:
    schedule: Schedule[str] = Schedule(Pace(per_host=5))
    put(schedule, "a", 100)
    for second in range(20):
        end(schedule, taken(schedule, float(second)), second + took, Response(200))
    assert schedule.host("a").tempo.slots == slots, "those that are sent come to fifty a second"


def test_a_host_for_which_little_waits_gets_few_slots() -> None:
    schedule: Schedule[str] = Schedule(Pace(per_host=6))
    counts = (1, 8, 9, 20, 100)
    for count in counts:
        bearing(schedule, f"h{count}", 6)
    for count in counts:
        schedule.host(f"h{count}").total = 0  # as if nothing had waited before
        put(schedule, f"h{count}", count)
    hosts = [ticket.split("/")[0] for ticket in taken(schedule, 0.0)]
    assert [hosts.count(f"h{count}") for count in counts] == [1, 1, 2, 3, 6]


def test_a_host_whose_first_answer_is_slow_is_asked_for_what_else_there_is_but_not_for_much() -> None:
    schedule: Schedule[str] = Schedule(Pace(per_host=8, silent_after=4, slow_after=2.0))
    put(schedule, "few", 3)
    put(schedule, "many", 100)
    assert taken(schedule, 0.0) == ["many/0", "many/1", "few/0"]
    assert schedule.next_at() == 2.0
    assert sorted(taken(schedule, 2.0)) == ["few/1", "few/2", "many/2", "many/3"]
    assert taken(schedule, 9.0) == []


def test_where_little_waits_and_one_is_slow_the_others_do_not_wait_for_each_other() -> None:
    schedule: Schedule[str] = Schedule(Pace(per_host=6, slow_after=5.0))
    put(schedule, "h", 3)
    assert taken(schedule, 0.0) == ["h/0"]
    end(schedule, ["h/0"], 0.5, Response(200))
    assert taken(schedule, 0.5) == ["h/1"]
    assert taken(schedule, 5.5) == ["h/2"]


def test_all_hosts_together_get_no_more_than_the_total() -> None:
    schedule: Schedule[str] = Schedule(Pace(total=5, per_host=3))
    for host in "abcd":
        put(schedule, host, 20)
    assert len(taken(schedule, 0.0)) == 5


def test_hosts_take_turns_and_the_largest_does_not_wait() -> None:
    schedule: Schedule[str] = Schedule(Pace(total=8, per_host=4))
    bearing(schedule, "large", 4)
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
    schedule: Schedule[str] = Schedule(Pace(total=4, per_host=4, slow_after=5.0))
    bearing(schedule, "slow", 4)
    schedule.host("slow").total = 99  # many, so that none is spared
    put(schedule, "slow", 5)
    assert len(taken(schedule, 0.0)) == 4
    put(schedule, "live", 1)
    assert taken(schedule, 4.9) == []
    assert schedule.next_at() == 5.0
    assert sorted(taken(schedule, 5.0)) == ["live/0", "slow/4"]


def test_a_host_whose_every_request_is_slow_gets_half_as_many_slots_besides() -> None:
    schedule: Schedule[str] = Schedule(Pace(per_host=4, slow_after=5.0))
    bearing(schedule, "slow", 4)
    put(schedule, "slow", 100)
    assert sum(len(taken(schedule, second)) for second in map(float, range(30))) == 6


def test_there_are_only_so_many_slow_requests_in_all() -> None:
    schedule: Schedule[str] = Schedule(Pace(total=2, slow_total=3))
    for number in range(50):
        put(schedule, f"dead{number}", 1)
    assert sum(len(taken(schedule, second)) for second in map(float, range(60))) == 5


@pytest.mark.parametrize("kind", ["refused", "unreachable", "name-trouble", "reset"])
def test_a_host_that_never_answered_is_given_up(kind: FailureKind) -> None:
    schedule: Schedule[str] = Schedule(Pace(per_host=4, silent_after=4))
    put(schedule, "a", 10)
    for second in range(4):
        end(schedule, taken(schedule, float(second)), second + 0.5, Failure(kind))
    (ticket,) = taken(schedule, 4.0)
    assert schedule.host("a").closed is None, "nobody is given up before a second try"
    end(schedule, [ticket], 4.5, Failure(kind), attempt=2)
    assert schedule.host("a").closed
    assert {turn.failure.kind for turn in schedule.take(5.0) if turn.failure} == {"host-silent"}


@pytest.mark.parametrize("kind", ["connect-timeout", "timeout"])
def test_four_time_outs_are_enough_without_a_second_try(kind: FailureKind) -> None:
    schedule: Schedule[str] = Schedule(Pace(per_host=8, silent_after=4))
    put(schedule, "a", 10)
    first = taken(schedule, 0.0) + taken(schedule, 2.0)
    assert len(first) == 4
    for number, ticket in enumerate(first):
        assert taken(schedule, 20.0) == [], "what is on the wire will tell"
        end(schedule, [ticket], 20.0 + number / 10, Failure(kind))
    turns = schedule.take(21.0)
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
