"""Plain data as bytes that say by themselves whether they are whole.

`marshal` is fast and holds nothing but data, but it may crash the interpreter on bytes that it has not written itself; so a
digest goes before them, and bytes that do not fit theirs are never looked at.
"""

import marshal
from typing import Any

try:  # hashlib loads OpenSSL, which costs more than all that is done here; `random` of the standard library does the same
    from _blake2 import blake2b
except ImportError:  # another implementation of Python
    from hashlib import blake2b

SIZE = 16
"""Bytes of a digest."""


class NeedsAllError(Exception):
    """What is kept does not do: the whole vault has to be read."""


def digest(raw: bytes) -> bytes:
    """16 bytes that stand for these bytes."""
    made: bytes = blake2b(raw, digest_size=SIZE).digest()
    return made


def pack(name: bytes, value: Any) -> bytes:
    """Tuples, lists, dicts, strings, bytes, numbers and None as bytes, to be read under the same name."""
    raw = marshal.dumps(value)
    return _check(name, raw) + raw


def unpack(name: bytes, packed: bytes) -> Any:
    """The value; NeedsAllError when these are not the bytes that were packed under this name."""
    raw = memoryview(packed)[SIZE:]
    if packed[:SIZE] != _check(name, raw):
        raise NeedsAllError
    return marshal.loads(raw)  # noqa: S302 - they are what we wrote


def _check(name: bytes, raw: bytes | memoryview) -> bytes:
    made: bytes = blake2b(raw, digest_size=SIZE, key=digest(name)).digest()
    return made
