"""What `notelint check` and `notelint fix` are asked for: from the command line to options that say what they are."""

from argparse import ArgumentParser, Namespace
from typing import NamedTuple

from notelint.cli.options import (
    SOURCE,
    Fixing,
    Keeping,
    Meaning,
    Web,
    add_cache_arguments,
    add_fix_arguments,
    add_web_arguments,
    fixing_of,
    keeping_of,
    meaning_of,
    web_of,
)
from notelint.cli.output import Reporting, add_output_arguments, reporting_of
from notelint.errors import ConfigError, PathError
from notelint.finding import SEVERITIES


class Options(NamedTuple):
    """What was asked for.

    `paths` are those given, without the `-` for standard input. `piped` is the note that this stands for, None where it is not
    read. `fixing` and `web` are None where nothing is to be fixed, and nobody to be asked. `since` is a commit.
    """

    paths: tuple[str, ...]
    piped: str | None
    meaning: Meaning
    keeping: Keeping
    reporting: Reporting
    fixing: Fixing | None
    web: Web | None
    since: str | None
    staged: bool
    watch: bool
    no_baseline: bool
    exit_zero: bool


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
    parser.add_argument("--jobs", type=int, metavar="N", help="processes that read and judge notes (default: as many as pay)")
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


def parse(arguments: Namespace) -> Options:
    """The options. Raises ConfigError and PathError for such as make no sense, or none together."""
    meaning = meaning_of(arguments)
    web = web_of(arguments)
    is_piped = "-" in arguments.paths
    if arguments.staged and arguments.since:
        raise ConfigError(f"{SOURCE}: --staged and --since choose notes in two ways; give one of them.")
    if is_piped and (arguments.staged or arguments.since):
        raise ConfigError(f"{SOURCE}: --{'staged' if arguments.staged else 'since'} does not look at standard input (`-`).")
    reporting = reporting_of(arguments)
    if arguments.watch:
        _refuse_with_watch(arguments)
    if arguments.stdin_filename and not is_piped and not (arguments.staged or arguments.since):
        raise PathError("--stdin-filename says what `-` stands for: give `-` as a path, too.")
    return Options(
        tuple(path for path in arguments.paths if path != "-"),
        (arguments.stdin_filename or "stdin.md") if is_piped else None,
        meaning,
        keeping_of(arguments),
        reporting,
        fixing_of(arguments),
        web,
        arguments.since,
        arguments.staged,
        arguments.watch,
        arguments.no_baseline,
        arguments.exit_zero,
    )


_NOT_WITH_WATCH = ("fix", "unsafe_fixes", "diff", "staged", "since", "web", "output", "summary", "stdin_filename")
"""What makes sense once, or changes what is watched."""


def _refuse_with_watch(arguments: Namespace) -> None:
    for name in _NOT_WITH_WATCH:
        if getattr(arguments, name):
            raise ConfigError(f"--watch looks at notes again and again; it does not go with --{name.replace('_', '-')}.")
    if "-" in arguments.paths:
        raise ConfigError("--watch looks at files; it cannot wait for changes of the standard input.")
