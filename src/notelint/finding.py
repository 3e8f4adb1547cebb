"""Findings, and the edits that mend them."""

from collections.abc import Iterable
from typing import Literal, NamedTuple, TypeAlias

from notelint.text import Span

Severity: TypeAlias = Literal["error", "warning", "advice"]
Safety: TypeAlias = Literal["safe", "unsafe"]

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "advice")


class Edit(NamedTuple):
    """A span and the text that takes its place."""

    span: Span
    replacement: str


class Fix(NamedTuple):
    """Edits that mend a finding, applied whole or not at all.

    A `safe` fix keeps the meaning of the note for certain; an `unsafe` one is a guess that a person should look at.
    """

    safety: Safety
    description: str
    edits: tuple[Edit, ...]


class Related(NamedTuple):
    """Another place that a finding speaks of: the heading it collides with, the first of two copies."""

    path: str
    span: Span
    message: str


class Finding(NamedTuple):
    """Something worth a look in a note: where, what and why, and the way out.

    `fingerprint` depends on the rule and the construct found, not on path or line, so that it survives edits elsewhere.
    """

    path: str
    span: Span
    rule: str
    message: str
    severity: Severity
    fingerprint: str
    fix: Fix | None = None
    related: tuple[Related, ...] = ()


def fingerprint(rule: str, construct: str) -> str:
    """A stable id (16 hexadecimal digits) for a construct that a rule found; runs of white space count as one blank."""
    from hashlib import blake2b  # loads OpenSSL, which a clean run need not

    normal = " ".join(construct.split())
    return blake2b(f"{rule}\0{normal}".encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def apply_edits(content: str, edits: Iterable[Edit]) -> str:
    """The text with the edits made, which must not overlap."""
    for edit in sorted(edits, reverse=True):
        content = content[: edit.span.start] + edit.replacement + content[edit.span.end :]
    return content
