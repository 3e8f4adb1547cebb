"""What happens to files, told by a thread of its own; and signals that end a watch whatever they interrupt."""

import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, SimpleQueue
from types import FrameType, TracebackType

from notelint.errors import ConfigError

_STEP = 10
"""Milliseconds in which nothing more may happen before one looks: programs save in several steps."""

_MOST = 500
"""Milliseconds after which one looks though it goes on happening."""

_SIGN = 0.2
"""Seconds after which a wait is interrupted to see whether it is to end: on Windows no signal interrupts it."""


class Ending(threading.Event):
    """Set when the watch is to end: by Ctrl-C, by SIGTERM, or since there is nothing more to do.

    A signal raises KeyboardInterrupt where the program is. Python swallows that when it happens to be within the callback of
    a weak reference, which imports have; so whoever waits looks here as well.
    """

    def __init__(self) -> None:
        super().__init__()
        self.code = 128 + signal.SIGINT
        self.seen = threading.Event()
        """Set when somebody has looked whether it is to end: from then on nothing that happens to files is missed."""

    def is_set(self) -> bool:
        """Whether it is to end."""
        self.seen.set()
        return super().is_set()

    def check(self) -> None:
        """Raise KeyboardInterrupt when it is to end."""
        if super().is_set():
            raise KeyboardInterrupt

    @contextmanager
    def by_signals(self) -> Iterator[None]:
        """Have signals end it. One that was ignored before, as for a job in the background of a shell, still is."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
        for number in (number for number, handler in before.items() if handler != signal.SIG_IGN):
            signal.signal(number, self._handle)
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _handle(self, number: int, frame: FrameType | None) -> None:
        self.code = 128 + number
        self.set()
        raise KeyboardInterrupt


class Changes:
    """What happens to the files below some folders; a context, in which a thread listens."""

    def __init__(self, roots: Sequence[Path], ending: Ending) -> None:
        """Raises ConfigError when the package that watches is not installed."""
        try:
            import watchfiles
        except ImportError:
            raise ConfigError("--watch needs the package watchfiles: install `notelint[watch]`.") from None
        self._watch = watchfiles.watch
        self._roots = roots
        self._ending = ending
        self._found: SimpleQueue[list[Path] | ConfigError] = SimpleQueue()
        self._thread = threading.Thread(target=self._listen, name="changes of files")

    def __enter__(self) -> "Changes":
        self._thread.start()
        while not self._ending.seen.wait(_SIGN) and self._thread.is_alive():
            self._ending.check()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._ending.set()
        self._thread.join()

    def wait(self, seconds: float | None = None) -> list[Path]:
        """The places at which something has happened next; none after so many seconds, or when a signal interrupts.

        Raises ConfigError when nothing can be heard any more, and KeyboardInterrupt when it is to end.
        """
        self._ending.check()
        while True:
            try:
                happened = self._found.get_nowait() if seconds == 0 else self._found.get(timeout=seconds or _SIGN)
            except Empty:
                self._ending.check()
                if seconds is not None:
                    return []
                continue
            if isinstance(happened, ConfigError):
                raise happened
            return happened

    def _listen(self) -> None:
        try:
            # Without a time-out: what happens in the moment of one would not be told.
            for happened in self._watch(*self._roots, step=_STEP, debounce=_MOST, rust_timeout=0, stop_event=self._ending):
                self._found.put([Path(place) for _, place in happened])
        except (OSError, RuntimeError) as error:  # there are too many folders for the system, or one cannot be looked into
            self._found.put(ConfigError(f"The files cannot be watched: {error}."))
