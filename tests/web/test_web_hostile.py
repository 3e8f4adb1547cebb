"""Servers, addresses, titles and file names that steer whatever shows them: every output of the web half shows them as text."""

import json
import os
import re
import socketserver
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import cmarkgfm  # type: ignore[import-untyped]  # it ships no types
import pytest
from cmarkgfm.cmark import Options  # type: ignore[import-untyped]  # it ships no types

from notelint.report.formats import FORMATS
from notelint.report.neutral import neutral
from tests.reports import EVIL
from tests.test_report_hostile import STEERS, Tags

_EVIL = (
    *EVIL,
    "e" * 300,
    "]( javascript:alert(1) )",
    "' onmouseover='owned",
    "\x1b]8;;http://evil.example\x1b\\link\x1b]8;;\x1b\\",
)
_FORMS = ("text", "json", "markdown")
_OURS = re.compile(r"::(error|warning|notice) file=")


def _answer(path: str, port: int) -> bytes:
    """What `/KIND-NUMBER` answers: the evil text of that number, as the title, in the Location, as the reason."""
    found = re.match(r"/(title|absent|move|temporary|reason|bad)-(\d+)", path)
    if not found:
        return b"HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n"
    kind, evil = found[1], _EVIL[int(found[2])]
    line = re.sub("[\r\n]+", " ", evil).encode("utf-8", "surrogatepass")
    shown = evil.replace("&", "&amp;").replace("<", "&lt;").encode("utf-8", "surrogatepass")
    place = b"Location: http://127.0.0.1:%d/moved?" % port + line
    heads = {
        "move": b"301 Moved\r\n" + place,
        "temporary": b"302 Found\r\n" + place,
        "bad": b"302 Found\r\nLocation: " + line,
        "reason": b"500 " + line,
    }
    page = b"<title>%s</title><p>Words" % (shown if kind == "title" else b"Page not found | " + shown)
    status = heads.get(kind, b"200 OK")
    return b"HTTP/1.1 %s\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n%s" % (status, len(page), page)


