"""What a real store and real processes take for an address: `benchmarks/scale.py` extrapolates from that.

A vault of made notes is read by `notelint sweep`, which is the driver; the due addresses of its store are asked by another
process, which is a worker, of a server on loopback that answers at once with a page of 8 KB. Nothing goes beyond 127.0.0.1.
"""

import asyncio
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from notelint.web.asking import Means, ask
from notelint.web.policy import Policy
from notelint.web.recorded import Budget, RecordedSweep
from notelint.web.store.open import open_store
from notelint.web.verdict import Verdict

LINKS_A_NOTE = 50
HOSTS_IN = 13  # addresses a host, as 12 million on 900,000
KILO, MEGA = 1024, 1e6


class Measured(NamedTuple):
    """Bytes, and seconds of processor: of the driver and of a worker with nothing to do, and for each address on top of it.

    `store` is what an address takes there with its first visit, `visit` what each further one adds.
    """

    driver: float
    driver_address: float
    worker: float
    worker_address: float
    store: float
    visit: float
    processor: float
    """Of a worker, for an address with all its requests and its verdict written to the store."""


class Ran(NamedTuple):
    """A process that has ended: bytes of memory at most, seconds of processor, and what it printed."""

    memory: int
    processor: float
    out: bytes


def measure(addresses: int) -> Measured:
    """Make, sweep and look at a store of so many addresses; a fifth as many tell what grows with them."""
    with tempfile.TemporaryDirectory() as folder, serving() as port:
        few, many = addresses // 5, addresses
        first = _both(Path(folder) / "few", few, port)
        second = _both(Path(folder) / "many", many, port)
        step = many - few
        driver = (second[0].memory - first[0].memory) / step
        worker = (second[1].memory - first[1].memory) / step
        store, grown = _size(Path(folder) / "many"), _visited(Path(folder) / "many")
        return Measured(
            driver=first[0].memory - few * driver,
            driver_address=driver,
            worker=first[1].memory - few * worker,
            worker_address=worker,
            store=store / many,
            visit=(grown - store) / many,
            processor=(second[1].processor - first[1].processor) / step,
        )


def _both(folder: Path, count: int, port: int) -> tuple[Ran, Ran]:
    """The driver and a worker over a made vault of so many addresses."""
    folder.mkdir()
    for note in range(-(-count // LINKS_A_NOTE)):
        numbers = range(note * LINKS_A_NOTE, min(count, (note + 1) * LINKS_A_NOTE))
        lines = [f"* [Entry {number}]({_url(number, port)}) and what it is about\n" for number in numbers]
        (folder / f"note{note}.md").write_text("# Entries\n\n" + "".join(lines), encoding="utf-8")
    sweep = ("-m", "notelint", "sweep", str(folder), "--store", str(folder / "s.db"), "--allow-private", "--max-requests", "0")
    driver = run(*sweep, "--report", "json")
    return driver, run("-m", "benchmarks.scale_measured", "worker", str(folder), str(port), str(count))


def _url(number: int, port: int) -> str:
    return f"http://host{number // HOSTS_IN}.notes.test:{port}/folder{number % 3}/page-{number}"


def run(*arguments: str) -> Ran:
    """Run Python to its end."""
    child = subprocess.Popen([sys.executable, *arguments], stdout=subprocess.PIPE)
    assert child.stdout  # noqa: S101 - it is a pipe
    out = child.stdout.read()
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{' '.join(arguments)} ended with {child.returncode}")
    return Ran(used.ru_maxrss * (1 if sys.platform == "darwin" else KILO), used.ru_utime + used.ru_stime, out)


def _size(folder: Path) -> int:
    """The bytes of a store, after what waits in its log has been written to it."""
    store = open_store(folder / "s.db")
    store.close()
    return (folder / "s.db").stat().st_size


def _visited(folder: Path) -> int:
    """The bytes of a store after one more visit to all."""
    store = open_store(folder / "s.db")
    at = time.time() + 99 * 86_400
    vault = folder.as_posix()
    sweep = store.begin(vault, at)
    while shares := store.lease(vault, "benchmark", at, 1e9, 500):
        for share in shares:
            for task in share.tasks:
                store.record(sweep, _verdict(task.url, at))
        store.release(vault, "benchmark", [share.domain for share in shares], at)
    store.close()
    return _size(folder)


def _verdict(url: str, at: float) -> Verdict:
    return Verdict(url, "alive", "ok", 200, None, 1, 0.2, at)


def worker(folder: Path, port: int, count: int) -> None:
    """Ask all that is due in a store."""
    store = open_store(folder / "s.db")
    routes = {(f"host{number}.notes.test", port): "127.0.0.1" for number in range(count // HOSTS_IN + 1)}
    sweep = RecordedSweep(store, folder.resolve().as_posix(), time.time, Budget())
    outcome = sweep.run(ask, Policy(allow_private=True, look="neighbours"), Means(routes=routes))
    store.close()
    assert outcome.states["alive"] == count, outcome  # noqa: S101 - else what is measured is something else
    print(json.dumps({"memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}))


@contextmanager
def serving() -> Iterator[int]:
    """A server in a process of its own; its port."""
    child = subprocess.Popen([sys.executable, "-m", "benchmarks.scale_measured", "serve"], stdout=subprocess.PIPE)
    try:
        assert child.stdout  # noqa: S101 - it is a pipe
        yield int(child.stdout.readline())
    finally:
        child.kill()
        child.wait()


async def serve() -> None:
    """Answer everything on a port of one's own: pages, and 404 for what nobody links to."""
    page = b"<title>A page</title><h1>A page</h1>" + b"<p>Some words that make a page, and then some more of them." * 130

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                status, body = (b"200 OK", page) if b"/page-" in head.partition(b"\r\n")[0] else (b"404 Not Found", b"")
                writer.write(
                    b"HTTP/1.1 %b\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%b" % (status, len(body), body)
                )
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    if sys.argv[1] == "serve":
        asyncio.run(serve())
    else:
        worker(Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
