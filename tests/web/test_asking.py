"""The way into the web half from plain functions and other threads."""

import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from notelint.web import asking
from notelint.web.asking import Feed, Means, ask, preload
from notelint.web.policy import Policy
from notelint.web.progress import Limits, Progress
from notelint.web.schedule.pace import Pace
from notelint.web.sweep import ToAsk
from notelint.web.verdict import NOTHING_KNOWN, Verdict

POLICY = Policy(timeout=2.0, allow_private=True, confirm=False)


class Answering(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:  # the library's name
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002  # the library's name
        pass


@contextmanager
def answering() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def items(here: str, count: int) -> Iterable[ToAsk]:
    return ((f"{here}/{number}", (), NOTHING_KNOWN) for number in range(count))


def test_asking_from_a_plain_function() -> None:
    seen: dict[str, Verdict] = {}
    ticks: list[Progress] = []
    with answering() as here:
        outcome = ask(items(here, 5), POLICY, seen.__setitem__, tick=ticks.append)
    assert {verdict.state for verdict in seen.values()} == {"alive"}
    assert outcome.progress == (5, 0, 0, 5, ())
    assert not outcome.is_offline
    assert ticks
    assert all(verdict.checked_at > 1_700_000_000 for verdict in seen.values())


def test_addresses_come_from_another_thread_while_others_are_asked() -> None:
    feed, judged, first = Feed(), [], threading.Event()

    def tell(url: str, verdict: Verdict) -> None:
        judged.append(url)
        first.set()

    with answering() as here:
        thread = threading.Thread(target=ask, args=(feed, POLICY, tell))
        feed.put((f"{here}/0", (), NOTHING_KNOWN))
        thread.start()
        assert first.wait(10), "the first is judged before the last is known"
        for item in items(here, 30):
            feed.put(item)
        feed.close()
        thread.join(10)
    assert sorted(judged) == sorted(url for url, _, _ in items(here, 30))


def test_when_nobody_is_reached_it_says_so() -> None:
    async def nobody(host: str, port: int) -> list[str]:
        raise OSError("network is down")

    addresses: list[ToAsk] = [(f"https://h{number}.example/", (), NOTHING_KNOWN) for number in range(3)]
    outcome = ask(addresses, POLICY._replace(tries=1), lambda url, verdict: None, means=Means(lookup=nobody))
    assert outcome.is_offline


def test_what_the_listener_raises_ends_the_run() -> None:
    def tell(url: str, verdict: Verdict) -> None:
        raise RuntimeError("full disk")

    with answering() as here, pytest.raises(RuntimeError, match="full disk"):
        ask(items(here, 50), POLICY, tell)


def test_a_budget_is_kept() -> None:
    with answering() as here:
        outcome = ask(
            items(here, 50), POLICY, lambda url, verdict: None, means=Means(Pace(per_host=1), limits=Limits(requests=7))
        )
    assert outcome.progress.requests == 7


def test_a_process_that_may_open_few_files_asks_fewer_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    resource = pytest.importorskip("resource", reason="Windows counts no files")
    monkeypatch.setattr(resource, "getrlimit", lambda which: (256, 256))
    monkeypatch.setattr(resource, "setrlimit", lambda which, limits: None)
    assert asking._fitting(Pace()).total == 32
    monkeypatch.setattr(resource, "getrlimit", lambda which: (1024, 1_048_576))
    assert asking._fitting(Pace()) == Pace()


def test_all_is_imported_on_the_side() -> None:
    script = (
        "import sys; from notelint.web.asking import preload; "
        "heavy = {'aiohttp', 'asyncio', 'ssl'} & set(sys.modules); assert not heavy, heavy; "
        "preload().join(); assert 'aiohttp' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
    preload().join()
