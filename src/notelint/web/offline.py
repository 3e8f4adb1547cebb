"""Whether it is the others who are silent, or us who are cut off."""

from notelint.errors import NotelintError
from notelint.web.messages import Failure, FailureKind, Reply

# Failures by which a host was not reached at all. The first two are said by somebody: the name system, the host or a router.
_HEARD: frozenset[FailureKind] = frozenset({"no-such-host", "refused"})
_UNREACHED: frozenset[FailureKind] = _HEARD | {"name-trouble", "unreachable", "connect-timeout"}
_UNSENT: frozenset[FailureKind] = frozenset({"forbidden-address", "host-silent", "held", "robots", "crashed"})

# From this many hosts on, even what was said about each of them is doubted.
_MANY = 3


class OfflineError(NotelintError):
    """Nobody could be reached, so nothing was learnt about any address."""


class Reached:
    """Who was not reached in a run, until somebody is."""

    def __init__(self) -> None:
        self._failed: dict[str, bool] = {}
        self._is_anybody_there = False

    def note(self, host: str, reply: Reply) -> None:
        """What came of a request to a host."""
        if self._is_anybody_there or (isinstance(reply, Failure) and reply.kind in _UNSENT):
            return
        if isinstance(reply, Failure) and reply.kind in _UNREACHED:
            self._failed[host] = self._failed.get(host, True) and reply.kind in _HEARD
        else:
            self._is_anybody_there = True
            self._failed.clear()

    @property
    def nobody(self) -> bool:
        """Whether every host that was asked failed by name or connection, so that the run says nothing about them.

        A name that does not exist and a connection that is refused are answers: they are only doubted when several hosts give
        them and nobody gives another. (Offline, some systems say of every name that it does not exist.)
        """
        return bool(self._failed) and (len(self._failed) >= _MANY or not all(self._failed.values()))
