"""A made web on loopback: what is on it, drawn from a seed, and the one process that answers for all of its hosts.

`draw` says what each link truly is; `python -m benchmarks.made_web` serves it until its standard input ends (or its time is
over), then prints what was asked of it as JSON. Hosts are literal addresses in 127.0.0.0/8, because lychee has no other way to
be told where a name is.

* Links fall to hosts by Zipf (or evenly); answers take their time by a log-normal law, some of them much longer.
* 2 % never answer: half of them because their whole host does not. 5 % are redirects, 5 % are not found, 1 % say 503 first.
* One host in 25 answers 429 with Retry-After to what goes beyond ten requests in two seconds.
"""

import argparse
import asyncio
import json
import resource
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from random import Random
from ssl import PROTOCOL_TLS_SERVER, SSLContext
from typing import Literal, NamedTuple, TypeAlias, cast

Kind: TypeAlias = Literal["page", "redirect", "absent", "late-page", "silent", "limited"]

KINDS: tuple[tuple[Kind, float], ...] = (("redirect", 0.05), ("absent", 0.05), ("late-page", 0.01), ("silent", 0.01))
SILENT_HOSTS = 0.01  # the share of links whose whole host says nothing
LIMITED_EVERY, LIMITED_FROM = 25, 5
WINDOW, ALLOWED = 2.0, 10
MEDIAN, SIGMA, TAIL, TAIL_FACTOR = 0.15, 0.8, 0.02, 20.0
LONGEST_RUN = 900.0
"""Seconds after which a server ends by itself."""

_TEXT = "<p>" + "Some words that a page is made of, and some more. " * 160


class Shape(NamedTuple):
    """What web to draw: `longest` is the most seconds that an answer takes.

    Besides the usual web there are one without latency or trouble (`plain`) and one of hosts that all limit. With `ca` it is
    served over TLS, and the certificate of the authority is written to that file.
    """

    links: int
    hosts: int
    seed: int
    longest: float
    kind: Literal["usual", "plain", "limited"] = "usual"
    ca: str = ""


class Link(NamedTuple):
    """An address and what is true of it; `delay` is how many seconds each answer takes."""

    host: str
    path: str
    kind: Kind
    delay: float


def draw(shape: Shape) -> list[Link]:
    """The links of a web in the order of its notes."""
    random = Random(shape.seed)  # noqa: S311  # a simulation, no secret
    names = [f"127.{1 + number // 250}.{number % 250}.1" for number in range(shape.hosts)]
    if shape.kind != "usual":
        kind: Kind = "page" if shape.kind == "plain" else "limited"
        return [Link(names[number % shape.hosts], f"/page-{number}", kind, 0.0) for number in range(shape.links)]
    ranks = random.choices(range(shape.hosts), [1 / (rank + 1) for rank in range(shape.hosts)], k=shape.links)
    silent = frozenset(_silent_hosts(ranks, shape, random))
    bases = [random.lognormvariate(0, SIGMA) for _ in names]
    found = []
    for number, rank in enumerate(ranks):
        kind = "silent" if rank in silent else _kind(rank, random)
        delay = MEDIAN * bases[rank] * random.lognormvariate(0, SIGMA / 2) * (TAIL_FACTOR if random.random() < TAIL else 1)
        found.append(Link(names[rank], f"/page-{number}", kind, min(delay, shape.longest)))
    return found


