"""Archives on the web, asked for copies of pages that are gone."""

from collections.abc import Generator, Mapping
from datetime import datetime

from notelint.web.asking import Means, ask
from notelint.web.memento import Copy, find_copy
from notelint.web.messages import Reply, Request
from notelint.web.policy import Policy
from notelint.web.schedule.pace import Pace
from notelint.web.verdict import NOTHING_KNOWN, Verdict

# The Wayback Machine blocks those who ask faster than some tens of times a minute for long.
_PACE = Pace(per_host=2, interval=0.2)


def find_copies(days: Mapping[str, datetime], gate: str, policy: Policy, means: Means) -> dict[str, Copy]:
    """The copies of pages nearest to a time each (address → time), as far as the archive has good ones."""
    copies: dict[str, Copy] = {}

    def converse(url: str, policy: Policy, **_: object) -> Generator[Request, Reply, Verdict]:
        """Have the archive asked in place of the page; what a sweep knows of the page is of no use there."""
        copy = yield from find_copy(url, days[url], gate, policy)
        if copy is not None:
            copies[url] = copy
        return Verdict(url, "alive" if copy else "unsure", "ok" if copy else "not-found", location=copy and copy.url)

    means = means._replace(pace=_PACE, converse=converse, github=None)
    ask([(url, (), NOTHING_KNOWN) for url in days], policy, _pass_over, means=means)
    return copies


def _pass_over(url: str, verdict: Verdict) -> None:
    """Verdicts on archives are nobody's concern: the copies were kept as they were found."""
