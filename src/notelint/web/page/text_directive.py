"""Text directives: `#:~:text=prefix-,start,end,-suffix` and whether a page has such a text.

URL Fragment Text Directives (https://wicg.github.io/scroll-to-text-fragment/). Compared without regard to case, accents and
kinds of blanks; terms must begin and end where words do, in scripts that set words apart. Boundaries between blocks count as
blanks, which forgives more than browsers do: a false alarm would cost more.
"""

import unicodedata
from typing import NamedTuple
from urllib.parse import unquote

DELIMITER = ":~:"

# Scripts from here on (Thai, and what follows) set words side by side without blanks.
_FIRST_WITHOUT_BLANKS = "\u0e00"

# Places that are looked at before the text is believed to be there: only a page made for it has more.
_MOST_PLACES = 10_000


class Directive(NamedTuple):
    """One text directive: the text looked for runs from `start` to `end`, or is `start`; prefix and suffix stand next to it."""

    start: str
    end: str = ""
    prefix: str = ""
    suffix: str = ""


def split(fragment: str) -> tuple[str, list[Directive]]:
    """The id in front of the directives, and the text directives; those of other kinds and malformed ones are left out."""
    plain, _, rest = fragment.partition(DELIMITER)
    parts = [part.removeprefix("text=") for part in rest.split("&") if part.startswith("text=")]
    return plain, [directive for part in parts if (directive := _directive(part))]


def _directive(written: str) -> Directive | None:
    terms = written.split(",")
    prefix = terms.pop(0)[:-1] if terms[0].endswith("-") else ""
    suffix = terms.pop()[1:] if terms and terms[-1].startswith("-") else ""
    if len(terms) not in (1, 2):
        return None
    start, end, prefix, suffix = (folded(unquote(term)) for term in (terms[0], (*terms, "")[1], prefix, suffix))
    return Directive(start, end, prefix, suffix) if start else None


def folded(text: str) -> str:
    """A text for comparison: no case, no accents, single blanks."""
    text = text.replace("\u2019", "'")
    if text.isascii():
        return " ".join(text.lower().split())
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return " ".join(bare.casefold().replace("\u00ad", "").split())


def holds(text: str, directive: Directive) -> bool:
    """Whether a folded text has what a directive looks for."""
    at = -1
    for _ in range(_MOST_PLACES):
        at = text.find(directive.start, at + 1)
        if at < 0:
            return False
        behind = at + len(directive.start)
        if not _is_whole(text, at, behind) or not _is_preceded(text, at, directive.prefix):
            continue
        if directive.end:
            return _ends(text, behind, directive)
        if _is_followed(text, behind, directive.suffix):
            return True
    return True


def _ends(text: str, at: int, directive: Directive) -> bool:
    """Whether the end term, with the suffix behind it, comes later in the text."""
    for _ in range(_MOST_PLACES):
        at = text.find(directive.end, at)
        if at < 0:
            return False
        behind = at + len(directive.end)
        if _is_whole(text, at, behind) and _is_followed(text, behind, directive.suffix):
            return True
        at += 1
    return True


def _is_preceded(text: str, at: int, prefix: str) -> bool:
    """Whether the prefix stands right before an offset, but for a blank."""
    end = at - (text[at - 1 : at] == " ")
    return not prefix or (text.endswith(prefix, 0, end) and _is_whole(text, end - len(prefix), end))


def _is_followed(text: str, behind: int, suffix: str) -> bool:
    """Whether the suffix stands right behind an offset, but for a blank."""
    start = behind + (text[behind : behind + 1] == " ")
    return not suffix or (text.startswith(suffix, start) and _is_whole(text, start, start + len(suffix)))


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether no word is cut at either end."""
    return not _is_within_word(text[start - 1 : start] if start else "", text[start]) and not _is_within_word(
        text[end - 1], text[end : end + 1]
    )


def _is_within_word(left: str, right: str) -> bool:
    """Whether two neighbouring signs belong to one word."""
    return bool(left and right) and left.isalnum() and right.isalnum() and max(left, right) < _FIRST_WITHOUT_BLANKS
