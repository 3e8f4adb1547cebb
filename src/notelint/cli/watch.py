"""`notelint check --watch`: check again whenever something changes, until somebody ends it."""

import gc
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple, TypeAlias

from notelint.cache.place import default_folder
from notelint.cli.changes import Changes, Ending
from notelint.cli.check_options import Options
from notelint.cli.looking import Vaults
from notelint.cli.main import say
from notelint.cli.memory import Memory
from notelint.errors import NotelintError
from notelint.finding import Finding
from notelint.given import groups
from notelint.report.place import Only
from notelint.run import Run

_CLEAR = "\x1b[H\x1b[2J"
"""Goes to the top of the screen and clears it (ECMA-48); what was scrolled off stays."""

_Key: TypeAlias = tuple[Path, str, str, str]


Check: TypeAlias = Callable[[Options, Vaults], list[Run]]
"""Makes the runs that are asked for, given what looks at vaults."""
Tell: TypeAlias = Callable[..., int]
"""Reports them; `only` these findings."""


def watch(options: Options, check: Check, tell: Tell) -> int:
    """Check and tell again and again, until Ctrl-C or SIGTERM; gives the exit code that says which (128 and its number).

    Raises ConfigError when the files cannot be watched.
    """
    ending = Ending()
    try:
        roots = [group.root for group in groups(options.paths or ["."])]
        with ending.by_signals(), _place_to_keep(options) as kept, Changes(roots, ending) as changes:
            _Watch(kept, changes, check, tell).run()
    except KeyboardInterrupt:
        pass
    return ending.code


@contextmanager
def _place_to_keep(options: Options) -> Iterator[Options]:
    """Have a folder for what runs find, which makes the first ones short. Where none is wanted, one that goes away."""
    if options.keeping.wanted and (options.keeping.folder or default_folder()):
        yield options
        return
    with TemporaryDirectory(prefix="notelint-") as folder:
        yield options._replace(keeping=options.keeping._replace(folder=folder, wanted=True))


class _Watch:
    """The rounds of a watch: what was told last, and what is remembered."""

    def __init__(self, options: Options, changes: Changes, check: Check, tell: Tell) -> None:
        self._options = options
        self._changes = changes
        self._check = check
        self._report = tell
        self._memory = Memory(options)
        self._runs: list[Run] | None = None

    def run(self) -> None:
        """Tell once, and then what changes."""
        self._round([])
        while True:
            places = self._idle()
            happened = self._memory.heed(places)
            if happened != "nothing":
                self._round(places, anyway=happened == "written")

    def _idle(self) -> list[Path]:
        """Wait until something happens, and make oneself ready for that."""
        try:
            for _ in self._memory.grow():
                if places := self._changes.wait(0):
                    return places
            if gc.get_freeze_count() == 0:  # what is in memory now stays: to look through it for garbage would take a second
                gc.collect()
                gc.freeze()
            gc.enable()
        except NotelintError:  # what is wrong was told by the last run
            pass
        return self._changes.wait()

    def _round(self, places: Sequence[Path], *, anyway: bool = True) -> None:
        """Check, and tell what came of it: where somebody saved a note `anyway`, else if it is not what it was."""
        before, self._runs = self._runs, None
        try:
            found = self._check(self._options, self._memory)
        except NotelintError as error:  # half of a configuration is written, or a note is gone that was given
            if before is None and not places:
                raise
            self._memory.forget()
            say(str(error))
            return
        self._runs = found
        if before is None or anyway or _seen(found) != _seen(before):
            self._tell(before, places)

    def _tell(self, before: Sequence[Run] | None, places: Sequence[Path]) -> None:
        """Report, of a round after the first only what is in the notes that were saved, and what is new elsewhere."""
        runs = self._runs or []
        if sys.stdout.isatty():
            sys.stdout.write(_CLEAR)
        news = _news(before, runs) if before is not None else None
        self._report(runs, self._options, only=_only(news.new, places) if news else None)
        sys.stdout.flush()
        counts = f"{news.told()}; " if news else ""
        say(f"{time.strftime('%H:%M:%S')}: {counts}waiting for changes; Ctrl-C ends.")


class _News(NamedTuple):
    """By how many findings of a kind there are more than before, and how many findings are gone or as they were."""

    new: Counter[_Key]
    gone: int
    same: int

    def told(self) -> str:
        """In words."""
        return f"{self.new.total():,} new, {self.gone:,} gone, {self.same:,} as before"


def _news(before: Sequence[Run], runs: Sequence[Run]) -> _News:
    old, now = (Counter(_key(run, one) for run in found for one in run.findings) for found in (before, runs))
    new = now - old
    return _News(new, (old - now).total(), now.total() - new.total())


def _only(new: Counter[_Key], places: Sequence[Path]) -> Only:
    """Which findings to show: all in the notes that were saved, and new ones, with those that are like them."""
    saved = frozenset(place.as_posix() for place in places)
    return lambda run, finding: f"{run.root.as_posix()}/{finding.path}" in saved or _key(run, finding) in new


def _key(run: Run, finding: Finding) -> _Key:
    """What a finding is known by when the lines above it change."""
    return run.root, finding.path, finding.rule, finding.fingerprint


def _seen(runs: Sequence[Run]) -> list[object]:
    """What a report shows, as long as no note has changed."""
    return [(run.findings, run.notes, run.links, run.crashes) for run in runs]
