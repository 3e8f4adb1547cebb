"""Servers that send bombs, bodies and headers without end, and next to nothing: what a run costs that asks them all at once."""

import asyncio
import gzip
import json
import subprocess
import sys
import threading
from collections.abc import Iterator

import brotli  # type: ignore[import-untyped]  # nobody has typed it
import pytest

from tests.web.misbehaving import Script, Server, dripping, endless, hang, page

OPEN = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
LARGE = 400_000_000
EACH = 12
DEADLINE = 10.0
MOST = 150 * 1024 * 1024

ASKING = r"""
import json, pathlib, re, resource, sys, time
from notelint.web.asking import Means, ask
from notelint.web.policy import Policy
from notelint.web.verdict import NOTHING_KNOWN

given = json.load(sys.stdin)
policy = Policy(timeout=8.0, connect_timeout=8.0, deadline=given["deadline"], allow_private=True)
addresses = [(url, ("fragment",), NOTHING_KNOWN) for url in given["urls"]]
routes = {(url.split("/")[2].split(":")[0], given["port"]): "127.0.0.1" for url in given["urls"]}
states = {}
began = time.monotonic()
tell = lambda url, verdict: states.update({url: f"{verdict.state} {verdict.reason}"})
ask(addresses, policy, tell, means=Means(routes=routes))
status = pathlib.Path("/proc/self/status")
if status.exists():  # what getrusage says begins, on Linux, with what the parent had when it forked
    peak = int(re.search(r"VmHWM:\s+(\d+) kB", status.read_text())[1]) * 1024
else:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps({"seconds": time.monotonic() - began, "peak": peak, "states": states}))
"""


def gzip_bomb() -> bytes:
    return gzip.compress(bytes(LARGE), 9)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server on a thread of its own, so that it is busy while the test waits."""
    plain: dict[str, Script] = {
        "/gzip": page(gzip_bomb(), "Content-Encoding: gzip"),
        "/twice": page(gzip.compress(gzip_bomb()), "Content-Encoding: gzip, gzip"),
        "/brotli": page(brotli.compress(bytes(LARGE), quality=5), "Content-Encoding: br"),
        "/endless": endless(OPEN + b"\r\n", b"<p>more and more</p>" * 5000),
        "/deep": endless(OPEN + b"\r\n", b"<div>" * 20_000),
        "/headers": endless(b"HTTP/1.1 200 OK\r\n", b"X-More: and more\r\n" * 500),
        "/header": endless(b"HTTP/1.1 200 OK\r\nX-Endless: ", b"x" * 60_000),
        "/drip": dripping(OPEN + b"\r\n", b"<p>", 0.2),
        "/slow": dripping(b"HTTP/1.1 200 OK\r\n", b"X", 0.2),
        "/silent": hang,
    }
    served, loop = Server(plain), asyncio.new_event_loop()
    listening = loop.run_until_complete(asyncio.start_server(served.serve, "127.0.0.1", 0, backlog=512))
    served.port = listening.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    yield served
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    listening.close()
    loop.set_exception_handler(lambda loop, context: None)  # the scripts that are cut short have much to say
    for task in asyncio.all_tasks(loop):
        task.cancel()
    loop.run_until_complete(asyncio.sleep(0.1))
    loop.close()


def test_bombs_and_endless_answers_end_in_time_and_stay_small(server: Server) -> None:
    paths = list(server.scripts)
    # Who is silent or slow has hosts of its own, for a host that never answers is given up with all that it holds.
    hosts = {path: "slow" if path in ("/slow", "/silent", "/drip") else "bomb" for path in paths}
    urls = [f"http://{hosts[path]}{number}.example:{server.port}{path}" for number in range(EACH) for path in paths]
    given = json.dumps({"urls": urls, "port": server.port, "deadline": DEADLINE})
    done = subprocess.run([sys.executable, "-c", ASKING], input=given, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    states = {url.rpartition("/")[2]: state for url, state in told["states"].items()}
    assert len(told["states"]) == len(urls)
    assert told["peak"] < MOST, f"{told['peak'] / 1e6:.0f} MB"
    assert told["peak"] > 20_000_000, "that is no process that asked"
    assert told["seconds"] < 3 * DEADLINE
    assert {states[name].split()[0] for name in ("gzip", "brotli", "endless", "deep", "drip")} <= {"alive", "suspect"}
    assert states["headers"] == states["header"] == "unsure headers-too-large"
    assert states["slow"] in ("unsure timeout", "unsure deadline", "unsure host-silent")
