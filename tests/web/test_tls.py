"""TLS on loopback, with certificates of an authority that the tests make."""

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme

from notelint.web.messages import Failure, Reply, Request, Response
from notelint.web.transport import tls
from notelint.web.transport.http import HttpTransport
from tests.web.misbehaving import POLICY, Server, closing, page, run, serving

YESTERDAY = datetime.now(UTC) - timedelta(days=1)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def ca_file(authority: trustme.CA, tmp_path: Path) -> Iterator[str]:
    with authority.cert_pem.tempfile(dir=str(tmp_path)) as name:
        yield name


def context(leaf: trustme.LeafCert) -> ssl.SSLContext:
    made = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    leaf.configure_cert(made)
    return made


def asked(serves: ssl.SSLContext | None, ca_file: str, host: str = "a.example", count: int = 1) -> tuple[Reply, Server]:
    async def work() -> tuple[Reply, Server]:
        async with serving({"/": page(b"hello")}, serves) as server:
            routes = {(host, server.port): "127.0.0.1"}
            async with HttpTransport(POLICY, routes=routes, ca_file=ca_file) as transport:
                for _ in range(count):
                    reply = await transport.send(Request(server.url("/", host, "https")))
            return reply, server

    return run(work())


def kind(reply: Reply) -> str:
    assert isinstance(reply, Failure)
    assert reply.detail
    return reply.kind


def test_a_certificate_of_a_trusted_authority_and_the_right_name(authority: trustme.CA, ca_file: str) -> None:
    reply, server = asked(context(authority.issue_cert("a.example")), ca_file)
    assert isinstance(reply, Response)
    assert server.names == ["a.example"], "the name is sent although an address was dialled"


def test_a_large_page(authority: trustme.CA, ca_file: str) -> None:
    text = b"<p>more</p>" * 100_000

    async def work() -> Reply:
        async with serving({"/": page(text)}, context(authority.issue_cert("a.example"))) as server:
            routes = {("a.example", server.port): "127.0.0.1"}
            async with HttpTransport(POLICY._replace(timeout=5.0), routes=routes, ca_file=ca_file) as transport:
                return await transport.send(Request(server.url("/", "a.example", "https"), body=2 << 20))

    reply = run(work())
    assert isinstance(reply, Response)
    assert reply.body == text
    assert reply.seconds < 4.0


def test_several_requests_share_a_handshake(authority: trustme.CA, ca_file: str) -> None:
    _, server = asked(context(authority.issue_cert("a.example")), ca_file, count=4)
    assert (len(server.heads), server.connections) == (4, 1)


def test_an_expired_certificate(authority: trustme.CA, ca_file: str) -> None:
    leaf = authority.issue_cert("a.example", not_after=YESTERDAY)
    assert kind(asked(context(leaf), ca_file)[0]) == "tls-expired"


def test_a_certificate_for_another_name(authority: trustme.CA, ca_file: str) -> None:
    assert kind(asked(context(authority.issue_cert("b.example")), ca_file)[0]) == "tls-wrong-host"


def test_a_certificate_of_nobody_known(authority: trustme.CA) -> None:
    assert kind(asked(context(authority.issue_cert("a.example")), "")[0]) == "tls-untrusted"


def test_an_incomplete_chain(authority: trustme.CA, ca_file: str) -> None:
    leaf = authority.create_child_ca().issue_cert("a.example")
    made = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    with leaf.private_key_pem.tempfile() as key, leaf.cert_chain_pems[0].tempfile() as chain:
        made.load_cert_chain(chain, key)
    assert kind(asked(made, ca_file)[0]) == "tls-untrusted"


def test_a_handshake_in_which_nothing_is_agreed(authority: trustme.CA, ca_file: str) -> None:
    made = context(authority.issue_cert("a.example"))
    made.set_ciphers("NULL-SHA256:@SECLEVEL=0")
    made.maximum_version = ssl.TLSVersion.TLSv1_2
    assert kind(asked(made, ca_file)[0]) in ("tls", "reset"), "some servers close without a word"


def test_a_server_that_speaks_no_tls(ca_file: str) -> None:
    async def work() -> Reply:
        async with serving({"/": closing(b"")}) as server:
            routes = {("a.example", server.port): "127.0.0.1"}
            async with HttpTransport(POLICY._replace(connect_timeout=0.3), routes=routes, ca_file=ca_file) as transport:
                return await transport.send(Request(server.url("/", "a.example", "https")))

    assert kind(run(work())) in ("tls", "reset", "connect-timeout")


def test_a_file_of_certificates_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nothing"):
        tls.context(str(tmp_path / "nothing"))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ('"a.example" certificate is not trusted', "tls-untrusted"),  # macOS
        ("“a.example” certificate is expired", "tls-expired"),
        ("The certificate's CN name does not match the passed value.", "tls-wrong-host"),  # Windows
        ("A required certificate is not within its validity period", "tls-expired"),
        ("A certificate chain processed, but terminated in a root certificate which is not trusted", "tls-untrusted"),
        ("something else", "tls"),
    ],
)
def test_what_other_verifiers_say(words: str, expected: str) -> None:
    assert tls.failure_kind(ssl.SSLCertVerificationError(1, words)) == expected
