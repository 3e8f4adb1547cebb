"""Bare addresses, as GitHub links them.

Source: GitHub Flavored Markdown 0.29, section 6.9 "Autolinks (extension)". linkify-it-py would be a library for this, but it
has rules of its own: it links `example.com` and ends addresses elsewhere than GitHub does.
"""

import re
from collections.abc import Iterator, Sequence

from notelint.note import Link
from notelint.text import Span

_CANDIDATE = re.compile(
    r"(?P<url>(?<![A-Za-z])(?:https?|ftp)://[^\s<]+)"
    r"|(?P<www>(?:(?<=[\s*_~(|])|^)www\.[^\s<]+)"
    r"|(?P<mail>(?<![A-Za-z0-9.+_-])[A-Za-z0-9.+_-]+@[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)+)",
    re.IGNORECASE | re.ASCII,
)
_HOST = re.compile(r"[^\s/?#:!\"'<>()\[\]{}|\\^`,;*~&=+$%@]+")
_ENTITY = re.compile(r"&[A-Za-z0-9]+;$")


def bare_links(content: str, run: Span, solid: Sequence[Span]) -> list[Link]:
    """The bare addresses between the solid spans (sorted) of a run."""
    return [link for gap in gaps(run, solid) for link in _in_gap(content, gap)]


def gaps(run: Span, solid: Sequence[Span]) -> Iterator[Span]:
    """What lies between the solid spans (sorted, possibly nested) of a run."""
    start = run.start
    for span in solid:
        if span.start > start:
            yield Span(start, min(span.start, run.end))
        start = max(start, span.end)
    if start < run.end:
        yield Span(start, run.end)


def _in_gap(content: str, gap: Span) -> Iterator[Link]:
    source = content[gap.start : gap.end]
    if not ("://" in source or "www." in source.lower() or "@" in source):
        return
    for match in _CANDIDATE.finditer(source):
        text = _trimmed(match[0]) if match.lastgroup != "mail" else match[0].rstrip(".")
        prefix = {"url": "", "www": "http://", "mail": "mailto:"}[match.lastgroup or "url"]
        if _is_address(text, match.lastgroup or "url"):
            span = Span(gap.start + match.start(), gap.start + match.start() + len(text))
            yield Link(span, "bare", prefix + text, span, text)


def _is_address(text: str, kind: str) -> bool:
    """Whether the host is one: for `www.`, no underscore in its last two labels; for mail, no `-` or `_` at the end."""
    if kind == "mail":
        return text[-1] not in "-_" and "." in text.partition("@")[2]
    host = _HOST.match(text.partition("://")[2] if kind == "url" else text)
    if host is None:
        return False
    labels = host[0].split(".")
    return not any("_" in label for label in labels[-2:]) and (kind == "url" or len(labels) > 1)


def _trimmed(text: str) -> str:
    """The address without what belongs to the sentence: punctuation, unmatched `)`, a character reference at its end."""
    while text:
        if text[-1] in "?!.,:*_~'\"" or (text[-1] == ")" and text.count(")") > text.count("(")):
            text = text[:-1]
        elif text[-1] == ";":
            entity = _ENTITY.search(text)
            text = text[: entity.start()] if entity else text[:-1]
        else:
            break
    return text
