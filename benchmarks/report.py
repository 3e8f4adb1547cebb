"""How long `notelint report` takes over a large store, by its forms; and what memory it needs.

`python -m benchmarks.report --links 1000000`
"""

import sqlite3
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.made_store import VAULT, fill

from notelint.web.store.open import is_remote, open_store

_RUN = """
import resource, sys, time
from notelint.cli.main import main
begun = time.perf_counter()
code = main(sys.argv[1:])
used = resource.getrusage(resource.RUSAGE_SELF)
print(code, time.perf_counter() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, file=sys.stderr)
"""


def made(place: str, count: int) -> None:
    """A store with so many links, in a file or in an empty database of PostgreSQL."""
    open_store(place).close()
    if is_remote(place):
        _copied(place, count)
        return
    with closing(sqlite3.connect(place)) as db:
        db.execute("PRAGMA synchronous = OFF")

        def insert(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
            places = ", ".join("?" * len(columns))
            db.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})", rows)  # noqa: S608 - own words

        fill(insert, count)
        db.commit()


def _copied(place: str, count: int) -> None:
    import psycopg

    with psycopg.connect(place) as db:

        def insert(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
            with db.cursor() as cursor, cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN".encode()) as copy:
                for row in rows:
                    copy.write_row(row)

        fill(insert, count)
    with psycopg.connect(place, autocommit=True) as db:
        db.execute("ANALYZE")  # which a server that has run for a while has done by itself


def main() -> None:
    """Print a table."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--links", type=int, default=1_000_000)
    parser.add_argument("--store", help="a store that is there already; with --fill an empty one, postgresql://… for instance")
    parser.add_argument("--fill", action="store_true", help="put the links into that store first")
    arguments = parser.parse_args()
    with TemporaryDirectory() as folder:
        store = arguments.store or str(Path(folder) / "links.db")
        if not arguments.store or arguments.fill:
            begun = time.perf_counter()
            made(store, arguments.links)
            print(f"made {arguments.links:,} links in {time.perf_counter() - begun:.0f} s\n")
        print("| form | seconds | processor seconds | MB resident | MB written |\n|---|---|---|---|---|")
        for form in ("html", "csv", "json", "prometheus"):
            print(_row(form, store, Path(folder)), flush=True)


def _row(form: str, store: str, folder: Path) -> str:
    to = ["--prometheus", str(folder / "links.prom")] if form == "prometheus" else ["--format", form, "-o", str(folder / form)]
    call = [sys.executable, "-c", _RUN, "report", "--store", store, "--vault", VAULT, *to]
    done = subprocess.run(call, capture_output=True, text=True, check=False)
    code, seconds, processor, memory = done.stderr.split()[-4:]
    assert code == "0", done.stderr  # noqa: S101 - a benchmark of nothing else than what works
    size = (
        sum(file.stat().st_size for file in (folder / form).glob("*"))
        if form != "prometheus"
        else (folder / "links.prom").stat().st_size
    )
    return f"| {form} | {float(seconds):.1f} | {float(processor):.1f} | {float(memory):,.0f} | {size / 1e6:,.1f} |"


if __name__ == "__main__":
    main()
