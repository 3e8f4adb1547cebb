"""A cluster whose workers are killed again and again:

    python -m tests.web.crowd FOLDER ADDRESSES HOSTS WORKERS KILLS SEED [STORE]

Server, scheduler, workers and drivers are processes of their own, forked so that none has to import anything. Workers are
killed at moments that the seed chooses, each replaced by a new one, and the driver once; what was under way then is written
to `killed.json`. At last an hour passes in the store, and a sweep asks what rested.
"""

import asyncio
import json
import os
import signal
import sqlite3
import sys
import time
from collections.abc import Callable, Coroutine, Sequence
from contextlib import closing, suppress
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import notelint.web.sweep
import notelint.web.transport.http  # noqa: F401 - before the fork
from notelint.cli import crew, sweep  # noqa: F401 - before the fork
from notelint.cli.main import main as command
from notelint.web.store.open import is_remote
from tests.web import crowd_server as web
from tests.web.free_ports import free_ports

_UNDER_WAY = (
    "SELECT url FROM addresses JOIN domains ON domains.id = addresses.domain WHERE addresses.leased_until > ? AND worker LIKE ?"
)

_BUSY = 2.0
"""Seconds to wait for a worker to have something under way before it is killed."""


class Killed(NamedTuple):
    """A kill: when, of whom, and which addresses were under way."""

    at: float
    whom: str
    urls: list[str]


class Crowd:
    """All processes; they are ended by their own numbers, whatever happens."""

    def __init__(self, folder: Path, addresses: int, hosts: int, workers: int, random: Random, store: str = "") -> None:
        self.folder, self.addresses, self.hosts, self.random = folder, addresses, hosts, random
        self.scheduler, self.port = free_ports(2)
        self.store = store or str(folder / "s.db")
        self.log = os.open(folder / "log", os.O_RDWR | os.O_CREAT | os.O_APPEND)
        self.children: set[int] = set()
        self.killed: list[Killed] = []
        self._write_notes()
        self.child(lambda: web.serve(hosts, self.port, self.log))
        self.scheduler_process = self.child(self._schedule)
        self.workers = [self.child(self.work) for _ in range(workers)]

    def _write_notes(self) -> None:
        notes = self.folder / "notes"
        notes.mkdir()
        urls = [web.url(number, self.hosts, self.port) for number in range(self.addresses)]
        (notes / "a.md").write_text("# Links\n\n" + "".join(f"* <{url}>\n" for url in urls), encoding="utf-8")
        (notes / "notelint.toml").write_text('[web]\nlook = "status"\n', encoding="utf-8")

    def child(self, work: Callable[[], int | Coroutine[Any, Any, None]]) -> int:
        """Have something done by a process of its own; its number."""
        pid = os.fork()
        if pid:
            self.children.add(pid)
            return pid
        code = 99
        try:
            out = os.open(self.folder / f"out-{os.getpid()}", os.O_WRONLY | os.O_CREAT)
            os.dup2(out, 1)
            os.dup2(out, 2)
            done = work()
            code = done if isinstance(done, int) else asyncio.run(done) or 0
        finally:
            os._exit(code)

    async def _schedule(self) -> None:
        from distributed import Scheduler

        async with Scheduler(host="127.0.0.1", port=self.scheduler, dashboard_address="127.0.0.1:0") as scheduler:
            await scheduler.finished()

    async def work(self) -> None:
        from distributed import Worker

        async with Worker(
            f"tcp://127.0.0.1:{self.scheduler}",
            nthreads=1,
            host="127.0.0.1",
            local_directory=str(self.folder / "space"),
            dashboard_address="127.0.0.1:0",
        ) as worker:
            await worker.finished()

    def drive(self, *more: str) -> int:
        """Begin a sweep; the number of its process."""
        routes = [f"{web.host(number)}:{self.port}:{web.address(number)}" for number in range(self.hosts)]
        given = [str(self.folder / "notes"), "--store", self.store, "--allow-private", *more]
        return self.child(lambda: command(["sweep", *given, *(word for route in routes for word in ("--resolve", route))]))

    def wait(self, is_so: Callable[[], object], seconds: float = 60) -> None:
        """Wait until something is so."""
        until = time.monotonic() + seconds
        while not is_so():
            if time.monotonic() > until:
                raise TimeoutError
            time.sleep(0.03)

    def end_of(self, pid: int, seconds: float) -> int:
        """The exit code of a process that ends by itself."""
        status = 0

        def has_ended() -> bool:
            nonlocal status
            ended, status = os.waitpid(pid, os.WNOHANG)
            return ended == pid

        self.wait(has_ended, seconds)
        self.children.discard(pid)
        return os.waitstatus_to_exitcode(status)

    def rows(self, query: str, *values: object) -> list[Any]:
        """What the store says; nothing while it is being made."""
        if is_remote(self.store):
            import psycopg  # imported when needed: those who have no server may lack it

            with psycopg.connect(self.store, autocommit=True) as server, suppress(psycopg.errors.UndefinedTable):
                found = server.execute(query.replace("%", "%%").replace("?", "%s").encode(), values)
                return found.fetchall() if found.description else []
            return []
        if not Path(self.store).exists():
            return []
        with closing(sqlite3.connect(self.store, timeout=30, isolation_level=None)) as db, suppress(sqlite3.OperationalError):
            return db.execute(query, values).fetchall()
        return []

    def holders(self) -> set[int]:
        """The processes that hold domains."""
        rows = self.rows("SELECT DISTINCT worker FROM domains WHERE leased_until > ? AND worker <> ''", time.time())
        return {int(worker.split("/")[1]) for (worker,) in rows}

    def done(self) -> int:
        """How many addresses have a verdict, or will have none now."""
        told = {url for (url,) in self.rows("SELECT url FROM addresses WHERE state IS NOT NULL")}
        return len(told.union(*(one.urls for one in self.killed)))

    def kill_worker(self) -> None:
        """Kill a worker in the midst of whatever it does, and have another one come."""
        pid = self.workers.pop(self.random.randrange(len(self.workers)))
        until = time.monotonic() + _BUSY
        while not self.under_way(f"%/{pid}/%") and time.monotonic() < until:
            time.sleep(0.01)
        time.sleep(self.random.uniform(0, 0.1))
        os.kill(pid, signal.SIGSTOP)
        urls = self.under_way(f"%/{pid}/%")
        self.kill(pid)
        self.killed.append(Killed(time.time(), "worker", urls))
        self.workers.append(self.child(self.work))

    def kill_driver(self, pid: int) -> None:
        """Kill the driver; its turns give back what they hold, and what was under way then rests."""
        at = time.time()
        self.kill(pid)
        self.wait(lambda: not self.holders() & set(self.workers))
        self.killed.append(Killed(at, "driver", self.under_way("%")))

    def under_way(self, worker: str) -> list[str]:
        """The addresses in domains of a worker that were begun and have no verdict, but for those left from earlier kills.

        A store that is far away hears a little later what was begun, and what came of it: there, it is what the servers heard
        of and the store has no verdict on, whoever asks it and since whenever.
        """
        if not is_remote(self.store):
            known = {url for one in self.killed for url in one.urls}
            return [url for (url,) in self.rows(_UNDER_WAY, time.time(), worker) if url not in known]
        lines = (line.split(" ") for line in (self.folder / "log").read_text().splitlines()[1:])
        heard = {f"http://{host}:{self.port}{path}" for _, _, host, path in lines if path != "/robots.txt"}
        return sorted(heard - {url for (url,) in self.rows("SELECT url FROM addresses WHERE state IS NOT NULL")})

    def kill(self, pid: int) -> None:
        """End a process of ours at once."""
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        self.children.discard(pid)

    def close(self) -> None:
        """End all that is left."""
        for pid in list(self.children):
            self.kill(pid)


