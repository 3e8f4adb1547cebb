"""A parser of the command line that tells mistakes in few lines."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from typing import Any, NoReturn

_LONGEST_USAGE = 3
"""Lines of a usage above which it hides what is wrong rather than tells it."""


class Parser(ArgumentParser):
    """Names the option that was probably meant, and shows how a command is used only where that is short."""

    def parse_known_args(  # type: ignore[override]  # argparse has overloads for other kinds of namespaces, which are not used
        self, args: Sequence[str] | None = None, namespace: Any = None
    ) -> tuple[Namespace, list[str]]:
        """As argparse does; an option that is not known is a mistake for the very command that was given it."""
        found, unknown = super().parse_known_args(args, namespace)
        option = next((one for one in unknown if one.startswith("-")), None)
        if option:
            self.error(self._no_option(option.partition("=")[0]))
        return found, unknown

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, and leave with exit code 2."""
        from notelint.report.neutral import neutral_line

        usage = self.format_usage()
        shown = usage if usage.count("\n") <= _LONGEST_USAGE else ""
        sys.stderr.write(f"{shown}{self.prog}: error: {neutral_line(message)}\n")
        if not shown:
            sys.stderr.write(f"`{self.prog} --help` lists what it takes.\n")
        sys.exit(2)

    def _no_option(self, given: str) -> str:
        from notelint.nearest import nearest

        near = nearest(given, [name for name in self._option_string_actions if name.startswith("--")])
        return f"there is no option {given}" + (f"; did you mean {near}?" if near else "")
