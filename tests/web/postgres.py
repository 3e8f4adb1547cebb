"""A PostgreSQL server of one's own, from Debian's packages: in a temporary folder, on a Unix socket, for nobody else."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from types import MappingProxyType

_SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",  # a test may kill the server, but not the machine
    "shared_buffers": "32MB",
    "max_connections": "60",
    "logging_collector": "off",
}
_TRIES = 200


def binaries() -> Path | None:
    """The folder with the server's programs, None where there is none; Debian keeps them off the path."""
    places = [Path(found).resolve().parent for found in (shutil.which("initdb"),) if found]
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((place for place in places if (place / "postgres").exists()), None)


class Server:
    """A server that can be stopped and started again."""

    def __init__(self, programs: Path, folder: Path, prefix: list[str], settings: Mapping[str, str]) -> None:
        self._programs, self._folder, self._prefix, self._settings = programs, folder, prefix, settings
        self._process: subprocess.Popen[bytes] | None = None
        self._numbers = count(1)

    def start(self) -> None:
        settings = [part for name, value in self._settings.items() for part in ("-c", f"{name}={value}")]
        command = [*self._prefix, str(self._programs / "postgres"), "-D", str(self._folder / "data"), "-k", str(self._folder)]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen([*command, *settings], stdout=log, stderr=log)
        for _ in range(_TRIES):
            if self.says("SELECT 1"):
                return
            if self._process.poll() is not None:
                break
            time.sleep(0.05)
        raise AssertionError((self._folder / "log").read_text())

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """End it: SIGINT at once and in order, SIGQUIT as by a crash."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait()
            self._process = None

    def says(self, sql: str) -> bool:
        import psycopg  # imported when needed: those who have no server may lack it

        try:
            with psycopg.connect(host=str(self._folder), user="notelint", dbname="postgres", autocommit=True) as db:
                db.execute(sql.encode())
        except psycopg.OperationalError:
            return False
        return True

    def new(self) -> str:
        """The address of an empty database; a schema of its own, which is made sooner than a database."""
        name = f"s{os.getpid()}_{next(self._numbers)}"
        assert self.says(f"CREATE SCHEMA {name}")
        return f"postgresql://notelint:secret@/postgres?host={self._folder}&options=-csearch_path%3D{name}"

    def size(self, place: str) -> int:
        """The bytes that a store takes, with its indexes."""
        import psycopg  # as above

        with psycopg.connect(place, autocommit=True) as db:
            query = (
                "SELECT SUM(pg_total_relation_size(oid)) FROM pg_class WHERE relkind = 'r' AND relnamespace = %s::regnamespace"
            )
            return int((db.execute(query, (place.rpartition("%3D")[2],)).fetchone() or (0,))[0])


@contextmanager
def running(programs: Path, settings: Mapping[str, str] = MappingProxyType({})) -> Iterator[Server]:
    """A server, until the block ends, with other settings than tests need. It refuses to run as root; then nobody runs it."""
    folder = Path(tempfile.mkdtemp(prefix="notelint-pg-"))
    prefix: list[str] = []
    if os.geteuid() == 0:
        prefix = ["setpriv", "--reuid", "nobody", "--regid", "nogroup", "--clear-groups"]
        shutil.chown(folder, "nobody", "nogroup")
    make = [*prefix, str(programs / "initdb"), "-D", str(folder / "data"), "-U", "notelint", "-A", "trust", "--no-sync"]
    subprocess.run([*make, "-E", "UTF8", "--locale", "C"], check=True, capture_output=True)
    server = Server(programs, folder, prefix, {**_SETTINGS, **settings})
    try:
        server.start()
        yield server
    finally:
        server.stop(signal.SIGQUIT)
        shutil.rmtree(folder, ignore_errors=True)
