"""`notelint check`: from what was asked for to a report and an exit code."""

import sys
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from notelint import git
from notelint.baseline import NAME as BASELINE
from notelint.chosen import Chosen
from notelint.cli.check_options import Options, add_arguments, parse
from notelint.cli.looking import Looked, OnDisk, Vaults
from notelint.cli.main import CLEAN, CRASHED, FOUND, say
from notelint.cli.options import late_configs
from notelint.cli.output import put, report
from notelint.cli.staged import since, staged
from notelint.errors import PathError
from notelint.given import Group, absolute, choose, choose_named, groups, nested, relative, root_of
from notelint.report.place import Only
from notelint.run import Run
from notelint.scope import note_paths

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from notelint.cache.index import Index
    from notelint.cli.baseline import Without
    from notelint.cli.web import Asking
    from notelint.config.tree import Configs
else:
    Configs = object  # as in `note`: named without quotes

__all__ = ["add_arguments", "check", "run", "tell"]


def run(arguments: Namespace) -> int:
    """Check, report, and say how it went."""
    options = parse(arguments)
    if options.watch:
        from notelint.cli.watch import watch

        return watch(options, check, tell)
    with _index(options) as index:
        runs = check(options, OnDisk(options, index))
    return tell(runs, options)


def check(options: Options, vaults: Vaults) -> list[Run]:
    """The runs over all vaults that are meant."""
    return [_linted(task, options, vaults) for task in _tasks(options, vaults)]


def tell(runs: Sequence[Run], options: Options, *, only: Only = None) -> int:
    """Report (where people read lines, `only` these findings), and give the exit code."""
    if runs or options.reporting.expects_document:
        report(runs, options.reporting, only=only)
    elif options.since or (options.staged and not options.paths):
        say(f"There is nothing to look at: nothing {'has changed' if options.since else 'is staged'}.")
    crashes = [crash for vault_run in runs for crash in vault_run.crashes]
    for crash in crashes:
        say(crash)
    if crashes:
        return CRASHED
    return FOUND if any(vault_run.failing for vault_run in runs) and not options.exit_zero else CLEAN


class _Task(NamedTuple):
    """One vault, and what of it is to be looked at. `contents` (path → bytes) go before files."""

    looked: Looked
    configs: Configs
    chosen: Chosen
    contents: Mapping[str, bytes]
    piped: bool = False


# -- which vaults and notes are meant


def _tasks(options: Options, vaults: Vaults) -> Iterator[_Task]:
    if options.staged:
        return _changed(staged(options.paths), options, vaults)
    if options.since:
        return _changed(since(options.since, options.paths), options, vaults)
    if options.piped is not None:
        return _given_and_piped(options, options.piped, vaults)
    return _given(options.paths or ["."], options, vaults)


def _changed(changed: Sequence[tuple[Group, frozenset[str]]], options: Options, vaults: Vaults) -> Iterator[_Task]:
    """What is staged, or has changed since a commit."""
    for group, gone in changed:
        yield from _group(group, gone, options, vaults)


def _given(paths: Sequence[str], options: Options, vaults: Vaults) -> Iterator[_Task]:
    """What lies at these paths."""
    for group in groups(paths):
        yield from _group(group, frozenset(), options, vaults)


def _given_and_piped(options: Options, name: str, vaults: Vaults) -> Iterator[_Task]:
    """What lies at the paths, and the note that comes by standard input under this name."""
    given = groups(options.paths)
    place = absolute(name)
    if not place.parent.is_dir():
        raise PathError(f"The folder of {name} does not exist.")
    for group in given:
        yield from _group(group, frozenset(), options, vaults)
    looked = vaults.look(root_of(place.parent))
    configs = late_configs(looked.listing, options.meaning)
    path = relative(place, looked.listing.root)
    chosen = choose_named(name, path, configs, say)
    task = _Task(looked, configs, chosen, {path: sys.stdin.buffer.read()}, piped=True)
    if _is_of_use(task, "all is excluded"):
        yield task
    elif options.fixing and not options.fixing.diff:
        put(*task.contents.values())  # an editor puts what comes back in the place of the note


