"""A whole run over a real web server: many hosts, TLS, redirects, packed pages, and a host with a limit of its own."""

import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import trustme

from notelint.web.asking import Ended, Feed, Means, ask
from notelint.web.policy import Policy
from notelint.web.verdict import NOTHING_KNOWN, Verdict
from tests.web.free_ports import free_ports

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")

pytestmark = pytest.mark.skipif(not NGINX, reason="nginx is not installed; the other servers of these tests are Python's")

HOSTS = [f"h{number}.web.example" for number in range(40)]
POLICY = Policy(timeout=5.0, deadline=30.0, confirm_delay=0.1, backoff=0.1, allow_private=True)

CONFIGURATION = """
daemon off;
worker_processes 1;
pid {folder}/pid;
error_log {folder}/errors;
events {{ worker_connections 1024; }}
http {{
  access_log {folder}/access;
  client_body_temp_path {folder}/1; proxy_temp_path {folder}/2; fastcgi_temp_path {folder}/3;
  uwsgi_temp_path {folder}/4; scgi_temp_path {folder}/5;
  default_type text/html;
  gzip on; gzip_min_length 1;
  ssl_certificate {folder}/chain.pem;
  ssl_certificate_key {folder}/key.pem;
  limit_req_zone $server_name zone=tired:1m rate=20r/s;
  limit_req_status 429;
  server {{
    listen 127.0.0.1:{secure} ssl;
    listen 127.0.0.1:{plain};
    server_name *.web.example;
    location ~ ^/(new|fine|[0-9]*)$ {{ return 200 "<!doctype html><title>Here</title><h1 id=there>Here</h1>"; }}
    location / {{ return 404; }}
    location /gone {{ return 410; }}
    location /secret {{ return 403; }}
    location /old {{ return 301 https://$host:{secure}/new; }}
    location /loop {{ return 302 /loop; }}
    location /broken {{ return 500; }}
  }}
  server {{
    listen 127.0.0.1:{plain};
    server_name tired.web.example;
    location / {{ limit_req zone=tired burst=4 nodelay; return 200 "<!doctype html><title>Here</title>"; }}
  }}
}}
"""


class Nginx(NamedTuple):
    plain: int
    secure: int
    folder: Path
    ca_file: Path

    @property
    def means(self) -> Means:
        hosts = [*HOSTS, "tired.web.example"]
        routes = {(host, port): "127.0.0.1" for host in hosts for port in (self.plain, self.secure)}
        return Means(routes=routes, ca_file=str(self.ca_file))


@pytest.fixture(scope="module")
def nginx(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nginx]:
    folder = tmp_path_factory.mktemp("nginx")
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "ca.pem"))
    leaf = authority.issue_cert("*.web.example")
    leaf.private_key_pem.write_to_path(str(folder / "key.pem"))
    (folder / "chain.pem").write_bytes(b"".join(pem.bytes() for pem in leaf.cert_chain_pems))
    plain, secure = free_ports(2)
    (folder / "conf").write_text(CONFIGURATION.format(folder=folder, plain=plain, secure=secure), encoding="utf-8")
    assert NGINX
    process = subprocess.Popen([NGINX, "-p", folder, "-e", folder / "errors", "-c", folder / "conf"])
    try:
        for _ in range(200):
            if (folder / "pid").exists():
                break
            assert process.poll() is None, (folder / "errors").read_text(encoding="utf-8")
            time.sleep(0.05)
        yield Nginx(plain, secure, folder, folder / "ca.pem")
    finally:
        process.terminate()
        process.wait(10)


def asked(nginx: Nginx, urls: list[str], fragments: tuple[str, ...] = ()) -> tuple[dict[str, Verdict], Ended]:
    """The verdicts of addresses that another thread might have found."""
    verdicts: dict[str, Verdict] = {}
    feed = Feed()
    for url in urls:
        feed.put((url, fragments, NOTHING_KNOWN))
    feed.close()
    outcome = ask(feed, POLICY, verdicts.__setitem__, means=nginx.means)
    return verdicts, outcome


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_many_hosts(nginx: Nginx, scheme: str) -> None:
    port = nginx.secure if scheme == "https" else nginx.plain
    urls = [f"{scheme}://{host}:{port}/{number}" for host in HOSTS for number in range(10)]
    verdicts, outcome = asked(nginx, urls)
    assert Counter(verdict.state for verdict in verdicts.values()) == {"alive": 400}
    assert not outcome.is_offline
    assert outcome.progress.done == 400
    assert outcome.progress.requests == 400


@pytest.mark.parametrize(
    ("path", "state", "reason", "requests"),
    [
        ("/fine", "alive", "ok", 1),
        ("/gone", "dead", "gone", 2),
        ("/missing", "dead", "not-found", 2),
        ("/secret", "blocked", "forbidden", 1),
        ("/old", "moved", "moved", 3),  # the third finds out whether everything leads there
        ("/loop", "unsure", "redirect-loop", 1),
        ("/broken", "unsure", "server-error", 3),
    ],
)
def test_verdicts(nginx: Nginx, path: str, state: str, reason: str, requests: int) -> None:
    (verdict,) = asked(nginx, [f"http://{HOSTS[0]}:{nginx.plain}{path}"])[0].values()
    assert (verdict.state, verdict.reason, verdict.requests) == (state, reason, requests)


def test_fragments_of_a_packed_page(nginx: Nginx) -> None:
    (verdict,) = asked(nginx, [f"https://{HOSTS[0]}:{nginx.secure}/"], ("there", "nowhere"))[0].values()
    assert [(found.name, found.state) for found in verdict.fragments] == [("there", "found"), ("nowhere", "missing")]
    assert verdict.title == "Here"


def test_a_host_with_a_limit_is_asked_little_more_than_it_allows(nginx: Nginx) -> None:
    urls = [f"http://tired.web.example:{nginx.plain}/{number}" for number in range(60)]
    verdicts, outcome = asked(nginx, urls)
    assert Counter(verdict.state for verdict in verdicts.values()) == {"alive": 60}
    assert outcome.progress.requests - 60 <= 15
