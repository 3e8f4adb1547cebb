"""The conversation about one address, without input or output: it yields requests, is sent replies, and returns a verdict."""

from collections.abc import Generator, MutableMapping, Sequence
from typing import NamedTuple

from notelint.web.messages import Reply, Request
from notelint.web.policy import Policy
from notelint.web.verdict import NOTHING_KNOWN, Known, Verdict


class Absent(NamedTuple):
    """What a host answers for a page that cannot exist."""


def check(
    url: str,
    policy: Policy,
    *,
    fragments: Sequence[str] = (),
    known: Known = NOTHING_KNOWN,
    absent: MutableMapping[str, Absent] | None = None,
) -> Generator[Request, Reply, Verdict]:
    """Ask whether an address (http or https, without its fragment) is alive.

    `fragments` are all that are used with it, as they stand behind the `#`. `known` is what the store knows; with validators
    in it the requests are conditional. `absent` remembers what hosts answer for pages that cannot exist, for all addresses of
    one run: give the same mapping to each. Whatever is sent, the conversation ends in a verdict after a bounded number of
    requests. Waiting, pace, deadlines and `checked_at` are the caller's: it sends `Failure("deadline")` when time is over, and
    the verdict follows at once.
    """
    raise NotImplementedError
    yield Request(url)
