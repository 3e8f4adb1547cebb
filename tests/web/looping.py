"""What tests of the loop share: a small conversation, and a whole run over a scripted transport."""

import asyncio
from collections.abc import Callable, Generator, Iterable, MutableMapping, Sequence
from typing import NamedTuple

from notelint.web.check.absent import Absent
from notelint.web.messages import Failure, Reply, Request, Response
from notelint.web.policy import Policy
from notelint.web.progress import Limits, Progress
from notelint.web.schedule.pace import Pace
from notelint.web.sweep import Hold, Sweep, ToAsk
from notelint.web.verdict import NOTHING_KNOWN, FragmentVerdict, Known, Verdict
from tests.web.virtual import Answer, ScriptedTransport, VirtualClock, run

POLICY = Policy(timeout=20.0, connect_timeout=10.0, deadline=90.0, tries=3, backoff=1.0)


def converse(
    url: str,
    policy: Policy,
    *,
    fragments: Sequence[str],
    known: Known,
    absent: MutableMapping[str, Absent] | None,
) -> Generator[Request, Reply, Verdict]:
    """A small conversation: follows redirects, tries again what may pass."""
    assert known is NOTHING_KNOWN
    assert absent is not None
    asked, seconds, attempt, count = url, 0.0, 1, 0
    while True:
        reply = yield Request(asked, delay=policy.backoff if attempt > 1 else 0.0, attempt=attempt)
        count, seconds = count + 1, seconds + reply.seconds
        found = tuple(FragmentVerdict(name, "found", "found") for name in fragments)
        if isinstance(reply, Response) and reply.status == 302:
            asked, attempt = reply.header("location"), 1
        elif isinstance(reply, Response) and reply.status < 400:
            return Verdict(url, "alive", "ok", reply.status, None, count, seconds, fragments=found)
        elif attempt == policy.tries or (
            isinstance(reply, Failure) and reply.kind in ("deadline", "host-silent", "held", "robots")
        ):
            detail = reply.kind if isinstance(reply, Failure) else str(reply.status)
            return Verdict(url, "unsure", "server-error", None, None, count, seconds, detail=detail)
        else:
            attempt += 1


class Run(NamedTuple):
    verdicts: list[tuple[str, Verdict]]
    seconds: float
    transport: ScriptedTransport
    sweep: Sweep
    progress: Progress

    @property
    def details(self) -> dict[str, str]:
        return {url: verdict.detail or verdict.state for url, verdict in self.verdicts}


def items(addresses: Iterable[str]) -> Iterable[ToAsk]:
    return ((url, (), NOTHING_KNOWN) for url in addresses)


def swept(
    addresses: Iterable[ToAsk],
    answer: Callable[[Request, float], Answer],
    pace: Pace = Pace(),  # noqa: B008  # frozen
    policy: Policy = POLICY,
    limits: Limits = Limits(),  # noqa: B008  # frozen
    *,
    asks_robots: bool = False,
    hold: Hold | None = None,
) -> Run:
    async def all_of_it() -> Run:
        transport = ScriptedTransport(answer)
        sweep = Sweep(
            transport,
            policy,
            pace=pace,
            limits=limits,
            asks_robots=asks_robots,
            clock=VirtualClock(),
            converse=converse,
            hold=hold,
        )
        verdicts = [verdict async for verdict in sweep.verdicts(addresses)]
        return Run(verdicts, asyncio.get_running_loop().time(), transport, sweep, sweep.progress)

    return run(all_of_it())
