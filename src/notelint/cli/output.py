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
from notelint.cli.options import fixing_of
from notelint.errors import ConfigError
from notelint.given import absolute
from notelint.report.formats import BASES, FORMATS, LINES, Writer, writer
from notelint.report.place import Only, Shown
from notelint.report.summary import mendable
from notelint.run import Run

_NOTES = (".md", ".markdown")
_FOR_PEOPLE = ("text", "grouped")


class Output(NamedTuple):
    """A form of the report, and the file that it is written to."""

    form: str
    file: Path


class Reporting(NamedTuple):
    """In which forms a report is wanted, and where.

    `form` goes to the standard output, or to the standard error stream where that is `taken`: by a mended note or a difference,
    which somebody may hand on. `absolutes` are the paths that were given whole. `hint` says whether people hear what can be
    mended.
    """

    form: str
    outputs: tuple[Output, ...] = ()
    summary: str | None = None
    taken: bool = False
    absolutes: tuple[Path, ...] = ()
    hint: bool = False

    @property
    def expects_document(self) -> bool:
        """Whether a program waits for a report even where there was nothing to look at."""
        return self.form not in LINES or bool(self.outputs)


def add_output_arguments(parser: ArgumentParser) -> None:
    """The options that say in which forms the report is wanted, and where."""
    parser.add_argument(
        "--format", choices=FORMATS, default="text", metavar="FORMAT", help=f"form of the report: {', '.join(FORMATS)}"
    )
    parser.add_argument(
        "--statistics",
        action="store_const",
        dest="format",
        const="statistics",
        help="count what each rule found in place of listing it: --format statistics",
    )
    parser.add_argument(
        "--output", action="append", default=[], metavar="FORMAT=FILE", help="write the report to a file as well, in any form"
    )
    parser.add_argument(
        "--summary", metavar="FILE", help="add a summary in Markdown to this file (in GitHub Actions: $GITHUB_STEP_SUMMARY)"
    )


def reporting_of(arguments: Namespace) -> Reporting:
    """In which forms a report is wanted. Raises ConfigError for a mistake in them."""
    fixing = fixing_of(arguments)
    return Reporting(
        arguments.format,
        _outputs(arguments.output),
        arguments.summary,
        fixing is not None and (fixing.diff or "-" in arguments.paths),
        tuple(absolute(path) for path in arguments.paths if Path(path).is_absolute()),
        fixing is None and not arguments.watch,
    )


def _outputs(asked: Sequence[str]) -> tuple[Output, ...]:
    """The files that are wanted.

    Raises ConfigError for a form that is not known, for one file wanted twice, and for one that is a note.
    """
    found: list[Output] = []
    for given in asked:
        form, sign, name = given.partition("=")
        if form not in FORMATS or not sign or not name:
            raise ConfigError(f"--output takes FORMAT=FILE, with a format of {', '.join(FORMATS)}, not {given}.")
        if Path(name) in [one.file for one in found]:
            raise ConfigError(f"--output names {name} twice: one report would replace the other.")
        if form != "markdown" and Path(name).suffix.lower() in _NOTES and Path(name).exists():
            raise ConfigError(f"--output would replace the note {name} by a report; name another file.")
        found.append(Output(form, Path(name)))
    return tuple(found)


def put(content: bytes) -> None:
    """Write these very bytes to the standard output, whatever encoding and line ends it has for text."""
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def report(runs: Sequence[Run], reporting: Reporting, *, only: Only = None) -> None:
    """Print the report and write its files; where people read lines, `only` these findings. Raises WriteError."""
    if runs or reporting.form not in LINES:
        _print(runs, reporting, only)
    for form, file in reporting.outputs:
        _write(file, _content(writer(form), runs, _shown(form, runs, reporting)))
    if reporting.summary:
        from notelint.report import job_summary

        file = Path(reporting.summary)
        before = file.read_bytes() if file.is_file() else b""
        write = partial(job_summary.write, room=job_summary.LIMIT - len(before))
        _write(file, before + _content(write, runs, _shown("github", runs, reporting)))


def _print(runs: Sequence[Run], reporting: Reporting, only: Only) -> None:
    out: Any = sys.stderr if reporting.taken else sys.stdout
    form = reporting.form
    write = writer(form)
    if form in LINES:
        write = partial(write, **_terminal(form, out))
    elif hasattr(out, "reconfigure"):
        out.reconfigure(encoding="utf-8", errors="backslashreplace")  # what a program reads is the same on every system
    _say(write(runs, _shown(form, runs, reporting, only if form in LINES else None), out))
    if reporting.hint and form in _FOR_PEOPLE and out.isatty():
        out.write(mendable(runs))


def _terminal(form: str, out: Any) -> dict[str, Any]:
    """How people see it: with colour and excerpts where these can be shown."""
    if form not in _FOR_PEOPLE or not out.isatty():
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


def _shown(form: str, runs: Sequence[Run], reporting: Reporting, only: Only = None) -> Shown:
    here = _base(form, runs)
    whole = frozenset(run.root for run in runs if any(path.is_relative_to(run.root) for path in reporting.absolutes))
    return Shown(here, whole=whole, only=only)


def _base(form: str, runs: Sequence[Run]) -> Path:
    """The folder from which paths are counted: that of the reader, wherever one is."""
    if form in BASES:
        given = os.environ.get(BASES[form])
        if given:
            return Path(given)
        if len(runs) == 1:
            return runs[0].root
    return Path.cwd()
