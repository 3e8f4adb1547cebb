"""The command `notelint sweep` over a scripted web, at a time of one's own."""

import json
from typing import Any

from notelint.web.policy import Policy
from notelint.web.store import Task
from notelint.web.verdict import Verdict
from tests.conftest import Notelint, Ran
from tests.web.sweeping import NOW, Scripted, verdict

A, B, C = "https://a.org/one", "https://b.org/two", "https://b.org/three"


class Web:
    """What each address answers, at what time it is; `sweep()` runs the command."""

    def __init__(self, notelint: Notelint) -> None:
        self.at = NOW
        self.answers: dict[str, Verdict] = {}
        self.ask = Scripted(self.answer)
        self._notelint = notelint

    @property
    def seen(self) -> list[Task]:
        """What the last sweep asked."""
        return self.ask.seen

    @property
    def policies(self) -> list[Policy]:
        return self.ask.policies

    def answer(self, task: Task) -> Verdict:
        return self.answers.get(task.url, verdict(task.url))._replace(checked_at=self.at)

    def sweep(self, *arguments: str, after: float = 0) -> Ran:
        self.at += after
        self.ask.seen.clear()
        return self._notelint("sweep", "--store", "s.db", *arguments)

    def report(self, *arguments: str, after: float = 0) -> dict[str, Any]:
        ran = self.sweep("--report", "json", *arguments, after=after)
        assert ran.err == ""
        return dict(json.loads(ran.out))

    def history(self, url: str, *arguments: str) -> Ran:
        return self._notelint("history", url, "--store", "s.db", *arguments)
