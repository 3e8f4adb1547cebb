"""A conversation is driven step by step, and a bug in it costs one verdict."""

from collections.abc import Callable, Generator

from notelint.web.check.conversation import Conversation
from notelint.web.messages import Failure, Reply, Request, Response

Talk = Callable[[], Generator[Request, Reply, int]]
ASKED = Request("https://host.test/", delay=2.0)


class Told(Conversation[int]):
    """One that keeps what comes of it."""

    def __init__(self, talk: Talk) -> None:
        super().__init__()
        self.talk = talk
        self.came: list[int | str] = []

    def begin(self) -> Generator[Request, Reply, int]:
        return self.talk()

    def ended(self, value: int) -> None:
        self.came.append(value)

    def crashed(self, detail: str) -> None:
        self.came.append(detail)


def twice() -> Generator[Request, Reply, int]:
    yield ASKED._replace(delay=0.0)
    yield ASKED
    return 7


def for_ever() -> Generator[Request, Reply, int]:
    while True:
        yield ASKED


def wrong() -> Generator[Request, Reply, int]:
    yield ASKED
    raise ValueError("a bug")


def test_it_ends_with_its_value_and_knows_what_it_took() -> None:
    told = Told(twice)
    assert (told.is_begun, told.request) == (False, None)
    assert told.step() == ASKED._replace(delay=0.0) == told.request
    assert told.is_begun
    assert told.step(Response(200, seconds=0.5)) == ASKED == told.request
    assert told.came == []
    assert told.step(Response(200, seconds=0.25)) is None is told.request
    assert (told.came, told.requests, told.seconds) == ([7], 2, 2.75)


def test_a_bug_ends_it() -> None:
    told = Told(wrong)
    told.step()
    assert told.step(Response(200)) is None
    assert told.came == ["ValueError: a bug"]


def test_it_does_not_go_on_for_ever() -> None:
    told = Told(for_ever)
    told.step()
    for _ in range(200):
        assert told.step(Response(200)) == ASKED
    assert told.step(Response(200)) is None
    assert told.came == ["RuntimeError: a conversation that goes on when it has to end"]


def test_it_does_not_go_on_when_its_time_is_over() -> None:
    told = Told(for_ever)
    told.step()
    assert told.step(Failure("timeout")) == ASKED
    assert told.step(Failure("deadline")) is None
    assert told.came == ["RuntimeError: a conversation that goes on when it has to end"]
