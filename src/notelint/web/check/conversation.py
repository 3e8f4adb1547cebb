"""A conversation under way: a generator that asks, what it asks for now, and what it has cost."""

from abc import ABC, abstractmethod
from collections.abc import Generator
from typing import Generic, TypeVar

from notelint.web.messages import Failure, Reply, Request

V = TypeVar("V")

# Ten redirects, each tried three times, seen twice and over https too come to less; beyond this it is a bug.
_MOST_REQUESTS = 200


class Conversation(ABC, Generic[V]):
    """One conversation, begun when its turn comes. It ends in a value, or in a bug.

    `seconds` are those it spent on the wire and in pauses that it wanted itself; waiting for a host's turn is not its fault.
    Hosts by the thousand have conversations waiting, so one that is not begun is as good as nothing.
    """

    __slots__ = ("_generator", "request", "requests", "seconds")

    def __init__(self) -> None:
        self._generator: Generator[Request, Reply, V] | None = None
        self.request: Request | None = None
        self.requests = 0
        self.seconds = 0.0

    @abstractmethod
    def begin(self) -> Generator[Request, Reply, V]:
        """What is said."""

    @abstractmethod
    def ended(self, value: V) -> None:
        """It came to its end."""

    @abstractmethod
    def crashed(self, detail: str) -> None:
        """A bug ended it."""

    @property
    def is_begun(self) -> bool:
        """Whether anything was said yet."""
        return self._generator is not None

    def step(self, reply: Reply | None = None) -> Request | None:
        """Tell the reply (None to begin) and hear what is wanted next; None when it is over."""
        try:
            self.request = self._next(reply)
        except StopIteration as end:
            self._close()
            self.ended(end.value)
        except Exception as error:  # a bug costs one verdict, not the run
            self._close()
            self.crashed(f"{type(error).__name__}: {error}")
        return self.request

    def _next(self, reply: Reply | None) -> Request:
        if self._generator is None or reply is None:
            self._generator = self.begin()
            return next(self._generator)
        self.requests += 1
        self.seconds += reply.seconds
        request = self._generator.send(reply)
        if self.requests > _MOST_REQUESTS or (isinstance(reply, Failure) and reply.kind == "deadline"):
            raise RuntimeError("a conversation that goes on when it has to end")
        self.seconds += request.delay
        return request

    def _close(self) -> None:
        self.request = None
        if self._generator is not None:
            self._generator.close()
