"""What went wrong on the way, told by aiohttp's errors: each becomes a failure of the kind that messages.py describes."""

import errno
import ssl

import aiohttp
from aiohttp.http_exceptions import HttpProcessingError

from notelint.web.messages import Failure, FailureKind
from notelint.web.transport import tls

_ERRNOS: dict[int | None, FailureKind] = {
    errno.ECONNREFUSED: "refused",
    errno.ENETUNREACH: "unreachable",
    errno.EHOSTUNREACH: "unreachable",
    errno.ENETDOWN: "unreachable",
    errno.EHOSTDOWN: "unreachable",
    errno.EADDRNOTAVAIL: "unreachable",
    errno.EAFNOSUPPORT: "unreachable",
    errno.EACCES: "unreachable",  # a firewall of this machine
    errno.EPERM: "unreachable",
    errno.ETIMEDOUT: "connect-timeout",
    errno.ECONNRESET: "reset",
    errno.ECONNABORTED: "reset",
    errno.EPIPE: "reset",
}

# How aiohttp's parsers begin what they say of headers that are more than they were told to take.
TOO_LARGE = ("Got more than", "Too many headers")


class ForbiddenAddressError(OSError):
    """An address that must not be dialled was about to be."""


def failure(error: BaseException, seconds: float) -> Failure:
    """The failure that an error of a request is."""
    kind, detail = _kind(error)
    return Failure(kind, detail or str(error) or type(error).__name__, seconds)


def _kind(error: BaseException) -> tuple[FailureKind, str]:
    """Kind and, where the error's own words would not do, detail."""
    if isinstance(error, aiohttp.ConnectionTimeoutError):
        return "connect-timeout", "no connection in time"
    if isinstance(error, TimeoutError):
        return "timeout", "connected, but no answer in time"
    if isinstance(error, aiohttp.ClientConnectorError):
        return _connecting(error.os_error, "the proxy: " if isinstance(error, aiohttp.ClientProxyConnectionError) else "")
    if isinstance(error, aiohttp.ClientHttpProxyError):
        return "unreachable", f"the proxy answered {error.status} {error.message}"
    if isinstance(error, HttpProcessingError):
        return _unreadable(error.message)
    if isinstance(error, aiohttp.ServerDisconnectedError):
        return "reset", "closed before the headers were complete"
    if isinstance(error, OSError):
        return _ERRNOS.get(error.errno, "reset"), error.strerror or ""
    if isinstance(error, ValueError):
        return "protocol", f"this cannot be sent: {error}"
    if isinstance(error, aiohttp.ClientError):
        return "protocol", ""
    return "crashed", f"{type(error).__name__}: {error}"


def _connecting(error: OSError, who: str) -> tuple[FailureKind, str]:
    """A connection that did not come about."""
    detail = f"{who}{error.strerror or str(error) or 'closed during the handshake'}"
    if isinstance(error, ForbiddenAddressError) or isinstance(error.__cause__, ForbiddenAddressError):
        return "forbidden-address", detail
    if isinstance(error, ssl.SSLError):
        return tls.failure_kind(error), detail
    if isinstance(error, TimeoutError):
        return "connect-timeout", detail
    if isinstance(error, ConnectionError) and error.errno is None:
        return "reset", detail
    return _ERRNOS.get(error.errno, "unreachable"), detail


def _unreadable(message: str) -> tuple[FailureKind, str]:
    """An answer that aiohttp's parser refused."""
    return ("headers-too-large" if message.startswith(TOO_LARGE) else "protocol"), message
