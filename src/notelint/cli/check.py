"""`notelint check`: from the command line to a report and an exit code."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from notelint import git
from notelint.baseline import NAME as BASELINE
from notelint.chosen import Chosen
from notelint.cli.main import CLEAN, CRASHED, FOUND, say
from notelint.cli.options import (
    add_cache_arguments,
    add_fix_arguments,
    add_web_arguments,
    cache_for,
    check_jobs,
    check_together,
    command_line,
    is_fixing,
    late_configs,
)
from notelint.cli.output import add_output_arguments, expects_document, outputs, put, report
from notelint.cli.staged import since, staged
from notelint.errors import PathError
from notelint.files import Listing, list_files
from notelint.finding import SEVERITIES
from notelint.git_lines import changed_lines
from notelint.given import Group, absolute, choose, choose_named, groups, nested, relative, root_of
from notelint.lint import lint
from notelint.run import Run
from notelint.scope import note_paths
from notelint.touching import touching

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from notelint.cache.earlier import Cache
    from notelint.cache.index import Index
    from notelint.cli.web import Asking
    from notelint.config_tree import Configs

Lint: TypeAlias = Callable[[Mapping[str, bytes]], Run]
Look: TypeAlias = "Callable[[Path, Namespace], tuple[Listing, Cache | None]]"
"""Gives the files of the vault at a root, and what is kept of an earlier run over it."""


def add_arguments(parser: ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument(
        "paths", nargs="*", metavar="PATH", help="notes or folders (default: this folder); - reads standard input"
    )
    parser.add_argument("--select", action="append", metavar="RULE,…", help="run only these rules (also: default, all)")
    parser.add_argument("--ignore", action="append", metavar="RULE,…", help="do not run these rules")
    parser.add_argument("--severity", action="append", metavar="RULE=LEVEL", help="give a rule another severity")
    parser.add_argument("--fail-on", choices=SEVERITIES, help="least severity that makes the exit code 1 (default: error)")
    parser.add_argument("--exit-zero", action="store_true", help="exit with 0 whatever is found")
    parser.add_argument(
        "--require-reason", action="store_const", const=True, help="want a reason of every comment that silences findings"
    )
    add_output_arguments(parser)
    parser.add_argument("--parser", choices=("pulldown", "markdown-it"), help="parser that reads the notes")
    parser.add_argument("--config", metavar="FILE", help="use this configuration in place of those in the folders")
    parser.add_argument("--stdin-filename", metavar="PATH", help="the note that standard input stands for")
    parser.add_argument("--jobs", type=int, metavar="N", help="processes that read notes (default: as many as pay)")
    add_fix_arguments(parser)
    add_web_arguments(parser)
    add_cache_arguments(parser)
    parser.add_argument("--no-baseline", action="store_true", help="show what the baseline knows, too")
    parser.add_argument(
        "--staged",
        action="store_true",
        help="the notes staged for a commit instead of this folder, and the links elsewhere that it would break",
    )
    parser.add_argument("--watch", action="store_true", help="check again whenever a file changes, until Ctrl-C")


def run(arguments: Namespace) -> int:
    """Check, report, and say how it went."""
    check_jobs(arguments)
    check_together(arguments)
    outputs(arguments)  # a mistake in them is told before the work is done
    if arguments.watch:
        from notelint.cli.watch import watch

        return watch(arguments, check, tell)
    with _index(arguments) as index:
        runs = check(arguments, partial(_look, index=index))
    return tell(runs, arguments)


def check(arguments: Namespace, look: Look) -> list[Run]:
    """The runs over all vaults that are meant."""
    return [run for group, gone in _groups(arguments) for run in _check(group, gone, arguments, look)]


def tell(runs: Sequence[Run], arguments: Namespace) -> int:
    """Report, and give the exit code."""
    if runs or expects_document(arguments):
        report(runs, arguments)
    elif arguments.since or (arguments.staged and not arguments.paths):
        say(f"There is nothing to look at: nothing {'has changed' if arguments.since else 'is staged'}.")
    crashes = [crash for one in runs for crash in one.crashes]
    for crash in crashes:
        say(crash)
    if crashes:
        return CRASHED
    return FOUND if any(one.failing for one in runs) and not arguments.exit_zero else CLEAN


def _groups(arguments: Namespace) -> Sequence[tuple[Group, frozenset[str]]]:
    """The given paths by vault, each with the files that are gone from it."""
    paths = [path for path in arguments.paths if path != "-"]
    if arguments.staged:
        return staged(paths)
    if arguments.since:
        return since(arguments.since, paths)
    if not paths and "-" not in arguments.paths:
        paths = ["."]
    return [(group, frozenset()) for group in (*groups(paths), *_standard_input(arguments))]


def _standard_input(arguments: Namespace) -> Sequence[Group]:
    if "-" not in arguments.paths:
        if arguments.stdin_filename:
            raise PathError("--stdin-filename says what `-` stands for: give `-` as a path, too.")
        return ()
    place = absolute(arguments.stdin_filename or "stdin.md")
    if not place.parent.is_dir():
        raise PathError(f"The folder of {arguments.stdin_filename} does not exist.")
    return (Group(root_of(place.parent), ()),)


def _index(arguments: Namespace) -> "AbstractContextManager[Index | None]":
    """What git's index tells of the repository whose staged notes are meant; it is asked while other things are done."""
    root = git.top(Path.cwd()) if arguments.staged and not arguments.no_cache else None
    if root is None:
        return nullcontext()
    from notelint.cache.index import Index

    return Index(root)


