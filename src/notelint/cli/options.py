"""What the command line says about the configuration, as the layer that goes over every file."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from notelint.errors import ConfigError
from notelint.finding import SEVERITIES

if TYPE_CHECKING:  # a run over unchanged notes does without what a configuration is made of
    from notelint.cache.earlier import Cache
    from notelint.config import Layer
    from notelint.config.tree import Configs
    from notelint.files import Listing

SOURCE = "command line"


class Meaning(NamedTuple):
    """The options that findings depend on, as they were given, and in how many processes they are to be found."""

    select: list[str] | None = None
    ignore: list[str] | None = None
    severity: list[str] | None = None
    fail_on: str | None = None
    parser: str | None = None
    require_reason: bool | None = None
    config: str | None = None
    jobs: int | None = None


class Keeping(NamedTuple):
    """Whether and where what runs find is kept; `folder` None for the platform's."""

    folder: str | None
    wanted: bool


class Fixing(NamedTuple):
    """How notes are to be fixed: with guesses or without, shown only, asked for one by one."""

    unsafe: bool
    diff: bool
    interactive: bool


class Web(NamedTuple):
    """How addresses are to be asked: where verdicts go, which archive is looked at, and who may be asked where."""

    verdicts: str | None = None
    archive: str | None = None
    allow_private: bool = False
    resolve: tuple[str, ...] = ()


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


def late_configs(listing: "Listing", meaning: Meaning) -> "Configs":
    """The configurations of a vault, to be read when first used; that raises ConfigError then."""
    return cast("Configs", LateConfigs(lambda: configs_for(listing, meaning.config, command_line(meaning))))


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


def meaning_of(arguments: Namespace) -> Meaning:
    """What findings are to depend on; of options that a command does not have, what holds without them.

    Raises ConfigError for a number of processes that is none.
    """
    meaning = Meaning(**{name: getattr(arguments, name) for name in Meaning._fields if hasattr(arguments, name)})
    if meaning.jobs is not None and meaning.jobs < 0:
        raise ConfigError(f"{SOURCE}: --jobs takes a number of processes, or 0, not {meaning.jobs}.")
    return meaning


def keeping_of(arguments: Namespace) -> Keeping:
    """Where what runs find is to be kept."""
    return Keeping(arguments.cache_dir, not arguments.no_cache)


def fixing_of(arguments: Namespace) -> Fixing | None:
    """How notes are to be fixed, if they are."""
    if not (arguments.fix or arguments.unsafe_fixes or arguments.diff):
        return None
    return Fixing(arguments.unsafe_fixes, arguments.diff, getattr(arguments, "interactive", False))


def web_of(arguments: Namespace) -> Web | None:
    """How addresses are to be asked, if they are. Raises ConfigError for options that do nothing without that."""
    given = {name: getattr(arguments, name) for name in Web._fields if getattr(arguments, name, None)}
    if arguments.web:
        return Web(**{**given, "resolve": tuple(given.get("resolve", ()))})
    for name in given:
        raise ConfigError(f"{SOURCE}: --{name.replace('_', '-')} does nothing without --web.")
    return None


def add_cache_arguments(parser: ArgumentParser) -> None:
    """The options that say where what is kept of earlier runs lies."""
    parser.add_argument("--cache-dir", metavar="DIR", help="where to keep what runs find (default: the platform's folder)")
    parser.add_argument("--no-cache", action="store_true", help="keep nothing and use nothing that was kept")


def cache_for(root: Path, meaning: Meaning, keeping: Keeping, *, tracked: bool = False) -> "Cache | None":
    """What is kept of earlier runs over the vault at `root`; None when nothing is to be, or there is no place for it.

    `tracked` says that only files are seen which git knows.
    """
    from notelint.cache.earlier import Cache
    from notelint.cache.key import Call
    from notelint.cache.place import default_folder

    folder = Path(keeping.folder).absolute() if keeping.folder else default_folder()
    if folder is None or not keeping.wanted:
        return None
    options = tuple(map(repr, meaning._replace(config=None, jobs=None)))
    return Cache(folder, root, Call(options, meaning.config and str(Path(meaning.config).absolute())), tracked=tracked)


def command_line(meaning: Meaning) -> "Layer":
    """The settings given as options. Raises ConfigError for a rule or severity that is not known."""
    from notelint.config import Layer

    values: dict[str, Any] = {}
    select, ignore = _names(meaning.select), _names(meaning.ignore)
    if select:
        values["select"] = select
    if ignore or select:  # naming what shall run overrides what a file says shall not
        values["ignore"] = ignore
    for pair in meaning.severity or ():
        values.update(_severity(pair))
    for option in ("fail_on", "parser", "jobs", "require_reason"):
        if getattr(meaning, option) is not None:
            values[option.replace("_", "-")] = getattr(meaning, option)
    return Layer("", SOURCE, values)


def _names(lists: list[str] | None) -> tuple[str, ...]:
    if not lists:
        return ()
    from notelint.config.layer import check_rules
    from notelint.judge import KNOWN

    names = tuple(name.strip() for one in lists for name in one.split(",") if name.strip())
    check_rules(names, SOURCE, KNOWN)
    return names


def _severity(pair: str) -> dict[str, str]:
    from notelint.config.layer import check_rules
    from notelint.judge import KNOWN

    rule, sign, level = pair.partition("=")
    if not sign or level not in SEVERITIES:
        raise ConfigError(f"{SOURCE}: --severity takes RULE=LEVEL, with a level of {', '.join(SEVERITIES)}, not {pair}.")
    check_rules([rule], SOURCE, KNOWN)
    return {f"severity.{rule}": level}


def configs_for(listing: "Listing", file: str | None, last: "Layer | None") -> "Configs":
    """The configurations of a vault; `file` takes the place of those found in it. Raises ConfigError."""
    from notelint.config import tree as config_tree
    from notelint.judge import KNOWN

    if file:
        return config_tree.load_one(Path(file).absolute(), listing.root, KNOWN, last)
    return config_tree.load(listing.root, listing.markers, KNOWN, last, in_git=listing.in_git)
