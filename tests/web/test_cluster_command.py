"""`notelint sweep --cluster`: what it takes, what workers are told, and what becomes of its processes."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import trustme

from notelint.cli import crew, turn
from notelint.cli.clustered import shared_name
from notelint.cli.crew import Place
from notelint.web.cluster import Done
from notelint.web.part import Work
from notelint.web.policy import Policy
from notelint.web.store.open import open_store
from tests.conftest import Notelint, write
from tests.web.free_ports import free_ports
from tests.web.local_web import Answer, serving
from tests.web.sweeping import NOW, VAULT, link, store_of

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("local:3", Place(3)),
        ("tcp://10.0.0.1:8786", Place(scheduler="tcp://10.0.0.1:8786")),
        ("tls://[::1]:8786", Place(scheduler="tls://[::1]:8786")),
    ],
)
def test_where_the_workers_are(text: str, place: Place) -> None:
    assert crew.parse(text) == place
    assert crew.parse("local").processes == os.cpu_count()


@pytest.mark.parametrize(
    "text", ["", "local:", "local:0", "local:x", "local:٣", "4", "tcp://h", "http://h:1", "tcp://me:pw@h:1"]
)
def test_what_is_no_place(notelint: Notelint, text: str) -> None:
    ran = notelint("sweep", "--store", "s.db", "--cluster", text)
    assert ran.code == 2
    assert "is neither local, local:N nor tcp://HOST:PORT" in ran.err


def test_without_dask_one_sentence_says_what_is_missing(
    repository: Path, notelint: Notelint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    write(repository, {"a.md": "# A\n"})
    ran = notelint("sweep", "--store", "s.db", "--cluster", "local:2")
    assert (ran.code, ran.err) == (2, "notelint: --cluster needs dask's package distributed: install `notelint[cluster]`.\n")


def test_a_scheduler_that_does_not_answer(repository: Path, notelint: Notelint, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr(crew, "_CONNECTING", 0.2)
    write(repository, {"a.md": "# A\n"})
    ran = notelint("sweep", "--store", "s.db", "--cluster", "tcp://127.0.0.1:1")
    assert ran.code == 2
    assert ran.err.startswith("notelint: No scheduler answers at tcp://127.0.0.1:1")
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize(
    ("file", "said"),
    [("", "A scheduler at tls:// needs certificates"), ("no.pem", "The certificates for tls://127.0.0.1:1 cannot be used")],
)
def test_without_certificates_the_way_to_them_is_told(repository: Path, notelint: Notelint, file: str, said: str) -> None:
    dask = pytest.importorskip("dask")
    pytest.importorskip("distributed")
    write(repository, {"a.md": "# A\n"})
    with dask.config.set({"distributed.comm.tls.ca-file": file or None, "distributed.comm.tls.client.cert": file or None}):
        ran = notelint("sweep", "--store", "s.db", "--cluster", "tls://127.0.0.1:1")
    assert ran.code == 2
    assert ran.err.startswith(f"notelint: {said}")
    assert ran.err.count("\n") == 1


@pytest.mark.slow
def test_a_cluster_with_certificates_lets_in_who_has_one_of_them(tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    for name in ("ours", "strange"):
        authority = trustme.CA()
        authority.cert_pem.write_to_path(str(tmp_path / f"{name}-ca.pem"))
        authority.issue_cert("anyone").private_key_and_cert_chain_pem.write_to_path(str(tmp_path / f"{name}.pem"))
    write(tmp_path, {"notes/notelint.toml": '[web]\nlook = "status"\n'})
    (port,), certificates = free_ports(1), ["--tls-ca-file", "ours-ca.pem", "--tls-cert", "ours.pem"]
    here = ["--host", "127.0.0.1", "--dashboard-address", "127.0.0.1:0", *certificates]
    place = f"tls://127.0.0.1:{port}"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}

    def start(*command: str, ours: str = "ours", **more: Any) -> "subprocess.Popen[bytes]":
        tls = {
            "DASK_DISTRIBUTED__COMM__TLS__CA_FILE": "ours-ca.pem",
            "DASK_DISTRIBUTED__COMM__TLS__CLIENT__CERT": f"{ours}.pem",
        }
        return subprocess.Popen([sys.executable, "-m", *command], cwd=tmp_path, env={**environment, **tls}, **more)

    def sweep(ours: str) -> tuple[int, str]:
        given = ["--cluster", place, "--allow-private", "--resolve", f"h.notes.test:{web.port}:127.0.0.1"]
        ran = start("notelint", "sweep", "notes", "--store", "s.db", *given, ours=ours, stderr=subprocess.PIPE)
        _, said = ran.communicate(timeout=60)
        return ran.returncode, said.decode()

    with serving({("h.notes.test", "/a"): Answer()}) as web:
        write(tmp_path, {"notes/a.md": f"# A\n\n<http://h.notes.test:{web.port}/a>\n"})
        quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        command = ("distributed.cli.dask_scheduler", "--protocol", "tls", "--port", str(port), *here)
        started = [start(*command, **quiet)]
        started.append(start("distributed.cli.dask_worker", place, "--nthreads", "1", "--no-nanny", *here, **quiet))
        try:
            assert sweep("ours") == (0, "")
            assert web.asked == {("h.notes.test", "/robots.txt"): 1, ("h.notes.test", "/a"): 1}
            code, said = sweep("strange")
        finally:
            for process in reversed(started):
                process.terminate()
                process.wait()
    assert code == 2
    assert said.startswith(f"notelint: No scheduler answers at {place}")
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    ("store", "told", "password"),
    [
        ("postgresql://me@db/links", "postgresql://me@db/links", ""),
        ("postgresql://me:s%40t@db:5/links", "postgresql://me@db:5/links", "s@t"),
        ("postgresql://db/links?password=geheim&sslmode=require", "postgresql://db/links?sslmode=require", "geheim"),
        ("postgresql://me:a@/n?host=%2Ftmp&options=-cx%3Dy", "postgresql://me@/n?host=%2Ftmp&options=-cx%3Dy", "a"),
    ],
)
def test_workers_are_not_told_passwords(store: str, told: str, password: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGPASSWORD", "")
    assert shared_name(store, is_here=False) == told
    assert os.environ["PGPASSWORD"] == "", "the workers are elsewhere"
    assert shared_name(store, is_here=True) == told
    assert os.environ["PGPASSWORD"] == password
    assert urlsplit(told).password is None


def test_headers_are_told_over_tls_only(repository: Path, notelint: Notelint) -> None:
    from notelint.cli.clustered import Cluster
    from notelint.web.cluster import ClusterError

    policy = Policy(headers=(("https://a.org", (("Authorization", "Bearer x"),)),))
    store = store_of(repository / "s.db")
    cluster = Cluster(None, Place(scheduler="tcp://h:1"), store, "s.db", None, 0.0)  # type: ignore[arg-type]  # it is not asked
    with pytest.raises(ClusterError, match="over tls:// only"):
        cluster.sweep(VAULT, policy, None, routes=None, ca_file="", told=None)
    assert store.due(VAULT, NOW) == 0
    store.close()
    del notelint


def take(work: Work) -> Done:
    return turn.take(work, "10.0.0.7", lambda: True, lambda: None)


def test_a_file_serves_one_machine(tmp_path: Path) -> None:
    done = take(Work(str(tmp_path / "s.db"), "another machine", VAULT, 1, Policy()))
    assert not done.may_pass
    assert "is a file, which serves one machine" in done.error
    assert "10.0.0.7" in done.error
    assert not (tmp_path / "s.db").exists()


def test_a_worker_with_another_version_is_told_from_its_driver(tmp_path: Path) -> None:
    done = take(Work(str(tmp_path / "s.db"), "", VAULT, 1, Policy(), version="0.0.1"))
    assert re.fullmatch(r"The worker on 10\.0\.0\.7 has notelint \S+, and this is 0\.0\.1\.", done.error)


def test_a_turn_asks_what_is_due(tmp_path: Path) -> None:
    with serving({("h.notes.test", "/a"): Answer(), ("h.notes.test", "/b"): Answer(410)}) as web:
        urls = [f"http://h.notes.test:{web.port}/{name}" for name in "ab"]
        store = store_of(tmp_path / "s.db")
        store.renew(VAULT, [link(url) for url in urls], NOW)
        work = Work(
            str(tmp_path / "s.db"),
            turn.here(),
            VAULT,
            store.begin(VAULT, NOW),
            Policy(allow_private=True, look="status", confirm_delay=0),
            routes={("h.notes.test", web.port): "127.0.0.1"},
        )
        heard: list[bool] = []
        done = turn.take(work, "here", lambda: True, lambda: heard.append(True))
    assert done == Done("here")
    assert heard == [True]
    assert [store.standing(url).state for url in urls] == ["alive", "dead"]
    store.close()


def test_workers_of_our_own_end_with_the_sweep_and_ctrl_c_gives_back_what_they_hold(tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    answers = {("h.notes.test", f"/{number}"): Answer() for number in range(2000)}
    with serving(answers) as web:
        lines = "".join(f"* <http://h.notes.test:{web.port}/{number}>\n" for number in range(2000))
        write(tmp_path, {"a.md": "# A\n\n" + lines, "notelint.toml": '[web]\nlook = "status"\n'})
        given = ["--store", "s.db", "--cluster", "local:1", "--allow-private"]
        given += ["--resolve", f"h.notes.test:{web.port}:127.0.0.1"]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        sweep = subprocess.Popen(
            [sys.executable, "-m", "notelint", "sweep", ".", *given],
            cwd=tmp_path,
            env=environment,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        until = time.monotonic() + 60
        while len(web.asked) < 50 and time.monotonic() < until:
            time.sleep(0.05)
        listening = addresses_of(sweep.pid) if sys.platform == "linux" else set()
        os.killpg(sweep.pid, signal.SIGINT)  # as a terminal does
        _, said = sweep.communicate(timeout=30)
    assert (sweep.returncode, said.decode()) == (130, "")
    assert len(web.asked) >= 50
    assert listening <= {"127.0.0.1"}, "somebody else could connect"
    assert not living(sweep.pid)
    store = open_store(tmp_path / "s.db")
    assert store.holders(time.time()) == set()
    store.close()


def addresses_of(group: int) -> set[str]:
    """Where the processes of a group listen (proc_pid_net(5))."""
    found = set()
    for process in Path("/proc").iterdir():
        if process.name.isdigit() and _group(process) == group:
            sockets = {link for file in (process / "fd").iterdir() if (link := _target(file)).startswith("socket:")}
            for line in (process / "net/tcp").read_text().splitlines()[1:]:
                _, local, _, state, *rest = line.split()
                if state == "0A" and f"socket:[{rest[5]}]" in sockets:
                    found.add(".".join(str(int(local[at : at + 2], 16)) for at in (6, 4, 2, 0)))
    return found


def living(group: int) -> list[str]:
    """The commands of the processes of a group that go on for more than some seconds; Linux only."""
    until = time.monotonic() + 5
    while True:
        commands = (_command(one) for one in Path("/proc").glob("[0-9]*") if _group(one) == group)
        found = [command for command in commands if command]  # those that have ended have none
        if not found or time.monotonic() > until:
            return found
        time.sleep(0.05)


def _command(process: Path) -> str:
    try:
        return (process / "cmdline").read_text()
    except OSError:
        return ""


def _group(process: Path) -> int:
    try:
        return os.getpgid(int(process.name))
    except ProcessLookupError:
        return 0


def _target(file: Path) -> str:
    try:
        return str(file.readlink())
    except OSError:
        return ""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere one cannot listen on all of 127.0.0.0/8")
@pytest.mark.parametrize(
    ("what", "code", "done", "asked"),
    [
        ("late workers", 1, (400, 400), (480, 480)),
        ("lost scheduler", 2, (51, 399), (50, 480)),
        ("interrupted", 130, (51, 399), (50, 480)),
        ("budget", 1, (20, 60), (40, 75)),
        ("time", 0, (0, 100), (0, 200)),
        ("hung worker", 1, (300, 400), (400, 480)),
    ],
)
def test_troubles(tmp_path: Path, what: str, code: int, done: tuple[int, int], asked: tuple[int, int]) -> None:
    pytest.importorskip("distributed")
    subprocess.run([sys.executable, "-m", "tests.web.crowd_troubles", str(tmp_path), what], cwd=ROOT, check=True, timeout=400)
    ended = json.loads((tmp_path / "ended.json").read_text())
    assert ended["code"] == code, ended["said"]
    assert ended["held"] == 0
    assert done[0] <= ended["done"] <= done[1]
    assert asked[0] <= ended["asked"] <= asked[1]
    assert "Traceback" not in ended["said"]
