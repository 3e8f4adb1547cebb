"""`notelint fix`: mend notes, ask where that is wanted, and say what was done."""

from argparse import ArgumentParser, Namespace

from notelint.cli import check


def add_arguments(parser: ArgumentParser) -> None:
    """The arguments of the command: those of `check`, and how to go about it."""
    check.add_arguments(parser)
    parser.add_argument("--interactive", action="store_true", help="ask before each fix, also before guesses")


def run(arguments: Namespace) -> int:
    """Check with fixes."""
    arguments.fix = True
    return check.run(arguments)
