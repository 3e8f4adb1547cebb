"""`notelint rules`: every rule on a line."""

import sys
from argparse import ArgumentParser, Namespace

from notelint.cli.explain import documentation
from notelint.cli.main import CLEAN
from notelint.judge import KNOWN


def add_arguments(parser: ArgumentParser) -> None:
    """The command takes none."""


def run(arguments: Namespace) -> int:
    """Print the table: name, severity, whether on by default, and what must hold."""
    width = max(map(len, KNOWN))
    for rule in KNOWN.values():
        on = "on " if rule.default else "off"
        sentence = " ".join(documentation(rule).partition("\n\n")[0].split())
        sys.stdout.write(f"{rule.name:{width}}  {rule.severity:7}  {on}  {sentence}\n")
    return CLEAN
