"""What the command line says about the configuration, as the layer that goes over every file."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from notelint.errors import ConfigError
from notelint.finding import SEVERITIES

if TYPE_CHECKING:  # a run over unchanged notes does without what a configuration is made of
    from notelint.cache.earlier import Cache
    from notelint.config_layer import Layer
    from notelint.config_tree import Configs
    from notelint.files import Listing

SOURCE = "command line"
_MEANING = ("select", "ignore", "severity", "fail_on", "parser", "require_reason")
"""The options that findings depend on, beside `--config`."""


class LateConfigs:
    """The configurations of a vault, read when someone asks: what an earlier run found can be told without them."""

    def __init__(self, load: "Callable[[], Configs]") -> None:
        self._load = load

    def __getattr__(self, name: str) -> Any:
        # Python asks here only for what is not in the instance: from the second time on a method costs nothing extra.
        if "_configs" not in self.__dict__:
            self._configs = self._load()
        value = getattr(self._configs, name)
        self.__dict__[name] = value
        return value


def late_configs(listing: "Listing", file: str | None, last: "Callable[[], Layer]") -> "Configs":
    """The configurations of a vault, to be read when first used; that raises ConfigError then."""
    return cast("Configs", LateConfigs(lambda: configs_for(listing, file, last())))


def add_fix_arguments(parser: ArgumentParser) -> None:
    """The arguments of `check` that mend notes."""
    parser.add_argument(
        "--fix",
        action="store_true",
        help="make the safe fixes, also where other notes lead to the given ones; report what is left",
    )
    parser.add_argument("--unsafe-fixes", action="store_true", help="make the fixes that are guesses, too")
    parser.add_argument("--diff", action="store_true", help="show what fixing would change, and write nothing")


def add_web_arguments(parser: ArgumentParser) -> None:
    """The arguments of `check` that have addresses on the web asked, and those about a change."""
    parser.add_argument(
        "--since", metavar="REF", help="only what stands on lines changed since REF, and what that breaks elsewhere"
    )
    parser.add_argument("--web", action="store_true", help="ask whether the links to the web are alive, too")
    parser.add_argument("--verdicts", metavar="FILE", help="with --web: write what came of each address, a JSON object a line")
    parser.add_argument(
        "--archive",
        nargs="?",
        const="https://web.archive.org/web/",  # notelint.web.memento.WAYBACK, which is not imported for other runs
        metavar="URL",
        help="with --web: look for copies of dead pages from when they were linked, at this TimeGate or the Wayback Machine's",
    )
    parser.add_argument("--allow-private", action="store_true", help="with --web: ask loopback and private addresses, too")
    parser.add_argument(
        "--resolve",
        action="append",
        metavar="HOST:PORT:ADDRESS",
        help="with --web: where to find a host, in place of its name's address",
    )


def is_fixing(arguments: Namespace) -> bool:
    """Whether fixes are to be made or shown."""
    return bool(arguments.fix or arguments.unsafe_fixes or arguments.diff)


def add_cache_arguments(parser: ArgumentParser) -> None:
    """The options that say where what is kept of earlier runs lies."""
    parser.add_argument("--cache-dir", metavar="DIR", help="where to keep what runs find (default: the platform's folder)")
    parser.add_argument("--no-cache", action="store_true", help="keep nothing and use nothing that was kept")


def cache_for(root: Path, arguments: Namespace) -> "Cache | None":
    """What is kept of earlier runs over the vault at `root`; None when nothing is to be, or there is no place for it."""
    from notelint.cache.earlier import Cache
    from notelint.cache.key import Call
    from notelint.cache.place import default_folder

    if arguments.no_cache:
        return None
    folder = Path(arguments.cache_dir).absolute() if arguments.cache_dir else default_folder()
    if folder is None:
        return None
    options = tuple(repr(getattr(arguments, name)) for name in _MEANING)
    call = Call(options, arguments.config and str(Path(arguments.config).absolute()))
    return Cache(folder, root, call, tracked=arguments.staged)


def check_jobs(arguments: Namespace) -> None:
    """Raise ConfigError for a number of processes that is none."""
    if arguments.jobs is not None and arguments.jobs < 0:
        raise ConfigError(f"{SOURCE}: --jobs takes a number of processes, or 0, not {arguments.jobs}.")


def check_together(arguments: Namespace) -> None:
    """Raise ConfigError for options that would do nothing beside each other, or without one that is missing."""
    for name in ("verdicts", "archive", "allow_private", "resolve"):
        if getattr(arguments, name) and not arguments.web:
            raise ConfigError(f"{SOURCE}: --{name.replace('_', '-')} does nothing without --web.")
    if arguments.staged and arguments.since:
        raise ConfigError(f"{SOURCE}: --staged and --since choose notes in two ways; give one of them.")
    if "-" in arguments.paths and (arguments.staged or arguments.since):
        raise ConfigError(f"{SOURCE}: --{'staged' if arguments.staged else 'since'} does not look at standard input (`-`).")


def command_line(arguments: Namespace) -> "Layer":
    """The settings given as options. Raises ConfigError for a rule or severity that is not known."""
    from notelint.config_layer import Layer

    values: dict[str, Any] = {}
    select, ignore = _names(arguments.select), _names(arguments.ignore)
    if select:
        values["select"] = select
    if ignore or select:  # naming what shall run overrides what a file says shall not
        values["ignore"] = ignore
    for pair in arguments.severity or ():
        values.update(_severity(pair))
    for option in ("fail_on", "parser", "jobs", "require_reason"):
        if getattr(arguments, option, None) is not None:
            values[option.replace("_", "-")] = getattr(arguments, option)
    return Layer("", SOURCE, values)


def _names(lists: list[str] | None) -> tuple[str, ...]:
    if not lists:
        return ()
    from notelint.config_layer import check_rules
    from notelint.judge import KNOWN

    names = tuple(name.strip() for one in lists for name in one.split(",") if name.strip())
    check_rules(names, SOURCE, KNOWN)
    return names


def _severity(pair: str) -> dict[str, str]:
    from notelint.config_layer import check_rules
    from notelint.judge import KNOWN

    rule, sign, level = pair.partition("=")
    if not sign or level not in SEVERITIES:
        raise ConfigError(f"{SOURCE}: --severity takes RULE=LEVEL, with a level of {', '.join(SEVERITIES)}, not {pair}.")
    check_rules([rule], SOURCE, KNOWN)
    return {f"severity.{rule}": level}


def configs_for(listing: "Listing", file: str | None, last: "Layer | None") -> "Configs":
    """The configurations of a vault; `file` takes the place of those found in it. Raises ConfigError."""
    from notelint import config_tree
    from notelint.judge import KNOWN

    if file:
        return config_tree.load_one(Path(file).absolute(), listing.root, KNOWN, last)
    return config_tree.load(listing.root, listing.markers, KNOWN, last, in_git=listing.in_git)