@contextmanager
def _serving() -> Iterator[int]:
    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            path = self.rfile.readline(65536).decode("latin-1").split(" ")[1]
            while self.rfile.readline(65536).strip():
                pass
            port = int(self.connection.getsockname()[1])
            moved = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
            self.wfile.write(moved if path.startswith("/moved") else _answer(path, port))

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address, daemon_threads, request_queue_size = True, True, 200

    with Server(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()


class Reports(NamedTuple):
    """All that was written, by what wrote it; and the title address of each evil text."""

    written: dict[str, str]
    titles: list[str]


def _notes(folder: Path, port: int) -> list[str]:
    titles = []
    for number, evil in enumerate(_EVIL):
        here = f"http://127.0.0.1:{port}"
        quoted = "".join(f"&#{ord(sign)};" for sign in evil[:400])
        titles.append(f"{here}/title-{number}")
        places = [f"{here}/{kind}-{number}" for kind in ("title", "absent", "move", "temporary", "reason", "bad")]
        links = [*places, f"{here}/gone-{number}?{quoted}", f"{here}/title-{number}#{quoted}"]
        name = re.sub("[/\x00\ud800]", "_", evil)[:60] or "empty"
        text = "".join(f"* [x](<{link}>)\n" for link in links)
        (folder / os.fsdecode(os.fsencode(f"{name}.md"))).write_text(text)
    return titles


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Reports:
    folder, out = tmp_path_factory.mktemp("vault"), tmp_path_factory.mktemp("out")
    written: dict[str, str] = {}

    def notelint(name: str, *arguments: str) -> None:
        command = [sys.executable, "-m", "notelint", *arguments]
        ran = subprocess.run(command, cwd=folder, capture_output=True, timeout=120, check=False)
        assert ran.returncode in (0, 1), ran.stderr
        written[name] = ran.stdout.decode()
        written[f"{name} on standard error"] = ran.stderr.decode()

    with _serving() as port:
        titles = _notes(folder, port)
        (folder / "notelint.toml").write_text("[web]\ntimeout = 5\n")
        outputs = [f"--output={form}={out / form}" for form in FORMATS]
        private = ("--allow-private", "--no-cache", "--ignore=placeholder-link")
        notelint("check", "check", "--web", *private, f"--verdicts={out / 'verdicts'}", *outputs)
        for form in _FORMS:
            arguments = ("--allow-private", "--store", str(out / "s.db"), "--report", form, "--fail-on", "nothing")
            notelint(f"sweep {form}", "sweep", *arguments)
        for form in ("text", "json"):
            notelint(f"history {form}", "history", titles[0], "--store", str(out / "s.db"), "--format", form)
    written |= {name: (out / name).read_bytes().decode() for name in (*FORMATS, "verdicts")}
    return Reports(written, titles)


def test_there_is_something_to_show(reports: Reports) -> None:
    rules = {row["rule"] for row in json.loads(reports.written["json"])["findings"]}
    assert rules >= {"dead-link", "moved-link", "suspect-link", "broken-web-fragment", "unsure-link"}
    assert neutral(EVIL[1]) in reports.written["text"]
    assert "evil.example" in reports.written["sweep text"]


def test_nothing_from_outside_steers_the_terminal(reports: Reports) -> None:
    for name, text in reports.written.items():
        assert not STEERS.search(text.replace("\n", "")), name


def test_a_log_has_no_commands_but_ours(reports: Reports) -> None:
    for name, text in reports.written.items():
        if name in ("markdown", "sweep markdown"):  # for pages: a log shows nothing of them
            continue
        for line in text.splitlines():
            if name == "github" and _OURS.match(line):  # tests/test_report_hostile.py looks into these
                continue
            assert not line.lstrip().startswith("::"), (name, line)
            assert not re.search(r"##\w*\[", line), (name, line)


@pytest.mark.parametrize("name", ["json", "sarif", "gitlab", "sweep json", "history json"])
def test_json_is_json(reports: Reports, name: str) -> None:
    json.loads(reports.written[name])


def test_each_verdict_is_a_line_and_says_no_more_than_the_address(reports: Reports) -> None:
    rows = [json.loads(line) for line in reports.written["verdicts"].split("\n")[:-1]]
    assert len(rows) > 6 * len(set(_EVIL))
    for row in rows:
        assert all(33 <= ord(sign) < 127 for sign in f"{row['url']}{row['location'] or ''}"), row


@pytest.mark.parametrize("name", ["markdown", "sweep markdown"])
def test_markdown_shows_text_and_nothing_else(reports: Reports, name: str) -> None:
    page = Tags(cmarkgfm.github_flavored_markdown_to_html(reports.written[name], options=Options.CMARK_OPT_UNSAFE))
    assert not {"a", "img", "script", "iframe", "input", "svg", "style"} & set(page.tags)
    assert not page.addresses
    assert not {one for one in page.attributes if one.startswith("on")}


@pytest.mark.parametrize("name", ["markdown", "sweep markdown"])
def test_no_one_is_mentioned(reports: Reports, name: str) -> None:
    rendered = cmarkgfm.github_flavored_markdown_to_html(reports.written[name], options=Options.CMARK_OPT_UNSAFE)
    outside = re.sub(r"<code>.*?</code>", "", rendered, flags=re.DOTALL)
    assert not re.search(r"[@#]\w|://", re.sub("<[^>]*>", "", outside))


def test_a_page_has_no_tags_but_its_own(reports: Reports) -> None:
    page = Tags(reports.written["html"])
    assert page.tags.count("script") == 1
    assert not {"img", "iframe", "svg", "object"} & set(page.tags)
    assert not {one for one in page.attributes if one.startswith("on")}
    assert not {one for one in page.addresses if not one.startswith("#")}
