"""A request as it is said on a connection, in bytes."""

from base64 import b64encode
from collections.abc import Sequence

from yarl import URL

from notelint.web.address import Address, bare
from notelint.web.messages import Headers, Request
from notelint.web.transport.body import ACCEPT_ENCODING


def words(request: Request, address: Address, proxy: URL | None) -> bytes:
    """The bytes of a request; `proxy` is one that passes it on as it is, and is told the whole address (RFC 9112, 3.2.2).

    Raises ValueError for a header that would be read as more than one, or that cannot be written.
    """
    target = bare(address) if proxy is not None else f"{address.path}?{address.query}" if address.query else address.path
    host = address.host.rstrip(".")
    lines = [
        f"{request.method} {target} HTTP/1.1",
        f"Host: {host}" if address.port is None else f"Host: {host}:{address.port}",
        f"Accept-Encoding: {ACCEPT_ENCODING}",
        *_said(request.headers),
        *_said(() if proxy is None else credentials(proxy)),
    ]
    if request.content:
        lines.append(f"Content-Length: {len(request.content)}")
    return _joined(lines) + request.content


def credentials(proxy: URL) -> Headers:
    """The name and password that the address of a proxy carries, as a header for the proxy alone (RFC 7617)."""
    if proxy.user is None:
        return ()
    token = b64encode(f"{proxy.user}:{proxy.password or ''}".encode()).decode()
    return (("Proxy-Authorization", f"Basic {token}"),)


def _said(headers: Headers) -> list[str]:
    return [f"{name}: {value}" for name, value in headers]


def _joined(lines: Sequence[str]) -> bytes:
    head = "\r\n".join(lines)
    if head.count("\r") >= len(lines) or head.count("\n") >= len(lines) or "\0" in head:
        raise ValueError("a header holds the end of its line")
    return f"{head}\r\n\r\n".encode()
