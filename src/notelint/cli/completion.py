"""`notelint completion`: a script with which a shell completes the command line."""

import sys
from argparse import Action, ArgumentParser, Namespace
from collections.abc import Iterator
from typing import Any, cast

from notelint.cli.main import CLEAN, COMMANDS, command_parser

SHELLS = ("bash", "zsh", "fish")


def add_arguments(parser: ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("shell", choices=SHELLS, help="the shell that is to read the script")


def run(arguments: Namespace) -> int:
    """Print the script."""
    import shtab  # only here: it walks a parser and writes in the shell's own language

    parser = command_parser(COMMANDS, COMMANDS)
    for action in _actions(parser):
        _say_what_completes(action, shtab)
    sys.stdout.write(shtab.complete(parser, arguments.shell).rstrip("\n") + "\n")
    return CLEAN


def _say_what_completes(action: Action, shtab: Any) -> None:
    """Tell shtab by the name that stands for a value what the value may be; this parser reads no command line."""
    name = str(action.metavar or "")
    if name in ("RULE", "RULE,…"):
        from notelint.judge import KNOWN

        several = ("default", "all") if action.dest == "select" else ()
        action.choices = [*several, *KNOWN]
    elif name in ("PATH", "FILE", "NOTE:LINE"):
        cast("Any", action).complete = shtab.FILE
    elif name in ("DIR", "FOLDER"):
        cast("Any", action).complete = shtab.DIRECTORY
    if name:
        action.metavar = name.replace(":", "-")  # a colon would end it in the language of zsh


def _actions(parser: ArgumentParser) -> Iterator[Action]:
    """All arguments of a parser and of its commands."""
    for action in parser._actions:
        yield action
        if isinstance(action.choices, dict):
            for command in action.choices.values():
                yield from _actions(command)