def _group(group: Group, gone: frozenset[str], options: Options, vaults: Vaults) -> Iterator[_Task]:
    """One vault, and those that lie below it when it is no repository; none when nothing of it is to be looked at."""
    looked = vaults.look(group.root)
    below = [task for inner in nested(group, looked.listing) for task in _group(inner, frozenset(), options, vaults)]
    yield from below
    configs = late_configs(looked.listing, options.meaning)
    notes = note_paths(looked.listing, configs, ()) if looked.notes is None else looked.notes
    if not notes and (below or group.nested):
        return  # of many repositories in a folder some have no notes
    chosen, contents = choose(group, looked.listing, configs, say, notes)
    task = _Task(looked, configs, chosen._replace(gone=gone), contents)
    if _is_of_use(task, "no note is staged" if group.lenient else "all is excluded"):
        yield task


def _is_of_use(task: _Task, otherwise: str) -> bool:
    if task.chosen.everything or task.chosen.paths or task.chosen.gone:
        return True
    say(f"There is nothing to look at: {otherwise}.")
    return False


def _index(options: Options) -> "AbstractContextManager[Index | None]":
    """What git's index tells of the repository whose staged notes are meant; it is asked while other things are done."""
    root = git.top(Path.cwd()) if options.staged and options.keeping.wanted else None
    if root is None:
        return nullcontext()
    from notelint.cache.index import Index

    return Index(root)


# -- what is found in one of them


class _Linting:
    """Lints what is meant of a vault, with some contents in place of its files: as often as fixing needs it.

    What comes out is a run without what the baseline knows and, of a change, without what stands on other lines.
    """

    def __init__(self, task: _Task, options: Options, vaults: Vaults) -> None:
        self._task = task
        self._vaults = vaults
        self._lines = _lines_since(task.looked.listing.root, options.since) if options.since else None
        self._asking = _asking(options, task, self._lines)
        self._without = _without_known(options, task, vaults)

    def __call__(self, contents: Mapping[str, bytes]) -> Run:
        looked, configs, chosen = self._task[:3]
        run = self._vaults.lint(looked, configs, chosen, contents, _progress(), self._asking)
        if self._without:
            run = self._without(run, contents)
        if self._lines is None:
            return run
        from notelint.touching import touching

        return touching(run, self._lines, chosen.paths, configs)


def _lines_since(root: Path, commit: str) -> Mapping[str, Sequence[range]]:
    """By the path of a file, which lines have changed since a commit."""
    from notelint.git_lines import changed_lines  # few runs are about a commit

    return changed_lines(root, commit)


def _linted(task: _Task, options: Options, vaults: Vaults) -> Run:
    linting = _Linting(task, options, vaults)
    if not options.fixing:
        return linting(task.contents)
    from notelint.cli.fixing import mended  # most runs only look

    return mended(options.fixing, task.looked.listing.root, task.contents, linting, task.configs, piped=task.piped)


def _asking(options: Options, task: _Task, lines: Mapping[str, Sequence[range]] | None) -> "Asking | None":
    """What asks addresses, if they are to be asked; its imports begin while notes are read."""
    if not options.web:
        return None
    from notelint.cli.web import Asking

    return Asking(options.web, task.configs.everything(), task.looked.listing.root, lines)


def _without_known(options: Options, task: _Task, vaults: Vaults) -> "Without | None":
    """What takes from a run what the baseline knows, where there is one."""
    looked, configs, chosen = task[:3]
    if options.no_baseline or not (looked.listing.root / BASELINE).exists():
        return None
    from notelint.cli.baseline import Without
    from notelint.known import Scope

    def everything(contents: Mapping[str, bytes]) -> Run:
        return vaults.lint(looked, configs, Chosen(), contents)

    return Without(Scope(looked.listing, configs, chosen), everything, web=options.web is not None)


def _progress() -> Callable[[int, int], None] | None:
    """How far reading is, for someone who watches a large vault."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, total: int) -> None:
        if total >= 200 and (done % 50 == 0 or done == total):
            sys.stderr.write(f"\r\x1b[K{'' if done == total else f'{done:,} of {total:,} notes read'}")

    return show
