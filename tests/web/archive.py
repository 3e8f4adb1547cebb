"""A small archive on loopback that speaks Memento: a TimeGate, a TimeMap and the copies (RFC 7089)."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple, TypeAlias


class Kept(NamedTuple):
    """A copy: the day it was taken (ISO), the status that is replayed, and the page."""

    day: str
    status: int = 200
    page: str = "<title>A page of old</title><p>Its words."

    @property
    def taken(self) -> datetime:
        return datetime.fromisoformat(self.day).replace(tzinfo=UTC)


Holdings: TypeAlias = Mapping[str, Sequence[Kept]]
"""Address → its copies."""


@contextmanager
def archive(holdings: Holdings) -> Iterator[tuple[str, list[str]]]:  # noqa: C901  # a server is one class
    """The address of its TimeGate, and the paths that are asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # the library's name
            asked.append(self.path)
            kind, _, rest = self.path[1:].partition("/")
            if kind == "gate":
                self._gate(rest, holdings.get(rest, ()))
            elif kind == "map":
                self._say(200, self._map(rest, holdings[rest]), [("Content-Type", "application/link-format")])
            else:
                kept = next(one for one in holdings[rest] if one.day == kind)
                when = ("Memento-Datetime", format_datetime(kept.taken, usegmt=True))
                self._say(kept.status, kept.page, [when, ("Content-Type", "text/html"), self._link(rest)])

        def _gate(self, url: str, copies: Sequence[Kept]) -> None:
            if not copies:
                self._say(404, "<title>Nothing here</title>", [])
                return
            wanted = parsedate_to_datetime(self.headers["Accept-Datetime"])
            near = min(copies, key=lambda one: abs(one.taken - wanted))
            self._say(302, "", [("Vary", "accept-datetime"), ("Location", f"/{near.day}/{url}"), self._link(url)])

        def _link(self, url: str) -> tuple[str, str]:
            return "Link", f'<{url}>; rel="original", </map/{url}>; rel="timemap"; type="application/link-format"'

        def _map(self, url: str, copies: Sequence[Kept]) -> str:
            when = {one.day: format_datetime(one.taken, usegmt=True) for one in copies}
            rows = (f'</{day}/{url}>; rel="memento"; datetime="{taken}"' for day, taken in when.items())
            return ",\n".join([f'<{url}>;rel="original"', f'</map/{url}>;rel="self"', *rows])

        def _say(self, status: int, body: str, headers: Sequence[tuple[str, str]]) -> None:
            self.send_response(status)
            for name, value in (*headers, ("Content-Length", str(len(body.encode())))):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/gate/", asked
        finally:
            server.shutdown()
