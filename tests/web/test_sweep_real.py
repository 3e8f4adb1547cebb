"""`notelint sweep` with nothing replaced, against a server on loopback."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from notelint.cli import sweep as command
from notelint.web.evidence import DAY
from tests.conftest import Notelint, write


class Server(ThreadingHTTPServer):
    """Pages with validators, some that are gone, and a robots.txt; `heard` are the requests: path and `If-None-Match`."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Pages)
        self.heard: list[tuple[str, str | None]] = []
        self.base = f"http://127.0.0.1:{self.server_address[1]}"


class Pages(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, Server)
        known = self.headers["If-None-Match"]
        self.server.heard.append((self.path, known))
        found = 304 if known else 200
        status = {"/ok": found, "/closed": found, "/robots.txt": found, "/gone": 410}.get(self.path, 404)
        body = (
            b"User-agent: *\nDisallow: /closed\n" if self.path == "/robots.txt" else b"<title>A page</title><h1 id=one>One</h1>"
        )
        body = b"" if status == 304 else body
        self.send_response(status)
        self.send_header("Content-Type", "text/plain" if self.path == "/robots.txt" else "text/html")
        self.send_header("Content-Length", str(len(body)))
        if status == 200:
            self.send_header("ETag", '"v1"')
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    thread = threading.Thread(target=made.serve_forever)
    thread.start()
    yield made
    made.shutdown()
    made.server_close()
    thread.join()


def test_a_sweep_of_real_pages(repository: Path, server: Server, notelint: Notelint, monkeypatch: pytest.MonkeyPatch) -> None:
    write(
        repository,
        {
            "notelint.toml": f'[web]\nheaders = {{ "{server.base}" = {{ X-Key = "1" }} }}',
            "a.md": "\n".join(f"* <{server.base}{path}>" for path in ("/ok#one", "/gone", "/missing", "/closed")),
        },
    )
    first = notelint("sweep", "--store", "s.db", "--allow-private", "--report", "json")
    report = json.loads(first.out)
    assert (first.code, first.err) == (1, "")
    assert {one["url"].rpartition("/")[2]: one["reason"] for found in report["changed"].values() for one in found} == {
        "gone": "gone"
    }
    standing = {one["url"].rpartition("/")[2]: one["reason"] for found in report["standing"].values() for one in found}
    assert standing == {"missing": "not-found", "closed": "robots"}
    assert "/closed" not in {path for path, _ in server.heard}
    assert report["requests"] >= len(server.heard) > report["asked"]

    server.heard.clear()
    again = notelint("sweep", "--store", "s.db", "--allow-private", "--report", "json")
    assert (again.code, json.loads(again.out)["asked"]) == (0, 0)
    assert server.heard == []

    later = command.now() + 2 * DAY
    monkeypatch.setattr(command, "now", lambda: later)
    notelint("sweep", "--store", "s.db", "--allow-private")
    assert ("/ok", '"v1"') in server.heard
    told = json.loads(notelint("history", f"{server.base}/ok", "--store", "s.db", "--format", "json").out)
    assert [probe["reason"] for probe in told["probes"]] == ["not-modified", "ok"]
    assert told["title"] == "A page"
    assert [(one["name"], one["state"]) for one in told["fragments"]] == [("one", "found")]


def test_a_host_is_found_where_one_says(repository: Path, server: Server, notelint: Notelint) -> None:
    port = server.server_address[1]
    write(repository, {"a.md": f"<http://wiki.localhost:{port}/ok>\n"})
    ran = notelint("sweep", "--store", "s.db", "--allow-private", "--resolve", f"wiki.localhost:{port}:127.0.0.1")
    assert (ran.code, ran.out.partition(".")[0]) == (0, "1 address in 1 note: 1 alive")
    assert notelint("sweep", "--store", "s.db", "--resolve", "wiki").code == 2


def test_without_leave_nothing_private_is_asked(repository: Path, server: Server, notelint: Notelint) -> None:
    write(repository, {"a.md": f"<{server.base}/ok>\n"})
    assert notelint("sweep", "--store", "s.db").out.startswith("0 addresses in 0 notes")
    assert server.heard == []