def _look(root: Path, arguments: Namespace, index: "Index | None") -> "tuple[Listing, Cache | None]":
    """The files of a vault, and what is kept of an earlier run."""
    cache = cache_for(root, arguments)
    listing = cache.look_at_index(index) if cache and index else None
    if listing is None:
        listing = list_files(root, untracked=not arguments.staged)
        if cache:
            cache.look(listing)
    return listing, cache


def _check(group: Group, gone: frozenset[str], arguments: Namespace, look: Look) -> Iterator[Run]:
    """Lint one vault, and those that lie below it when it is no repository; none when nothing of it is to be looked at."""
    listing, cache = look(group.root, arguments)
    below = [run for one in nested(group, listing) for run in _check(one, frozenset(), arguments, look)]
    yield from below
    configs = late_configs(listing, arguments.config, lambda: command_line(arguments))
    contents: Mapping[str, bytes] = {}
    if group.paths or gone:
        notes = cache.earlier.paths if cache and cache.earlier else note_paths(listing, configs, ())
        if not notes and (below or group.nested):
            return  # of many repositories in a folder some have no notes
        chosen, contents = choose(group, listing, configs, say, notes)
        chosen = chosen._replace(gone=gone)
    else:
        text = arguments.stdin_filename or "stdin.md"
        path = relative(absolute(text), listing.root)
        chosen = choose_named(text, path, configs, say)
        contents = {path: sys.stdin.buffer.read()}
    if chosen.everything or chosen.paths or chosen.gone:
        lines = changed_lines(listing.root, arguments.since) if arguments.since else None
        asking = _asking(arguments, configs, listing.root, lines)
        linting = partial(lint, listing, configs, chosen, progress=_progress(), cache=cache, ask=asking)
        without = partial(_without_known, arguments, listing, configs, chosen, cache)
        piped = not (group.paths or gone)
        whole = without(linting)

        def about(contents: Mapping[str, bytes]) -> Run:
            run = whole(contents)
            return run if lines is None else touching(run, lines, chosen.paths, configs)

        yield _linted(arguments, listing.root, contents, about, configs, piped=piped)
    else:
        if contents and is_fixing(arguments) and not arguments.diff:
            put(*contents.values())  # an editor puts what comes back in the place of the note
        say(f"There is nothing to look at: {'no note is staged' if group.lenient else 'all is excluded'}.")


def _asking(
    arguments: Namespace, configs: "Configs", root: Path, lines: "Mapping[str, Sequence[range]] | None"
) -> "Asking | None":
    """What asks addresses, if they are to be asked; its imports begin while notes are read."""
    if not arguments.web:
        return None
    from notelint.cli.web import Asking

    return Asking(arguments, configs.everything(), root, lines)


def _without_known(
    arguments: Namespace, listing: Listing, configs: "Configs", chosen: Chosen, cache: "Cache | None", linting: Lint
) -> Lint:
    """Linting without what the baseline knows, where there is one."""
    if arguments.no_baseline or not (listing.root / BASELINE).exists():
        return linting
    from notelint.cli.baseline import without_known
    from notelint.known import Scope

    return without_known(Scope(listing, configs, chosen), linting, cache, web=arguments.web)


def _linted(
    arguments: Namespace, root: Path, contents: Mapping[str, bytes], lint: Lint, configs: "Configs", *, piped: bool
) -> Run:
    if not is_fixing(arguments):
        return lint(contents)
    from notelint.cli.fixing import mended  # most runs only look

    return mended(arguments, root, contents, lint, configs, piped=piped)


def _progress() -> Callable[[int, int], None] | None:
    """How far reading is, for someone who watches a large vault."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, total: int) -> None:
        if total >= 200 and (done % 50 == 0 or done == total):
            sys.stderr.write(f"\r\x1b[K{'' if done == total else f'{done:,} of {total:,} notes read'}")

    return show
