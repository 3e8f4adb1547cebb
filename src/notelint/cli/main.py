"""The command `notelint`: which of its commands is meant, and what its errors and exit codes are."""

import errno
import gc
import os
import sys
from collections.abc import Container, Iterable, Sequence

from notelint import __version__

TYPE_CHECKING = False  # `typing` itself is not imported for so little
if TYPE_CHECKING:
    from argparse import ArgumentParser

COMMANDS = {
    "check": "find what is wrong in notes",
    "fix": "mend what can be mended",
    "sweep": "ask the links that are due, remember what came of it, and tell what changed",
    "report": "show what sweeps saw over time, as a page, a table or figures for monitoring",
    "history": "show what sweeps saw of one address",
    "baseline": "keep what is found today, so that check shows only what is new",
    "mv": "give a note another path or a heading another text, and mend the links that lead there",
    "rules": "list the rules",
    "explain": "show what a rule wants, with examples and options",
    "why": "show what notelint knows about one line of a note",
    "init": "write a configuration and a schema to start from",
    "completion": "print what has a shell complete commands, options and names of rules",
    "schema": "print the JSON Schema of the configuration, for editors",
    "cache": "show or delete what is kept of earlier runs",
}

CLEAN, FOUND, WRONG, CRASHED, INTERRUPTED = 0, 1, 2, 3, 130

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)
"""What the system says of a disk that takes no more (write(2))."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return the exit code: 0 clean, 1 findings, 2 a mistake of the caller, 3 a bug of ours."""
    argv = sys.argv[1:] if argv is None else argv
    if list(argv) in (["--version"], ["-V"]):  # before anything else is imported
        print(f"notelint {__version__}")  # noqa: T201 - this is a command line
        return CLEAN
    try:
        _harden_streams()
        gc.disable()  # facts are tuples without cycles; to look for cycles among them takes a sixth of a run
        code = _run(argv)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read our output has enough
        _drop_output()
        return FOUND
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as error:  # every file is opened where one can say what is wrong with it, so this is the standard output
        _drop_output()
        return say(f"The output cannot be written: {error.strerror or error}.", WRONG)
    finally:
        gc.enable()
    return code


def _run(argv: Sequence[str]) -> int:
    from notelint.errors import NotelintError, RuleCrash

    try:
        if wrong := _not_understood(argv):
            return say(wrong, WRONG)
        if not argv:
            _parser(argv).print_help(sys.stderr)
            return WRONG
        arguments = _parser(argv).parse_args(argv)
        code: int = arguments.run(arguments)
        return code
    except RuleCrash as error:
        return say(str(error), CRASHED)
    except NotelintError as error:
        return say(str(error), WRONG)
    except KeyboardInterrupt:
        raise
    except OSError as error:
        if error.errno in _FULL or isinstance(error, BrokenPipeError):
            raise
        if isinstance(error, PermissionError) and error.filename:  # whoever has locked a folder knows what to do about it
            return say(f"{os.fsdecode(error.filename)} may not be looked at: {error.strerror}.", WRONG)
        return _crashed()
    except Exception:  # the last resort: say that it is our fault, and where
        return _crashed()


def _not_understood(argv: Sequence[str]) -> str:
    """What to say to somebody who wrote something else where a command belongs; nothing when that is all right."""
    name = argv[0] if argv else "--help"
    if name in COMMANDS or name.startswith("-"):
        return ""
    from notelint.nearest import nearest

    if near := nearest(name, COMMANDS):
        return f"There is no command `{name}`; did you mean `{near}`?"
    if os.path.lexists(name):
        return f"There is no command `{name}`; did you mean `notelint check {name}`?"
    if name.endswith((".md", ".markdown")):
        return f"There is no command `{name}`, nor a note of that name: `notelint check NOTE` looks at one."
    return f"There is no command `{name}`; `notelint --help` lists them."


def _crashed() -> int:
    import traceback

    traceback.print_exc()
    return say("This is a bug in notelint; the lines above say where.", CRASHED)


def say(message: str, code: int = CLEAN) -> int:
    """Write a line for the user to the standard error stream, and return the exit code given."""
    from notelint.report.neutral import neutral_line

    sys.stderr.write(f"notelint: {neutral_line(message)}\n")
    return code


def _parser(argv: Sequence[str]) -> "ArgumentParser":
    """The parser for one command line: the arguments of other commands are not needed for it."""
    meant = argv[0] if argv else ""
    return command_parser([meant] if meant in COMMANDS else COMMANDS, {meant})


def command_parser(shown: Iterable[str], whole: Container[str]) -> "ArgumentParser":
    """A parser that knows the commands `shown`, and of those in `whole` the arguments as well."""
    from argparse import HelpFormatter
    from functools import partial
    from importlib import import_module

    from notelint.cli.parser import Parser

    form = partial(HelpFormatter, width=100)  # or argparse imports what finds out the width of the terminal, help or not
    parser = Parser(
        prog="notelint",
        formatter_class=form,
        description="Finds what rots in Markdown notes: broken anchors, dead and malformed links, front matter that is wrong.",
        epilog="Exit codes: 0 clean, 1 findings, 2 a mistake in the command, the configuration or a path, 3 a bug.",
    )
    parser.add_argument("-V", "--version", action="version", version=f"notelint {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True, prog="notelint")
    for name in shown:
        summary = COMMANDS[name]
        about = f"{summary[0].upper()}{summary[1:]}."
        command = commands.add_parser(name, help=summary, description=about, formatter_class=form)
        if name in whole:
            module = import_module(f"notelint.cli.{name}")
            module.add_arguments(command)
            command.set_defaults(run=module.run)
    return parser


def _harden_streams() -> None:
    """Streams that take any text, and that exist: a closed one is as good as none."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123 - lives as long as we do
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _drop_output() -> None:
    """Let what is still to be written go nowhere, so that the interpreter can flush at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
