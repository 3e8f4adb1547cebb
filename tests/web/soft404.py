"""A corpus of made hosts, many of which answer 200 for pages that do not exist: how well are these told from real ones?

Each host has a style (see `soft404_styles`), a made-up language, a template and random content; some pages differ from visit
to visit. Each is asked for pages that exist and for pages that do not. Precision is the share of pages called suspect that
indeed do not exist; recall is the share of pages that do not exist, though the host claims success, that are called suspect.
"""

from collections.abc import Iterator
from typing import NamedTuple

from notelint.web.check.absent import Absent
from notelint.web.policy import Look, Policy
from tests.web.cases import converse
from tests.web.made_words import seeded
from tests.web.soft404_styles import STYLES


class Judged(NamedTuple):
    """One address: the style of its host, whether it exists, what it was called, and how many requests that took."""

    style: str
    url: str
    exists: bool
    state: str
    reason: str
    requests: int


class Score(NamedTuple):
    precision: float
    recall: float
    requests: float


def judged(hosts: int, seed: int, look: Look = "neighbours") -> Iterator[Judged]:
    """What becomes of every address of a corpus; those of which nothing can be known are left out (see `Site.undecidable`)."""
    absent: dict[str, Absent] = {}
    for number in range(hosts):
        name, style = STYLES[number % len(STYLES)]
        site = style(seeded(f"{seed} {number}"), f"https://site{number}.test")
        for path in (*site.live, *site.dead):
            verdict, _ = converse(site.host + path, site.answer, Policy(look=look), absent=absent)
            if path in site.live or not site.undecidable:
                yield Judged(name, verdict.url, path in site.live, verdict.state, verdict.reason, verdict.requests)


def score(results: list[Judged]) -> Score:
    """Precision and recall, and requests per address. Honest hosts say 404 themselves; those addresses count for neither."""
    suspects = [result for result in results if result.state == "suspect"]
    hidden = [result for result in results if not result.exists and result.state != "dead"]
    right = sum(not result.exists for result in suspects)
    return Score(right / max(1, len(suspects)), right / max(1, len(hidden)), sum(r.requests for r in results) / len(results))


def wrong(results: list[Judged]) -> list[Judged]:
    """The addresses that were judged wrongly."""
    return [
        r
        for r in results
        if (r.exists and r.state not in ("alive", "moved")) or (not r.exists and r.state not in ("suspect", "dead"))
    ]
