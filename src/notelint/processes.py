"""Work in several processes that have in memory what this one has: they are forked from it, and hand back what they find.

That is safe in a process of one thread (fork(2): a lock that another thread holds would stay locked in the child for ever), and
is done on Linux only. The pools of the standard library start threads themselves, and their workers outlive a process that was
killed; these do not.
"""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, TypeAlias

Work: TypeAlias = Callable[[Iterator[int]], bytes]
"""What a helper does with the numbers of the portions that fall to it, and what it hands back."""

MOST_PORTIONS = 256
"""Their numbers are one byte each, and all of them wait in a pipe (pipe(7): it holds at least a page of 4,096 bytes)."""
_THREADS = Path("/proc/self/task")
_QUOTA = Path("/sys/fs/cgroup/cpu.max")


def processors() -> int:
    """How many processors this process may use at once.

    That is how many it is bound to (sched_setaffinity(2)), and no more than its control group is allowed (cgroup v2, `cpu.max`:
    microseconds of processor time, and the microseconds in which these may be used).
    """
    if sys.platform != "linux":
        return os.cpu_count() or 1
    bound = len(os.sched_getaffinity(0))
    try:
        quota, period = _QUOTA.read_text(encoding="ascii").split()
        return bound if quota == "max" else max(1, min(bound, int(quota) // int(period)))
    except (OSError, ValueError):
        return bound


def may_fork() -> bool:
    """Whether this process can be forked: it has no second thread, be it one that Python knows nothing of."""
    try:
        return sys.platform == "linux" and len(list(_THREADS.iterdir())) == 1
    except OSError:
        return False


class LostHelperError(Exception):
    """A helper has ended without handing anything back. Whoever wants its work done does all of it alone."""


class Helpers:
    """Processes that do a part of some work. Each takes the number of the next portion when it is done with the one before."""

    def __init__(self, portions: int) -> None:
        self._parent = os.getpid()
        self._helpers: list[_Helper] = []
        self._numbers, begin = os.pipe()
        os.write(begin, bytes(range(portions)))
        os.close(begin)  # or nobody would ever see that there are no more

    def left(self) -> Iterator[int]:
        """The numbers of the portions that nobody has begun, one after the other."""
        while number := os.read(self._numbers, 1):
            if os.getpid() != self._parent != os.getppid():
                os._exit(1)  # nobody is there any more to hand anything to
            yield number[0]

    def handed(self) -> Iterator[bytes]:
        """What each helper hands back, once it is done. Raises LostHelperError."""
        while self._helpers:
            with os.fdopen(self._helpers[-1].pipe, "rb", closefd=False) as source:
                found = source.read()
            if self._helpers.pop().ended():
                raise LostHelperError
            yield found

    def start(self, work: Work) -> None:
        """Start one more. Raises OSError when the system has no process to give."""
        receive, send = os.pipe()
        try:
            process = os.fork()
            if process == 0:
                signal.signal(signal.SIGINT, signal.SIG_DFL)  # an interrupted run has nothing more to say here
                with os.fdopen(send, "wb") as sink:
                    sink.write(work(self.left()))
                os._exit(0)
        except OSError:
            os.close(receive)
            raise
        finally:
            if os.getpid() != self._parent:
                os._exit(1)  # the parent learns of an error by what is missing
            os.close(send)
        self._helpers.append(_Helper(process, receive))

    def end(self) -> None:
        """End them all, whatever they are at."""
        os.close(self._numbers)
        for helper in self._helpers:
            os.kill(helper.process, signal.SIGKILL)
            helper.ended()


class _Helper(NamedTuple):
    """A process, and the end of the pipe through which it hands back what it finds."""

    process: int
    pipe: int

    def ended(self) -> int:
        """Wait for its end; 0 when all was well."""
        os.close(self.pipe)
        return os.waitpid(self.process, 0)[1]


@contextmanager
def helped(count: int, portions: int, work: Work) -> Iterator[Helpers]:
    """Have up to `count` processes do a part of these portions; when the context ends they have ended, whatever happens."""
    helpers = Helpers(portions)
    try:
        for _ in range(count):
            helpers.start(work)
        yield helpers
    finally:
        helpers.end()
