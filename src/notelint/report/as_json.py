"""JSON that is safe to look at, too."""

import json
import re
from functools import cache

from notelint.report.neutral import COMMAND, HARMFUL


def as_json(data: object, indent: int | None = None) -> str:
    """The JSON text of some data, and a line end. Harmful characters are escapes, all others stand for themselves."""
    return harmless(_encoder(indent).encode(data)) + "\n"


@cache
def _encoder(indent: int | None) -> json.JSONEncoder:
    """What writes JSON; made once, since to make it takes as long as a short line."""
    return json.JSONEncoder(ensure_ascii=False, indent=indent)


def harmless(text: str) -> str:
    """JSON without harmful characters."""
    # What is ASCII is soon known, and JSON has no control character there but DEL; so is what is printable.
    is_harmless = (text.isascii() and "\x7f" not in text) or text.isprintable()
    known = text if is_harmless else HARMFUL.sub(_escaped, text)
    return COMMAND.sub(r"\\u0023", known) if "#" in known and "##" in known else known


def _escaped(match: re.Match[str]) -> str:
    # JSON has no control characters of its own but the line ends between its parts: all others stand in strings.
    return match[0] if match[0] == "\n" else f"\\u{ord(match[0]):04x}"
