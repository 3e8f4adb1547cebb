"""From the bytes of a page to its text, by the encoding that browsers take it for.

The order of the HTML Standard (https://html.spec.whatwg.org/#determining-the-character-encoding): byte order mark,
`Content-Type`, a `meta` element near the beginning, then what the bytes look like. Nothing raises: what cannot be decoded
becomes U+FFFD.
"""

import codecs
import re
from functools import lru_cache

from notelint.pattern import late_pattern

_PARAMETER = late_pattern(r"(?i)charset\s*=\s*[\"']?\s*([^\s\"';,>]+)")
_META = late_pattern(r"(?is)<meta[^>]{0,400}?charset\s*=\s*[\"']?\s*([^\s\"'/>;]+)")
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
# How far browsers look for a `meta` element, in bytes.
_PRESCAN = 1024

# Labels that mean something else on the web than elsewhere (Encoding Standard,
# https://encoding.spec.whatwg.org/#names-and-labels).
_LABELS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
    "utf-16": "utf-16-le",
    "utf-7": "cp1252",
}


def decode(body: bytes, content_type: str) -> str:
    """The text of a page."""
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    return body.decode(_of_type(content_type[:200]) or _meta(body) or _likely(body), "replace")


@lru_cache(256)  # most pages declare one of a few
def _of_type(content_type: str) -> str | None:
    return _declared(content_type, _PARAMETER)


def _declared(text: str, pattern: re.Pattern[str]) -> str | None:
    """The codec that a label names, as the web understands it; None where there is no label or nobody knows it."""
    match = pattern.search(text)
    try:
        name = codecs.lookup(match[1]).name if match else ""
    except (LookupError, ValueError):
        return None
    name = _LABELS.get(name, name)
    # Python also has codecs that are no encodings of text (`hex`, `zip`) or that would need a bound of their own (`punycode`).
    return name if name.startswith(("utf-", "cp", "iso8859", "iso2022_jp", "koi8", "euc", "gb18030", "big5", "mac-")) else None


def _meta(body: bytes) -> str | None:
    encoding = _declared(body[:_PRESCAN].decode("latin-1"), _META)
    # A `meta` that could be read is no UTF-16, whatever it says.
    return "utf-8" if encoding and encoding.startswith("utf-16") else encoding


def _likely(body: bytes) -> str:
    """UTF-8 if the bytes are that, else the western one that browsers take; a long page may end within a character."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(body, final=len(body) < _PRESCAN)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"