def _silent_hosts(ranks: Sequence[int], shape: Shape, random: Random) -> Iterator[int]:
    """Hosts in the lower half that hold the share of links that shall be silent with them."""
    lower = random.sample(range(shape.hosts // 2, shape.hosts), shape.hosts - shape.hosts // 2)
    counts = Counter(ranks)
    for rank, sum_ in zip(lower, accumulate(counts[rank] for rank in lower), strict=True):
        if sum_ > SILENT_HOSTS * shape.links:
            return
        yield rank


def _kind(rank: int, random: Random) -> Kind:
    if rank % LIMITED_EVERY == LIMITED_FROM:
        return "limited"
    chance = random.random()
    for kind, share in KINDS:
        chance -= share
        if chance < 0:
            return kind
    return "page"


class MadeWeb:
    """What the hosts answer, and what they were asked."""

    def __init__(self, links: Sequence[Link]) -> None:
        self.links = {(link.host, link.path): link for link in links}
        self.asked: Counter[str] = Counter()
        self.visits: Counter[tuple[str, str]] = Counter()
        self._windows: dict[str, tuple[float, int]] = {}

    def answer(self, host: str, path: str, now: float) -> tuple[float, bytes] | None:
        """How long an answer takes, and the answer; None for none ever."""
        link = self.links.get((host, path.removesuffix("/moved")))
        self.asked["requests"] += 1
        if link is None:
            self.asked["neighbours"] += 1
            return 0.0, _response("404 Not Found", "<title>Not found</title>")
        self.visits[host, path] += 1
        self.asked[link.kind] += 1
        if link.kind == "silent":
            return None
        if link.kind == "limited" and (wait := self._surplus(host, now)):
            self.asked["surplus"] += 1
            return 0.0, _response("429 Too Many Requests", "", f"Retry-After: {int(wait) + 1}\r\n")
        return link.delay, self._page(link, path)

    def _page(self, link: Link, path: str) -> bytes:
        if link.kind == "absent":
            return _response("404 Not Found", "<title>Not found</title>")
        if link.kind == "redirect" and path == link.path:
            return _response("301 Moved Permanently", "", f"Location: {path}/moved\r\n")
        if link.kind == "late-page" and self.visits[link.host, path] == 1:
            return _response("503 Service Unavailable", "")
        return _response("200 OK", f"<!DOCTYPE html><title>{path} at {link.host}</title>{_TEXT}")

    def _surplus(self, host: str, now: float) -> float:
        """The seconds to wait for a host that has answered enough; 0 when it answers."""
        began, count = self._windows.get(host, (now, 0))
        if now >= began + WINDOW:
            began, count = now, 0
        self._windows[host] = began, count + 1
        return began + WINDOW - now if count >= ALLOWED else 0.0


def _response(status: str, page: str, headers: str = "") -> bytes:
    body = page.encode()
    return (
        f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n{headers}\r\n"
    ).encode() + body


class Connection(asyncio.Protocol):
    """One connection: requests one after the other, without bodies."""

    def __init__(self, web: MadeWeb) -> None:
        self._web = web
        self._data = b""
        self._loop = asyncio.get_running_loop()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember where to answer, and for whom."""
        self._transport = cast("asyncio.Transport", transport)
        self._host = transport.get_extra_info("sockname")[0]

    def data_received(self, data: bytes) -> None:
        """Answer what is complete."""
        self._data += data
        while b"\r\n\r\n" in self._data:
            head, _, self._data = self._data.partition(b"\r\n\r\n")
            path = head.split(b" ", 2)[1].decode("latin-1")
            answer = self._web.answer(self._host, path, self._loop.time())
            if answer is not None and answer[0]:
                self._loop.call_later(answer[0], self._write, answer[1])
            elif answer is not None:
                self._write(answer[1])

    def _write(self, data: bytes) -> None:
        if not self._transport.is_closing():
            self._transport.write(data)


def certificates(hosts: Iterable[str], ca: str) -> dict[str, SSLContext]:
    """What each host shows over TLS; the certificate of their authority goes to a file."""
    import trustme  # of the tests, and only for this

    authority = trustme.CA()
    authority.cert_pem.write_to_path(ca)
    found = {}
    for host in hosts:
        found[host] = SSLContext(PROTOCOL_TLS_SERVER)
        authority.issue_cert(host).configure_cert(found[host])
    return found


async def serve(web: MadeWeb, ca: str) -> None:
    """Serve until standard input ends or the time is over; tells the port first, and at the end what was asked."""
    loop = asyncio.get_running_loop()
    port = 0
    hosts = dict.fromkeys(host for host, _ in web.links)
    shown = certificates(hosts, ca) if ca else {}
    for host in hosts:
        server = await loop.create_server(lambda: Connection(web), host, port, backlog=1024, ssl=shown.get(host))
        port = server.sockets[0].getsockname()[1]
    print(port, flush=True)
    try:
        async with asyncio.timeout(LONGEST_RUN):
            await loop.run_in_executor(None, sys.stdin.read)
    except TimeoutError:
        sys.exit("a run took too long")
    print(json.dumps(web.asked), flush=True)


def main() -> None:
    """Serve a web as the arguments shape it."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, kind in (("links", int), ("hosts", int), ("seed", int), ("longest", float), ("kind", str), ("ca", str)):
        parser.add_argument(f"--{name}", type=kind, required=True)
    shape = Shape(**vars(parser.parse_args()))
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    try:
        import uvloop
    except ImportError:
        runner = asyncio.Runner()
    else:
        runner = asyncio.Runner(loop_factory=uvloop.new_event_loop)
    with runner:
        runner.run(serve(MadeWeb(draw(shape)), shape.ca))


if __name__ == "__main__":
    main()
