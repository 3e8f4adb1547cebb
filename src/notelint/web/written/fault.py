"""What is wrong with how a link is written."""

from typing import NamedTuple

from notelint.finding import Safety
from notelint.note import Link
from notelint.pattern import late_pattern
from notelint.web.domains import host_ending

WORD = late_pattern(r"[^\W\d_]{2}")
"""What a text has that is more than a sign, a number or a variable."""


class Fault(NamedTuple):
    """A cause (a word or two), the message to the reader, and the target that was meant, where it can be told.

    `replacement` is safe when it leads where the writer wanted for certain.
    """

    cause: str
    message: str
    replacement: str | None = None
    safety: Safety = "unsafe"


def shown(target: str) -> str:
    """A target as a message quotes it: in backticks, and not longer than a line."""
    short = target if len(target) <= 72 else f"{target[:50]}…{target[-20:]}"
    return f"`{' '.join(short.split())}`"


def is_addressed(link: Link) -> bool:
    """Whether the link's own text says where it leads: wikilinks name notes, references leave it to their definition."""
    return link.kind not in ("wiki", "embed", "reference")


def is_mail(target: str) -> bool:
    """Whether a target is a bare mail address: `icon@2x.png` is none, for its ending is no top-level domain."""
    name, at, host = target.partition("?")[0].partition("@")
    return (
        bool(at and name)
        and name.replace(".", "").replace("-", "").replace("+", "").replace("_", "").isalnum()
        and (host_ending(host) is not None)
    )
