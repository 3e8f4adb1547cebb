"""Bodies as they come over the wire, decoded piece by piece and never beyond what was asked for."""

import zlib
from collections.abc import Callable
from typing import Protocol

ACCEPT_ENCODING = "gzip, deflate, br"
"""What `decoder` understands."""

_GZIP, _RAW = 16 + zlib.MAX_WBITS, -zlib.MAX_WBITS
_MAGIC = b"\x1f\x8b"
_MAX_MEMBERS = 64  # each costs a copy of all that follows


class BodyError(Exception):
    """What came is not what its `Content-Encoding` says."""


class _Decoder(Protocol):
    def feed(self, data: bytes, room: int) -> bytes: ...


class Body:
    """A body that grows up to `limit` decoded bytes.

    However much a few bytes would unpack to, no more is ever unpacked than there is room for. Neither may the packed bytes be
    more than the limit, lest a stream of empty blocks goes on for ever.
    """

    def __init__(self, coding: str, limit: int) -> None:
        self.limit = limit
        self.data = bytearray()
        self.is_full = limit <= 0
        self._packed = 0
        self._decoders = _decoders(coding)

    @property
    def is_readable(self) -> bool:
        """Whether its codings are known."""
        return self._decoders is not None

    def feed(self, chunk: bytes) -> bool:
        """Take what came; whether there is room for more. Raises BodyError."""
        if self.is_full or self._decoders is None:
            return False
        self._packed += len(chunk)
        room = self.limit + 1 - len(self.data)
        for decoder in self._decoders:
            chunk = decoder.feed(chunk, room)
        self.data += chunk[:room]
        self.is_full = len(self.data) > self.limit or self._packed > self.limit
        return not self.is_full

    def taken(self) -> bytes:
        """What is there of it, at most `limit` bytes; nothing is left here."""
        del self.data[self.limit :]
        found = bytes(self.data)
        self.data.clear()
        return found


def _decoders(coding: str) -> list[_Decoder] | None:
    """What undoes the codings of a `Content-Encoding`, in the order to use it; None where one is unknown.

    More than two are only ever an attempt to multiply bombs.
    """
    if not coding:
        return []
    names = [name for part in coding.split(",") if (name := part.strip().lower()) not in ("", "identity")]
    if len(names) > 2 or any(name not in _KNOWN for name in names):
        return None
    return [_KNOWN[name]() for name in reversed(names)]


class _Zlib:
    """`gzip`, and `deflate` with or without its zlib header (RFC 9110, section 8.4.1.2: both are about)."""

    def __init__(self, wbits: int) -> None:
        self._wbits = wbits
        self._inflate = zlib.decompressobj(wbits)
        self._is_new = True
        self._more = _MAX_MEMBERS

    def feed(self, data: bytes, room: int) -> bytes:
        try:
            return self._members(data, room)
        except zlib.error as error:
            raise BodyError(str(error)) from None

    def _members(self, data: bytes, room: int) -> bytes:
        """One gzip member after the other: some servers send several (RFC 1952, section 2.2). What else follows is ignored."""
        found = b""
        while len(found) < room:
            if self._inflate.eof:
                if self._wbits != _GZIP or not data.startswith(_MAGIC) or self._more == 0:
                    break
                self._more -= 1
                self._inflate = zlib.decompressobj(_GZIP)
            found += self._some(data, room - len(found))
            if not self._inflate.eof:
                break
            data = self._inflate.unused_data
        return found

    def _some(self, data: bytes, room: int) -> bytes:
        """What the current member gives; a `deflate` that turns out to have no header is begun again without one."""
        try:
            return self._inflate.decompress(data, room)
        except zlib.error:
            if self._wbits != zlib.MAX_WBITS or not self._is_new:
                raise
            self._inflate = zlib.decompressobj(_RAW)
            return self._inflate.decompress(data, room)
        finally:
            self._is_new = False


class _Brotli:
    """`br` (RFC 7932)."""

    def __init__(self) -> None:
        import brotli  # type: ignore[import-untyped]  # nobody has typed it; imported when needed: not every page comes so

        self._unpack = brotli.Decompressor()
        self._error: type[Exception] = brotli.error

    def feed(self, data: bytes, room: int) -> bytes:
        try:
            found: bytes = self._unpack.process(data, output_buffer_limit=room)
        except self._error as error:
            raise BodyError(str(error)) from None
        return found


_KNOWN: dict[str, Callable[[], _Decoder]] = {
    "gzip": lambda: _Zlib(_GZIP),
    "x-gzip": lambda: _Zlib(_GZIP),
    "deflate": lambda: _Zlib(zlib.MAX_WBITS),
    "br": _Brotli,
}
