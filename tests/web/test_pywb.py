"""`check --web --archive` against pywb, an archive that others have written (in the package index as pywb).

It brings a `brotli` of its own, so it lives in an environment of its own: `python -m venv pywb; pywb/bin/pip install pywb`,
then `PYWB=pywb/bin pytest -m slow tests/web/test_pywb.py`.
"""

import os
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import Notelint, write
from tests.web.archive import Kept
from tests.web.free_ports import free_ports
from tests.web.local_web import serving
from tests.web.test_check_archive import committed

PROGRAMS = os.environ.get("PYWB", "")
KEPT = (Kept("2016-03-01"), Kept("2019-06-01"), Kept("2019-08-01", 404, "<title>Not found</title>"), Kept("2023-01-01"))


def record(url: str, kept: Kept, number: int) -> bytes:
    """A response in a file of an archive (WARC/1.0, ISO 28500)."""
    http = f"HTTP/1.1 {kept.status} x\r\nContent-Type: text/html\r\n\r\n{kept.page}".encode()
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{number:012}>\r\n"
        f"WARC-Target-URI: {url}\r\nWARC-Date: {kept.day}T00:00:00Z\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


@contextmanager
def pywb(folder: Path, url: str, settings: str) -> Iterator[str]:
    """The address of its collection, while it runs; it ends with the block."""
    (folder / "a.warc").write_bytes(b"".join(record(url, kept, number) for number, kept in enumerate(KEPT)))
    (folder / "config.yaml").write_text(settings)
    for arguments in (["init", "kept"], ["add", "kept", "a.warc"]):
        subprocess.run([f"{PROGRAMS}/wb-manager", *arguments], cwd=folder, check=True, capture_output=True)
    (port,) = free_ports(1)
    command = [f"{PROGRAMS}/wayback", "-b", "127.0.0.1", "-p", str(port)]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        answers(f"http://127.0.0.1:{port}/kept/")
        yield f"http://127.0.0.1:{port}/kept/"
    finally:
        process.kill()
        process.wait()


def answers(url: str) -> None:
    for _ in range(100):
        try:
            urllib.request.urlopen(url, timeout=5).close()  # noqa: S310  # on loopback
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError("pywb does not answer")


@pytest.mark.slow
@pytest.mark.skipif(not PROGRAMS, reason="the variable PYWB names no programs of pywb")
@pytest.mark.parametrize("settings", ["", "redirect_to_exact: true\n", "framed_replay: false\n"])
def test_pywb_gives_the_copy_of_the_day(
    repository: Path, tmp_path: Path, notelint: Notelint, monkeypatch: pytest.MonkeyPatch, settings: str
) -> None:
    with serving({}) as web:
        dead = f"http://127.0.0.1:{web.port}/guide"
        write(repository, {"a.md": f"[Guide]({dead}#end)\n"})
        committed(repository, "2019-07-28", monkeypatch)
        folder = tmp_path / "pywb"
        folder.mkdir()
        with pywb(folder, dead, settings) as gate:
            ran = notelint("check", "--web", "--allow-private", "--select=dead-link", f"--archive={gate}", "--unsafe-fixes")
        written = (repository / "a.md").read_text()
    assert f"{dead}#end)" in written, ran.err
    assert "/kept/20190601000000" in written
