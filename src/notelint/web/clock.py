"""What time it is: the one place where the web half reads clocks, so that tests can have a day pass in a moment.

Waiting itself is left to the event loop, whose clock `now` is; a loop whose time is virtual makes all of it virtual.
"""

from asyncio import get_running_loop
from time import time
from typing import Protocol


class Clock(Protocol):
    """Two clocks in seconds: one for measuring, one for dates."""

    def now(self) -> float:
        """The time of the running event loop, which never goes back."""

    def wall(self) -> float:
        """The seconds since 1970 (UTC)."""


class SystemClock:
    """The clocks of the machine."""

    def now(self) -> float:
        """The time of the running event loop."""
        return get_running_loop().time()

    def wall(self) -> float:
        """The seconds since 1970 (UTC)."""
        return time()
