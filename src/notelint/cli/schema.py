"""`notelint schema`: the JSON Schema of the configuration, for editors."""

import sys
from argparse import ArgumentParser, Namespace

from notelint.cli.main import CLEAN


def add_arguments(parser: ArgumentParser) -> None:
    """The command takes none."""


def run(arguments: Namespace) -> int:
    """Print the schema."""
    from notelint.schemas import configuration

    sys.stdout.write(configuration())
    return CLEAN
