"""Where a report goes: one form to the standard output, any others to files."""

import io
import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from notelint.cli.main import say
from notelint.cli.options import is_fixing
from notelint.errors import ConfigError
from notelint.given import absolute
from notelint.report.formats import BASES, FORMATS, LINES, Writer, writer
from notelint.report.place import Shown
from notelint.run import Run

_NOTES = (".md", ".markdown")


class Output(NamedTuple):
    """A form of the report, and the file that it is written to."""

    form: str
    file: Path


def add_output_arguments(parser: ArgumentParser) -> None:
    """The options that say in which forms the report is wanted, and where."""
    parser.add_argument(
        "--format", choices=FORMATS, default="text", metavar="FORMAT", help=f"form of the report: {', '.join(FORMATS)}"
    )
    parser.add_argument(
        "--output", action="append", default=[], metavar="FORMAT=FILE", help="write the report to a file as well, in any form"
    )
    parser.add_argument(
        "--summary", metavar="FILE", help="add a summary in Markdown to this file (in GitHub Actions: $GITHUB_STEP_SUMMARY)"
    )


def outputs(arguments: Namespace) -> tuple[Output, ...]:
    """The files that are wanted.

    Raises ConfigError for a form that is not known, for one file wanted twice, and for one that is a note.
    """
    found: list[Output] = []
    for given in arguments.output:
        form, sign, name = given.partition("=")
        if form not in FORMATS or not sign or not name:
            raise ConfigError(f"--output takes FORMAT=FILE, with a format of {', '.join(FORMATS)}, not {given}.")
        if Path(name) in [one.file for one in found]:
            raise ConfigError(f"--output names {name} twice: one report would replace the other.")
        if form != "markdown" and Path(name).suffix.lower() in _NOTES and Path(name).exists():
            raise ConfigError(f"--output would replace the note {name} by a report; name another file.")
        found.append(Output(form, Path(name)))
    return tuple(found)


def expects_document(arguments: Namespace) -> bool:
    """Whether a program waits for a report even where there was nothing to look at."""
    return arguments.format not in LINES or bool(arguments.output)


def put(content: bytes) -> None:
    """Write these very bytes to the standard output, whatever encoding and line ends it has for text."""
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def report(runs: Sequence[Run], arguments: Namespace) -> None:
    """Print the report and write its files. Raises WriteError for a file that cannot be written."""
    if runs or arguments.format not in LINES:
        _print(runs, arguments)
    for form, file in outputs(arguments):
        _write(file, _content(writer(form), runs, _shown(form, runs, arguments)))
    if arguments.summary:
        from notelint.report import job_summary

        file = Path(arguments.summary)
        before = file.read_bytes() if file.is_file() else b""
        write = partial(job_summary.write, room=job_summary.LIMIT - len(before))
        _write(file, before + _content(write, runs, _shown("github", runs, arguments)))


def _print(runs: Sequence[Run], arguments: Namespace) -> None:
    out: Any = sys.stderr if _is_taken(arguments) else sys.stdout
    form = arguments.format
    write = writer(form)
    if form in LINES:
        write = partial(write, **_terminal(form, out))
    elif hasattr(out, "reconfigure"):
        out.reconfigure(encoding="utf-8", errors="backslashreplace")  # what a program reads is the same on every system
    _say(write(runs, _shown(form, runs, arguments), out))


def _is_taken(arguments: Namespace) -> bool:
    """Whether the standard output is for a mended note or a difference, which somebody may hand on."""
    return is_fixing(arguments) and (arguments.diff or "-" in arguments.paths)


def _terminal(form: str, out: Any) -> dict[str, Any]:
    """How people see it: with colour and excerpts where these can be shown."""
    if form not in ("text", "grouped") or not out.isatty():
        return {}
    colour = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    if form == "grouped":
        return {"colour": colour}
    return {"excerpts": True, "colour": colour, "width": os.get_terminal_size(out.fileno()).columns or 100}


def _content(write: Writer, runs: Sequence[Run], shown: Shown) -> bytes:
    out = io.StringIO()
    _say(write(runs, shown, out))
    return out.getvalue().encode("utf-8", "backslashreplace")


def _say(left_out: str | None) -> None:
    if left_out:
        say(left_out)


def _write(file: Path, content: bytes) -> None:
    from notelint.writing import WriteError, write_whole

    if not file.exists() or file.is_file():
        write_whole(file, content)
        return
    try:  # a pipe or a device is written to, never replaced
        file.write_bytes(content)
    except OSError as error:
        raise WriteError(f"{file} could not be written: {error.strerror or error}.") from error


def _shown(form: str, runs: Sequence[Run], arguments: Namespace) -> Shown:
    here = _base(form, runs)
    absolutes = [absolute(path) for path in arguments.paths if Path(path).is_absolute()]
    whole = frozenset(run.root for run in runs if any(path.is_relative_to(run.root) for path in absolutes))
    return Shown(here, whole=whole)


def _base(form: str, runs: Sequence[Run]) -> Path:
    """The folder from which paths are counted: that of the reader, wherever one is."""
    if form in BASES:
        given = os.environ.get(BASES[form])
        if given:
            return Path(given)
        if len(runs) == 1:
            return runs[0].root
    return Path.cwd()
