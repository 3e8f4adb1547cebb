"""`notelint check --watch`: check again whenever something changes, until somebody ends it."""

import gc
import sys
import time
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

from notelint.cache.place import default_folder
from notelint.cli.main import CLEAN, say
from notelint.cli.memory import Memory
from notelint.errors import ConfigError, NotelintError
from notelint.given import groups
from notelint.run import Run

Check: TypeAlias = Callable[..., list[Run]]
"""Makes the runs that the arguments ask for, given what looks at a vault's files."""
Tell: TypeAlias = Callable[[Sequence[Run], Namespace], int]
"""Reports them."""

_STEP = 10
"""Milliseconds in which nothing more may happen before one looks: programs save in several steps."""

_MOST = 500
"""Milliseconds after which one looks though it goes on happening."""

_TICK = 100
"""Milliseconds after which the watch gives a sign of life; the first says that nothing is missed from now on."""

_CLEAR = "\x1b[2J\x1b[3J\x1b[H"
"""Clears the screen and what was scrolled off it, and goes to the top (ECMA-48, and xterm's extension of ED)."""

_NEVER = ("fix", "unsafe_fixes", "diff", "staged", "since", "web", "output", "summary", "stdin_filename")
"""What makes sense once, or changes what is watched."""


def watch(arguments: Namespace, check: Check, tell: Tell) -> int:
    """Check and tell again and again. It ends by KeyboardInterrupt, or by an error in what was asked for.

    Raises ConfigError when an option does not go with it, or when the package that watches is not installed.
    """
    _refuse(arguments)
    gc.enable()  # this is no short-lived reader of notes
    with _place_to_keep(arguments):
        memory = Memory()
        events = _events([group.root for group in groups(arguments.paths or ["."])])
        next(events)  # from now on nothing is missed
        runs = _round(check(arguments, memory.look), arguments, tell)
        for places in events:
            memory.settle()
            happened = memory.heed(places)
            if happened == "nothing":
                continue
            try:
                found = check(arguments, memory.look)
            except NotelintError as error:  # half of a configuration is written, or a note is gone that was given
                memory.forget()
                runs = []
                say(str(error))
                continue
            if happened == "written" or _seen(found) != _seen(runs):
                runs = _round(found, arguments, tell)
    return CLEAN


def _refuse(arguments: Namespace) -> None:
    for name in _NEVER:
        if getattr(arguments, name):
            raise ConfigError(f"--watch looks at notes again and again; it does not go with --{name.replace('_', '-')}.")
    if "-" in arguments.paths:
        raise ConfigError("--watch looks at files; it cannot wait for changes of the standard input.")


@contextmanager
def _place_to_keep(arguments: Namespace) -> Iterator[None]:
    """Have a folder for what runs find: it is what makes the next one short. Where none is wanted, one that goes away."""
    if not arguments.no_cache and (arguments.cache_dir or default_folder()):
        yield
        return
    with TemporaryDirectory(prefix="notelint-") as folder:
        arguments.cache_dir, arguments.no_cache = folder, False
        yield


def _events(roots: Sequence[Path]) -> Iterator[list[Path]]:
    """The places at which something has happened, again and again; the first time none."""
    try:
        from watchfiles import watch as changes
    except ImportError:
        raise ConfigError("--watch needs the package watchfiles: install `notelint[watch]`.") from None
    try:
        for found in changes(*roots, step=_STEP, debounce=_MOST, rust_timeout=_TICK, yield_on_timeout=True):
            yield [Path(place) for _, place in found]
    except (OSError, RuntimeError) as error:  # there are too many folders for the system, or one cannot be looked into
        raise ConfigError(f"The files cannot be watched: {error}.") from error


def _round(runs: list[Run], arguments: Namespace, tell: Tell) -> list[Run]:
    """Report once. Where somebody watches, the screen shows nothing else."""
    if sys.stdout.isatty():
        sys.stdout.write(_CLEAR)
    tell(runs, arguments)
    sys.stdout.flush()
    say(f"{time.strftime('%H:%M:%S')}: waiting for changes; Ctrl-C ends.")
    return runs


def _seen(runs: Sequence[Run]) -> list[object]:
    """What a report shows, as long as no note has changed."""
    return [(run.findings, run.notes, run.links, run.crashes) for run in runs]
