"""Rows of a store and the values they stand for."""

import json
from collections.abc import Sequence
from typing import Any, overload

from notelint.web.evidence import Evidence
from notelint.web.verdict import Known

EVIDENCE = Evidence._fields
"""The columns that hold what the verdicts come to, by the names of its fields."""
KNOWN = ("location", "etag", "last_modified", "title", "fingerprint", "last_title", "last_fingerprint")
"""The columns that hold what the next visit is told; fragments have a table of their own."""


def evidence_out(evidence: Evidence) -> tuple[Any, ...]:
    """Evidence as the values of its columns."""
    return (*evidence[:-1], json.dumps(evidence.turns))


def evidence_in(row: Sequence[Any]) -> Evidence:
    """Evidence from the values of its columns."""
    return Evidence._make((*row[:-1], tuple(json.loads(row[-1]))))


def known_in(row: Sequence[str]) -> Known:
    """What is known, from the values of its columns."""
    return Known._make((*row[:3], (), *row[3:]))


@overload
def tidy(text: str, longest: int = 4000) -> str: ...
@overload
def tidy(text: str | None, longest: int = 4000) -> str | None: ...
def tidy(text: str | None, longest: int = 4000) -> str | None:
    """Text as every database takes it: no odd bytes, no NUL, not endless."""
    if text is None:
        return None
    return text[:longest].encode("utf-8", "backslashreplace").decode().replace("\0", "\\x00")
