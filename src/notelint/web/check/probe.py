"""The two kinds of conversations that a run has: about an address, and about what an origin's robots.txt allows."""

from collections.abc import Generator, MutableMapping, Sequence
from typing import Any, Protocol

from notelint.web import robots
from notelint.web.check.absent import Absent
from notelint.web.check.conversation import Conversation
from notelint.web.messages import Reply, Request
from notelint.web.policy import Policy
from notelint.web.verdict import Known, Verdict


class Converse(Protocol):
    """What is said to one address: `check`."""

    def __call__(
        self,
        url: str,
        policy: Policy,
        *,
        fragments: Sequence[str],
        known: Known,
        absent: MutableMapping[str, Absent] | None,
    ) -> Generator[Request, Reply, Verdict]:
        """The conversation about an address."""


class Run(Protocol):
    """What conversations know of the run that they belong to."""

    policy: Policy
    converse: Converse
    absent: dict[str, Absent]

    def begun(self, url: str, fragments: Sequence[str]) -> None:
        """An address is under way."""

    def judged(self, url: str, verdict: Verdict) -> None:
        """An address has its verdict."""

    def allowed(self, asked: "RobotsTalk", rules: robots.Robots) -> None:
        """The rules of an origin are known."""


class Probe(Conversation[Verdict]):
    """The conversation about one address."""

    __slots__ = ("_known", "_run", "fragments", "url")

    def __init__(self, run: Run, url: str, fragments: tuple[str, ...], known: Known) -> None:
        super().__init__()
        self._run, self.url, self.fragments, self._known = run, url, fragments, known

    def begin(self) -> Generator[Request, Reply, Verdict]:
        """What is said: from now on the fragments are settled. Who waits for robots.txt has not begun."""
        run = self._run
        run.begun(self.url, self.fragments)
        return run.converse(self.url, run.policy, fragments=self.fragments, known=self._known, absent=run.absent)

    def ended(self, value: Verdict) -> None:
        """The address has its verdict."""
        self._run.judged(self.url, value)

    def crashed(self, detail: str) -> None:
        """The verdict is that there is none."""
        self._run.judged(
            self.url, Verdict(self.url, "unsure", "crashed", None, None, self.requests, self.seconds, detail=detail)
        )


class RobotsTalk(Conversation[robots.Robots]):
    """The conversation about one origin's robots.txt, and who waits for its end. `rules` is None until then."""

    __slots__ = ("_run", "origin", "rules", "waiting")

    def __init__(self, run: Run, origin: str) -> None:
        super().__init__()
        self._run, self.origin = run, origin
        self.rules: robots.Robots | None = None
        self.waiting: list[Conversation[Any]] = []

    def begin(self) -> Generator[Request, Reply, robots.Robots]:
        """What is said."""
        return robots.ask(self.origin, (("User-Agent", self._run.policy.user_agent),))

    def ended(self, value: robots.Robots) -> None:
        """The rules are known."""
        self._run.allowed(self, value)

    def crashed(self, detail: str) -> None:
        """Rules that make notelint stumble are none."""
        del detail
        self._run.allowed(self, robots.Robots())
