"""One connection as aiohttp reads it: a request goes out, the head of its answer and then its body come in."""

from typing import TYPE_CHECKING, Any

import aiohttp
from aiohttp.client_proto import ResponseHandler
from aiohttp.http_exceptions import LineTooLong

if TYPE_CHECKING:
    from asyncio import AbstractEventLoop

    from aiohttp import StreamReader
    from aiohttp.http_parser import RawResponseMessage

_END = b"\r\n\r\n"
_MOST_HEADERS = 512
_BUFFER = 32 * 1024


class Handler(ResponseHandler):
    """Says requests, one after the other, and reads heads by themselves: no more of them than may be.

    aiohttp's session does the same and much besides, for three times the processor time. aiohttp limits the lines of a head and
    their number, not all together. And an answer that is followed by more than it promised (a body after 204 or 304, or a
    longer one than its length) would be lost with the error that the rest is.
    """

    def __init__(self, most: int, loop: "AbstractEventLoop") -> None:
        super().__init__(loop)
        self._most = self._left = most
        self._is_in_head = True

    @property
    def is_fit(self) -> bool:
        """Whether another request can be said here."""
        return self.is_connected() and not self.should_close

    async def answer(self, said: bytes) -> "tuple[RawResponseMessage, StreamReader]":
        """Say a request; the head of the answer, and its body to be read. Raises aiohttp's errors, and what `expire` says."""
        if self.transport is None:
            raise aiohttp.ServerDisconnectedError
        self.set_response_params(
            read_until_eof=True,
            auto_decompress=False,
            read_bufsize=_BUFFER,
            max_line_size=self._most,
            max_field_size=self._most,
            max_headers=_MOST_HEADERS,
        )
        self.transport.write(said)
        while True:
            message, body = await self.read()
            if not _is_interim(message.code):
                return message, body

    def expire(self) -> None:
        """Time is over: whoever waits for the head or for more of the body gets a TimeoutError."""
        error = TimeoutError()
        self.set_exception(error)
        if self._payload is not None:
            self._payload.set_exception(error)

    def set_response_params(self, **named: Any) -> None:
        """Begin to read another answer."""
        self._left, self._is_in_head = self._most, True
        super().set_response_params(**named)

    def feed_data(self, data: Any, size: int = 0) -> None:
        """A head has been read."""
        self._is_in_head = _is_interim(data[0].code)
        super().feed_data(data, size)

    def data_received(self, data: bytes) -> None:
        """Some more has come."""
        if data and self._is_in_head:
            data = self._head(data)
            if not data:
                return
        super().data_received(data)  # empty data are aiohttp's own way to go on after a pause

    def _head(self, data: bytes) -> bytes:
        """Read of some data what belongs to heads, and give back the rest."""
        while data and self._is_in_head:
            end = data.find(_END) + len(_END)
            head = data[:end] if end >= len(_END) else data
            self._left -= len(head)
            if self._left < 0:
                self.set_exception(LineTooLong(b"all headers", self._most))
                self.abort()
                return b""
            data = data[len(head) :]
            super().data_received(head)
        return data


def _is_interim(status: int) -> bool:
    """Whether another head follows (RFC 9110, section 15.2); after 101 something else than HTTP does."""
    return 100 <= status < 200 and status != 101
