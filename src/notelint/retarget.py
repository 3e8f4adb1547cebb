"""Edits that give a link another target."""

from posixpath import dirname, relpath

from notelint.finding import Edit
from notelint.note import Link, Note
from notelint.pattern import late_pattern

# https://docs.getpelican.com/en/latest/content.html#linking-to-internal-content, the older form with bars included.
_PELICAN = late_pattern(r"\{(?:filename|static|attach)\}|\|(?:filename|static|attach)\|")


def retargeted(note: Note, link: Link, target: str) -> Edit:
    """The edit that puts `target` where the link's target stands, in angle brackets where Markdown needs them."""
    written = note.text.slice(link.target_span)
    if link.kind not in ("html", "wiki", "embed") and (written.startswith("<") or any(sign in target for sign in " ()<>")):
        target = f"<{target}>"
    return Edit(link.target_span, target)


def relative(path: str, source: str) -> str:
    """A path in the repository as a note at `source` writes it."""
    return relpath(path, dirname(source) or ".")


def pelican_mark(target: str) -> str:
    """What Pelican wants before the path of a file that it makes a page of or serves: `{filename}`; empty without it."""
    mark = _PELICAN.match(target)
    return mark[0] if mark else ""


def with_path(target: str, path: str) -> str:
    """A target with another path before its `?` and `#`, which stay as written."""
    cut = min((place for place in (target.find("?"), target.find("#")) if place >= 0), default=len(target))
    return path + target[cut:]
