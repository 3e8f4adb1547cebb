"""`notelint report`: what a store knows, as a page for people, a table, a document, or figures for monitoring."""

import io
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import BinaryIO, TextIO

from notelint.cli.main import CLEAN
from notelint.cli.vault_name import vault_name
from notelint.errors import ConfigError, PathError
from notelint.given import absolute, root_of
from notelint.sweep_report import listed, page, prometheus
from notelint.sweep_report.gather import gather
from notelint.web.address import parse
from notelint.web.memento import WAYBACK
from notelint.web.store import Store
from notelint.web.store.open import open_store, shown
from notelint.writing import write_streamed

_FILES = {"html": "index.html", "csv": "links.csv", "json": "links.json"}


def add_arguments(parser: ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("paths", nargs="*", metavar="PATH", help="folders whose notes were swept (default: this one)")
    parser.add_argument("--store", required=True, metavar="STORE", help="what sweeps saw: a file, or postgresql://HOST/NAME")
    parser.add_argument("--vault", action="append", metavar="NAME", help="a vault by its name in the store, in place of PATH")
    parser.add_argument("--format", choices=tuple(_FILES), default="html", help="a page, or all links for other programs")
    parser.add_argument("-o", "--output", metavar="PLACE", help="a folder, made when there is none, or a file")
    parser.add_argument("--prometheus", metavar="FILE", help="write figures for node_exporter's textfile collector, too")
    parser.add_argument(
        "--archive",
        default=WAYBACK,
        metavar="URL",
        help="where to look for copies of dead pages (default: the Wayback Machine)",
    )


def run(arguments: Namespace) -> int:
    """Write what is wanted."""
    if arguments.format == "html" and not arguments.output and not arguments.prometheus:
        raise ConfigError("The page needs a place: give `-o FOLDER`, or `--format csv` or `json` for the standard output.")
    if not (gate := parse(arguments.archive)) or gate.scheme not in ("http", "https"):
        raise ConfigError(f"--archive takes the address of an archive on the web, not {arguments.archive}.")
    store = open_store(arguments.store, reading=True)
    try:
        _write(arguments, store, _vaults(arguments, store))
    finally:
        store.close()
    return CLEAN


def now() -> float:
    """The time, in seconds since 1970."""
    return time.time()


def _write(arguments: Namespace, store: Store, vaults: Sequence[str]) -> None:
    is_table = arguments.format == "csv"
    report = None if is_table and not arguments.prometheus else gather(store.select, vaults, now())
    if arguments.format == "html" and report and arguments.output:
        _to_file(_place(arguments), lambda out: page.write(report, arguments.archive, out))
    elif is_table:
        _to(arguments, lambda out: listed.write_csv(store.select, vaults, out))
    elif arguments.format == "json" and report:
        _to(arguments, lambda out: listed.write_json(report, store.select, out))
    if report and arguments.prometheus:
        _to_file(Path(arguments.prometheus), lambda out: prometheus.write(report, out))


def _vaults(arguments: Namespace, store: Store) -> list[str]:
    """The names of the vaults to report on: those given, the one that this folder is in, or else all that the store knows.

    Raises PathError for one that no sweep has met.
    """
    known = [row[0] for row in store.select("SELECT DISTINCT vault FROM sweeps ORDER BY vault")]
    given = [*(arguments.vault or ()), *(vault_name(root_of(absolute(path))) for path in arguments.paths)]
    for name in given:
        if name not in known:
            raise PathError(f"The store {shown(arguments.store)} knows no vault {name}; it knows {', '.join(known) or 'none'}.")
    here = vault_name(root_of(Path.cwd()))
    return list(dict.fromkeys(given)) or ([here] if here in known else known)


def _place(arguments: Namespace) -> Path:
    """The file to write; a name that has the extension of the form is that of a file, any other that of a folder."""
    place = Path(arguments.output)
    name = _FILES[arguments.format]
    if place.suffix.lower() == Path(name).suffix and not place.is_dir():
        return place
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PathError(f"The folder {place} cannot be made: {error.strerror or error}.") from error
    return place / name


def _to(arguments: Namespace, write: Callable[[TextIO], None]) -> None:
    """Write to the place that was given, else to the standard output; what a program reads is the same on every system."""
    if arguments.output:
        _to_file(_place(arguments), write)
        return
    sys.stdout.flush()
    _encoded(write, sys.stdout.buffer)
    sys.stdout.buffer.flush()


def _to_file(file: Path, write: Callable[[TextIO], None]) -> None:
    write_streamed(file, partial(_encoded, write))


def _encoded(write: Callable[[TextIO], None], out: BinaryIO) -> None:
    text = io.TextIOWrapper(out, encoding="utf-8", errors="backslashreplace", newline="")
    try:
        write(text)
    finally:
        text.detach()  # flushes, and leaves open what is not ours