def run(crowd: Crowd, kills: int) -> None:
    """Sweep, with so many kills of workers and one of the driver at moments of chance."""
    crowd.wait(lambda: b"ready" in (crowd.folder / "log").read_bytes())
    cluster = ("--cluster", f"tcp://127.0.0.1:{crowd.scheduler}")
    driver = crowd.drive(*cluster)
    moments = sorted(crowd.random.sample(range(crowd.addresses // 20, crowd.addresses * 9 // 10), kills + 1))
    restart = crowd.random.randrange(kills + 1)
    for number, moment in enumerate(moments):
        crowd.wait(lambda moment=moment: crowd.done() >= moment, 120)  # type: ignore[misc]  # a default of a lambda
        if number == restart:
            crowd.kill_driver(driver)
            driver = crowd.drive(*cluster)
        else:
            crowd.kill_worker()
    codes = [crowd.end_of(driver, 300)]
    (crowd.folder / "before").write_text(str((crowd.folder / "log").stat().st_size))
    crowd.rows("UPDATE addresses SET leased_until = 0")  # an hour passes
    crowd.rows("UPDATE stands SET due_at = 0")
    codes.append(crowd.end_of(crowd.drive(), 120))
    (crowd.folder / "killed.json").write_text(json.dumps({"codes": codes, "killed": [one._asdict() for one in crowd.killed]}))


def main(arguments: Sequence[str]) -> None:
    folder, (addresses, hosts, workers, kills, seed) = Path(arguments[0]), map(int, arguments[1:6])
    random = Random(seed)  # noqa: S311 - moments, no secrets
    crowd = Crowd(folder, addresses, hosts, workers, random, *arguments[6:])
    try:
        run(crowd, kills)
    finally:
        crowd.close()


if __name__ == "__main__":
    main(sys.argv[1:])
