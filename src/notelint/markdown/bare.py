"""Bare addresses, as GitHub links them.

Source: GitHub Flavored Markdown 0.29, section 6.9 "Autolinks (extension)". linkify-it-py would be a library for this, but it
has rules of its own: it links `example.com` and ends addresses elsewhere than GitHub does.
"""

import re
from collections.abc import Iterator, Sequence

from notelint.markdown.spans import gaps
from notelint.note import Link
from notelint.pattern import late_pattern
from notelint.text import Span

_CANDIDATE = late_pattern(
    r"(?P<url>(?<![A-Za-z])(?:https?|ftp)://[^\s<]+)"
    r"|(?P<www>(?:(?<=[\s*_~(|])|^)www\.[^\s<]+)"
    r"|(?P<mail>(?<![A-Za-z0-9.+_-])[A-Za-z0-9.+_-]+@[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)+)",
    re.IGNORECASE | re.ASCII,
)
_HOST = late_pattern(r"[^\s/?#:!\"'<>()\[\]{}|\\^`,;*~&=+$%@]+")
# The longest name of a character reference in HTML is CounterClockwiseContourIntegral.
_LONGEST_ENTITY = 40
_ENTITY = late_pattern(r"&[A-Za-z0-9]+;$")


def bare_links(content: str, run: Span, solid: Sequence[Span]) -> list[Link]:
    """The bare addresses between the solid spans (outermost, in order) of a run."""
    return [link for gap in gaps(run, solid) for link in _in_gap(content, gap)]


def _in_gap(content: str, gap: Span) -> Iterator[Link]:
    source = content[gap.start : gap.end]
    # An address has one of these signs in it and no blank: between the first sign and the last there are all of them.
    plain = source.replace("W", "w")
    signs = [sign for sign in ("://", "www.", "@") if sign in plain]
    if not signs:
        return
    first, last = min(map(plain.find, signs)), max(map(plain.rfind, signs))
    end = source.find(" ", last)
    for match in _CANDIDATE.finditer(source, source.rfind(" ", 0, first) + 1, end if end >= 0 else len(source)):
        if match.lastgroup != "mail" and _in_bracket(source, match.start()):
            continue
        text = _trimmed(match[0]) if match.lastgroup != "mail" else _mail(match[0])
        prefix = {"url": "", "www": "http://", "mail": "mailto:"}[match.lastgroup or "url"]
        if _is_address(text, match.lastgroup or "url"):
            start = gap.start + source.index(text, match.start())
            span = Span(start, start + len(text))
            yield Link(span, "bare", prefix + text, span, text)


def _mail(text: str) -> str:
    text = text.rstrip(".")
    # Underscores around a mail address are emphasis; one on a side belongs to the address.
    return text[1:-1] if text.startswith("_") and text.endswith("_") else text


def _in_bracket(source: str, start: int) -> bool:
    """Whether a bracket is still open here: GitHub's parser makes no link of a web address then (cmark-gfm, `autolink.c`)."""
    nearby = max(0, start - 1000)
    opening = source.rfind("[", nearby, start)
    return opening > source.rfind("]", nearby, start) and source[opening - 1 : opening] != "\\"


def _is_address(text: str, kind: str) -> bool:
    """Whether the host is one: no underscore in its last two labels; mail ends with a letter (cmark-gfm, `autolink.c`)."""
    if kind == "mail":
        return text[-1].isalpha() and "." in text.partition("@")[2]
    host = _HOST.match(text.partition("://")[2] if kind == "url" else text)
    if host is None:
        return False
    labels = host[0].split(".")
    return not any("_" in label for label in labels[-2:]) and (kind == "url" or len(labels) > 1)


def _trimmed(text: str) -> str:
    """The address without what belongs to the sentence: punctuation, unmatched `)`, a character reference at its end."""
    end = len(text)
    surplus = text.count(")") - text.count("(")
    while end:
        last = text[end - 1]
        if last == ")" and surplus > 0:
            surplus -= 1
            end -= 1
        elif last == ";":
            entity = _ENTITY.search(text, max(0, end - _LONGEST_ENTITY), end)
            end = entity.start() if entity else end - 1
        elif last in "?!.,:*_~'\"":
            end -= 1
        else:
            break
    return text[:end]
