"""A small web on loopback: whatever the host is called, its addresses answer as a table says."""

import http.server
import ssl
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

Answers = Mapping[tuple[str, str], "Answer"]
"""Host and path (with query) → what is answered; 404 for all others."""


class Answer(NamedTuple):
    """A status, where it redirects to, the page, and the seconds until it comes."""

    status: int = 200
    location: str = ""
    page: str = "<title>A page</title><p>" + "Some words that make a page. " * 40
    delay: float = 0.0


class LocalWeb(NamedTuple):
    """The port, and how often each address was asked for."""

    port: int
    asked: Counter[tuple[str, str]]


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 512  # five by default: of more who come at once, the others would have to try again seconds later

    def handle_error(self, *_: object) -> None:
        """Say nothing of those who hang up."""


@contextmanager
def serving(answers: Answers, tls: ssl.SSLContext | None = None) -> Iterator[LocalWeb]:
    """Serve until the block ends, over TLS if so."""
    asked: Counter[tuple[str, str]] = Counter()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            host = (self.headers["Host"] or "").partition(":")[0]
            asked[host, self.path] += 1
            answer = answers.get((host, self.path), Answer(404, page="<title>Not found</title>"))
            time.sleep(answer.delay)
            self.send_response(answer.status)
            if answer.location:
                self.send_header("Location", answer.location)
            body = answer.page.encode()
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = _Server(("127.0.0.1", 0), Handler)
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield LocalWeb(server.server_address[1], asked)
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
