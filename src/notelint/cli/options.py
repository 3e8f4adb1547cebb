"""What the command line says about the configuration, as the layer that goes over every file."""

from argparse import Namespace
from pathlib import Path
from typing import Any

from notelint import config_tree
from notelint.config_layer import Layer, check_rules
from notelint.config_tree import Configs
from notelint.errors import ConfigError
from notelint.files import Listing
from notelint.finding import SEVERITIES
from notelint.judge import KNOWN

SOURCE = "command line"


def command_line(arguments: Namespace) -> Layer:
    """The settings given as options. Raises ConfigError for a rule or severity that is not known."""
    values: dict[str, Any] = {}
    select, ignore = _names(arguments.select), _names(arguments.ignore)
    if select:
        values["select"] = select
    if ignore or select:  # naming what shall run overrides what a file says shall not
        values["ignore"] = ignore
    for pair in arguments.severity or ():
        values.update(_severity(pair))
    if arguments.jobs is not None and arguments.jobs < 0:
        raise ConfigError(f"{SOURCE}: --jobs takes a number of processes, or 0, not {arguments.jobs}.")
    for option in ("fail_on", "parser", "jobs"):
        if getattr(arguments, option) is not None:
            values[option.replace("_", "-")] = getattr(arguments, option)
    return Layer("", SOURCE, values)


def _names(lists: list[str] | None) -> tuple[str, ...]:
    names = tuple(name.strip() for one in lists or () for name in one.split(",") if name.strip())
    check_rules(names, SOURCE, KNOWN)
    return names


def _severity(pair: str) -> dict[str, str]:
    rule, sign, level = pair.partition("=")
    if not sign or level not in SEVERITIES:
        raise ConfigError(f"{SOURCE}: --severity takes RULE=LEVEL, with a level of {', '.join(SEVERITIES)}, not {pair}.")
    check_rules([rule], SOURCE, KNOWN)
    return {f"severity.{rule}": level}


def configs_for(listing: Listing, file: str | None, last: Layer | None) -> Configs:
    """The configurations of a vault; `file` takes the place of those found in it. Raises ConfigError."""
    if file:
        return config_tree.load_one(Path(file).absolute(), listing.root, KNOWN, last)
    return config_tree.load(listing.root, listing.markers, KNOWN, last, in_git=listing.in_git)
