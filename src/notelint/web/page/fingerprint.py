"""A fingerprint of a text by which two texts can be told to be near or far, and the words they are compared by.

Simhash (M. Charikar, "Similarity estimation techniques from rounding algorithms", STOC 2002; for pages: G. Manku, A. Jain,
A. Das Sarma, "Detecting near-duplicates for web crawling", WWW 2007) over runs of three words. It is stored for years: whoever
changes how it is made makes all stored ones worthless.
"""

from hashlib import blake2b

from notelint.pattern import late_pattern

_WORD = late_pattern(r"\b[^\W\d_]{1,29}\b")
# For each bit of a byte: a table that makes 1 of the bytes that have it and 0 of the others, so that C can count them.
_BIT_SET = tuple(bytes(byte >> bit & 1 for byte in range(256)) for bit in range(8))
_BITS = 64
_RUN = 3
# Texts of fewer words have no fingerprint: any two of them are far apart.
_FEWEST = 20
# What lies behind this many words adds little, and costs time.
_MOST = 5000

FARTHEST = _BITS
"""The distance of fingerprints that differ in all; unrelated texts lie around half of it."""


def words(text: str) -> list[str]:
    """The words of a text, without those that have a digit in them: dates, counters and tokens change from visit to visit."""
    return _WORD.findall(text.casefold())


def fingerprint(text: str) -> str:
    """The fingerprint of a text as 16 hexadecimal digits; empty for a text that is too short."""
    counted = words(text[: 20 * _MOST])[:_MOST]
    if len(counted) < _FEWEST:
        return ""
    runs = {" ".join(counted[at : at + _RUN]) for at in range(len(counted) - _RUN + 1)}
    digests = b"".join(blake2b(run.encode(), digest_size=_BITS // 8).digest() for run in runs)
    return "".join(f"{_majority(digests[column :: _BITS // 8], len(runs)):02x}" for column in range(_BITS // 8))


def distance(first: str, second: str) -> int:
    """In how many of 64 bits two fingerprints differ."""
    return (int(first, 16) ^ int(second, 16)).bit_count()


def _majority(column: bytes, count: int) -> int:
    """The byte whose bits are those that more than half of the bytes have."""
    return sum(1 << bit for bit, table in enumerate(_BIT_SET) if 2 * column.translate(table).count(1) > count)
